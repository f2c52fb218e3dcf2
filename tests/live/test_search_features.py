"""Rankers as functions, function chains, groups of several hits: what they give is what one reckons by hand."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.fix_client import Fill
from tests.fix_engines import Engine
from vectorm import (
    AnnSearchRequest,
    DataType,
    Function,
    FunctionChain,
    FunctionChainStage,
    FunctionScore,
    FunctionType,
    MilvusClient,
    RRFRanker,
    SearchResult,
    WeightedRanker,
)
from vectorm.function_chain import col, fn

VECTORS = np.random.default_rng(12).random((30, 4), dtype=np.float32)
QUERY = VECTORS[0]
COLORS = ["red", "green", "blue"]

pytestmark = pytest.mark.engines("lite")


@pytest.fixture
def filled(shared: Callable[[Fill], str]) -> str:
    return shared(fill)


def fill(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("year", DataType.INT64)
    schema.add_field("color", DataType.VARCHAR, max_length=10)
    schema.add_field("at", DataType.TIMESTAMPTZ)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=4)
    index_params = client.prepare_index_params()
    index_params.add_index("vector", index_type="FLAT", metric_type="COSINE")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")
    client.insert(
        name,
        [
            {"id": i, "year": 2000 + i, "color": COLORS[i % 3], "at": "2026-01-31T23:30:00Z", "vector": vector}
            for i, vector in enumerate(VECTORS)
        ],
    )


def similarity(row: int) -> float:
    vector = VECTORS[row]
    return float(vector @ QUERY / np.linalg.norm(vector) / np.linalg.norm(QUERY))


def best(scores: dict[int, float], limit: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda item: -item[1])[:limit]


def check(found: SearchResult, scores: dict[int, float], limit: int) -> None:
    """The hits are the best by these scores, and have these scores."""
    expected = best(scores, limit)
    assert [hit["id"] for hit in found[0]] == [row for row, _ in expected]
    assert [hit["distance"] for hit in found[0]] == pytest.approx([score for _, score in expected], abs=1e-4)


CURVES: dict[str, Callable[[float], float]] = {
    "gauss": lambda far: math.exp(far * far / (25 / math.log(0.4))),
    "exp": lambda far: math.exp(math.log(0.4) / 5 * far),
    "linear": lambda far: max(0.0, (5 / 0.6 - far) / (5 / 0.6)),
}
"""https://milvus.io/docs/decay-ranker-overview.md with scale 5 and decay 0.4."""


@pytest.mark.parametrize("curve", CURVES)
def test_decay(client: MilvusClient, filled: str, curve: str) -> None:
    params = {"reranker": "decay", "function": curve, "origin": 2010, "scale": 5, "offset": 1, "decay": 0.4}
    ranker = Function("fresh", FunctionType.RERANK, ["year"], params=params)
    scores = {row: similarity(row) * CURVES[curve](max(0.0, abs(row - 10) - 1)) for row in range(30)}
    check(client.search(filled, [QUERY], limit=6, ranker=ranker), scores, 6)


def boost(name: str, filter: str, weight: float) -> Function:
    return Function(name, FunctionType.RERANK, [], params={"reranker": "boost", "filter": filter, "weight": weight})


def test_boost(client: MilvusClient, filled: str) -> None:
    found = client.search(filled, [QUERY], limit=8, ranker=boost("new", "year > 2020", 1.5))
    check(found, {row: similarity(row) * (1.5 if row > 20 else 1) for row in range(30)}, 8)


def test_several_boosts(client: MilvusClient, filled: str) -> None:
    new, red = boost("new", "year > 2020", 0.5), boost("red", 'color == "red"', 0.25)
    params = {"boost_mode": "Sum", "function_mode": "Sum"}
    found = client.search(filled, [QUERY], limit=8, ranker=FunctionScore([new, red], params=params))
    extra = {row: 0.5 * (row > 20) + 0.25 * (row % 3 == 0) for row in range(30)}
    check(found, {row: similarity(row) + extra[row] for row in range(30)}, 8)


def test_functions_merge_as_rankers_do(client: MilvusClient, filled: str) -> None:
    arms = [
        AnnSearchRequest([QUERY], "vector", {"metric_type": "COSINE"}, limit=10),
        AnnSearchRequest([VECTORS[5]], "vector", {"metric_type": "COSINE"}, limit=10, expr="year > 2003"),
    ]
    rrf = Function("rrf", FunctionType.RERANK, [], params={"reranker": "rrf", "k": 20})
    weights = {"reranker": "weighted", "weights": [0.3, 0.7], "norm_score": True}
    weighted = Function("weighted", FunctionType.RERANK, [], params=weights)
    for function, ranker in ((rrf, RRFRanker(20)), (weighted, WeightedRanker(0.3, 0.7))):
        one = client.hybrid_search(filled, arms, function, limit=6)[0]
        other = client.hybrid_search(filled, arms, ranker, limit=6)[0]
        assert [(hit["id"], hit["distance"]) for hit in one] == [(hit["id"], hit["distance"]) for hit in other]


def test_a_chain(client: MilvusClient, filled: str) -> None:
    chain = (
        FunctionChain(FunctionChainStage.L2_RERANK)
        .map("fresh", fn.decay(col("year"), function="linear", origin=2010, scale=20))
        .map("$score", fn.num_combine(col("$score"), col("fresh"), mode="weighted", weights=[0.25, 0.75]))
        .sort("$score", tie_break_col="$id")
        .limit(7)
    )
    fresh = {row: max(0.0, 1 - 0.5 / 20 * abs(row - 10)) for row in range(30)}
    scores = {row: 0.25 * similarity(row) + 0.75 * fresh[row] for row in range(30)}
    check(client.search(filled, [QUERY], limit=30, function_chains=chain), scores, 7)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_groups_of_several_hits(client: MilvusClient, filled: str, size: int) -> None:
    hits = client.search(
        filled,
        [QUERY],
        limit=3,
        group_by_field="color",
        group_size=size,
        strict_group_size=True,
        output_fields=["color"],
    )[0]
    groups: dict[str, list[int]] = {}
    for hit in hits:
        groups.setdefault(hit["entity"]["color"], []).append(hit["id"])
    nearest = [row for row, _ in best({row: similarity(row) for row in range(30)}, 30)]
    assert groups == {color: [row for row in nearest if COLORS[row % 3] == color][:size] for color in COLORS}


TWO = np.random.default_rng(3).random((2, 40, 4), dtype=np.float32)
"""Two vectors of each of forty rows."""


@pytest.fixture
def twice(shared: Callable[[Fill], str]) -> str:
    """Forty rows with two vectors and a color, metric IP."""
    return shared(fill_twice)


def fill_twice(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("color", DataType.VARCHAR, max_length=10)
    index_params = client.prepare_index_params()
    for field in ("one", "other"):
        schema.add_field(field, DataType.FLOAT_VECTOR, dim=4)
        index_params.add_index(field, index_type="FLAT", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")
    rows = [{"id": i, "color": COLORS[i % 3], "one": TWO[0, i], "other": TWO[1, i]} for i in range(40)]
    client.insert(name, rows)


def nearest_twice() -> list[list[int]]:
    """For each of the two vectors, the rows by their similarity to the first row."""
    return [np.argsort(-(TWO[number] @ TWO[number, 0])).tolist() for number in range(2)]


def firsts(rows: list[int]) -> list[int]:
    """The first row of each color."""
    colors = [row % 3 for row in rows]
    return [row for number, row in enumerate(rows) if colors.index(row % 3) == number]


def merged(lists: list[list[int]]) -> list[int]:
    """Reciprocal rank fusion."""
    rows = {row for each in lists for row in each}
    score = {row: sum(1 / (61 + each.index(row)) for each in lists if row in each) for row in rows}
    return sorted(rows, key=lambda row: -score[row])


@pytest.mark.engines("lite", "lite25")
def test_groups_of_a_hybrid_search(client: MilvusClient, engine: Engine, twice: str) -> None:
    """Milvus groups the hits of each search before it merges them, Milvus Lite 3 the merged hits."""
    arms = [
        AnnSearchRequest([TWO[number, 0]], field, {"metric_type": "IP"}, limit=40)
        for number, field in enumerate(("one", "other"))
    ]
    lists = nearest_twice()
    expected = firsts(merged(lists if engine.name == "lite" else [firsts(rows) for rows in lists]))
    hits = client.hybrid_search(twice, arms, RRFRanker(), limit=3, group_by_field="color", output_fields=["color"])[0]
    assert sorted(hit["id"] for hit in hits) == sorted(expected)


def test_times_in_a_zone(client: MilvusClient, filled: str) -> None:
    """Milvus Lite reads filters and takes parts of times in the zone; whole times it always tells in UTC."""
    parts = {"output_fields": ["at"], "timezone": "Asia/Shanghai", "time_fields": "year,month,day,hour"}
    options: dict[str, Any] = parts
    for row in (
        client.query(filled, filter="id == 1", **options)[0],
        client.get(filled, 1, **options)[0],
        client.search(filled, [QUERY], limit=1, **options)[0][0]["entity"],
    ):
        assert row["at"] == [2026, 2, 1, 7]
    for begin, count in (("2026-02-01T07:30:00", 30), ("2026-02-01T07:30:01", 0)):
        found = client.query(filled, filter=f'at >= ISO "{begin}"', timezone="Asia/Shanghai", output_fields=["id"])
        assert len(found) == count
