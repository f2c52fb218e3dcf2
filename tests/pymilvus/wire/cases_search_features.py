"""What a search can do besides: rankers, chains, highlighters, aggregation, keys, order, groups, filters of keys."""

from importlib import import_module
from typing import Any

import numpy as np

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)

QUERY = [[0.1, 0.2]]
FIELD = "vector"


def decay(lib: Any, **more: Any) -> Any:
    params = {"reranker": "decay", "function": "gauss", "origin": 100, "scale": 50.5, "offset": 0, "decay": 0.5}
    return lib.Function("fresh", lib.FunctionType.RERANK, ["f_int64"], params={**params, **more})


def boost(lib: Any, **more: Any) -> Any:
    params = {"reranker": "boost", "filter": 'f_varchar == "a"', "weight": 0.5}
    return lib.Function("boosted", lib.FunctionType.RERANK, [], description="some", params={**params, **more})


def model(lib: Any) -> Any:
    params = {"reranker": "model", "provider": "tei", "queries": ["fox", "hound"], "endpoint": "http://localhost:80"}
    return lib.Function("judge", lib.FunctionType.RERANK, ["f_varchar"], params=params)


@CASES.client
def rankers(lib: Any, client: Any) -> None:
    for ranker in (decay(lib), decay(lib, function="linear"), boost(lib), model(lib)):
        client.search("scalars", QUERY, anns_field=FIELD, ranker=ranker, limit=5)
    client.search("scalars", QUERY, anns_field=FIELD, ranker=boost(lib, random_score={"seed": 7, "field": "id"}))


@CASES.client
def several_rankers(lib: Any, client: Any) -> None:
    both = lib.FunctionScore([boost(lib), decay(lib)], params={"boost_mode": "Sum", "function_mode": "Multiply"})
    client.search("scalars", QUERY, anns_field=FIELD, ranker=both)
    client.search("scalars", QUERY, anns_field=FIELD, ranker=lib.FunctionScore(boost(lib)))


@CASES.client
def rankers_of_hybrid_searches(lib: Any, client: Any) -> None:
    arms = [lib.AnnSearchRequest(QUERY, FIELD, {"metric_type": "L2"}, limit=9) for _ in range(2)]
    rrf = lib.Function("rrf", lib.FunctionType.RERANK, [], params={"reranker": "rrf", "k": 70})
    weights = {"reranker": "weighted", "weights": [0.25, 0.75], "norm_score": "true"}
    weighted = lib.Function("weighted", lib.FunctionType.RERANK, [], params=weights)
    for ranker in (rrf, weighted, decay(lib, score_mode="sum"), model(lib)):
        client.hybrid_search("scalars", arms, ranker, limit=5, offset=1)


@CASES.orm
def rankers_of_collections(lib: Any) -> None:
    collection = lib.Collection("scalars")
    collection.search(QUERY, FIELD, {"metric_type": "L2"}, 5, ranker=decay(lib))
    lib.Partition(collection, "part").search(QUERY, FIELD, {"metric_type": "L2"}, 5, ranker=boost(lib))
    arm = lib.AnnSearchRequest(QUERY, FIELD, {"metric_type": "L2"}, limit=9)
    collection.hybrid_search([arm, arm], lib.RRFRanker(), 5, ranker=boost(lib))


def chain(lib: Any) -> Any:
    """Every step and every function."""
    module = import_module(f"{lib.__name__}.function_chain")
    col, fn = module.col, module.fn
    made = lib.FunctionChain(lib.FunctionChainStage.L2_RERANK, name="all of it")
    made.map("fresh", fn.decay(col("f_int64"), function="exp", origin=1, scale=2.5))
    made.map("both", fn.num_combine(col("$score"), col("fresh")))
    made.map("$score", fn.num_combine(col("both"), col("f_float"), mode="weighted", weights=[1, 0.5]))
    made.map("tree", fn.xgboost(col("f_int8"), col("f_double"), model_resource="trees", output="raw"))
    made.map("text", fn.rerank_model(col("f_varchar"), queries=["fox"], provider="voyageai", truncation=True, top_k=3))
    made.map("$score", fn.round_decimal(col("$score"), decimal=4))
    made.sort(col("$score"), tie_break_col="$id").sort("fresh", desc=False)
    return made.limit(10).limit(5, offset=2)


def literals(lib: Any) -> Any:
    """Values of every kind."""
    module = import_module(f"{lib.__name__}.function_chain")
    values = (True, 7, 1.5, "a", b"b", [1, "a", [False]], {"a": {"b": 2.5}}, np.int32(4), np.float64(0.5), np.bool_(1))
    params = {f"p{number}": value for number, value in enumerate(values)}
    expr = module.FunctionChainExpr("any", args=(module.col("f_json"), *values), params=params)
    return lib.FunctionChain(3).map("out", expr)


@CASES.client
def chains(lib: Any, client: Any) -> None:
    client.search("scalars", QUERY, anns_field=FIELD, function_chains=chain(lib), limit=20)
    client.search("scalars", QUERY, anns_field=FIELD, function_chains=[literals(lib), chain(lib)])
    client.search("scalars", QUERY, anns_field=FIELD, function_chains=[])


@CASES.orm
def chains_of_collections(lib: Any) -> None:
    collection = lib.Collection("scalars")
    collection.search(QUERY, FIELD, {"metric_type": "L2"}, 5, function_chains=chain(lib))


@CASES.client
def highlighters(lib: Any, client: Any) -> None:
    lexical = lib.LexicalHighlighter(
        highlight_search_text=True,
        pre_tags=["<em>", "<b>"],
        post_tags=["</em>", "</b>"],
        fragment_offset=5,
        fragment_size=60,
        num_of_fragments=2,
    )
    lexical.with_query("body", "red fox", "TextMatch")
    search = {"anns_field": "sparse", "output_fields": ["body"]}
    client.search("texts", ["fox"], highlighter=lexical, **search)
    client.search("texts", ["fox"], highlighter=lib.LexicalHighlighter(), **search)
    semantic = lib.SemanticHighlighter(["fox"], ["body"], threshold=0.25, highlight_only=True, model_deployment_id="m")
    client.search("texts", ["fox"], highlighter=semantic, **search)


def aggregation(lib: Any) -> Any:
    inner = lib.SearchAggregation(["f_int64"], 2, top_hits=lib.TopHits(3, sort=[{"_score": "desc"}, {"f_int8": "asc"}]))
    return lib.SearchAggregation(
        ["f_varchar", "f_bool"],
        10,
        metrics={"mean": {"avg": "f_double"}, "all": {"count": "*"}},
        order=[{"mean": "desc"}, {"_count": "asc"}, {"_key": "asc"}],
        sub_aggregation=inner,
    )


@CASES.client
def aggregations(lib: Any, client: Any) -> None:
    client.search("scalars", QUERY, anns_field=FIELD, search_aggregation=aggregation(lib))


@CASES.orm
def aggregations_of_collections(lib: Any) -> None:
    lib.Collection("scalars").search(QUERY, FIELD, {"metric_type": "L2"}, 5, search_aggregation=aggregation(lib))


@CASES.client
def by_keys(lib: Any, client: Any) -> None:
    client.search("plain", ids=[3, 4], anns_field=FIELD)
    client.search("plain", ids=5, anns_field=FIELD, limit=2)
    client.search("text_key", ids=["a", "b"], anns_field=FIELD, filter='key != "a"')


@CASES.client
def ordered(lib: Any, client: Any) -> None:
    order = [{"field": "f_int64", "order": "desc"}, {"field": "f_varchar"}]
    client.search("scalars", QUERY, anns_field=FIELD, order_by_fields=order)
    client.search("scalars", QUERY, anns_field=FIELD, order_by_fields="f_int64:asc")
    client.query("scalars", "id > 1", limit=3, order_by_fields=order)
    client.query("scalars", "id > 1", limit=3, order_by=["f_int64:desc", "f_varchar"])
    client.query("scalars", "id > 1", limit=3, order_by="f_int64:desc")


@CASES.client
def grouped(lib: Any, client: Any) -> None:
    client.search("scalars", QUERY, anns_field=FIELD, group_by_fields=["f_int64", "f_bool"], group_size=2)
    client.search(
        "scalars", QUERY, anns_field=FIELD, group_by_field="f_json", json_path="f_json['a']", strict_cast=True
    )
    for name in ("INT8", "INT16", "INT32", "INT64", "BOOL", "VARCHAR"):
        kind = getattr(lib.DataType, name)
        client.search("scalars", QUERY, anns_field=FIELD, group_by_field="f_json", json_path="/a", json_type=kind)
    fields = ["f_varchar", "max(f_int64)", "count(*)"]
    client.query("scalars", "id > 1", output_fields=fields, group_by_fields=["f_varchar"])


@CASES.client
def times(lib: Any, client: Any) -> None:
    zone = {"timezone": "Asia/Shanghai", "time_fields": "year,month"}
    client.search("scalars", QUERY, anns_field=FIELD, output_fields=["f_timestamptz"], **zone)
    client.query("scalars", "id > 1", output_fields=["f_timestamptz"], limit=1, **zone)
    client.get("scalars", [1], **zone)
    arm = lib.AnnSearchRequest(QUERY, FIELD, {"metric_type": "L2"}, limit=9)
    client.hybrid_search("scalars", [arm], lib.RRFRanker(), limit=5, **zone)


@CASES.client
def namespaces(lib: Any, client: Any) -> None:
    client.search("plain", QUERY, anns_field=FIELD, namespace="mine")
    client.query("plain", "id > 1", namespace="mine", limit=1)
    client.get("plain", [1], namespace="mine")
    arm = lib.AnnSearchRequest(QUERY, FIELD, {"metric_type": "L2"}, limit=9)
    client.hybrid_search("plain", [arm], lib.RRFRanker(), limit=5, namespace="mine")


@CASES.client
def analyzers(lib: Any, client: Any) -> None:
    params = {"metric_type": "BM25", "analyzer_name": "english"}
    client.search("texts", ["foxes"], anns_field="sparse", search_params=params)


@CASES.client
def filters_of_keys(lib: Any, client: Any) -> None:
    bloom = lib.build_bloom_filter([1, 2, 3], fpr=0.01)
    roaring = lib.build_roaring_bitmap(list(range(5, 90)))
    client.search(
        "plain", QUERY, anns_field=FIELD, filter="membership_match(id, {b}, type=bloom)", filter_params={"b": bloom}
    )
    client.query("plain", "membership_match(id, {r}, type=roaring)", filter_params={"r": roaring}, limit=3)
