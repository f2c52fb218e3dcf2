"""Objects to columns and back."""

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import PrivateAttr, ValidationError, model_validator

from tests.unit.model.library import Author, Color, Doc, Grade, Point, Source, letters
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, ParamError
from vectorm.model import (
    BFloat16Vector,
    BinaryVector,
    Embed,
    Float16Vector,
    FloatVector,
    Int8Vector,
    Mapped,
    Model,
    SparseVector,
    field,
    register_embedder,
    vector,
)
from vectorm.model.fill import note_embeddings, take_notes
from vectorm.model.mapper import batch_from_models, models_from_batch


def untyped(value: object) -> Any:
    return value


def full_doc() -> Doc:
    return Doc(
        id="1",
        title="x",
        year=2020,
        tags=["a", "b"],
        refs=[UUID(int=1)],
        color=Color.BLUE,
        grade=Grade.HIGH,
        at=datetime(2020, 1, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
        day=date(2020, 1, 2),
        source=Source(url="u", author=Author(name="n", born=date(1999, 1, 1))),
        meta={"k": [1, None, {"x": "y"}]},
        body="abca",
    )


def test_stored_values() -> None:
    (row,) = batch_from_models(Doc, [full_doc()]).rows()
    assert row["dense"].tolist() == [2, 1, 1, 4]
    del row["dense"]
    assert row == {
        "id": "1",
        "title": "x",
        "year": 2020,
        "stars": 0,
        "tags": ["a", "b"],
        "refs": [str(UUID(int=1))],
        "color": "blue",
        "grade": 2,
        "at": 1_577_844_184_000_005,
        "day": "2020-01-02",
        "source": {"url": "u", "author": {"name": "n", "born": "1999-01-01"}},
        "meta": {"k": [1, None, {"x": "y"}]},
        "body": "abca",
    }


def test_there_and_back() -> None:
    doc, empty = full_doc(), Doc(id="2", title="y")
    first, second = models_from_batch(Doc, batch_from_models(Doc, [doc, empty]))
    for name in set(vars(doc)) - {"dense"}:
        assert vars(first)[name] == vars(doc)[name], name
        assert vars(second)[name] == vars(empty)[name], name
    assert isinstance(first.source, Source)
    assert first.dense.tolist() == [2, 1, 1, 4]
    first.title = "changed"
    assert first.title == "changed"


def test_vectors_that_are_read_can_be_changed_in_place() -> None:
    batch = batch_from_models(Point, [Point(place=[1, 2])])
    matrix = batch["place"].to_list()
    one, other = models_from_batch(Point, batch)[0], models_from_batch(Point, batch)[0]
    one.place[0] = 9
    assert (one.place[0], other.place[0], matrix[0][0]) == (9, 1, 1)


def test_fields_that_were_not_read_have_no_value() -> None:
    batch = batch_from_models(Doc, [full_doc()])
    part = ColumnBatch([batch["id"], batch["title"]])
    (doc,) = models_from_batch(Doc, part)
    assert doc.title == "x"
    with pytest.raises(AttributeError, match="year has no value: it was not read"):
        _ = doc.year
    with pytest.raises(DataNotMatchException, match=r"Doc.year, row 0: .*not read"):
        batch_from_models(Doc, [doc])
    doc.title = "z"
    assert batch_from_models(Doc, [doc], {"title"}).rows() == [{"id": "1", "title": "z"}]


def test_auto_ids_are_left_out_until_they_are_known() -> None:
    point = Point(place=[1, 2])
    assert "id" not in batch_from_models(Point, [point])
    vars(point)["id"] = 7
    assert batch_from_models(Point, [point])["id"].to_list() == [7]


def test_undeclared_keys() -> None:
    point = Point.model_validate({"place": [0, 0], "note": "n"})
    batch = batch_from_models(Point, [point, Point(place=[1, 1])])
    assert batch["$meta"].to_list() == [{"note": "n"}, {}]
    assert [each.extras for each in models_from_batch(Point, batch)] == [{"note": "n"}, {}]
    assert "$meta" not in batch_from_models(Point, [point], {"score"})


def test_bad_values_name_model_field_and_row() -> None:
    good, bad = Doc(title="x"), Doc(title="\u00e9" * 11)
    with pytest.raises(DataNotMatchException, match=r"field Doc.title, row 1: .*22") as caught:
        batch_from_models(Doc, [good, bad])
    assert (caught.value.field, caught.value.row) == ("title", 1)
    with pytest.raises(DataNotMatchException, match=r"field Point.place, row 0: .*nan"):
        batch_from_models(Point, [Point(place=[float("nan"), 0])])
    with pytest.raises(ValidationError, match="the datetime has no time zone"):
        Doc(title="x", at=datetime(2020, 1, 1))
    naive = Doc(title="x")
    vars(naive)["at"] = datetime(2020, 1, 1)
    with pytest.raises(DataNotMatchException, match=r"field Doc.at, row 0: .*datetime .*time zone"):
        batch_from_models(Doc, [naive])


def test_stored_values_that_do_not_fit_name_model_field_and_row() -> None:
    key = build_column("id", ["1", "2"], data_type=DataType.VARCHAR)
    color = build_column("color", ["red", "pink"], data_type=DataType.VARCHAR)
    with pytest.raises(DataNotMatchException, match=r"field Doc.color, row 1: .*pink"):
        models_from_batch(Doc, ColumnBatch([key, color]))


def test_all_vector_types() -> None:
    class Vectors(Model):
        id: Mapped[int] = field(primary_key=True)
        f16: Mapped[Float16Vector] = vector(dim=2)
        b16: Mapped[BFloat16Vector] = vector(dim=2)
        i8: Mapped[Int8Vector] = vector(dim=2)
        bits: Mapped[BinaryVector] = vector(dim=8)
        sparse: Mapped[SparseVector] = vector()
        maybe: Mapped[FloatVector | None] = vector(dim=2, default=None)

    made = Vectors(id=1, f16=[1, 2], b16=[1, 0.5], i8=[-1, 2], bits=np.array([1] * 8, bool), sparse={3: 0.5})
    (back,) = models_from_batch(Vectors, batch_from_models(Vectors, [made]))
    assert (str(back.f16.dtype), back.f16.tolist()) == ("float16", [1, 2])
    assert (str(back.b16.dtype), back.b16.tolist()) == ("float32", [1, 0.5])
    assert (str(back.i8.dtype), back.i8.tolist()) == ("int8", [-1, 2])
    assert (str(back.bits.dtype), back.bits.tolist()) == ("uint8", [255])
    assert back.sparse == {3: 0.5}
    assert back.maybe is None


def test_private_attributes_of_a_model_are_there_after_reading() -> None:
    class Secret(Model):
        id: Mapped[int] = field(primary_key=True)
        v: Mapped[FloatVector] = vector(dim=2)
        _count: int = 5

    (back,) = models_from_batch(Secret, batch_from_models(Secret, [Secret(id=1, v=[0, 0])]))
    assert back._count == 5  # pyright: ignore[reportPrivateUsage]


class Checked(Model):
    """Its validators ask for a vector, which objects mostly are read without."""

    id: Mapped[int] = field(primary_key=True)
    low: Mapped[int] = field(default=0)
    v: Mapped[FloatVector] = vector(dim=2)
    _seen: list[int] = PrivateAttr(default_factory=list[int])
    _unset: int = PrivateAttr()

    def model_post_init(self, context: object) -> None:
        self._seen.append(len(self.v))

    @model_validator(mode="after")
    def is_low(self) -> "Checked":
        if self.low > self.v[0]:
            raise ValueError("low is too high")
        return self


def read_checked(*names: str) -> Checked:
    batch = batch_from_models(Checked, [Checked(id=1, v=[5, 5])])
    return models_from_batch(Checked, ColumnBatch([batch[name] for name in names]))[0]


def test_reading_runs_no_code_of_the_model() -> None:
    first, second = read_checked("id", "low"), read_checked("id", "low", "v")
    assert first._seen == second._seen == []  # pyright: ignore[reportPrivateUsage]
    first._seen.append(1)  # pyright: ignore[reportPrivateUsage]
    assert second._seen == []  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(AttributeError, match="_unset"):
        _ = first._unset  # pyright: ignore[reportPrivateUsage]


def test_validators_do_without_fields_that_were_not_read() -> None:
    part, whole = read_checked("id"), read_checked("id", "low", "v")
    part.low = 3
    assert part.low == 3
    assert part.model_fields_set == {"id", "low"}
    with pytest.raises(ValidationError, match="low"):
        part.low = untyped("x")
    with pytest.raises(ValidationError, match="too high"):
        whole.low = 9
    part.v = [4, 4]
    assert part.v.tolist() == [4, 4]


class Counting:
    """An embedder that remembers its calls."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        self.calls.append(texts)
        return letters(texts)


def embedded_model(embed: Embed) -> type[Model]:
    class Note(Model):
        id: Mapped[int] = field(primary_key=True)
        text: Mapped[str] = field()
        v: Mapped[FloatVector] = vector(dim=4, embed=embed)

    return Note


def test_texts_are_embedded_in_batches_and_each_once() -> None:
    counting = Counting()
    note = embedded_model(Embed(counting, source="text", batch=2))
    notes = [note.model_validate({"id": number, "text": "abcab"[number]}) for number in range(5)]
    batch = batch_from_models(note, notes)
    assert counting.calls == [["a", "b"], ["c"]]
    assert [row[:3].tolist() for row in batch["v"].to_list()][3:] == [[1, 0, 0], [0, 1, 0]]
    batch_from_models(note, notes)
    assert len(counting.calls) == 2


def test_a_changed_text_is_embedded_again_and_a_vector_that_was_set_stays() -> None:
    counting = Counting()
    note = embedded_model(Embed(counting, source="text"))
    (read,) = models_from_batch(note, batch_from_models(note, [note.model_validate({"id": 1, "text": "a"})]))
    read.__setattr__("text", "b")
    assert batch_from_models(note, [read], {"text"})["v"].to_list()[0].tolist() == [0, 1, 0, 1]
    read.__setattr__("text", "c")
    read.__setattr__("v", [9, 9, 9, 9])
    assert batch_from_models(note, [read])["v"].to_list()[0].tolist() == [9, 9, 9, 9]
    assert batch_from_models(note, [read], {"id"}).names == ["id"]
    assert counting.calls == [["a"], ["b"]]


def read_doc() -> Doc:
    """An object as a session reads it, with its vectors."""
    return models_from_batch(Doc, batch_from_models(Doc, [Doc(id="1", title="x", body="a")]))[0]


def read_part() -> Doc:
    """An object as a session reads it unless told otherwise: without vectors."""
    batch = batch_from_models(Doc, [Doc(id="1", title="x", body="a")])
    return models_from_batch(Doc, ColumnBatch([each for each in batch.columns if each.name != "dense"]))[0]


def dense_of(doc: Doc) -> list[float]:
    stored: list[float] = batch_from_models(Doc, [doc], {"body"})["dense"].to_list()[0].tolist()
    return stored


DUPLICATES: list[Callable[[Doc], Doc]] = [
    copy.copy,
    copy.deepcopy,
    lambda doc: doc.model_copy(),
    lambda doc: doc.model_copy(deep=True),
    lambda doc: pickle.loads(pickle.dumps(doc)),
]


@pytest.mark.parametrize("duplicate", DUPLICATES)
def test_copies_know_the_text_of_their_vector(duplicate: Callable[[Doc], Doc]) -> None:
    doc = read_doc()
    same, changed, own = duplicate(doc), duplicate(doc), duplicate(doc)
    same.dense[:] = [5, 5, 5, 5]
    assert dense_of(same) == [5, 5, 5, 5]
    changed.body = "bb"
    assert dense_of(changed) == [0, 2, 0, 2]
    own.body, own.dense = "cc", [9, 9, 9, 9]
    assert dense_of(own) == [9, 9, 9, 9]
    assert dense_of(duplicate(own)) == [9, 9, 9, 9]


def test_a_copy_with_another_text_is_embedded_again() -> None:
    assert dense_of(read_doc().model_copy(update={"body": "bb"})) == [0, 2, 0, 2]


def test_a_vector_read_later_belongs_to_the_text_it_was_read_with() -> None:
    row, part, dirty = read_doc(), read_part(), read_part()
    vars(part).update(vars(row))
    note_embeddings(Doc.__plans__.values(), [part])
    part.body = "bb"
    assert dense_of(part) == [0, 2, 0, 2]
    dirty.body = "bb"
    vars(dirty)["dense"] = row.dense
    take_notes(dirty, row)
    assert dense_of(dirty) == [0, 2, 0, 2]


def test_a_vector_read_back_with_its_text_stays() -> None:
    part = read_part()
    vars(part)["dense"] = np.array([9, 9, 9, 9], np.float32)
    note_embeddings(Doc.__plans__.values(), [part])
    part.title = "y"
    assert dense_of(part) == [9, 9, 9, 9]


def test_embedders_by_name() -> None:
    note = embedded_model(Embed("letters of the tests", source="text"))
    made = note.model_validate({"id": 1, "text": "aa"})
    with pytest.raises(ParamError, match=r"no embedder 'letters of the tests'.*register_embedder"):
        batch_from_models(note, [made])
    register_embedder("letters of the tests", letters)
    assert batch_from_models(note, [made])["v"].to_list()[0].tolist() == [2, 0, 0, 2]


def test_an_embedder_of_another_dimension() -> None:
    note = embedded_model(Embed(lambda texts: [[1.0]] * len(texts), source="text"))
    with pytest.raises(DataNotMatchException, match=r"field Note.v: .*\(1, 1\) for 1 texts, not \(1, 4\)"):
        batch_from_models(note, [note.model_validate({"id": 1, "text": "aa"})])


def test_objects_share_no_json_with_rows_of_the_same_reply() -> None:
    batch = batch_from_models(Doc, [full_doc()])
    (row,) = batch.rows()
    row["meta"]["k"].append("edited")
    (obj,) = models_from_batch(Doc, batch)
    obj.meta["mine"] = 1
    assert obj.meta == {"k": [1, None, {"x": "y"}], "mine": 1}
    assert batch.rows()[0]["meta"] == {"k": [1, None, {"x": "y"}, "edited"]}
