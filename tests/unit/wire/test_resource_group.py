"""Resource groups, replicas, segments and compaction plans: the requests are PyMilvus's, the replies become ours."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.wire.theirs import Prepare, milvus_pb2
from vectorm.client.resource_group import ResourceGroupConfig, group_config
from vectorm.enums import CompactionState, CompactionTaskState, CompactionType, SegmentLevel, SegmentState
from vectorm.spec.compaction import CompactionJob, CompactionPlan
from vectorm.spec.replica import ReplicaInfo, ShardReplica
from vectorm.spec.resource_group import GroupConfig, Node, ResourceGroup
from vectorm.spec.segment import LoadedSegment, StoredSegment
from vectorm.wire import flush, replica, resource_group, segment

types: Any = pytest.importorskip("pymilvus.client.types")

CONFIG: dict[str, Any] = {
    "requests": {"node_num": 1},
    "limits": {"node_num": 5},
    "transfer_from": [{"resource_group": "a"}],
    "transfer_to": [{"resource_group": "b"}, {"resource_group": "c"}],
    "node_filter": {"node_labels": [{"key": "zone", "value": "z"}]},
}

REQUESTS: list[tuple[str, bytes, Callable[[], Any]]] = [
    ("create", resource_group.encode_create("g"), lambda: Prepare.create_resource_group("g")),
    (
        "create with config",
        resource_group.encode_create("g", group_config(CONFIG)),
        lambda: Prepare.create_resource_group("g", config=types.ResourceGroupConfig(**CONFIG)),
    ),
    (
        "update",
        resource_group.encode_update({"g": group_config({"requests": {"node_num": 0}})}),
        lambda: Prepare.update_resource_groups({"g": types.ResourceGroupConfig(requests={"node_num": 0})}),
    ),
    ("drop", resource_group.encode_drop("g"), lambda: Prepare.drop_resource_group("g")),
    ("list", resource_group.encode_list_names(), Prepare.list_resource_groups),
    ("describe", resource_group.encode_describe("g"), lambda: Prepare.describe_resource_group("g")),
    ("transfer node", resource_group.encode_transfer_node("a", "b", 2), lambda: Prepare.transfer_node("a", "b", 2)),
    (
        "transfer replica",
        resource_group.encode_transfer_replica("a", "b", "docs", 2),
        lambda: Prepare.transfer_replica("a", "b", "docs", 2),
    ),
    ("replicas", replica.encode_describe(5), lambda: Prepare.get_replicas(5)),
    ("stored", segment.encode_list_stored("docs"), lambda: Prepare.get_persistent_segment_info_request("docs")),
    (
        "stored in states",
        segment.encode_list_stored("docs", [SegmentState.Growing, SegmentState.Flushed]),
        lambda: Prepare.get_persistent_segment_info_request(
            "docs", states=[types.SegmentState.Growing, types.SegmentState.Flushed]
        ),
    ),
    ("loaded", segment.encode_list_loaded("docs"), lambda: Prepare.get_query_segment_info_request("docs")),
    (
        "load balance",
        segment.encode_load_balance("docs", 1, [2, 3], [4]),
        lambda: Prepare.load_balance_request("docs", 1, [2, 3], [4]),
    ),
    ("plans", flush.encode_compaction_plans(7), lambda: Prepare.get_compaction_state_with_plans(7)),
    ("tasks", flush.encode_compaction_plans(collection="docs"), lambda: Prepare.get_compaction_tasks("docs")),
    ("flush all", flush.encode_flush_all_state(9), lambda: Prepare.get_flush_all_state_request(9, "")),
]


@pytest.mark.parametrize(("ours", "theirs"), [each[1:] for each in REQUESTS], ids=[each[0] for each in REQUESTS])
def test_requests_are_theirs(ours: bytes, theirs: Callable[[], Any]) -> None:
    expected = theirs()
    actual: Any = type(expected)()
    actual.ParseFromString(ours)
    assert actual == expected


def test_a_resource_group_is_read() -> None:
    reply = milvus_pb2.DescribeResourceGroupResponse(
        resource_group={
            "name": "g",
            "capacity": 3,
            "num_available_node": 2,
            "num_loaded_replica": {"docs": 1},
            "config": types.ResourceGroupConfig(**CONFIG),
            "nodes": [{"node_id": 8, "address": "1.2.3.4", "hostname": "h"}],
        }
    )
    assert resource_group.decode_describe(reply.SerializeToString()) == ResourceGroup(
        name="g",
        capacity=3,
        available=2,
        loaded_replicas={"docs": 1},
        config=GroupConfig(
            requests=1, limits=5, transfer_from=("a",), transfer_to=("b", "c"), node_labels={"zone": "z"}
        ),
        nodes=(Node(id=8, address="1.2.3.4", hostname="h"),),
    )


def test_replicas_are_read() -> None:
    reply = milvus_pb2.GetReplicasResponse(
        replicas=[
            {
                "replicaID": 3,
                "shard_replicas": [{"leaderID": 1, "dm_channel_name": "ch", "node_ids": [1, 2]}],
                "node_ids": [1, 2],
                "resource_group_name": "g",
                "num_outbound_node": {"h": 1},
            }
        ]
    )
    shard = ShardReplica(channel="ch", leader=1, nodes=(1, 2))
    expected = ReplicaInfo(id=3, shards=(shard,), nodes=(1, 2), resource_group="g", outbound_nodes={"h": 1})
    assert replica.decode_describe(reply.SerializeToString()) == [expected]


def test_segments_are_read_also_those_of_a_newer_server() -> None:
    common = {"segmentID": 1, "collectionID": 2, "partitionID": 3, "num_rows": 4, "is_sorted": True}
    stored = milvus_pb2.GetPersistentSegmentInfoResponse(
        infos=[{**common, "state": 99, "level": 1, "insert_channel": "ch", "compaction_from": [5]}]
    )
    (found,) = segment.decode_list_stored(stored.SerializeToString())
    assert found == StoredSegment(
        id=1,
        collection_id=2,
        partition_id=3,
        rows=4,
        state=SegmentState.SegmentStateNone,
        level=SegmentLevel.L0,
        is_sorted=True,
        storage_version=0,
        channel="ch",
        compacted_from=(5,),
    )
    loaded = milvus_pb2.GetQuerySegmentInfoResponse(
        infos=[{**common, "state": 3, "mem_size": 6, "index_name": "i", "indexID": 7, "nodeID": 8, "nodeIds": [8]}]
    )
    (seen,) = segment.decode_list_loaded(loaded.SerializeToString())
    assert seen == LoadedSegment(
        id=1,
        collection_id=2,
        partition_id=3,
        rows=4,
        state=SegmentState.Sealed,
        level=SegmentLevel.Legacy,
        is_sorted=True,
        storage_version=0,
        index_name="i",
        index_id=7,
        node_id=8,
        node_ids=(8,),
        memory=6,
    )


def test_compaction_plans_are_read() -> None:
    reply = milvus_pb2.GetCompactionPlansResponse(
        state=2, mergeInfos=[{"sources": [1, 2], "target": 3, "plan_id": 4, "type": 3, "state": 3}]
    )
    plan = CompactionPlan(
        sources=(1, 2), target=3, plan_id=4, type=CompactionType.MixCompaction, state=CompactionTaskState.Completed
    )
    expected = CompactionJob(state=CompactionState.COMPLETED, plans=(plan,))
    assert flush.decode_compaction_plans(reply.SerializeToString()) == expected


def test_a_config_prints_as_theirs() -> None:
    assert repr(ResourceGroupConfig(**CONFIG)) == repr(types.ResourceGroupConfig(**CONFIG))
    assert repr(ResourceGroupConfig(requests={"node_num": 0})) == repr(
        types.ResourceGroupConfig(requests={"node_num": 0})
    )
    assert repr(ResourceGroupConfig()) == ""
