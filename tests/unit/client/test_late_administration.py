"""Arguments of administration that are refused before anything is sent."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any, cast

import pytest

from vectorm.client.aio.client import AsyncMilvusClient
from vectorm.client.analyzer import analyzer_run
from vectorm.client.compaction import compaction
from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.index_params import IndexParams
from vectorm.client.replicate import dump_of, replication
from vectorm.client.schema_change import checked_function, new_field, new_function_field, new_struct
from vectorm.client.snapshot import named
from vectorm.client.struct_field import StructFieldSchema
from vectorm.enums import DataType, FunctionType, WALName
from vectorm.errors import ParamError
from vectorm.spec.replicate import Cluster

SPARSE = FieldSchema("sparse", DataType.SPARSE_FLOAT_VECTOR)
BM25 = Function("words", FunctionType.BM25, "title", "sparse")
NOTHING: dict[str, str] = {}
START = {"id": "1", "wal_name": "Kafka"}
CLUSTER = {"cluster_id": "a", "connection_param": {"uri": "http://a:19530"}}


def indexes(*fields: str, index_type: str = "SPARSE_INVERTED_INDEX") -> IndexParams:
    made = IndexParams()
    for field in fields:
        made.add_index(field, index_type=index_type, metric_type="BM25")
    return made


def struct() -> StructFieldSchema:
    return StructFieldSchema().add_field("n", DataType.INT64)


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: named("", "docs", ""), "snapshot_name must not be empty"),
    (lambda: named("s", None, ""), "collection_name must be a str"),
    (lambda: named("s", "docs", 5), "db_name must be a str"),
    (lambda: new_field("docs", "v", DataType.FLOAT_VECTOR, "", {"dim": 2}), r"docs\.v: a vector .* must be nullable"),
    (lambda: new_struct("docs", "s", SPARSE, 3, None, {}), "must be a StructFieldSchema, not FieldSchema"),
    (lambda: new_struct("docs", "s", struct(), 0, None, {}), r"max_capacity of docs\.s"),
    (lambda: new_struct("docs", "s", StructFieldSchema(), 3, None, {}), "at least one field"),
    (lambda: new_function_field("docs", "sparse", BM25, indexes("sparse")), "field_schema must be a FieldSchema"),
    (lambda: new_function_field("docs", SPARSE, "words", indexes("sparse")), "func must be a Function"),
    (lambda: new_function_field("docs", SPARSE, BM25, None), "must be IndexParams"),
    (
        lambda: new_function_field("docs", SPARSE, BM25, indexes("sparse", "other")),
        r"docs\.sparse: .* one index, not 2",
    ),
    (lambda: new_function_field("docs", SPARSE, BM25, indexes("other")), r"docs\.sparse: the index is on other"),
    (lambda: new_function_field("docs", SPARSE, BM25, indexes("sparse", index_type="")), "needs an index_type"),
    (
        lambda: new_function_field("docs", FieldSchema("sparse", DataType.JSON), BM25, indexes("sparse")),
        r"docs\.sparse: BM25 fills a SPARSE_FLOAT_VECTOR field, not a JSON",
    ),
    (
        lambda: new_function_field(
            "docs", SPARSE, Function("e", FunctionType.TEXTEMBEDDING, "title", "sparse"), indexes("sparse")
        ),
        "TEXTEMBEDDING cannot be added, only BM25 or MINHASH",
    ),
    (lambda: checked_function("function", {}), "function must be a Function, not dict"),
    (lambda: compaction("docs", is_clustering=None, is_l0=False, target_size=None), "is_clustering must be a bool"),
    (lambda: compaction("docs", is_clustering=False, is_l0=1, target_size=None), "is_l0 must be a bool"),
    (lambda: compaction("docs", is_clustering=False, is_l0=False, target_size=1.5), "target_size must be an int"),
    (lambda: compaction("docs", is_clustering=False, is_l0=False, target_size=0), "at least 1"),
    (lambda: compaction("docs", is_clustering=False, is_l0=False, target_size=9, unit="kb"), "at least 1 MB"),
    (lambda: compaction("docs", is_clustering=False, is_l0=False, target_size=9, unit="qb"), "'qb' is no unit"),
    (lambda: run(texts=None), "texts must be"),
    (lambda: run(texts=[5]), "each of texts must be a str"),
    (lambda: run(analyzer_params=[1]), "analyzer_params must be a dict"),
    (lambda: replication(None, None), "clusters must be a list of dicts"),
    (lambda: replication([NOTHING], None), "connection_param of a cluster must be a dict"),
    (lambda: replication([{"connection_param": {"uri": ""}}], None), "cluster_id is missing"),
    (lambda: replication([{"cluster_id": "a", "connection_param": NOTHING}], None), "uri is missing"),
    (lambda: replication([CLUSTER], [{"source_cluster_id": "a"}]), "target_cluster_id is missing"),
    (lambda: dump_of("", START, 0, 0), "pchannel must not be empty"),
    (lambda: dump_of("c", None, 0, 0), "start_message_id must be a dict"),
    (lambda: dump_of("c", {"wal_name": "Kafka"}, 0, 0), "id of start_message_id"),
    (lambda: dump_of("c", {"id": "1", "wal_name": "kafka"}, 0, 0), "must be one of Unknown, RocksMQ, .*, not 'kafka'"),
    (lambda: dump_of("c", START, -1, 0), "start_timetick"),
]


def run(texts: object = "a", analyzer_params: Any = None) -> object:
    return analyzer_run(texts, analyzer_params, None, None, None, with_hash=False, with_detail=False)


@pytest.mark.parametrize(("call", "told"), REFUSED)
def test_wrong_arguments(call: Callable[[], object], told: str) -> None:
    with pytest.raises(ParamError, match=told):
        call()


CALLS: list[Callable[[AsyncMilvusClient], object]] = [
    lambda client: client.create_snapshot("s", "docs", compaction_protection_seconds=-1),
    lambda client: client.restore_snapshot("s", "docs", ""),
    lambda client: client.pin_snapshot_data("s", "docs", ttl_seconds=cast("int", True)),
    lambda client: client.unpin_snapshot_data(0),
    lambda client: client.add_file_resource("", "path"),
    lambda client: client.add_file_resource("name", ""),
    lambda client: client.get_replicate_info("", "c"),
    lambda client: client.get_replicate_info("a", ""),
    lambda client: client.dump_messages("c", {}),
    lambda client: client.drop_collection_field("docs"),
    lambda client: client.drop_collection_field("docs", "year", 105),
    lambda client: client.drop_function_field("docs", ""),
    lambda client: client.alter_collection_field("docs", "title", {}),
    lambda client: client.add_collection_struct_field("docs", "s", struct(), 3, nullable=False),
    lambda client: client.optimize(""),
    lambda client: client.session(""),
]


@pytest.mark.parametrize("call", CALLS)
def test_they_are_refused_without_a_server(call: Callable[[AsyncMilvusClient], object]) -> None:
    async def made() -> None:
        result = call(AsyncMilvusClient("http://localhost:1"))
        if inspect.isawaitable(result):
            await result

    with pytest.raises(ParamError):
        asyncio.run(made())  # it would connect when something is to be sent


def test_a_struct_schema_stays_as_it_is() -> None:
    given = struct()
    spec = new_struct("docs", "parts", given, 3, "some", {"mmap_enabled": True})
    assert (spec.name, spec.max_capacity, spec.nullable, spec.description) == ("parts", 3, True, "some")
    assert spec.params == {"mmap.enabled": "true"}
    assert (given.name, given.max_capacity, given.nullable, given.params) == ("", None, False, {})


def test_clusters() -> None:
    found = replication([CLUSTER], None)
    assert found.clusters == (Cluster(id="a", uri="http://a:19530"),)
    secret = replication([{**CLUSTER, "connection_param": {"uri": "u", "token": "secret"}}], None)
    assert secret.clusters[0].token == "secret"
    assert "secret" not in repr(secret)


def test_a_dump() -> None:
    found = dump_of("c", START, 5, 9)
    assert (found.channel, found.start.id, found.start.wal) == ("c", "1", WALName.Kafka)
    assert (found.first_tick, found.last_tick) == (5, 9)
