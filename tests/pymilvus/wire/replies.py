"""What the server answers: enough for both libraries to go on, and every wait ends at once.

A method without an entry is answered with an empty message: success, and nothing in it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tests.pymilvus.wire.replies_administration import ADMINISTRATION
from tests.pymilvus.wire.replies_operation import OPERATION
from tests.pymilvus.wire.schemas import PROPERTIES, SCHEMAS
from tests.pymilvus.wire.theirs import Prepare, common_pb2, milvus_pb2, pymilvus, reply_class, request_class, schema_pb2

VERSION = "3.0.2"
"""A Milvus that can do everything."""

TIMESTAMP = 450_000_000_000_000_000
"""Of each write."""

COLLECTION_ID = 4711

PARTITIONS = ["_default", "part"]

CREATED: dict[str, Any] = {}
"""Schemas of the collections that the case has created, by name."""

Reply = Callable[[Any], Mapping[str, Any]]


def answer(method: str, request: bytes) -> bytes:
    """The reply to a request."""
    if method == "CreateCollection":
        created = request_class(method).FromString(request)
        CREATED[created.collection_name] = schema_pb2.CollectionSchema.FromString(created.schema)
    build = _REPLIES.get(method)
    if build is None:
        return b""
    return bytes(reply_class(method)(**build(request_class(method).FromString(request))).SerializeToString())


def missing(name: str) -> Any:
    """The status that tells of a missing collection."""
    return common_pb2.Status(code=100, error_code=4, reason=f"collection not found[collection={name}]")


def describe(request: Any) -> Mapping[str, Any]:
    name = request.collection_name
    if name not in SCHEMAS and name not in CREATED:
        return {"status": missing(name)}
    return {
        "schema": CREATED[name] if name in CREATED else schema_of(name),
        "collectionID": COLLECTION_ID,
        "collection_name": name,
        "properties": [
            common_pb2.KeyValuePair(key=key, value=value) for key, value in PROPERTIES.get(name, {}).items()
        ],
        "shards_num": 1,
        "num_partitions": 1,
        "consistency_level": 2,
    }


@cache
def schema_of(name: str) -> Any:
    """The schema of a collection as Milvus tells it, with ids of fields."""
    schema = schema_pb2.CollectionSchema()
    schema.CopyFrom(Prepare.get_schema_from_collection_schema(name, SCHEMAS[name](pymilvus)))
    for number, field in enumerate(schema.fields, start=100):
        field.fieldID = number
    return schema


def written(request: Any) -> Mapping[str, Any]:
    count = request.num_rows
    keys = schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(1, count + 1)))
    return {"IDs": keys, "insert_cnt": count, "upsert_cnt": count, "timestamp": TIMESTAMP}


def found(request: Any) -> Mapping[str, Any]:
    """One row with a number for every field that is asked for."""
    one = schema_pb2.ScalarField(long_data=schema_pb2.LongArray(data=[1]))
    names = request.output_fields or ["id"]
    fields = [schema_pb2.FieldData(type=5, field_name=name, scalars=one) for name in names]
    return {"fields_data": fields, "session_ts": TIMESTAMP}


def hits(request: Any) -> Mapping[str, Any]:
    """One hit for an iterator, two for each query of other searches."""
    if not any(pair.key == "iterator" for pair in request.search_params):
        return two_hits(request.nq or 1)
    return {
        "results": schema_pb2.SearchResultData(
            num_queries=1,
            top_k=1,
            topks=[1],
            ids=schema_pb2.IDs(int_id=schema_pb2.LongArray(data=[1])),
            scores=[0.25],
            primary_field_name="id",
            search_iterator_v2_results=schema_pb2.SearchIteratorV2Results(token="token-1", last_bound=0.25),
        ),
        "session_ts": TIMESTAMP,
    }


def two_hits(queries: int) -> Mapping[str, Any]:
    return {
        "results": schema_pb2.SearchResultData(
            num_queries=queries,
            top_k=2,
            topks=[2] * queries,
            ids=schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(2 * queries))),
            scores=[0.25 + i for i in range(2 * queries)],
            primary_field_name="id",
        )
    }


def indexes(request: Any) -> Mapping[str, Any]:
    name = request.index_name or "by_vector"
    params = [common_pb2.KeyValuePair(key="index_type", value="AUTOINDEX")]
    params += [common_pb2.KeyValuePair(key="metric_type", value="L2")]
    found = milvus_pb2.IndexDescription(
        index_name=name, field_name=request.field_name or "vector", params=params, state=3
    )
    return {"index_descriptions": [found]}


_REPLIES: dict[str, Reply] = {
    "Connect": lambda _: {
        "identifier": 1,
        "server_info": common_pb2.ServerInfo(build_tags=VERSION, deploy_mode="STANDALONE"),
    },
    "ListDatabases": lambda _: {"db_names": ["default", "archive"]},
    "Query": found,
    "Search": hits,
    "HybridSearch": lambda _: two_hits(1),
    "GetVersion": lambda _: {"version": VERSION},
    "AllocTimestamp": lambda _: {"timestamp": TIMESTAMP},
    "DescribeCollection": describe,
    "HasCollection": lambda request: {"value": request.collection_name in SCHEMAS.keys() | CREATED.keys()},
    "ShowCollections": lambda _: {"collection_names": list(SCHEMAS)},
    "HasPartition": lambda request: {"value": request.partition_name in PARTITIONS},
    "GetCollectionStatistics": lambda _: {"stats": [common_pb2.KeyValuePair(key="row_count", value="0")]},
    "GetPartitionStatistics": lambda _: {"stats": [common_pb2.KeyValuePair(key="row_count", value="0")]},
    "ShowPartitions": lambda _: {"partition_names": PARTITIONS, "partitionIDs": [1, 2]},
    "Insert": written,
    "Upsert": written,
    "Delete": lambda _: {"delete_cnt": 1, "timestamp": TIMESTAMP},
    "DescribeIndex": indexes,
    "GetLoadingProgress": lambda _: {"progress": 100, "refresh_progress": 100},
    "GetLoadState": lambda _: {"state": 3},
    "Flush": lambda request: {
        "coll_segIDs": {name: schema_pb2.LongArray(data=[1]) for name in request.collection_names},
        "coll_flush_ts": dict.fromkeys(request.collection_names, TIMESTAMP),
    },
    "GetFlushState": lambda _: {"flushed": True},
    "FlushAll": lambda _: {"flush_all_ts": TIMESTAMP},
    "GetFlushAllState": lambda _: {"flushed": True},
    "ManualCompaction": lambda _: {"compactionID": 12},
    "GetCompactionState": lambda _: {"state": 2},
    "Import": lambda _: {"tasks": [5]},
    "GetImportState": lambda _: {"state": 6, "id": 5},
    **ADMINISTRATION,
    **OPERATION,
}
