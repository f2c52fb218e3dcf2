"""Hybrid searches."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


def arms(lib: Any) -> list[Any]:
    return [
        lib.AnnSearchRequest([[0.1, 0.2]], "dense", {"metric_type": "L2", "params": {"nprobe": 8}}, limit=20),
        lib.AnnSearchRequest(["a vector"], "sparse", {"metric_type": "BM25"}, limit=30, expr='body like "a%"'),
    ]


@CASES.client
def rrf(lib: Any, client: Any) -> None:
    client.hybrid_search("texts", arms(lib), lib.RRFRanker(), limit=5)
    client.hybrid_search("texts", arms(lib), lib.RRFRanker(k=100), limit=5)


@CASES.client
def weighted(lib: Any, client: Any) -> None:
    client.hybrid_search("texts", arms(lib), lib.WeightedRanker(0.25, 0.75), limit=5)


@CASES.client
def weighted_without_normalizing(lib: Any, client: Any) -> None:
    client.hybrid_search("texts", arms(lib), lib.WeightedRanker(0.25, 0.75, norm_score=False), limit=5)


@CASES.client
def with_everything(lib: Any, client: Any) -> None:
    client.hybrid_search(
        "texts",
        arms(lib),
        lib.RRFRanker(),
        limit=5,
        output_fields=["body"],
        partition_names=["part"],
        offset=2,
        round_decimal=3,
        consistency_level="Strong",
        group_by_field="body",
        group_size=2,
        strict_group_size=True,
        rank_group_scorer="max",
    )


@CASES.client
def with_filter_values(lib: Any, client: Any) -> None:
    arm = lib.AnnSearchRequest(
        [[0.1, 0.2]], "dense", {"metric_type": "L2"}, limit=20, expr="id in {ids}", expr_params={"ids": [1, 2]}
    )
    client.hybrid_search("texts", [arm], lib.RRFRanker(), limit=5)


@CASES.orm
def of_collection(lib: Any) -> None:
    lib.Collection("texts").hybrid_search(
        arms(lib), lib.RRFRanker(), 5, partition_names=["part"], output_fields=["body"], round_decimal=2
    )


@CASES.orm
def of_partition(lib: Any) -> None:
    lib.Partition(lib.Collection("texts"), "part").hybrid_search(arms(lib), lib.RRFRanker(), 5)
