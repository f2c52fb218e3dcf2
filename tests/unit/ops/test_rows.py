"""Rows and columns by the schema: what is missing, unknown, generated, undeclared; errors that name the place."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vectorm.columns.batch import ColumnBatch
from vectorm.enums import DataType, FunctionType
from vectorm.errors import DataNotMatchException
from vectorm.ops.rows import batch_from_columns, batch_from_rows, field_column
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec

ID = FieldSpec(name="id", data_type=DataType.INT64, is_primary=True)
AUTO = replace(ID, auto_id=True)
TITLE = FieldSpec(name="title", data_type=DataType.VARCHAR, max_length=10)
YEAR = FieldSpec(name="year", data_type=DataType.INT32, nullable=True)
SIZE = FieldSpec(name="size", data_type=DataType.INT32, default=7)
INFO = FieldSpec(name="info", data_type=DataType.JSON, nullable=True)
DENSE = FieldSpec(name="dense", data_type=DataType.FLOAT_VECTOR, dim=2)
SPARSE = FieldSpec(name="sparse", data_type=DataType.SPARSE_FLOAT_VECTOR, is_function_output=True)
BM25 = FunctionSpec(name="bm25", type=FunctionType.BM25, inputs=("title",), outputs=("sparse",))

DOCS = CollectionSpec(name="docs", fields=(ID, TITLE, YEAR, SIZE, INFO, DENSE, SPARSE), functions=(BM25,))
AUTO_DOCS = replace(DOCS, fields=(AUTO, TITLE, DENSE))
OPEN_DOCS = replace(DOCS, fields=(ID, TITLE, DENSE), enable_dynamic_field=True)

FULL = {"id": 1, "title": "a", "year": 2000, "size": 3, "info": {"a": 1}, "dense": [1.0, 2.0]}
LEAST = {"id": 2, "title": "b", "dense": np.array([3, 4], "f4")}


def plain(batch: ColumnBatch) -> list[dict[str, Any]]:
    rows = batch.rows()
    for row in rows:
        if "dense" in row:
            row["dense"] = row["dense"].tolist()
    return rows


def refused_rows(spec: CollectionSpec, *rows: Any, **options: Any) -> DataNotMatchException:
    with pytest.raises(DataNotMatchException) as caught:
        batch_from_rows(spec, rows, **options)
    return caught.value


def refused_columns(spec: CollectionSpec, columns: dict[str, Any], **options: Any) -> DataNotMatchException:
    with pytest.raises(DataNotMatchException) as caught:
        batch_from_columns(spec, columns, **options)
    return caught.value


def test_nullable_and_default_fields_may_be_missing() -> None:
    batch = batch_from_rows(DOCS, [FULL, LEAST])
    assert batch.names == ["id", "title", "year", "size", "info", "dense"]
    empty = {"year": None, "size": None, "info": None}
    assert plain(batch) == [FULL, {**LEAST, **empty, "dense": [3.0, 4.0]}]


def test_no_rows() -> None:
    assert batch_from_rows(DOCS, []).num_rows == 0
    assert batch_from_rows(OPEN_DOCS, []).names == ["id", "title", "dense", "$meta"]


def test_none_means_missing() -> None:
    batch = batch_from_rows(DOCS, [{**FULL, "year": None, "size": None}])
    assert (batch["year"].to_list(), batch["size"].to_list()) == ([None], [None])


ROW_ERRORS: list[tuple[CollectionSpec, dict[Any, Any], str, str]] = [
    (DOCS, {"id": 2, "title": "b"}, "dense", "missing field"),
    (DOCS, {**LEAST, "titel": "x"}, "titel", "unknown field"),
    (DOCS, {**LEAST, "title": None}, "title", "None, but the field is not nullable"),
    (DOCS, {**LEAST, "title": 5}, "title", "expected str, got int"),
    (DOCS, {**LEAST, "title": "x" * 11}, "title", "longer than max_length=10"),
    (DOCS, {**LEAST, "id": "2"}, "id", "expected int, got str"),
    (DOCS, {**LEAST, "dense": [1.0]}, "dense", "got 1 values"),
    (DOCS, {**LEAST, "sparse": {1: 1.0}}, "sparse", "output of a function"),
    (DOCS, {**LEAST, "$meta": {}}, "$meta", "dynamic field cannot be given"),
    (AUTO_DOCS, {"id": 1, "title": "b", "dense": [1, 2]}, "id", "auto-id keys are made by the server"),
    (OPEN_DOCS, {**LEAST, "$meta": {"a": 1}}, "$meta", "dynamic field cannot be given"),
    (OPEN_DOCS, {**LEAST, "extra": float("nan")}, "$meta", "NaN cannot be written as JSON"),
    (OPEN_DOCS, {**LEAST, 5: 1}, "$meta", "JSON keys must be str, got int"),
]


@pytest.mark.parametrize(("spec", "row", "field", "reason"), ROW_ERRORS, ids=[reason for *_, reason in ROW_ERRORS])
def test_a_bad_row_is_told(spec: CollectionSpec, row: dict[Any, Any], field: str, reason: str) -> None:
    good = {field.name: FULL[field.name] for field in spec.fields if field.name in FULL and not field.auto_id}
    error = refused_rows(spec, good, row)
    assert (error.collection, error.field, error.row) == ("docs", field, 1)
    assert reason in error.reason
    assert f"field docs.{field}, row 1: " in str(error)


def test_a_model_is_told_by_its_name() -> None:
    assert "field Doc.title, row 0" in str(refused_rows(DOCS, {**FULL, "title": 1}, model="Doc"))


def test_an_unknown_field_names_the_nearest() -> None:
    assert refused_rows(DOCS, {**FULL, "titel": "x"}).hint == "did you mean 'title'?"
    assert "the fields are id, title" in refused_rows(DOCS, {**FULL, "zzz": "x"}).hint


def test_rows_must_be_dicts() -> None:
    error = refused_rows(DOCS, FULL, [1, "a"])
    assert (error.row, error.reason) == (1, "expected dict, got list")


def test_auto_id() -> None:
    row = {"title": "a", "dense": [1, 2]}
    assert batch_from_rows(AUTO_DOCS, [row]).names == ["title", "dense"]
    assert batch_from_rows(AUTO_DOCS, [{**row, "id": 1}], upsert=True).names == ["id", "title", "dense"]
    assert refused_rows(AUTO_DOCS, row, upsert=True).reason == "missing field"


def test_undeclared_keys_go_to_the_dynamic_field() -> None:
    batch = batch_from_rows(OPEN_DOCS, [{**LEAST, "color": "red", "n": [1]}, LEAST])
    assert batch["$meta"].is_dynamic
    assert batch["$meta"].to_list() == [{"color": "red", "n": [1]}, {}]
    assert batch_from_rows(OPEN_DOCS, [LEAST])["$meta"].to_list() == [{}]


def test_partial_upsert() -> None:
    batch = batch_from_rows(DOCS, [{"id": 1, "title": "x"}, {"id": 2, "title": "y"}], upsert=True, partial=True)
    assert batch.names == ["id", "title"]
    assert batch_from_rows(OPEN_DOCS, [{"id": 1}], upsert=True, partial=True).names == ["id"]
    kept = batch_from_rows(OPEN_DOCS, [{"id": 1, "color": "red"}], upsert=True, partial=True)
    assert kept.rows() == [{"id": 1, "color": "red"}]
    for rows in ([{"id": 1, "year": 1}, {"id": 2}], [{"id": 1}, {"id": 2, "year": 1}]):
        error = refused_rows(DOCS, *rows, upsert=True, partial=True)
        assert (error.field, error.row) == ("year", 1)
        assert "same fields" in error.hint
    assert refused_rows(DOCS, {"title": "x"}, upsert=True, partial=True).field == "id"


def test_json_text() -> None:
    row = {**FULL, "info": '{"a": 1}'}
    assert batch_from_rows(DOCS, [row], json_text=True)["info"].to_list() == [{"a": 1}]
    assert batch_from_rows(DOCS, [row])["info"].to_list() == ['{"a": 1}']
    assert refused_rows(DOCS, {**FULL, "info": "oops"}, json_text=True).field == "info"


def test_columns() -> None:
    columns: dict[str, Any] = {"id": [1, 2], "title": np.array(["a", "b"]), "dense": np.ones((2, 2)), "year": [1, None]}
    batch = batch_from_columns(DOCS, columns)
    assert plain(batch) == [
        {"id": 1, "title": "a", "year": 1, "size": None, "info": None, "dense": [1.0, 1.0]},
        {"id": 2, "title": "b", "year": None, "size": None, "info": None, "dense": [1.0, 1.0]},
    ]


def test_undeclared_columns() -> None:
    columns: dict[str, Any] = {"id": [1, 2], "title": ["a", "b"], "dense": np.ones((2, 2))}
    assert batch_from_columns(OPEN_DOCS, columns)["$meta"].to_list() == [{}, {}]
    columns |= {"color": ["red", None], "n": np.array([1, 2])}
    assert batch_from_columns(OPEN_DOCS, columns)["$meta"].to_list() == [
        {"color": "red", "n": 1},
        {"color": None, "n": 2},
    ]


def columns_with(**changes: Any) -> dict[str, Any]:
    return {"id": [1, 2], "title": ["a", "b"], "dense": [[1, 2], [3, 4]], **changes}


COLUMN_ERRORS: list[tuple[CollectionSpec, dict[str, Any], str, int | None, str]] = [
    (DOCS, {"id": [1], "title": ["a"]}, "dense", None, "missing field"),
    (DOCS, columns_with(titel=[1, 2]), "titel", None, "unknown field"),
    (DOCS, columns_with(sparse=[{}, {}]), "sparse", None, "output of a function"),
    (AUTO_DOCS, columns_with(), "id", None, "auto-id keys are made by the server"),
    (DOCS, columns_with(title=["a"]), "", None, "columns of different lengths (id: 2, title: 1, dense: 2)"),
    (DOCS, columns_with(title=["a", 2]), "title", 1, "expected str, got int"),
    (DOCS, columns_with(title="ab"), "title", None, "expected a list of values"),
    (DOCS, columns_with(title=5), "title", None, "expected a list of values"),
    (DOCS, columns_with(dense=np.ones((2, 3))), "dense", 0, "got 3 values"),
]


@pytest.mark.parametrize(("spec", "columns", "field", "row", "reason"), COLUMN_ERRORS)
def test_bad_columns(spec: CollectionSpec, columns: dict[str, Any], field: str, row: int | None, reason: str) -> None:
    error = refused_columns(spec, columns)
    assert (error.collection, error.field, error.row) == ("docs", field, row)
    assert reason in error.reason


def test_columns_of_scipy() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    given = replace(SPARSE, is_function_output=False)
    spec = CollectionSpec(name="c", fields=(ID, given))
    batch = batch_from_columns(spec, {"id": [1, 2], "sparse": sparse.csr_matrix(np.array([[0, 1.5], [0, 0]]))})
    assert batch["sparse"].to_list() == [{1: 1.5}, {}]


def test_one_field() -> None:
    assert field_column(SIZE, [None, 1]).to_list() == [None, 1]
    assert field_column(YEAR, np.array([1, 2])).to_list() == [1, 2]
