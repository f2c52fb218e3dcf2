"""What objects were like is kept in columns, and every change is found in them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from tests.unit.model.every import without_nulls
from tests.unit.session.models import Auto, Doc, Extra
from tests.unit.session.test_frozen_types import CHANGES
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.columns.json import JsonColumn
from vectorm.enums import DataType
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.session.frozen import take_all
from vectorm.session.snapshot import Snapshot, put_keys, take
from vectorm.wire.write import decode_rows, encode_upsert

COUNT = 300
"""More rows than are compared at a time."""


def docs(count: int = COUNT) -> list[Doc]:
    return [Doc(id=key, title=str(key), tags=["a"], meta={"n": key}, v=[key, 1.0]) for key in range(count)]


def changed(snapshot: Snapshot, objects: list[Any], rows: list[int] | None = None) -> dict[int, set[str]]:
    models: list[Model] = objects
    places = list(range(len(models))) if rows is None else rows
    return snapshot.changed(places, [vars(obj) for obj in models], [obj.model_extra for obj in models])


def written(objects: Sequence[Model]) -> Snapshot:
    """As after a flush."""
    batch = batch_from_models(type(objects[0]), objects)
    snapshot = take(objects, batch)
    encode_upsert("docs", batch)
    return snapshot


def read(objects: Sequence[Model]) -> tuple[Snapshot, list[Any]]:
    """As after a query, and the objects of that."""
    model = type(objects[0])
    batch = batch_from_models(model, objects)
    made = models_from_batch(model, batch)
    return take(made, batch), made


def scenes(make: Callable[[], list[Any]]) -> list[tuple[Snapshot, list[Any]]]:
    """Snapshots and their objects: as they were written, as they were read, and without columns."""
    objects, others = make(), make()
    return [(written(objects), objects), read(make()), (take(others), others)]


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[name for name, _ in CHANGES])
def test_a_change_is_seen_in_a_field_of_every_type(name: str, change: Callable[[Any], object]) -> None:
    for snapshot, objects in scenes(lambda: [without_nulls()]):
        assert changed(snapshot, objects) == {}
        assert snapshot.row(0) == take_all(objects)[0]
        change(objects[0])
        assert changed(snapshot, objects) == {0: {name}}


def change_title(obj: Doc) -> None:
    obj.title = "other"


def change_tags(obj: Doc) -> None:
    obj.tags.append("b")


def change_meta(obj: Doc) -> None:
    obj.meta["n"] = [obj.meta["n"]]


def change_vector(obj: Doc) -> None:
    obj.v[1] = 2.0


def replace_vector(obj: Doc) -> None:
    vars(obj)["v"] = np.ones(4, np.float32)[::2] * 7


def lose_vector(obj: Doc) -> None:
    vars(obj)["v"] = None


EDITS: list[tuple[str, Callable[[Doc], None]]] = [
    ("title", change_title), ("tags", change_tags), ("meta", change_meta), ("v", change_vector), ("v", replace_vector),
    ("v", lose_vector),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change"), EDITS)
@pytest.mark.parametrize("rows", [None, [299, 5, 131, 6]])
def test_changed_rows_are_found_among_many(name: str, change: Callable[[Doc], None], rows: list[int] | None) -> None:
    for snapshot, objects in scenes(docs):
        chosen = objects if rows is None else [objects[row] for row in rows]
        assert changed(snapshot, chosen, rows) == {}
        change(objects[131])
        change(objects[5])
        places = [131, 5] if rows is None else [2, 1]
        assert changed(snapshot, chosen, rows) == {place: {name} for place in places}


class Perhaps(Model, collection="perhaps"):
    id: Mapped[int] = field(primary_key=True)
    v: Mapped[FloatVector | None] = vector(dim=2)


@pytest.mark.parametrize("make", [docs, lambda: [Perhaps(id=key, v=np.ones(2, np.float32)) for key in range(3)]])
def test_vectors_that_nobody_looked_at_since_they_were_written(make: Callable[[], list[Any]]) -> None:
    objects = make()
    snapshot = written(objects)
    objects[1].v[0] = 7
    assert changed(snapshot, objects) == {1: {"v"}}


def test_equal_values_in_other_memory_are_no_change() -> None:
    snapshot, objects = read(docs(3))
    objects[0].v = objects[0].v.copy()
    vars(objects[1])["v"] = np.repeat(objects[1].v, 2)[::2]
    objects[2].meta, objects[2].tags = dict(objects[2].meta), list(objects[2].tags)
    assert changed(snapshot, objects) == {}


@pytest.mark.parametrize(
    "texts",
    [
        [b'{ "n" : 0 }', b'{"n": 1, "text": "\\u00fc"}', b"null"],
        [b'{"n":0}', b'{"n": 1, "text": "\\u00fc"}', b"null"],
        [b"null", b'{"n": 1, "text": "\\u00fc"}', b"{}"],
    ],
)
def test_json_in_another_form_is_no_change(texts: list[bytes]) -> None:
    snapshot, objects = read_json(texts)
    assert changed(snapshot, objects) == changed(snapshot, objects[::-1], [2, 1, 0]) == {}
    assert snapshot.row(1)["meta"] == '{"n":1,"text":"ü"}'.encode()
    objects[1].meta["n"] = True
    assert changed(snapshot, objects) == {1: {"meta"}}


@pytest.mark.parametrize("place", [0, 2])
def test_json_that_cannot_be_written_is_compared_all_the_same(place: int) -> None:
    texts = [b'{"n":0}', b'{"n":1}', b'{"n":2}']
    texts[place] = b'{"n":"\\ud800"}'
    snapshot, objects = read_json(texts)
    assert changed(snapshot, objects) == {}
    objects[place].meta["n"] = "\ud801"
    objects[1].meta["n"] = 7
    assert changed(snapshot, objects) == {1: {"meta"}, place: {"meta"}}


def read_json(texts: list[bytes]) -> tuple[Snapshot, list[Any]]:
    """As after a query whose JSON is in these texts."""
    batch = batch_from_models(Doc, docs(3))
    batch = ColumnBatch([JsonColumn("meta", texts) if each.name == "meta" else each for each in batch.columns], 3)
    objects = models_from_batch(Doc, batch)
    return take(objects, batch), objects


def test_what_was_not_read_is_a_change_when_it_gets_a_value() -> None:
    batch = batch_from_models(Doc, docs(3)).only(["id", "title"])
    objects = models_from_batch(Doc, batch)
    snapshot = take(objects, batch)
    objects[1].v = [1.0, 2.0]
    vars(objects[2]).pop("title")
    assert changed(snapshot, objects) == {1: {"v"}}
    assert snapshot.row(1) == {"id": 1, "title": "1"}


def test_some_objects_may_lack_a_field() -> None:
    objects = docs(3)
    vars(objects[0]).pop("v")
    vars(objects[1]).pop("meta")
    snapshot = take(objects)
    assert changed(snapshot, objects) == {}
    assert [set(snapshot.row(row)) for row in range(2)] == [
        {"id", "title", "tags", "meta"},
        {"id", "title", "tags", "v"},
    ]
    objects[0].v = [1.0, 2.0]
    change_vector(objects[2])
    assert changed(snapshot, objects) == {0: {"v"}, 2: {"v"}}


def test_undeclared_keys() -> None:
    objects = [Extra(id=key, v=[1.0, 2.0]) for key in range(3)]
    objects[0].extras["a"] = {"b": 1}
    snapshot = written(objects)
    objects[0].extras["a"]["b"] = 2
    objects[1].extras["new"] = None
    assert changed(snapshot, objects) == {0: {"$meta"}, 1: {"$meta"}}


def test_keys_of_the_server_are_put_in() -> None:
    objects: list[Model] = [Auto(v=[1.0, 2.0]) for _ in range(2)]
    for taken in (written(objects), take_all(objects)):
        put_keys(Auto, taken, [7, 8])
        rows = [taken.row(row) for row in range(2)] if isinstance(taken, Snapshot) else taken
        assert [row["id"] for row in rows] == [7, 8]


def test_a_vector_that_is_changed_after_it_was_sent_has_changed() -> None:
    objects = docs()
    batch = batch_from_models(Doc, objects)
    snapshot = take(objects, batch)
    change_vector(objects[5])  # while the flush waits: it is sent so
    request = encode_upsert("docs", batch)
    assert changed(snapshot, objects) == {}
    change_vector(objects[7])
    assert changed(snapshot, objects) == {7: {"v"}}
    assert decode_rows("Upsert", request)["v"].to_list()[5].tolist() == [5.0, 2.0]


def test_a_column_that_others_may_write_to_is_not_kept() -> None:
    batch = batch_from_models(Doc, docs(3))
    objects = models_from_batch(Doc, batch)
    matrix = np.array(batch["v"].to_list())
    column = DenseColumn("v", DataType.FLOAT_VECTOR, 2, matrix)
    snapshot = take(objects, ColumnBatch([*batch.only(["id", "title", "tags", "meta"]).columns, column], 3))
    matrix[1] = 9.0
    assert changed(snapshot, objects) == {}
