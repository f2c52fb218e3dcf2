"""A change in place is seen in a field of every type, and nothing else is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.model.every import Every, without_nulls
from tests.unit.model.test_struct_array import doc, passage
from vectorm.model import Model
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.session.frozen import difference, take_all


def changes(obj: Model, change: Callable[[Any], object]) -> set[str]:
    (before,) = take_all([obj])
    change(obj)
    (now,) = take_all([obj])
    return difference(now, before)


def set_first(name: str, value: object) -> Callable[[Any], None]:
    def change(obj: Any) -> None:
        getattr(obj, name)[0] = value

    return change


def change_structs(obj: Any) -> None:
    obj.passages[1].vec[0] = 7


CHANGES: list[tuple[str, Callable[[Any], object]]] = [
    *((name, set_first(name, 9)) for name in ("f32", "f16", "b16", "i8", "bits", "maybe_f32")),
    ("sparse", lambda obj: obj.sparse.update({7: 1.0})),
    ("tags", lambda obj: obj.tags.append("c")),
    ("prices", lambda obj: obj.prices.pop()),
    ("meta", lambda obj: obj.meta["n"][2].update(x="z")),
    ("author", lambda obj: setattr(obj.author, "name", "other")),
    ("$meta", lambda obj: obj.extras.update(note="other")),
    ("price", lambda obj: setattr(obj, "price", obj.price + 1)),
    ("seen", lambda obj: setattr(obj, "seen", obj.seen + timedelta(microseconds=1))),
    ("place", lambda obj: setattr(obj, "place", "POINT (1 2)")),
    ("raw", lambda obj: setattr(obj, "raw", b"\xff")),
    ("maybe_version", lambda obj: setattr(obj, "maybe_version", obj.version)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[name for name, _ in CHANGES])
def test_a_change_is_seen(name: str, change: Callable[[Any], object]) -> None:
    assert changes(without_nulls(), change) == {name}


def test_nothing_is_seen_without_a_change() -> None:
    obj = without_nulls()
    assert changes(obj, lambda obj: obj) == set()
    assert take_all([obj]) == take_all([without_nulls()])
    (first,) = models_from_batch(Every, batch_from_models(Every, [obj]))
    (second,) = models_from_batch(Every, batch_from_models(Every, [obj]))
    assert take_all([first]) == take_all([second])


STRUCTS: list[Callable[[Any], object]] = [
    lambda obj: obj.passages.append(passage()),
    lambda obj: setattr(obj.passages[0], "page", 8),
    change_structs,
]


@pytest.mark.parametrize("change", STRUCTS)
def test_a_change_inside_structs_is_seen(change: Callable[[Any], object]) -> None:
    assert changes(doc(), change) == {"passages"}
    assert changes(doc(), lambda obj: obj) == set()
