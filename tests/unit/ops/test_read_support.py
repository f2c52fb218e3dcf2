"""What engines would ignore is refused before anything is sent."""

from dataclasses import replace
from typing import Any

import pytest

from vectorm.enums import FunctionChainStage, FunctionType, HighlightType
from vectorm.errors import Unsupported
from vectorm.ops.read_support import check_query, check_search, filled, supported_hybrid
from vectorm.spec.capabilities import Capabilities, capabilities_of
from vectorm.spec.function import FunctionSpec
from vectorm.spec.function_chain import FunctionChainSpec
from vectorm.spec.read import (
    FunctionScoreSpec,
    HighlighterSpec,
    HybridSpec,
    QuerySpec,
    RankerSpec,
    ReadOptions,
    SearchSpec,
)
from vectorm.spec.search_aggregation import AggregationSpec

LITE = capabilities_of("milvus_lite-3.2.2", "embedded")
LITE2 = capabilities_of("", "")
OLD = capabilities_of("v2.3.5", "STANDALONE")
NEW = capabilities_of("v3.0.2", "STANDALONE")

SEARCH = SearchSpec(collection="docs", field="v")
QUERY = QuerySpec(collection="docs")
SCORE = FunctionScoreSpec(functions=(FunctionSpec(name="f", type=FunctionType.RERANK, inputs=()),))
CHAIN = FunctionChainSpec(stage=FunctionChainStage.L2_RERANK, name="", steps=())

SEARCHES: list[tuple[dict[str, Any], set[Capabilities]]] = [
    ({"extra": {"group_by_field": "a"}}, {LITE, LITE2}),
    ({"extra": {"group_by_field": "a", "group_size": "1"}}, {LITE, LITE2}),
    ({"extra": {"group_by_field": "a", "group_size": "2"}}, {LITE}),
    ({"extra": {"group_by_fields": "a"}}, set()),
    ({"extra": {"json_path": "/a"}}, set()),
    ({"extra": {"order_by_fields": "a"}}, set()),
    ({"extra": {"timezone": "UTC"}}, {LITE}),
    ({"extra": {"analyzer_name": "english"}}, set()),
    ({"ids": (1,)}, set()),
    ({"function_score": SCORE}, {LITE}),
    ({"chains": (CHAIN,)}, {LITE}),
    ({"highlighter": HighlighterSpec(type=HighlightType.LEXICAL, params={})}, set()),
    ({"aggregation": AggregationSpec(fields=("a",), size=1, metrics={})}, set()),
    ({"options": ReadOptions(namespace="a")}, set()),
    ({"extra": {"ignore_growing": "true", "hints": "x"}}, {LITE, LITE2, OLD}),
]


@pytest.mark.parametrize(("change", "able"), SEARCHES, ids=[str(change)[:40] for change, _ in SEARCHES])
def test_searches(change: dict[str, Any], able: set[Capabilities]) -> None:
    spec = replace(SEARCH, **change)
    check_search(NEW, spec)
    for engine in (LITE, LITE2, OLD):
        if engine in able:
            check_search(engine, spec)
        else:
            with pytest.raises(Unsupported, match="nothing was sent"):
                check_search(engine, spec)


QUERIES: list[tuple[dict[str, Any], set[Capabilities]]] = [
    ({"params": {"order_by_fields": "a"}}, set()),
    ({"params": {"group_by_fields": "a"}}, set()),
    ({"options": ReadOptions(output_fields=("max(a)",))}, set()),
    ({"options": ReadOptions(output_fields=("id", "COUNT(a)"))}, set()),
    ({"options": ReadOptions(output_fields=("count(*)",))}, {LITE, LITE2, OLD}),
    ({"options": ReadOptions(output_fields=("maximum",))}, {LITE, LITE2, OLD}),
    ({"params": {"timezone": "UTC"}}, {LITE}),
    ({"options": ReadOptions(namespace="a")}, set()),
]


@pytest.mark.parametrize(("change", "able"), QUERIES, ids=[str(change)[:40] for change, _ in QUERIES])
def test_queries(change: dict[str, Any], able: set[Capabilities]) -> None:
    spec = replace(QUERY, **change)
    check_query(NEW, spec)
    for engine in (LITE, LITE2, OLD):
        if engine in able:
            check_query(engine, spec)
        else:
            with pytest.raises(Unsupported, match="nothing was sent"):
                check_query(engine, spec)


def test_a_ranker_goes_as_a_strategy_where_functions_are_not_known() -> None:
    known = HybridSpec(
        collection="docs", searches=(), ranker=RankerSpec(strategy="rrf", params={"k": 60}), function_score=SCORE
    )
    assert supported_hybrid(NEW, known) == known
    assert supported_hybrid(LITE, known) == known
    assert supported_hybrid(LITE2, known).function_score is None
    with pytest.raises(Unsupported, match="no rankers as functions"):
        supported_hybrid(LITE2, replace(known, ranker=RankerSpec(strategy="", params={})))
    with pytest.raises(Unsupported, match="no hybrid search"):
        supported_hybrid(OLD, known)


def test_the_score_of_a_group_is_refused_where_it_would_be_that_of_the_best_hit() -> None:
    ranker = RankerSpec(strategy="rrf", params={})
    known = HybridSpec(collection="docs", searches=(), ranker=ranker, extra={"rank_group_scorer": "sum"})
    assert supported_hybrid(LITE, known) == known  # groups of one hit
    several = replace(known, extra={"rank_group_scorer": "sum", "group_size": "3"})
    assert supported_hybrid(NEW, several) == several
    with pytest.raises(Unsupported, match="no choice of a group's score"):
        supported_hybrid(LITE, several)


def test_values_of_filters_go_beside_them_where_servers_take_them() -> None:
    spec = replace(QUERY, filter="a in {x}", values={"x": [1, 2]})
    assert filled(NEW, spec) == spec
    for engine in (LITE, LITE2, OLD):
        assert filled(engine, spec) == replace(spec, filter="a in [1, 2]", values={})


def test_filters_of_keys_need_a_server_that_knows_them() -> None:
    spec = replace(SEARCH, filter="membership_match(id, {x}, type=bloom)", values={"x": b"MBF1"})
    assert filled(NEW, spec) == spec
    for engine in (LITE, OLD, capabilities_of("v2.6.4", "STANDALONE")):
        with pytest.raises(Unsupported, match="no Bloom filters"):
            filled(engine, spec)
