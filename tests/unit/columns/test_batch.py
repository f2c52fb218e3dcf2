"""Batches of columns: rows, selections, undeclared keys; hits by query."""

from typing import Any

import numpy as np
import pytest

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.hits import SearchHits
from vectorm.columns.json import JsonColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, ProtocolError


def column(name: str, values: list[Any], data_type: DataType = DataType.INT64, **options: Any) -> Column:
    return build_column(name, values, data_type=data_type, nullable=True, **options)


def meta(values: list[dict[str, Any]]) -> Column:
    return column("$meta", values, DataType.JSON, is_dynamic=True)


def batch() -> ColumnBatch:
    ids, names = column("id", [1, 2, 3]), column("name", ["a", None, "c"], DataType.VARCHAR)
    return ColumnBatch([ids, names, meta([{"color": "red", "size": 1}, {}, {"color": "blue", "id": 9}])])


def test_names_and_columns() -> None:
    made = batch()
    assert made.names == ["id", "name", "$meta"]
    assert len(made) == made.num_rows == 3
    assert "id" in made
    assert "color" not in made
    assert made["id"].to_list() == [1, 2, 3]
    assert made.get("nope") is None
    with pytest.raises(KeyError):
        made["nope"]
    assert repr(made) == "ColumnBatch(3 rows; id: INT64, name: VARCHAR, $meta: JSON)"


ROWS = [
    {"id": 1, "name": "a", "color": "red", "size": 1},
    {"id": 2, "name": None},
    {"id": 3, "name": "c", "color": "blue"},
]
"""An undeclared key of the name of a declared field does not hide it."""


def test_rows_merge_undeclared_keys() -> None:
    assert batch().rows() == ROWS
    assert [batch().row(row) for row in range(3)] == ROWS


def test_rows_without_columns() -> None:
    assert ColumnBatch([], 2).rows() == [{}, {}]
    assert ColumnBatch([]).rows() == []
    assert ColumnBatch([meta([{"a": 1}])]).rows() == [{"a": 1}]


def test_rows_of_fields_whose_names_are_no_names_of_python() -> None:
    names = ["{x}", "a'b\"", "class", "a\n#", "\\", ""]
    made = ColumnBatch([column(name, [number, None]) for number, name in enumerate(names)])
    assert made.rows() == [{name: number for number, name in enumerate(names)}, dict.fromkeys(names)]


def test_rows_of_a_class() -> None:
    class Own(dict[str, Any]):
        """Told from a dict."""

    found = batch().rows(Own)
    assert found == ROWS
    assert {type(row) for row in found} == {Own}
    assert {type(row) for row in batch().rows()} == {dict}


def test_vectors_in_rows_are_views() -> None:
    matrix = np.ones((2, 4), "f4")
    made = ColumnBatch([build_column("v", matrix, data_type=DataType.FLOAT_VECTOR, dim=4)])
    assert all(np.shares_memory(row["v"], matrix) for row in made.rows())


def test_columns_of_other_lengths_are_refused() -> None:
    with pytest.raises(DataNotMatchException, match="field b: 1 rows, but other fields have 2"):
        ColumnBatch([column("a", [1, 2]), column("b", [1])])


def test_select() -> None:
    assert batch().select(slice(1, 3)).rows() == ROWS[1:]
    assert batch().select(np.array([2, 0])).rows() == [ROWS[2], ROWS[0]]
    assert len(ColumnBatch([], 5).select(slice(2))) == 2


def test_concat() -> None:
    assert ColumnBatch.concat([batch(), batch().select(slice(1))]).rows() == [*ROWS, ROWS[0]]
    single = batch()
    assert ColumnBatch.concat([single]) is single
    assert len(ColumnBatch.concat([])) == 0
    turned = ColumnBatch(batch().columns[::-1])
    assert ColumnBatch.concat([batch(), turned]).rows() == [*ROWS, *ROWS]
    with pytest.raises(ValueError, match="different columns"):
        ColumnBatch.concat([batch(), ColumnBatch([column("id", [1])])])
    with pytest.raises(ValueError, match="VARCHAR cannot follow INT64"):
        ColumnBatch.concat([ColumnBatch([column("a", [1])]), ColumnBatch([column("a", ["x"], DataType.VARCHAR)])])


def test_only_the_undeclared_keys_that_were_asked_for() -> None:
    assert batch().with_meta_keys(["id", "color"]).rows()[0] == {"id": 1, "name": "a", "color": "red"}
    assert batch().with_meta_keys(["id"]).names == ["id", "name"]
    for everything in ([], ["$meta"], ["*"], ["id", "$meta"]):
        assert batch().with_meta_keys(everything).rows() == ROWS
    kept = batch().with_meta_keys(["color"]).select(slice(1))["$meta"]
    assert isinstance(kept, JsonColumn)
    assert kept.to_list() == [{"color": "red"}]
    assert kept.raw == [b'{"color":"red","size":1}']


def test_row_bytes_is_the_sum_of_the_columns() -> None:
    ids, texts = column("a", [1, 2]), column("b", ["x", "x" * 100], DataType.VARCHAR)
    sizes = ColumnBatch([ids, texts]).row_bytes()
    assert sizes.tolist() == (ids.row_bytes() + texts.row_bytes() + 4).tolist()
    assert sizes[1] - sizes[0] == 99


def test_broken_json_of_a_server() -> None:
    """Texts that are no JSON for the fast parser, or would swallow their neighbour."""
    for raw, expected in [
        ([b'"\\ud800"', b"1"], ["\ud800", 1]),
        ([b"", b"1"], [None, 1]),
        ([b"[" * 300 + b"]" * 300, b"1"], None),
    ]:
        found = JsonColumn("j", raw).to_list()
        assert len(found) == 2
        assert expected is None or found == expected
    with pytest.raises(ProtocolError, match="field j holds what is no JSON: Extra data"):
        JsonColumn("j", [b"1,2", b"3"]).to_list()
    with pytest.raises(ProtocolError, match="no object"):
        JsonColumn("$meta", [b"1", b"{}"], is_dynamic=True).to_list()


def test_hits_by_query() -> None:
    offsets = [0, 2, 2, 3]
    hits = SearchHits(ids=[1, 2, 3], scores=np.array([0.1, 0.2, 0.3], "f4"), offsets=offsets, batch=batch())
    assert len(hits) == 3
    assert [hits.query(number) for number in range(3)] == [slice(0, 2), slice(2, 2), slice(2, 3)]
    assert hits.query(-1) == slice(2, 3)
    with pytest.raises(IndexError):
        hits.query(3)


def test_of_two_columns_of_a_name_the_later_one_counts() -> None:
    made = ColumnBatch([column("a", [1]), column("b", [2]), column("a", [3])])
    assert made.names == [each.name for each in made.columns] == ["a", "b"]
    assert made.rows() == [{"a": 3, "b": 2}]
