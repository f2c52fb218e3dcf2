"""Search results print, index, slice, iterate and serialise as PyMilvus's do."""

import copy
import json
import pickle

import numpy as np
import pytest

from vectorm.client.search_result import Hit, SearchResult, search_result
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.hits import SearchHits
from vectorm.enums import DataType


def hits(cost: int = 0) -> SearchHits:
    return SearchHits(
        ids=[10, 11, 12],
        scores=np.array([0.1, 0.25, 0.5], np.float32),
        offsets=(0, 2, 3),
        batch=ColumnBatch([
            build_column("title", ["a", "b", "c"], data_type=DataType.VARCHAR, max_length=9),
            build_column("v", [[1, 2], [3, 4], [5, 6]], data_type=DataType.FLOAT_VECTOR, dim=2),
        ]),
        cost=cost,
    )  # fmt: skip


def result(*, round_decimal: int = -1, cost: int = 0) -> SearchResult:
    return search_result(hits(cost), pk_name="id", round_decimal=round_decimal)


def test_one_list_of_hits_per_query() -> None:
    found = result()
    assert [len(query) for query in found] == [2, 1]
    assert found[0].ids == [10, 11]
    assert found[1].distances == [0.5]
    assert [[hit.id for hit in query] for query in found] == [[10, 11], [12]]


def test_all_ways_to_read_a_hit() -> None:
    hit = result()[0][1]
    assert hit["id"] == hit.id == hit.pk == hit.get("id") == 11
    assert hit["distance"] == hit.distance == hit.score == 0.25
    assert hit["entity"] == hit.fields == {"title": "b", "v": [3.0, 4.0]}
    assert hit["title"] == hit.entity.get("title") == hit.get("title") == hit.title == "b"
    assert hit.get("nothing") is None
    assert hit.entity.get("nothing", 1) == 1
    assert hit.to_dict() == {"id": 11, "distance": 0.25, "entity": {"title": "b", "v": [3.0, 4.0]}}
    with pytest.raises(KeyError):
        hit["nothing"]
    with pytest.raises(AttributeError, match="no field 'nothing'"):
        hit.nothing  # noqa: B018


def test_the_key_has_the_name_of_its_field() -> None:
    hit = search_result(hits(), pk_name="key")[0][0]
    assert list(hit) == ["key", "distance", "entity"]
    assert hit.id == 10


def test_texts() -> None:
    one = "{'id': 12, 'distance': 0.5, 'entity': {'title': 'c', 'v': [5.0, 6.0]}}"
    assert str(result()[1][0]) == one
    assert str(result()[1]) == f"[{one}]"
    assert str(result()).startswith("data: [[{'id': 10, 'distance': 0.10000000149011612, 'entity': {'title': 'a'")
    assert str(result(cost=4)).endswith(",{'cost': 4}")
    assert result(cost=4).extra == {"cost": 4}


def test_rounding() -> None:
    assert result(round_decimal=1)[0].distances == [0.1, 0.2]


def test_serialised() -> None:
    assert json.loads(json.dumps(result()))[1] == [
        {"id": 12, "distance": 0.5, "entity": {"title": "c", "v": [5.0, 6.0]}}
    ]
    for again in (copy.deepcopy(result()[0][0]), pickle.loads(pickle.dumps(result()[0][0]))):
        assert isinstance(again, Hit)
        assert again.id == 10
        assert again["entity"] == {"title": "a", "v": [1.0, 2.0]}


def test_slices_are_lists() -> None:
    assert type(result()[0][:1]) is list
    assert result()[0][:1] == [result()[0][0]]


def test_no_hit() -> None:
    empty = SearchHits(ids=[], scores=np.array([], np.float32), offsets=(0, 0), batch=ColumnBatch([], 0))
    found = search_result(empty, pk_name="id")
    assert [list(query) for query in found] == [[]]
    assert str(found) == "data: [[]]"
