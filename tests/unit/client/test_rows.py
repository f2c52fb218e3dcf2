"""Rows are dicts whose vectors are lists of floats, however they are read."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vectorm.client.query_result import ExtraList, OmitZeroDict, QueryResult
from vectorm.client.rows import Row, rows_of
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.dense import DenseColumn
from vectorm.enums import DataType

VECTOR = [1.0, 0.5]
PLAIN = {"id": 7, "v": VECTOR}


def row() -> Row:
    return Row({"id": 7, "v": np.array(VECTOR, np.float32)})


READS: dict[str, Callable[[Row], Any]] = {
    "copy": dict,
    "splat": lambda row: {**row},
    "update": lambda row: dict([], **row),
    "items": lambda row: dict(row.items()),
    "values": lambda row: dict(zip(["id", "v"], row.values(), strict=True)),
    "keys": lambda row: {key: row[key] for key in row},
    "get": lambda row: {"id": row.get("id"), "v": row.get("v")},
    "pop": lambda row: {"id": row.pop("id"), "v": row.pop("v")},
    "or": lambda row: row | {},
    "ror": lambda row: dict[str, Any]() | row,
    "method": lambda row: row.copy(),
    "shallow": copy.copy,
    "deep": copy.deepcopy,
    "pickle": lambda row: pickle.loads(pickle.dumps(row)),
    "json": lambda row: json.loads(json.dumps(row)),
    "pretty json": lambda row: json.loads(json.dumps(row, indent=1)),
    "json of a list": lambda row: json.loads(json.dumps([row]))[0],
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_vectors_are_lists_on_every_way(read: Callable[[Row], Any]) -> None:
    found = read(row())
    assert type(found["v"]) is list
    assert found == PLAIN


def test_comparing_and_printing() -> None:
    assert row() == PLAIN
    assert row() == row()
    assert row() != {"id": 7}
    assert str(row()) == str(PLAIN)
    assert row().get("nothing", 3) == 3
    assert row().pop("nothing", 4) == 4


def test_a_vector_is_turned_into_a_list_once() -> None:
    one = row()
    assert one["v"] is one["v"]


def batch() -> ColumnBatch:
    return ColumnBatch([
        build_column("id", [1, 2], data_type=DataType.INT64),
        build_column("half", np.array([[1, 2], [3, 4]], np.float16), data_type=DataType.FLOAT16_VECTOR, dim=2),
        build_column("$meta", [{"a": 1, "b": 2, "id": 99}, {"a": 3}], data_type=DataType.JSON, is_dynamic=True),
    ])  # fmt: skip


def test_byte_vectors_are_bytes() -> None:
    first, second = np.array([1, 2], np.float16).tobytes(), np.array([3, 4], np.float16).tobytes()
    assert rows_of(batch(), wrapped=True) == [
        {"id": 1, "half": [first], "a": 1, "b": 2},
        {"id": 2, "half": [second], "a": 3},
    ]
    assert rows_of(batch(), wrapped=False)[0] == {"id": 1, "half": first, "a": 1, "b": 2}


def test_null_vectors() -> None:
    valid = np.array([True, False])
    dense = DenseColumn("v", DataType.FLOAT_VECTOR, 2, np.array([[1, 2], [0, 0]], np.float32), valid)
    bits = DenseColumn("b", DataType.BINARY_VECTOR, 8, np.array([[7], [0]], np.uint8), valid)
    assert rows_of(ColumnBatch([dense, bits]), wrapped=False) == [
        {"v": [1.0, 2.0], "b": b"\x07"},
        {"v": None, "b": None},
    ]


def test_rows_without_vectors_are_plain_dicts() -> None:
    (first, _) = rows_of(ColumnBatch([build_column("id", [1, 2], data_type=DataType.INT64)]), wrapped=True)
    assert type(first) is dict


def test_a_result_without_columns_keeps_its_rows() -> None:
    assert rows_of(ColumnBatch([], 2), wrapped=True) == [{}, {}]


def test_texts_are_those_of_pymilvus() -> None:
    many: list[dict[str, Any]] = [{"id": number} for number in range(11)]
    assert str(QueryResult(many[:1], extra={"cost": 0})) == """data: ["{'id': 0}"], extra_info: {}"""
    assert str(QueryResult(many)).endswith("""{'id': 9}"] ..., extra_info: {}""")
    assert str(ExtraList([1], extra={"cost": 2})) == "data: ['1'], extra_info: {'cost': 2}"
    assert str(ExtraList([1])) == "data: ['1']"
    assert str(OmitZeroDict(a=1, cost=0)) == "{'a': 1}"
    assert repr(OmitZeroDict(a=1, cost=0)) == "{'a': 1, 'cost': 0}"
    assert json.dumps(QueryResult([row()])) == '[{"id": 7, "v": [1.0, 0.5]}]'
