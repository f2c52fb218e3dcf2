"""Resource groups, replicas, segments and compactions look as they do in PyMilvus."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.wire.theirs import milvus_pb2
from vectorm.client.compaction import CompactionPlans, compaction_state
from vectorm.client.replica import replica_groups, replica_infos
from vectorm.client.resource_group import ResourceGroupConfig, ResourceGroupInfo, group_config
from vectorm.client.segment import checked_states, loaded_info, query_info, stored_info
from vectorm.enums import SegmentState
from vectorm.errors import ParamError
from vectorm.wire import flush, replica, resource_group, segment

types: Any = pytest.importorskip("pymilvus.client.types")

GROUP = milvus_pb2.ResourceGroup(
    name="g",
    capacity=3,
    num_loaded_replica={"docs": 1},
    config=types.ResourceGroupConfig(requests={"node_num": 1}, transfer_from=[{"resource_group": "a"}]),
    nodes=[{"node_id": 8, "address": "1.2.3.4", "hostname": "h"}],
)
SEGMENT = {"segmentID": 1, "collectionID": 2, "partitionID": 3, "num_rows": 4, "state": 4, "level": 2}


def test_a_resource_group() -> None:
    reply = milvus_pb2.DescribeResourceGroupResponse(resource_group=GROUP)
    ours = ResourceGroupInfo(resource_group.decode_describe(reply.SerializeToString()))
    theirs = types.ResourceGroupInfo(GROUP)
    assert repr(ours) == repr(theirs)
    assert ours.config.requests.node_num == theirs.config.requests.node_num == 1
    assert ours.config.limits.node_num == theirs.config.limits.node_num == 0
    assert ours.config.transfer_from[0].resource_group == "a"


def test_replicas() -> None:
    reply = milvus_pb2.GetReplicasResponse(
        replicas=[{"replicaID": 3, "shard_replicas": [{"leaderID": 1, "dm_channel_name": "c"}], "node_ids": [1]}]
    )
    shards = [types.Shard("c", [], 1)]
    found = replica.decode_describe(reply.SerializeToString())
    assert repr(replica_infos(found)) == repr([types.ReplicaInfo(3, shards, [1], "", {})])
    assert repr(replica_groups(found)) == repr(types.Replica([types.Group(3, shards, [1], "", {})]))


def test_segments() -> None:
    info = {"segment_id": 1, "collection_id": 2, "collection_name": "docs", "num_rows": 4, "is_sorted": False}
    rest = {"state": 4, "level": 2, "storage_version": 0, "partition_id": 3}
    reply = milvus_pb2.GetPersistentSegmentInfoResponse(infos=[SEGMENT])
    (stored,) = segment.decode_list_stored(reply.SerializeToString())
    assert repr(stored_info("docs", stored)) == repr(types.SegmentInfo(**info, **rest))
    reply = milvus_pb2.GetQuerySegmentInfoResponse(infos=[{**SEGMENT, "indexID": 6, "nodeIds": [7], "mem_size": 8}])
    (loaded,) = segment.decode_list_loaded(reply.SerializeToString())
    index = {"index_name": "", "index_id": 6, "node_ids": [7], "mem_size": 8}
    assert repr(loaded_info("docs", loaded)) == repr(types.LoadedSegmentInfo(**info, **rest, **index))
    ours, theirs = query_info(loaded), reply.infos[0]
    for name, value in vars(ours).items():
        assert value == getattr(theirs, name), name


def test_compactions() -> None:
    merge = {"sources": [1], "target": 3, "plan_id": 4, "type": 3, "state": 3, "failure_reason": "no"}
    reply = milvus_pb2.GetCompactionPlansResponse(state=2, mergeInfos=[merge, {"sources": [9], "targets": [5, 6]}])
    ours = CompactionPlans(7, flush.decode_compaction_plans(reply.SerializeToString()), "docs")
    theirs = types.parse_compaction_plans(reply, compaction_id=7, collection_name="docs")
    assert repr(ours) == repr(theirs)
    assert [vars(plan) for plan in ours.plans] == [vars(plan) for plan in theirs.plans]
    state = milvus_pb2.GetCompactionStateResponse(state=1, executingPlanNo=2, timeoutPlanNo=3, completedPlanNo=4)
    found = compaction_state(7, flush.decode_compaction_state(state.SerializeToString()))
    assert repr(found) == repr(types.CompactionState(7, types.State.Executing, 2, 3, 4))
    assert found.state_name == "Executing"


CONFIGS: list[tuple[Callable[[], object], str]] = [
    (lambda: group_config({"request": {}}), "request"),
    (lambda: group_config({"requests": {"nodes": 1}}), "ResourceGroupLimit: .*nodes"),
]


@pytest.mark.parametrize(("make", "message"), CONFIGS)
def test_misspelt_keys_of_a_config_are_told(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ParamError, match=message):
        make()


def test_a_config_can_be_changed() -> None:
    config = ResourceGroupConfig()
    config.requests.node_num = 2
    assert group_config(config) == group_config({"requests": {"node_num": 2}})
    assert config == ResourceGroupConfig(requests={"node_num": 2})


@pytest.mark.parametrize("wrong", [[], "Growing", [4], 4])
def test_states_must_be_states(wrong: object) -> None:
    with pytest.raises(ParamError, match="SegmentState"):
        checked_states(wrong)
    assert checked_states([SegmentState.Growing]) == (SegmentState.Growing,)
