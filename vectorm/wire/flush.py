"""Flush and compaction."""

from collections.abc import Sequence

from vectorm.enums import CompactionState, CompactionTaskState, CompactionType
from vectorm.records import dataclass
from vectorm.spec.compaction import Compaction, CompactionJob, CompactionPlan
from vectorm.wire.messages import (
    FlushAllRequest,
    FlushAllResponse,
    FlushRequest,
    FlushResponse,
    GetCompactionPlansRequest,
    GetCompactionPlansResponse,
    GetCompactionStateRequest,
    GetCompactionStateResponse,
    GetFlushAllStateRequest,
    GetFlushAllStateResponse,
    GetFlushStateRequest,
    GetFlushStateResponse,
    ManualCompactionRequest,
    ManualCompactionResponse,
)
from vectorm.wire.status import check


@dataclass(frozen=True, slots=True)
class Flushing:
    """The segments of one collection that a flush seals; `GetFlushState` asks for them."""

    collection: str
    segments: tuple[int, ...]
    timestamp: int


def encode_flush(collections: Sequence[str]) -> bytes:
    """Seal the growing segments of some collections."""
    return FlushRequest(collection_names=collections).SerializeToString()


def decode_flush(data: bytes) -> list[Flushing]:
    """What has to be written before the flush is done."""
    reply = FlushResponse.FromString(data)
    check(reply.status)
    return [
        Flushing(name, tuple(segments.data), reply.coll_flush_ts.get(name, 0))
        for name, segments in reply.coll_segIDs.items()
    ]


def encode_flush_state(flushing: Flushing) -> bytes:
    """Ask whether a flush is done."""
    return GetFlushStateRequest(
        segmentIDs=flushing.segments, flush_ts=flushing.timestamp, collection_name=flushing.collection
    ).SerializeToString()


def decode_flush_state(data: bytes) -> bool:
    """Whether the flush is done."""
    reply = GetFlushStateResponse.FromString(data)
    check(reply.status)
    return reply.flushed


def encode_flush_all() -> bytes:
    """Seal the growing segments of all collections."""
    return FlushAllRequest().SerializeToString()


def decode_flush_all(data: bytes) -> int:
    """The timestamp that `encode_flush_all_state` asks for."""
    reply = FlushAllResponse.FromString(data)
    check(reply.status)
    return reply.flush_all_ts


def encode_flush_all_state(timestamp: int) -> bytes:
    """Ask whether a flush of all collections is done."""
    return GetFlushAllStateRequest(flush_all_ts=timestamp).SerializeToString()


def decode_flush_all_state(data: bytes) -> bool:
    """Whether the flush of all collections is done."""
    reply = GetFlushAllStateResponse.FromString(data)
    check(reply.status)
    return reply.flushed


def encode_compact(collection_id: int, wanted: Compaction) -> bytes:
    """Merge small segments and drop deleted rows; Milvus 2.3 wants the id, newer servers take the name."""
    return ManualCompactionRequest(
        collectionID=collection_id,
        collection_name=wanted.collection,
        majorCompaction=wanted.clustering,
        l0Compaction=wanted.level_zero,
        target_size=wanted.target_size,
    ).SerializeToString()


def decode_compact(data: bytes) -> int:
    """The id of the compaction job."""
    reply = ManualCompactionResponse.FromString(data)
    check(reply.status)
    return reply.compactionID


def encode_compaction_state(job: int) -> bytes:
    """Ask how far a compaction is."""
    return GetCompactionStateRequest(compactionID=job).SerializeToString()


def decode_compaction_state(data: bytes) -> CompactionJob:
    """How far a compaction is."""
    reply = GetCompactionStateResponse.FromString(data)
    check(reply.status)
    return CompactionJob(
        state=CompactionState(reply.state),
        executing=reply.executingPlanNo,
        timed_out=reply.timeoutPlanNo,
        completed=reply.completedPlanNo,
        failed=reply.failedPlanNo,
    )


def encode_compaction_plans(job: int = 0, collection: str = "") -> bytes:
    """Ask for the plans of a compaction, or of all those of a collection."""
    return GetCompactionPlansRequest(compactionID=job, collection_name=collection).SerializeToString()


def decode_compaction_plans(data: bytes) -> CompactionJob:
    """The plans of a compaction."""
    reply = GetCompactionPlansResponse.FromString(data)
    check(reply.status)
    plans = tuple(
        CompactionPlan(
            sources=tuple(each.sources),
            target=each.target,
            targets=tuple(each.targets),
            plan_id=each.plan_id,
            trigger_id=each.trigger_id,
            collection_id=each.collection_id,
            partition_id=each.partition_id,
            channel=each.channel,
            type=CompactionType(each.type),
            state=CompactionTaskState(each.state),
            failure_reason=each.failure_reason,
        )
        for each in reply.mergeInfos
    )
    return CompactionJob(state=CompactionState(reply.state), plans=plans)
