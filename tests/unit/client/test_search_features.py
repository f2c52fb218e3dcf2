"""Rankers, highlighters, keys, order and groups of searches, as specs."""

from collections.abc import Callable
from typing import Any

import pytest

from vectorm import (
    Function,
    FunctionScore,
    FunctionType,
    LexicalHighlighter,
    RRFRanker,
    SemanticHighlighter,
)
from vectorm.client import requests
from vectorm.client.function_score import function_score_spec
from vectorm.client.highlighter import highlighter_spec
from vectorm.client.read_args import Read, Search, order_fields, query_bounds, search_params
from vectorm.enums import ConsistencyLevel, DataType, HighlightType
from vectorm.errors import ParamError
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.read import HighlighterSpec, SearchSpec

SPEC = CollectionSpec(
    name="docs",
    fields=(
        FieldSpec(name="id", data_type=DataType.INT64, is_primary=True),
        FieldSpec(name="v", data_type=DataType.FLOAT_VECTOR, dim=2),
    ),
)
WHERE = Read(collection="docs", consistency={})


def build(**arguments: Any) -> SearchSpec:
    given: dict[str, Any] = {"data": [[1, 2]], "field": "v", "param": {}, "limit": 3, "extra": {}, **arguments}
    return requests.build_search(SPEC, WHERE, Search(**given))


def test_several_rankers() -> None:
    boost = Function("b", FunctionType.RERANK, [], params={"reranker": "boost", "weight": 0.5})
    decay = Function("d", FunctionType.RERANK, ["year"], description="new first", params={"reranker": "decay"})
    spec = build(ranker=FunctionScore([boost, decay], {"boost_mode": "Sum"})).function_score
    assert spec
    assert [(each.name, each.inputs, each.description) for each in spec.functions] == [
        ("b", (), ""),
        ("d", ("year",), "new first"),
    ]
    assert spec.functions[0].params == {"reranker": "boost", "weight": "0.5"}
    assert spec.params == {"boost_mode": "Sum"}
    assert FunctionScore(boost).functions == [boost]


@pytest.mark.parametrize("ranker", [RRFRanker(), "rrf", [1]])
def test_rankers_of_a_search_that_are_refused(ranker: object) -> None:
    with pytest.raises(ParamError, match="must be a Function or a FunctionScore"):
        function_score_spec(ranker)
    with pytest.raises(ParamError, match="takes a Function or a list of them"):
        FunctionScore([ranker])  # type: ignore[list-item]  # wrong


def test_highlighters() -> None:
    lexical = LexicalHighlighter(pre_tags=["<b>"], fragment_size=9, highlight_search_text=True)
    lexical.with_query("body", "ü", "TextMatch")
    assert highlighter_spec(lexical) == HighlighterSpec(
        type=HighlightType.LEXICAL,
        params={
            "pre_tags": '["<b>"]',
            "fragment_size": "9",
            "highlight_query": '[{"type":"TextMatch","field":"body","text":"ü"}]',
            "highlight_search_text": "true",
        },
    )
    semantic = SemanticHighlighter(["q"], ["body"], threshold=0.5)
    assert semantic.type is HighlightType.SEMANTIC
    assert semantic.params == {"queries": ["q"], "input_fields": ["body"], "threshold": 0.5}
    with pytest.raises(ParamError, match="the highlighter must be"):
        build(highlighter="body")


def test_a_search_by_keys() -> None:
    assert build(data=None, ids=7).ids == (7,)
    assert build(data=None, ids=["a", "b"]).ids == ("a", "b")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"ids": [1]}, "give data or ids, one of the two"),
        ({"data": None}, "give data or ids, one of the two"),
        ({"data": None, "ids": []}, "ids must not be empty"),
        ({"data": None, "ids": [1, "a"]}, "all be int or all be str"),
        ({"data": None, "ids": [True]}, "all be int or all be str"),
    ]
    for arguments, message in wrong:
        with pytest.raises(ParamError, match=message):
            build(**arguments)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (None, None),
        ("", None),
        ([], None),
        ("a:desc,b", "a:desc,b"),
        ([{"field": "a", "order": "desc"}, {"field": "b"}], "a:desc,b:asc"),
        (["a:desc", "b"], "a:desc,b"),
    ],
)
def test_order(given: object, text: str | None) -> None:
    assert order_fields(given) == text


@pytest.mark.parametrize("given", [7, [7], [{"order": "asc"}], [{"field": ""}], [{"field": "a", "order": "down"}]])
def test_order_that_is_refused(given: object) -> None:
    with pytest.raises(ParamError, match="order_by_fields"):
        order_fields(given)


def test_options_that_travel_as_parameters() -> None:
    found = search_params(
        {"group_by_fields": ["a", "b"], "json_path": "/x", "json_type": DataType.VARCHAR, "timezone": "Asia/Tokyo"}
    )
    assert {key: value for key, value in found.items() if value is not None} == {
        "group_by_fields": "a,b",
        "json_path": "/x",
        "json_type": "VarChar",
        "timezone": "Asia/Tokyo",
    }
    assert query_bounds({"order_by": ["a"], "group_by_fields": ["b"]}).params() == {
        "order_by_fields": "a",
        "group_by_fields": "b",
    }


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: search_params({"json_type": DataType.DOUBLE}), "cannot be read as"),
    (lambda: search_params({"group_by_fields": "a"}), "must be a list of str, not a str"),
    (lambda: build(extra={"page_retain_order": 1}), "page_retain_order must be a bool"),
]


@pytest.mark.parametrize(("call", "message"), WRONG, ids=[message for _, message in WRONG])
def test_options_that_are_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ParamError, match=message):
        call()


def test_parameters_of_segments_stand_among_those_of_the_index() -> None:
    spec = build(param={"params": {"ef": 9}}, extra={"page_retain_order": True})
    assert (spec.params, spec.extra) == ({"ef": 9, "page_retain_order": True}, {})


def test_graceful_time_counts_with_level_bounded_only() -> None:
    bounded = Read(collection="docs", consistency={"consistency_level": "Bounded", "graceful_time": 5}).options()
    assert bounded.consistency is ConsistencyLevel.BOUNDED
    assert bounded.guarantee_timestamp
    earlier = Read(collection="docs", consistency={"consistency_level": "Bounded", "graceful_time": 5000}).options()
    assert earlier.guarantee_timestamp
    assert bounded.guarantee_timestamp - earlier.guarantee_timestamp > 4000 * 1000 << 18
    assert Read(collection="docs", consistency={"graceful_time": 5}).options().guarantee_timestamp is None
