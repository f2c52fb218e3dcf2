"""Statements of models send what pymilvus sends for the same search: the proof of what no engine here can do."""

from collections.abc import Callable
from typing import Any

import pytest

import vectorm
from tests.pymilvus.wire.chosen import CHOSEN
from tests.pymilvus.wire.compare import differences
from tests.pymilvus.wire.harness import recording_server
from tests.pymilvus.wire.recording_server import Call
from tests.pymilvus.wire.theirs import pymilvus
from vectorm import (
    BM25,
    FLAT,
    FloatVector,
    FunctionChain,
    FunctionChainStage,
    Mapped,
    Model,
    SemanticHighlighter,
    Session,
    SparseVector,
    boost,
    boosts,
    decay,
    field,
    hybrid,
    model_ranker,
    random_score,
    rrf,
    search,
    vector,
    weighted,
)
from vectorm.connection.open import open_connection
from vectorm.function_chain import col, fn

QUERY = [0.1, 0.2]
OUTPUT = ["id", "f_int64", "f_varchar"]


class Scalars(Model, collection="scalars"):
    id: Mapped[int] = field(primary_key=True)
    f_int64: Mapped[int] = field(default=0)
    f_varchar: Mapped[str] = field(default="", max_length=200)
    vector: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Texts(Model, collection="texts"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[str] = field(max_length=1_000, enable_analyzer=True)
    sparse: Mapped[SparseVector] = vector(function=BM25("body"))


near = search(Scalars.vector).near(QUERY)
words = search(Texts.sparse).near("fox")

RERANK = pymilvus.FunctionType.RERANK
DECAY = {"reranker": "decay", "function": "exp", "origin": 100, "scale": 50, "offset": 2, "decay": 0.4}
BOOST = {"reranker": "boost", "filter": '(f_varchar == "a")', "weight": 0.5}


def function(name: str, params: dict[str, Any], *inputs: str) -> Any:
    return pymilvus.Function(name, RERANK, list(inputs), params=params)


def theirs_of(**options: Any) -> Callable[[Any], None]:
    """A search of the same vector."""
    return lambda client: client.search(
        "scalars", **{"data": [QUERY], "anns_field": "vector", "output_fields": OUTPUT, "limit": 10, **L2, **options}
    )


def texts_of(**options: Any) -> Callable[[Any], None]:
    """A full-text search."""
    params = {"search_params": {"metric_type": "BM25"}}
    return lambda client: client.search(
        "texts", ["fox"], anns_field="sparse", output_fields=["id", "body"], limit=10, **params, **options
    )


def hybrid_of(ranker: Any) -> Callable[[Any], None]:
    arms = [pymilvus.AnnSearchRequest([QUERY], "vector", {"metric_type": "L2"}, limit=9) for _ in range(2)]
    return lambda client: client.hybrid_search("scalars", arms, ranker, limit=5, output_fields=OUTPUT)


L2 = {"search_params": {"metric_type": "L2"}}
fresh = decay(Scalars.f_int64, origin=100, scale=50, offset=2, decay=0.4, curve="exp")
red = boost(Scalars.f_varchar == "a", weight=0.5)
judge = model_ranker(Scalars.f_varchar, "tei", queries=["fox"], options={"endpoint": "http://localhost:80"})
JUDGE = {"reranker": "model", "provider": "tei", "queries": ["fox"], "endpoint": "http://localhost:80"}
two = hybrid(near.limit(9), near.limit(9)).limit(5)
chain = (
    FunctionChain(FunctionChainStage.L2_RERANK, name="near and fresh")
    .map("fresh", fn.decay(col("f_int64"), function="linear", origin=1, scale=2.5))
    .map("$score", fn.num_combine(col("$score"), col("fresh"), mode="weighted", weights=[0.7, 0.3]))
    .sort("$score", tie_break_col="$id")
    .limit(5)
)


def their_chain() -> Any:
    theirs = pymilvus.function_chain
    made = pymilvus.FunctionChain(pymilvus.FunctionChainStage.L2_RERANK, name="near and fresh")
    made.map("fresh", theirs.fn.decay(theirs.col("f_int64"), function="linear", origin=1, scale=2.5))
    made.map(
        "$score",
        theirs.fn.num_combine(theirs.col("$score"), theirs.col("fresh"), mode="weighted", weights=[0.7, 0.3]),
    )
    return made.sort("$score", tie_break_col="$id").limit(5)


def aggregation(lib: Any) -> Any:
    top = lib.TopHits(3, sort=[{"_score": "desc"}])
    metrics = {"mean": {"avg": "f_int64"}, "all": {"count": "*"}}
    return lib.SearchAggregation(["f_varchar"], 10, metrics=metrics, order=[{"mean": "desc"}], top_hits=top)


def lexical(lib: Any) -> Any:
    made = lib.LexicalHighlighter(highlight_search_text=True, pre_tags=["<b>"], post_tags=["</b>"], fragment_size=60)
    made.with_query("body", "red fox", "TextMatch")
    return made


CASES: dict[str, tuple[Any, Callable[[Any], None]]] = {
    "decay": (near.rerank(fresh), theirs_of(ranker=function("decay", DECAY, "f_int64"))),
    "boost": (near.rerank(red), theirs_of(ranker=function("boost_0", BOOST))),
    "random": (
        near.rerank(boost(weight=2, random=random_score(7, Scalars.id))),
        theirs_of(
            ranker=function("boost_0", {"reranker": "boost", "weight": 2, "random_score": {"seed": 7, "field": "id"}})
        ),
    ),
    "boosts": (
        near.rerank(boosts(red, boost(weight=2), boost_mode="sum")),
        theirs_of(
            ranker=pymilvus.FunctionScore(
                [function("boost_0", BOOST), function("boost_1", {"reranker": "boost", "weight": 2})],
                params={"boost_mode": "Sum", "function_mode": "Multiply"},
            )
        ),
    ),
    "model": (near.rerank(judge), theirs_of(ranker=function("model", JUDGE, "f_varchar"))),
    "chain": (near.rerank(chain), theirs_of(function_chains=their_chain())),
    "hybrid decay": (two.rerank(fresh), hybrid_of(function("decay", DECAY, "f_int64"))),
    "hybrid model": (two.rerank(judge), hybrid_of(function("model", JUDGE, "f_varchar"))),
    "hybrid weighted": (two.rerank(weighted(0.2, 0.8)), hybrid_of(pymilvus.WeightedRanker(0.2, 0.8))),
    "hybrid rrf": (two.rerank(rrf(7)), hybrid_of(pymilvus.RRFRanker(7))),
    "keys": (
        search(Scalars.vector).near_keys([4, 3, 4], leave_out=True),
        theirs_of(data=None, ids=[3, 4], filter="(id not in [3, 4])"),
    ),
    "groups": (
        near.group_by(Scalars.f_int64, size=2, strict=True),
        theirs_of(group_by_field="f_int64", group_size=2, strict_group_size=True),
    ),
    "rounded": (
        near.round_decimal(3).ignore_growing().hints("iterative_filter"),
        theirs_of(
            round_decimal=3, search_params={"metric_type": "L2", "ignore_growing": True, "hints": "iterative_filter"}
        ),
    ),
    "aggregation": (near.aggregate(aggregation(vectorm)), theirs_of(search_aggregation=aggregation(pymilvus))),
    "lexical": (words.highlight(lexical(vectorm)), texts_of(highlighter=lexical(pymilvus))),
    "semantic": (
        words.highlight(SemanticHighlighter(["fox"], ["body"], threshold=0.25)),
        texts_of(highlighter=pymilvus.SemanticHighlighter(["fox"], ["body"], threshold=0.25)),
    ),
}


def sent(run: Callable[[Any], object], target: object) -> list[Call]:
    server = recording_server()
    server.take()
    run(target)
    return [call for call in server.take() if call.method in {"Search", "HybridSearch"}]


@pytest.mark.parametrize("name", CASES)
def test_statements_send_what_pymilvus_sends(name: str) -> None:
    statement, call = CASES[name]
    client = pymilvus.MilvusClient(recording_server().uri)
    connection = open_connection(uri=recording_server().uri)

    def run(session: Session) -> None:
        session.search(statement)

    try:
        ours, theirs = sent(run, Session(bind=connection)), sent(call, client)
    finally:
        connection.close()
        client.close()
    assert theirs
    found = [each for each in differences(theirs, ours) if not any(rule.explains(name, each) for rule in CHOSEN)]
    assert not found, "\n".join(map(str, found))
