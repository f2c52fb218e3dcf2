"""Searches."""

from typing import Any

import numpy as np

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)

QUERY = [[0.1, 0.2]]


@CASES.client
def plain(lib: Any, client: Any) -> None:
    client.search("plain", QUERY)


@CASES.client
def with_everything(lib: Any, client: Any) -> None:
    client.search(
        "plain",
        [[0.1, 0.2], [0.3, 0.4]],
        filter="id > 5",
        limit=7,
        output_fields=["id", "vector"],
        search_params={"metric_type": "L2", "params": {"nprobe": 16}},
        partition_names=["part"],
        anns_field="vector",
        round_decimal=3,
        offset=4,
        ignore_growing=True,
        page_retain_order=True,
        consistency_level="Strong",
    )


@CASES.client
def grouped(lib: Any, client: Any) -> None:
    client.search(
        "scalars", QUERY, anns_field="vector", group_by_field="f_varchar", group_size=3, strict_group_size=True
    )


@CASES.client
def in_a_range(lib: Any, client: Any) -> None:
    params = {"metric_type": "L2", "params": {"radius": 10.0, "range_filter": 1.0}}
    client.search("plain", QUERY, search_params=params)


@CASES.client
def flat_params(lib: Any, client: Any) -> None:
    client.search("plain", QUERY, search_params={"metric_type": "L2", "ef": 64, "radius": 2.5})


@CASES.client
def params_that_are_options(lib: Any, client: Any) -> None:
    client.search(
        "plain",
        QUERY,
        search_params={"metric_type": "IP", "params": {}, "hints": "iterative_filter", "ignore_growing": True},
    )


@CASES.client
def offset_among_params(lib: Any, client: Any) -> None:
    client.search("plain", QUERY, search_params={"offset": 5, "params": {"nprobe": 1}})


@CASES.client
def consistency_levels(lib: Any, client: Any) -> None:
    for level in ("Strong", "Bounded", "Eventually", "Session", "Customized", 0, 2, 3):
        client.search("plain", QUERY, consistency_level=level)


@CASES.client
def customized_timestamp(lib: Any, client: Any) -> None:
    client.search("plain", QUERY, consistency_level="Customized", guarantee_timestamp=123456)


@CASES.client
def session_after_a_write(lib: Any, client: Any) -> None:
    client.insert("plain", [{"id": 1, "vector": [0.0, 1.0]}])
    client.search("plain", QUERY, consistency_level="Session")
    client.search("plain", QUERY)


@CASES.client
def with_filter_values(lib: Any, client: Any) -> None:
    client.search("plain", QUERY, filter="id in {ids} and id > {n}", filter_params={"ids": [1, 2], "n": 0})


@CASES.client
def by_arrays(lib: Any, client: Any) -> None:
    client.search("plain", np.array(QUERY, "float32"))
    client.search("plain", [np.array([0.1, 0.2], "float32")])
    client.search("plain", [np.array([0.1, 0.2])])


@CASES.client
def by_every_type(lib: Any, client: Any) -> None:
    client.search("vectors", [[1.0, 2.0, 3.0, 4.0]], anns_field="v_float")
    client.search("vectors", [bytes([1, 2])], anns_field="v_binary")
    client.search("vectors", [np.array([1, 2, 3, 4], "float16")], anns_field="v_float16")
    client.search("vectors", [np.array([1, 2, 3, 4], "int8")], anns_field="v_int8")
    client.search("vectors", [{7: 0.5, 1: 0.25}], anns_field="v_sparse")


@CASES.client
def by_bfloat16(lib: Any, client: Any) -> None:
    from ml_dtypes import bfloat16

    client.search("vectors", [np.array([1, 2, 3, 4], bfloat16)], anns_field="v_bfloat16")


@CASES.client
def by_text(lib: Any, client: Any) -> None:
    client.search("texts", ["what is a vector"], anns_field="sparse", search_params={"metric_type": "BM25"})
    client.search("texts", ["one", "zwei ☃"], anns_field="sparse", limit=3, output_fields=["body"])


@CASES.client
def all_fields(lib: Any, client: Any) -> None:
    client.search("dynamic", QUERY, output_fields=["*"])
    client.search("dynamic", QUERY, output_fields=["color"])


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("scalars")
    collection.search(QUERY, "vector", {"metric_type": "L2", "params": {"nprobe": 8}}, limit=3)
    collection.search(
        QUERY,
        "vector",
        {"metric_type": "L2", "offset": 2},
        limit=3,
        expr="id > 5",
        partition_names=["part"],
        output_fields=["f_varchar"],
        round_decimal=2,
        consistency_level="Bounded",
        ignore_growing=True,
        group_by_field="f_varchar",
    )


@CASES.orm
def of_partition(lib: Any) -> None:
    part = lib.Partition(lib.Collection("plain"), "part")
    part.search(QUERY, "vector", {"metric_type": "L2"}, limit=3, expr="id > 5", output_fields=["id"])
