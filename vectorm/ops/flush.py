"""Flush and compaction."""

from collections.abc import Sequence
from functools import partial

from vectorm.enums import CompactionState
from vectorm.ops import collection as collections_
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.poll import FIRST_PAUSE, LONGEST_PAUSE, until
from vectorm.ops.step import Op, Rpc, sleep
from vectorm.spec.compaction import Compaction, CompactionJob
from vectorm.spec.feature import Feature
from vectorm.wire import flush as wire


def flush(_ctx: Context, collections: Sequence[str], *, wait: bool = True) -> Op[None]:
    """Seal the growing segments; with `wait`, return when they are written.

    Reads do not need it: a session reads its own writes without.
    """
    pending = yield from send(Rpc("Flush", wire.encode_flush(collections), wire.decode_flush))
    if not wait:
        return
    for flushing in pending:
        request = wire.encode_flush_state(flushing)
        yield from until(partial(send, Rpc("GetFlushState", request, wire.decode_flush_state)))


def flush_all(ctx: Context, *, wait: bool = True) -> Op[None]:
    """Flush every collection of the database; on Milvus Lite one after the other."""
    if not ctx.capabilities.can(Feature.FLUSH_ALL):
        names = yield from collections_.list_names(ctx)
        if names:
            yield from flush(ctx, names, wait=wait)
        return
    timestamp = yield from send(Rpc("FlushAll", wire.encode_flush_all(), wire.decode_flush_all))
    if wait:
        request = wire.encode_flush_all_state(timestamp)
        yield from until(partial(send, Rpc("GetFlushAllState", request, wire.decode_flush_all_state)))


def flush_all_state(ctx: Context, timestamp: int = 0) -> Op[bool]:
    """Whether a flush of all collections is done; `timestamp` is that of the flush, 0 for any earlier one."""
    ctx.capabilities.require(Feature.FLUSH_ALL)
    request = wire.encode_flush_all_state(timestamp)
    return (yield from send(Rpc("GetFlushAllState", request, wire.decode_flush_all_state)))


def compact(ctx: Context, wanted: Compaction) -> Op[int]:
    """Merge small segments and drop deleted rows; returns the id of the job (0 on Milvus Lite, which needs none)."""
    if wanted.clustering:
        ctx.capabilities.require(Feature.CLUSTERING)
    if wanted.level_zero:
        ctx.capabilities.require(Feature.COMPACTION_LEVEL_ZERO)
    if wanted.target_size:
        ctx.capabilities.require(Feature.COMPACTION_TARGET_SIZE)
    info = yield from collections_.cached(ctx, wanted.collection)
    request = wire.encode_compact(info.collection_id, wanted)
    return (yield from send(Rpc("ManualCompaction", request, wire.decode_compact, collection=wanted.collection)))


def compaction_state(_ctx: Context, job: int) -> Op[CompactionJob]:
    """How far a compaction is."""
    request = wire.encode_compaction_state(job)
    return (yield from send(Rpc("GetCompactionState", request, wire.decode_compaction_state)))


def wait_compaction(ctx: Context, job: int) -> Op[CompactionJob]:
    """Return how a compaction ended when it is done."""
    pause = FIRST_PAUSE
    while (found := (yield from compaction_state(ctx, job))).state is CompactionState.EXECUTING:
        yield from sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return found


def compaction_plans(ctx: Context, job: int) -> Op[CompactionJob]:
    """Which segments a compaction merges. An unknown job is a completed one without plans."""
    ctx.capabilities.require(Feature.COMPACTION_PLANS)
    request = wire.encode_compaction_plans(job)
    return (yield from send(Rpc("GetCompactionStateWithPlans", request, wire.decode_compaction_plans)))


def compaction_tasks(ctx: Context, collection: str) -> Op[CompactionJob]:
    """Plans of all compactions of a collection. Servers before Milvus 3.0 would tell those of all collections."""
    ctx.capabilities.require(Feature.COMPACTION_TASKS)
    request = wire.encode_compaction_plans(collection=collection)
    return (yield from send(Rpc("GetCompactionStateWithPlans", request, wire.decode_compaction_plans)))
