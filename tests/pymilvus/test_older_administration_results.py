"""What older administration returns is what PyMilvus returns, from the same replies."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

import vectorm
from tests.pymilvus.wire.recording_server import RecordingServer
from tests.pymilvus.wire.replies import answer
from tests.pymilvus.wire.theirs import (
    STREAMED,
    ConnectionManager,
    common_pb2,
    milvus_pb2,
    pymilvus,
    reply_class,
    schema_pb2,
)


def pairs(**values: str) -> list[Any]:
    return [common_pb2.KeyValuePair(key=key.replace("__", "."), value=value) for key, value in values.items()]


def described() -> dict[str, Any]:
    """A collection with everything that a server may tell of it."""
    schema = schema_pb2.CollectionSchema(name="plain", description="d", enable_dynamic_field=True, version=3)
    schema.fields.add(fieldID=100, name="id", is_primary_key=True, data_type=5, autoID=True, description="key")
    title = schema.fields.add(fieldID=101, name="title", data_type=21, nullable=True, is_partition_key=True)
    title.type_params.extend(pairs(max_length="20", enable_match="true", analyzer_params="{}", mmap__enabled="true"))
    tags = schema.fields.add(fieldID=102, name="tags", data_type=22, element_type=21, is_clustering_key=True)
    tags.type_params.extend(pairs(max_length="20", max_capacity="8"))
    schema.fields.add(fieldID=103, name="v", data_type=101).type_params.extend(pairs(dim="8"))
    schema.fields.add(fieldID=104, name="sparse", data_type=104, is_function_output=True)
    function = schema.functions.add(name="bm25", id=7, type=1, description="fd", params=pairs(k="1.2"))
    function.input_field_names.append("title")
    function.input_field_ids.append(101)
    function.output_field_names.append("sparse")
    function.output_field_ids.append(104)
    return {
        "schema": schema,
        "collectionID": 4711,
        "collection_name": "plain",
        "shards_num": 2,
        "num_partitions": 3,
        "consistency_level": 1,
        "aliases": ["nick"],
        "properties": pairs(collection__ttl__seconds="5"),
        "created_timestamp": 450_000_000_000_000_000,
        "update_timestamp": 450_000_000_000_000_009,
        "db_name": "books",
    }


INDEX = {
    "index_name": "by_v",
    "indexID": 5,
    "field_name": "v",
    "params": pairs(
        index_type="HNSW", metric_type="L2", params='{"M": 16, "efConstruction": 64}', mmap__enabled="true"
    ),
    "state": 3,
    "indexed_rows": 4,
    "total_rows": 5,
    "pending_index_rows": 1,
}
SEGMENT = {
    "segmentID": 1,
    "collectionID": 2,
    "partitionID": 3,
    "num_rows": 4,
    "state": 4,
    "level": 2,
    "is_sorted": True,
    "storage_version": 3,
}
GRANT = {
    "role": {"name": "r"},
    "object": {"name": "Global"},
    "object_name": "*",
    "db_name": "default",
    "grantor": {"user": {"name": "root"}, "privilege": {"name": "Search"}},
}
SHARD = {"leaderID": 1, "dm_channel_name": "c", "node_ids": [1]}

REPLIES: dict[str, Mapping[str, Any]] = {
    "DescribeCollection": described(),
    "DescribeIndex": {"index_descriptions": [milvus_pb2.IndexDescription(**INDEX)]},
    "GetLoadState": {"state": 2},
    "GetLoadingProgress": {"progress": 40, "refresh_progress": 20},
    "GetCollectionStatistics": {"stats": pairs(row_count="5", other="x")},
    "GetPartitionStatistics": {"stats": pairs(row_count="5", data_size="9")},
    "DescribeDatabase": {"db_name": "books", "dbID": 3, "created_timestamp": 5, "properties": pairs(a="b")},
    "ListDatabases": {"db_names": ["default", "books"], "created_timestamp": [1, 2]},
    "SelectUser": {"results": [{"user": {"name": "ann"}, "roles": [{"name": "r"}]}]},
    "SelectRole": {"results": [{"role": {"name": "r"}, "users": [{"name": "ann"}]}]},
    "SelectGrant": {"entities": [GRANT]},
    "ListCredUsers": {"usernames": ["root", "ann"]},
    "ListPrivilegeGroups": {"privilege_groups": [{"group_name": "g", "privileges": [{"name": "Search"}]}]},
    "ListResourceGroups": {"resource_groups": ["g"]},
    "DescribeResourceGroup": {"resource_group": {"name": "g", "capacity": 1, "num_available_node": 1}},
    "GetReplicas": {"replicas": [{"replicaID": 1, "node_ids": [1], "shard_replicas": [SHARD]}]},
    "GetPersistentSegmentInfo": {"infos": [SEGMENT]},
    "GetQuerySegmentInfo": {"infos": [{**SEGMENT, "nodeIds": [4], "mem_size": 5}]},
    "GetCompactionStateWithPlans": {"state": 2, "mergeInfos": [{"sources": [1], "target": 2}]},
    "GetCompactionState": {"state": 1, "executingPlanNo": 2},
    "DescribeAlias": {"db_name": "books", "alias": "nick", "collection": "plain"},
    "ListAliases": {"db_name": "books", "collection_name": "plain", "aliases": ["nick"]},
    "Connect": {
        "identifier": 1,
        "server_info": {
            "build_tags": "3.0.2",
            "build_time": "now",
            "git_commit": "abc",
            "go_version": "go1",
            "deploy_mode": "CLUSTER",
        },
    },
}

ASKED: list[Callable[[Any], Any]] = [
    lambda c: c.list_collections(),
    lambda c: c.has_collection("plain"),
    lambda c: c.get_collection_stats("plain"),
    lambda c: c.list_indexes("plain"),
    lambda c: c.list_indexes("plain", "v"),
    lambda c: c.list_indexes("plain", "x"),
    lambda c: c.describe_index("plain", "by_v"),
    lambda c: c.describe_index("plain", ""),
    lambda c: c.get_load_state("plain"),
    lambda c: c.get_load_state("plain", "part"),
    lambda c: c.list_partitions("plain"),
    lambda c: c.has_partition("plain", "part"),
    lambda c: c.get_partition_stats("plain", "part"),
    lambda c: c.create_partition("plain", "part"),
    lambda c: c.drop_partition("plain", "part"),
    lambda c: c.get_server_version(),
    lambda c: c.get_server_version(detail=True),
    lambda c: c.list_databases(),
    lambda c: c.describe_database("books"),
    lambda c: c.create_database("b", properties={"x": 1}),
    lambda c: c.alter_database_properties("b", {"x": 1}),
    lambda c: c.drop_database_properties("b", ["x"]),
    lambda c: c.drop_database("b"),
    lambda c: c.use_database("books"),
    lambda c: c.describe_alias("nick"),
    lambda c: c.list_aliases("plain"),
    lambda c: c.create_alias("plain", "nick"),
    lambda c: c.list_users(),
    lambda c: c.describe_user("ann"),
    lambda c: c.list_roles(),
    lambda c: c.describe_role("r"),
    lambda c: c.list_privilege_groups(),
    lambda c: c.list_resource_groups(),
    lambda c: c.describe_resource_group("g"),
    lambda c: c.describe_replica("plain"),
    lambda c: c.list_persistent_segments("plain"),
    lambda c: c.list_loaded_segments("plain"),
    lambda c: c.get_compaction_state(5),
    lambda c: c.get_compaction_plans(5),
    lambda c: c.list_compaction_tasks("plain"),
    lambda c: c.compact("plain"),
    lambda c: c.flush("plain"),
    lambda c: c.flush_all(),
    lambda c: c.get_flush_all_state(flush_all_ts=5),
    lambda c: c.alter_collection_properties("plain", {"a": 1}),
    lambda c: c.drop_collection_properties("plain", ["a"]),
    lambda c: c.alter_index_properties("plain", "by_v", {"mmap.enabled": True}),
    lambda c: c.drop_index_properties("plain", "by_v", ["mmap.enabled"]),
    lambda c: c.drop_index("plain", "by_v"),
    lambda c: c.release_collection("plain"),
    lambda c: c.release_partitions("plain", ["part"]),
    lambda c: c.rename_collection("plain", "b"),
    lambda c: c.truncate_collection("plain"),
    lambda c: c.drop_collection("plain"),
    lambda c: c.create_user("u", "password1"),
    lambda c: c.drop_user("u"),
    lambda c: c.update_password("u", "password1", "password2"),
    lambda c: c.update_user("u", "d"),
    lambda c: c.create_role("r"),
    lambda c: c.alter_role("r", "d"),
    lambda c: c.drop_role("r"),
    lambda c: c.grant_role("u", "r"),
    lambda c: c.revoke_role("u", "r"),
    lambda c: c.create_resource_group("g"),
    lambda c: c.update_resource_groups({"g": {"requests": {"node_num": 1}}}),
    lambda c: c.drop_resource_group("g"),
    lambda c: c.transfer_replica("a", "b", "plain", 1),
]


def replied(method: str, request: bytes) -> bytes:
    if method not in REPLIES:
        return answer(method, request)
    return bytes(reply_class(method)(**REPLIES[method]).SerializeToString())


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[Any, Any]]:
    server = RecordingServer(replied, STREAMED)
    ours, theirs = vectorm.MilvusClient(server.uri), pymilvus.MilvusClient(server.uri)
    yield ours, theirs
    ours.close()
    theirs.close()
    ConnectionManager._reset_instance()
    server.close()


@pytest.mark.parametrize("ask", ASKED)
def test_results(clients: tuple[Any, Any], ask: Callable[[Any], Any]) -> None:
    ours, theirs = (ask(client) for client in clients)
    assert repr(ours) == repr(theirs)


def test_a_description(clients: tuple[Any, Any]) -> None:
    ours, theirs = (client.describe_collection("plain") for client in clients)
    assert ours == theirs
