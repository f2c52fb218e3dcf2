"""What an engine would ignore or crash on is refused, and nothing is sent; what it does, it does right."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.fix_client import Fill
from tests.fix_engines import Engine
from vectorm import (
    AnnSearchRequest,
    Function,
    FunctionChain,
    FunctionChainStage,
    FunctionType,
    LexicalHighlighter,
    MilvusClient,
    RRFRanker,
    SearchAggregation,
    SemanticHighlighter,
    build_bloom_filter,
    build_roaring_bitmap,
)
from vectorm.errors import Unsupported

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")
NEAR = [[1.0, 0.0]]


@pytest.fixture
def filled(shared: Callable[[Fill], str]) -> str:
    """Twelve rows whose distance to `NEAR` grows with their id."""
    return shared(fill)


def fill(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, metric_type="L2", consistency_level="Strong")
    vectors = np.column_stack([np.ones(12), np.arange(12)]).astype(np.float32)
    client.insert(name, [{"id": i, "vector": each, "year": 2000 + i, "n": i % 3} for i, each in enumerate(vectors)])


BOOST = Function("new", FunctionType.RERANK, [], params={"reranker": "boost", "filter": "year > 2005", "weight": 0.5})
CHAIN = FunctionChain(FunctionChainStage.L2_RERANK).sort("$score", desc=False).limit(3)

SEARCHES: dict[str, tuple[str, dict[str, Any]]] = {
    "groups": ("GROUP_BY", {"group_by_field": "year"}),
    "groups of several hits": ("GROUP_SIZE", {"group_by_field": "year", "group_size": 2}),
    "several groups": ("GROUP_BY_SEVERAL", {"group_by_fields": ["year", "n"]}),
    "groups in JSON": ("GROUP_BY_JSON", {"group_by_field": "$meta", "json_path": "/n"}),
    "order": ("SEARCH_ORDER_BY", {"order_by_fields": [{"field": "year", "order": "desc"}]}),
    "ranker": ("FUNCTION_SCORE", {"ranker": BOOST}),
    "chain": ("FUNCTION_CHAINS", {"function_chains": CHAIN}),
    "highlighter": ("HIGHLIGHT", {"highlighter": LexicalHighlighter(highlight_search_text=True)}),
    "semantic highlighter": ("HIGHLIGHT", {"highlighter": SemanticHighlighter(["a"], ["b"])}),
    "aggregation": ("AGGREGATION", {"search_aggregation": SearchAggregation(["year"], 3)}),
    "ids": ("SEARCH_BY_IDS", {"data": None, "ids": [1]}),
    "timezone": ("TIMEZONE", {"timezone": "Asia/Tokyo"}),
    "parts of times": ("TIMEZONE", {"time_fields": "year"}),
    "analyzer": ("ANALYZER_NAME", {"search_params": {"analyzer_name": "english"}}),
    "namespace": ("NAMESPACES", {"namespace": "mine"}),
    "Bloom filter": (
        "MEMBERSHIP",
        {"filter": "membership_match(id, {k}, type=bloom)", "filter_params": {"k": build_bloom_filter([1])}},
    ),
}

QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "order": ("QUERY_ORDER_BY", {"order_by_fields": [{"field": "year", "order": "desc"}]}),
    "order by its other name": ("QUERY_ORDER_BY", {"order_by": "year:desc"}),
    "groups": ("QUERY_GROUP_BY", {"group_by_fields": ["n"], "output_fields": ["n"]}),
    "aggregates": ("QUERY_GROUP_BY", {"output_fields": ["max(year)"]}),
    "timezone": ("TIMEZONE", {"timezone": "Asia/Tokyo"}),
    "namespace": ("NAMESPACES", {"namespace": "mine"}),
    "Roaring bitmap": (
        "MEMBERSHIP",
        {"filter": "membership_match(id, {k}, type=roaring)", "filter_params": {"k": build_roaring_bitmap([1])}},
    ),
}


@ALL_ENGINES
@pytest.mark.parametrize(("feature", "options"), SEARCHES.values(), ids=SEARCHES.keys())
def test_a_search_is_refused_where_its_feature_is_missing(
    client: MilvusClient, engine: Engine, filled: str, feature: str, options: dict[str, Any]
) -> None:
    if engine.can(feature):
        pytest.skip(f"{engine.name} has it: other tests show that it is right")
    given: dict[str, Any] = {"data": NEAR, "limit": 3, **options}
    with pytest.raises(Unsupported, match="nothing was sent"):
        client.search(filled, **given)


@ALL_ENGINES
@pytest.mark.parametrize(("feature", "options"), QUERIES.values(), ids=QUERIES.keys())
def test_a_query_is_refused_where_its_feature_is_missing(
    client: MilvusClient, engine: Engine, filled: str, feature: str, options: dict[str, Any]
) -> None:
    if engine.can(feature):
        pytest.skip(f"{engine.name} has it: other tests show that it is right")
    given: dict[str, Any] = {"filter": "id < 5", **options}
    with pytest.raises(Unsupported, match="nothing was sent"):
        client.query(filled, **given)


@ALL_ENGINES
def test_a_hybrid_search_is_refused_where_it_is_missing(client: MilvusClient, engine: Engine, filled: str) -> None:
    arm = AnnSearchRequest(NEAR, "vector", {"metric_type": "L2"}, limit=5)
    if engine.can("HYBRID"):
        found = client.hybrid_search(filled, [arm, arm], RRFRanker(), limit=3)
        assert [hit["id"] for hit in found[0]] == [0, 1, 2]
        return
    with pytest.raises(Unsupported, match="no hybrid search"):
        client.hybrid_search(filled, [arm, arm], RRFRanker(), limit=3)


@ALL_ENGINES
def test_values_of_filters_work_everywhere(client: MilvusClient, filled: str) -> None:
    values = {"ids": [1, 4, 9], "year": 2002}
    hits = client.search(filled, NEAR, filter="id in {ids} and year > {year}", filter_params=values, limit=5)[0]
    assert [hit["id"] for hit in hits] == [4, 9]
    rows = client.query(filled, filter="id in {ids} and year > {year}", filter_params=values, output_fields=["id"])
    assert sorted(row["id"] for row in rows) == [4, 9]


@ALL_ENGINES
def test_options_that_change_no_answer_are_taken_everywhere(client: MilvusClient, filled: str) -> None:
    choices: list[dict[str, Any]] = [
        {"ignore_growing": False},
        {"consistency_level": "Bounded", "graceful_time": 0},
        {"search_params": {"hints": "iterative_filter"}},
        {"round_decimal": 2},
    ]
    for options in choices:
        assert [hit["id"] for hit in client.search(filled, NEAR, limit=2, **options)[0]] == [0, 1]
