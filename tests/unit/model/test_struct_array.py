"""Structs: values in and out, conditions on them, searches of their vectors."""

import copy
import pickle
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

import numpy as np
import pytest
from pydantic import Field, ValidationError

from vectorm.columns.batch import ColumnBatch
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, FilterError, ParamError, Unsupported
from vectorm.expr.functions import raw
from vectorm.expr.node import Always
from vectorm.model import (
    HNSW,
    INVERTED,
    BFloat16Vector,
    BinaryVector,
    FloatVector,
    Mapped,
    Model,
    Struct,
    field,
    vector,
)
from vectorm.model.bulk import batch_from_columns, batch_from_rows
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.ops.step import run_here
from vectorm.ops.supported import check_collection
from vectorm.query import search, select
from vectorm.spec.capabilities import capabilities_of
from vectorm.spec.diff import differences
from vectorm.wire.fields import decode_column, encode_column
from vectorm.wire.messages import FieldData

NEWEST = capabilities_of("v3.0.0", "")
LITE = capabilities_of("milvus_lite-3.2.2", "embedded")


class Passage(Struct):
    text: Mapped[str] = field(max_length=10, index=INVERTED())
    page: Mapped[int] = field(default=0)
    price: Mapped[Annotated[Decimal, Field(decimal_places=2)]] = field(default=Decimal("1.00"))
    vec: Mapped[FloatVector] = vector(dim=2, index=HNSW(metric="MAX_SIM_IP"))
    half: Mapped[BFloat16Vector] = vector(dim=2)
    bits: Mapped[BinaryVector] = vector(dim=8)


class Doc(Model, collection="docs"):
    id: Mapped[int] = field(primary_key=True)
    passages: Mapped[list[Passage]] = field(max_capacity=3, default_factory=list)


def passage(text: str = "a", page: int = 0, **more: Any) -> Passage:
    return Passage(text=text, page=page, vec=[1, page], half=[0.5, 0], bits=b"\x0f", **more)


def doc() -> Doc:
    return Doc(id=1, passages=[passage(), passage("b", 3, price=Decimal("2.50"))])


def test_the_collection() -> None:
    (struct,) = Doc.__spec__.structs
    assert (struct.name, struct.max_capacity, struct.nullable) == ("passages", 3, False)
    assert [(each.name, each.data_type.name, each.dim, each.max_length) for each in struct.fields] == [
        ("text", "VARCHAR", None, 10),
        ("page", "INT64", None, None),
        ("price", "INT64", None, None),
        ("vec", "FLOAT_VECTOR", 2, None),
        ("half", "BFLOAT16_VECTOR", 2, None),
        ("bits", "BINARY_VECTOR", 8, None),
    ]
    assert [each.name for each in Doc.__spec__.fields] == ["id"]
    assert [(each.field, each.name, each.index_type, each.metric_type) for each in Doc.__indexes__] == [
        ("passages[text]", "passages_text", "INVERTED", ""),
        ("passages[vec]", "passages_vec", "HNSW", "MAX_SIM_IP"),
        ("passages[half]", "passages_half", "AUTOINDEX", "MAX_SIM_COSINE"),
        ("passages[bits]", "passages_bits", "BIN_FLAT", "MAX_SIM_HAMMING"),
    ]
    (told,) = differences(Doc.__spec__, replace(Doc.__spec__, structs=(replace(struct, max_capacity=4),)))
    assert told == "field passages: max_capacity is 3 in the model and 4 in the collection"


def test_objects_there_and_back() -> None:
    batch = batch_from_models(Doc, [doc(), Doc(id=2)])
    full, empty = models_from_batch(Doc, batch)
    assert full.passages == doc().passages
    assert empty.passages == []
    assert all(type(each) is Passage for each in full.passages)
    assert (full.passages[1].price, str(full.passages[0].half.dtype)) == (Decimal("2.50"), "float32")
    full.passages[0].vec[0] = 9
    full.passages[0].page = 7
    assert models_from_batch(Doc, batch)[0].passages == doc().passages


def test_through_the_wire() -> None:
    column = batch_from_models(Doc, [doc(), Doc(id=2)])["passages"]
    read = decode_column(FieldData.FromString(encode_column(column).join()))
    key = batch_from_models(Doc, [doc(), Doc(id=2)])["id"]
    full, empty = models_from_batch(Doc, ColumnBatch([key, read]))
    assert (full.passages, empty.passages) == (doc().passages, [])


def test_structs_are_validated() -> None:
    made = Doc.model_validate({"id": 1, "passages": [passage().model_dump()]})
    assert made.passages == [passage()]
    mistakes: list[tuple[dict[str, Any], str]] = [
        ({"text": 3}, "text"),
        ({"page": "x"}, "page"),
        ({"vec": [1]}, "the vector has 1 dimensions; the field has 2"),
        ({"price": Decimal("1.005")}, "no more than 2 decimal places"),
        ({"more": 1}, "more"),
        ({"vec": None}, "vec"),
    ]
    for wrong, told in mistakes:
        with pytest.raises(ValidationError, match=told):
            Passage.model_validate({**passage().model_dump(), **wrong})
        ((name, value),) = wrong.items()
        one = passage()
        with pytest.raises(ValidationError, match=told):
            setattr(one, name, value)
        assert one == passage()
    with pytest.raises(ValidationError, match="at most 3 items"):
        Doc(id=2, passages=[passage()] * 4)
    many = Doc(id=2, passages=[passage()] * 3)
    many.passages.append(passage())
    with pytest.raises(DataNotMatchException, match=r"Doc.passages, row 1: .*4 elements are more than max_capacity=3"):
        batch_from_models(Doc, [doc(), many])
    with pytest.raises(DataNotMatchException, match=r"Doc.passages, row 0: element 1: text: .*11"):
        batch_from_models(Doc, [Doc(id=2, passages=[passage(), passage("é" * 5 + "x")])])


def test_copies_json_and_equality() -> None:
    made = doc()
    for other in (copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.model_copy(deep=True)):
        assert other.passages == made.passages
        assert other.passages[0] is not made.passages[0]
    assert Doc.model_validate_json(made.model_dump_json()).passages == made.passages
    assert passage() == passage()
    assert passage() != passage(page=1)
    assert passage() != "a"
    assert Doc.model_json_schema()["properties"]["passages"]["items"] == {"$ref": "#/$defs/Passage"}


def test_rows_without_objects() -> None:
    rows: list[dict[str, Any]] = [{"id": 1, "passages": [passage(), vars(passage("b", 3))]}, {"id": 2}]
    by_rows = run_here(batch_from_rows(Doc, rows))
    by_columns = run_here(batch_from_columns(Doc, {"id": [1, 2], "passages": [rows[0]["passages"], []]}))
    for batch in (by_rows, by_columns):
        full, empty = models_from_batch(Doc, batch)
        assert ([each.text for each in full.passages], empty.passages) == (["a", "b"], [])
    with pytest.raises(DataNotMatchException, match=r"Doc.passages, row 0: .*expected Passage, got int"):
        run_here(batch_from_rows(Doc, [{"id": 1, "passages": [3]}]))


def test_conditions_on_structs() -> None:
    cases = [
        (Doc.passages.any(Passage.page > 2), '(match_any(passages, ($[page] > 2)))', True),
        (Doc.passages.all(Passage.page > 2), '(match_all(passages, ($[page] > 2)))', False),
        (Doc.passages.at_least(2, Passage.page >= 0), '(match_least(passages, ($[page] >= 0), threshold=2))', True),
        (Doc.passages.at_most(1, Passage.page >= 0), '(match_most(passages, ($[page] >= 0), threshold=1))', False),
        (Doc.passages.exactly(1, Passage.text == "b"), '(match_exact(passages, ($[text] == "b"), threshold=1))', True),
        (~Doc.passages.any(Passage.text == 'q"'), '(not (match_any(passages, ($[text] == "q\\""))))', True),
        (Doc.passages.any(Passage.price == Decimal("2.5")), "(match_any(passages, ($[price] == 250)))", True),
        (
            Doc.passages.any((Passage.page == 3) & Passage.text.startswith("a")),
            '(match_any(passages, (($[page] == 3) and ($[text] >= "a") and ($[text] < "b"))))',
            False,
        ),
        (
            Doc.passages.any(Passage.page.in_([1, 3])),
            "(match_any(passages, (($[page] == 1) or ($[page] == 3))))",
            True,
        ),
    ]  # fmt: skip
    for condition, text, found in cases:
        assert str(condition) == text
        assert condition.matches(doc()) is found
        assert (~condition).matches(doc()) is not found
        assert condition.matches({"passages": [vars(passage()), vars(passage("b", 3)) | {"price": 250}]}) is found
        assert select(Doc).where(condition).filter(NEWEST) == text
        with pytest.raises(Unsupported, match=r"Milvus Lite 3.2.2 has no filter of the form"):
            select(Doc).where(condition).filter(LITE)
    assert str(Doc.passages.any(raw("$[page] > {n}", {"n": 1}))) == "(match_any(passages, ($[page] > 1)))"


class Other(Struct):
    page: Mapped[int]
    vec: Mapped[FloatVector] = vector(dim=2)


def test_conditions_that_cannot_be() -> None:
    untyped: Any = Doc.passages
    for wrong in (
        lambda: untyped.any(Other.page > 1),
        lambda: untyped.any(Doc.id > 1),
        lambda: untyped.any(Doc.passages.any(Passage.page > 1)),
        lambda: untyped.at_least(-1, Passage.page > 1),
        lambda: untyped.at_least(True, Passage.page > 1),
        lambda: untyped[Passage.text],
        lambda: untyped[Other.vec],
        lambda: untyped[0],
        lambda: Passage.page.is_(None),
        lambda: Doc.passages[Passage.vec].is_(None),
        lambda: select(Doc).where(Passage.page > 1),
        lambda: list(untyped),
    ):
        with pytest.raises((FilterError, TypeError)):
            wrong()


def test_a_list_of_vectors_is_one_query() -> None:
    one = search(Doc.passages[Passage.vec]).near([np.array([1, 2]), np.array([3, 4])]).limit(2).build(NEWEST)
    assert (one.field, one.metric_type, one.vectors.is_list) == ("passages[vec]", "MAX_SIM_IP", True)
    assert one.vectors.type is DataType.FLOAT_VECTOR
    assert one.vectors.values == [np.array([1, 2, 3, 4], np.float32).tobytes()]
    assert one.options.output_fields == ("id", "passages")
    same = search(Doc.passages[Passage.vec]).near(np.array([[1, 2], [3, 4]])).build(NEWEST)
    assert same.vectors == one.vectors
    two = search(Doc.passages[Passage.vec]).near_all([[[1, 2]], [[3, 4], [5, 6]]]).build(NEWEST)
    assert list(map(len, two.vectors.values)) == [8, 16]
    assert str(search(Doc.passages[Passage.vec]).near([[1, 2]])) == "search Doc.passages[vec] near <vector[1]>"


@pytest.mark.parametrize("query", [[1, 2], np.ones(2), "text", [], b"1234"])
def test_what_is_no_list_of_vectors(query: Any) -> None:
    with pytest.raises(ParamError, match=r"near.. takes a list of vectors"):
        search(Doc.passages[Passage.vec]).near(query)


def test_searches_that_cannot_be() -> None:
    aimed = search(Doc.passages[Passage.vec])
    with pytest.raises(DataNotMatchException, match=r"passages\[vec\].*dim 2"):
        aimed.near([[1, 2, 3]]).build(NEWEST)
    with pytest.raises(ParamError, match="no range search of vectors in structs"):
        aimed.within(radius=0.5)
    with pytest.raises(ParamError, match="holds lists of vectors"):
        aimed.near_key(1)
    with pytest.raises(ParamError, match=r"near.. takes one vector or text"):
        search(Plain.vec).near([[1, 2]])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


class Plain(Model):
    id: Mapped[int] = field(primary_key=True)
    vec: Mapped[FloatVector] = vector(dim=2)


def test_engines_without_structs_refuse_the_collection() -> None:
    with pytest.raises(Unsupported, match=r"docs.passages: Milvus Lite 3.2.2 has no fields that hold structs"):
        check_collection(LITE, Doc.__spec__)
    check_collection(NEWEST, Doc.__spec__)


@pytest.mark.filterwarnings("error")
def test_structs_are_inherited() -> None:
    class Long(Passage):
        more: Mapped[str] = field(max_length=20)
        text: Mapped[str] = field(max_length=99)

    class Book(Model):
        id: Mapped[int] = field(primary_key=True)
        parts: Mapped[list[Long]] = field(max_capacity=2)

    fields = Book.__spec__.structs[0].fields
    assert [(each.name, each.max_length) for each in fields if each.max_length] == [("text", 99), ("more", 20)]
    assert str(Book.parts.any(Long.page == 1)) == "(match_any(parts, ($[page] == 1)))"


def test_what_no_struct_meets_is_the_same_for_all_rows() -> None:
    none, every = Passage.text.in_([]), Passage.text.not_in([])
    passages = Doc.passages
    for condition in (passages.any(none), passages.at_least(1, none), passages.exactly(2, none)):
        assert condition == Always(value=False)
    for condition in (passages.all(every), passages.at_most(1, none), passages.at_least(0, every)):
        assert condition == Always(value=True)
    for ask in (passages.any, passages.all):
        with pytest.raises(FilterError, match="by their number alone"):
            ask(every if ask == passages.any else none)
