"""Resource groups, replicas, segments and compactions: what is refused, and what is never sent twice."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.ops.support import context, lite
from vectorm.enums import CompactionState, SegmentState
from vectorm.errors import MilvusUnavailableException, OutcomeUnknown, Unsupported
from vectorm.ops import flush, replica, resource_group, segment
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.resource_group import GroupConfig
from vectorm.transport.recorded import Recorded
from vectorm.wire import messages as m

LOST = MilvusUnavailableException(14, "connection reset")

Start = Callable[[Context], Op[Any]]

CALLS: list[Start] = [
    lambda ctx: resource_group.create(ctx, "g"),
    lambda ctx: resource_group.drop(ctx, "g"),
    resource_group.list_names,
    lambda ctx: resource_group.describe(ctx, "g"),
    lambda ctx: resource_group.transfer_node(ctx, "a", "b", 1),
    lambda ctx: resource_group.transfer_replica(ctx, "a", "b", "docs", 1),
    lambda ctx: replica.describe(ctx, "docs"),
    lambda ctx: segment.list_stored(ctx, "docs"),
    lambda ctx: segment.list_loaded(ctx, "docs"),
    lambda ctx: segment.load_balance(ctx, "docs", 1),
    lambda ctx: flush.compaction_plans(ctx, 1),
    flush.flush_all_state,
]
LATER: list[Start] = [
    lambda ctx: resource_group.create(ctx, "g", GroupConfig(requests=1)),
    lambda ctx: resource_group.update(ctx, {"g": GroupConfig(requests=1)}),
    lambda ctx: flush.compaction_tasks(ctx, "docs"),
]
ONCE: list[Start] = [CALLS[0], CALLS[4], CALLS[5]]


@pytest.mark.parametrize("start", CALLS + LATER)
def test_milvus_lite_has_none(start: Start) -> None:
    recorded = Recorded()
    with pytest.raises(Unsupported, match=r"Milvus Lite 3\.2\.2 has no"):
        recorded.run(start(lite()))
    assert recorded.sent == []


@pytest.mark.parametrize("start", LATER)
def test_milvus_2_3_would_ignore_or_not_know_it(start: Start) -> None:
    recorded = Recorded()
    with pytest.raises(Unsupported, match=r"Milvus 2\.3\.5 has no .* \(since Milvus (2\.4|3\.0)\)"):
        recorded.run(start(context()))
    assert recorded.sent == []


@pytest.mark.parametrize("start", ONCE)
def test_what_would_act_twice_is_sent_once(start: Start) -> None:
    recorded = Recorded([LOST])
    with pytest.raises(OutcomeUnknown, match="may or may not be done"):
        recorded.run(start(context()))
    assert len(recorded.sent) == 1


def test_states_are_filtered_also_where_the_server_ignores_them() -> None:
    reply = m.GetPersistentSegmentInfoResponse(
        infos=[m.PersistentSegmentInfo(segmentID=1, state=4), m.PersistentSegmentInfo(segmentID=2, state=2)]
    ).SerializeToString()
    found = Recorded([reply]).run(segment.list_stored(context(), "docs", [SegmentState.Growing]))
    assert [each.id for each in found] == [2]
    found = Recorded([reply]).run(segment.list_stored(context(), "docs"))
    assert [each.id for each in found] == [1, 2]


def test_replicas_are_asked_for_by_the_id_of_now() -> None:
    ctx = context()
    for collection_id in (5, 6):
        described = m.DescribeCollectionResponse(collection_name="docs", collectionID=collection_id)
        recorded = Recorded([described.SerializeToString(), m.GetReplicasResponse().SerializeToString()])
        assert recorded.run(replica.describe(ctx, "docs")) == []
        assert m.GetReplicasRequest.FromString(recorded.sent[1].request).collectionID == collection_id


def test_a_compaction_is_waited_for() -> None:
    replies = [m.GetCompactionStateResponse(state=state).SerializeToString() for state in (1, 1, 2)]
    recorded = Recorded(replies)
    assert recorded.run(flush.wait_compaction(context(), 7)).state is CompactionState.COMPLETED
    assert len(recorded.slept) == 2
