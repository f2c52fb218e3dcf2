"""Rehearsals: what `session.explain` does, and what it leaves alone."""

from tests.unit.session.models import Doc, described, lite
from vectorm.model import Model
from vectorm.session import events
from vectorm.session.explain import explanation
from vectorm.session.rehearse import Rehearsal
from vectorm.session.state import SessionState
from vectorm.transport.recorded import Recorded


def test_nothing_is_acknowledged() -> None:
    """The functions of `before_...` events may change what is sent, those of `after_...` ones are for what is done."""
    new, changed, gone = (Doc(id=key, v=[1.0, 2.0]) for key in (1, 2, 3))
    state, called = SessionState(), list[str]()

    def note_before(obj: Model) -> None:
        called.append(f"before {vars(obj)['id']}")

    def note_after(obj: Model) -> None:
        called.append(f"after {vars(obj)['id']}")

    names: tuple[events.ModelEvent, ...] = ("before_insert", "before_update", "before_delete")
    after: tuple[events.ModelEvent, ...] = ("after_insert", "after_update", "after_delete")
    state.unit.loaded([changed, gone], "")
    changed.title = "new"
    state.unit.add([new])
    state.unit.delete(gone)
    rehearsal = Rehearsal.of(state, embeds=False)
    for name in names:
        events.listen(Doc, name, note_before)
    for name in after:
        events.listen(Doc, name, note_after)
    try:
        Recorded([described()]).run(rehearsal.flush(lite(), None))
    finally:
        for name in names:
            events.remove(Doc, name, note_before)
        for name in after:
            events.remove(Doc, name, note_after)
    assert len(rehearsal.requests) == 3
    assert sorted(called) == ["before 1", "before 2", "before 3"]


def test_a_rehearsal_without_work_tells_so() -> None:
    rehearsal = Rehearsal.of(SessionState(), embeds=False)
    Recorded().run(rehearsal.flush(lite(), None))
    assert "nothing to send" in str(explanation(rehearsal, None, has_listeners=False))
