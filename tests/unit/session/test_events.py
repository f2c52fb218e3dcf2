"""Who listens: nobody, once the last function was removed."""

from tests.unit.session.models import Doc
from vectorm.session.events import any_listener, listen, listeners, remove


def test_nothing_is_left_of_a_function_that_was_removed() -> None:
    heard: list[Doc] = []
    before = any_listener()
    listen(Doc, "after_load", heard.append)
    assert any_listener()
    assert list(listeners(Doc, "after_load")) == [heard.append]
    remove(Doc, "after_load", heard.append)
    assert any_listener() == before
    assert not listeners(Doc, "after_load")
