"""Optimize a collection for searches: segments of a good size, all of them indexed and loaded."""

from collections.abc import Sequence
from typing import Protocol

from vectorm.enums import CompactionState, LoadState
from vectorm.ops import collection as collections_
from vectorm.ops import flush, index, load
from vectorm.ops.context import Context
from vectorm.ops.poll import until
from vectorm.ops.step import Op
from vectorm.spec.compaction import AUTOMATIC_SIZE, Compaction
from vectorm.spec.feature import Feature
from vectorm.spec.optimize import ProgressStage


class Watch(Protocol):
    """Who is told how far it is, and may cancel it."""

    def set_progress(self, stage: ProgressStage) -> None:
        """Told when a stage begins."""
        ...

    def check_cancelled(self) -> None:
        """Raises what shall end the optimization."""
        ...


def optimize(ctx: Context, name: str, target_size: int | None, watch: Watch) -> Op[int]:
    """Compact a collection, with its vector indexes built before and after, and reload it if it is loaded.

    Args:
        ctx: The connection.
        name: The collection.
        target_size: Size in MB of the segments to make; None lets the server choose (an ordinary compaction where the
            server knows no target sizes).
        watch: Who is told.

    Returns:
        The id of the compaction.
    """
    if target_size is None:
        target_size = AUTOMATIC_SIZE if ctx.capabilities.can(Feature.COMPACTION_TARGET_SIZE) else 0
    else:
        ctx.capabilities.require(Feature.COMPACTION_TARGET_SIZE)
    names = yield from _vector_indexes(ctx, name)
    yield from _wait_indexes(ctx, name, names, watch, ProgressStage.WAITING_FOR_INDEXES)
    _enter(watch, ProgressStage.COMPACTING)
    job = yield from flush.compact(ctx, Compaction(collection=name, target_size=target_size))
    _enter(watch, ProgressStage.WAITING_FOR_COMPACTION)
    yield from until(lambda: _is_compacted(ctx, job, watch))
    yield from _wait_indexes(ctx, name, names, watch, ProgressStage.WAITING_FOR_INDEX_REBUILD)
    watch.check_cancelled()
    if (yield from load.state(ctx, name)) is LoadState.Loaded:
        _enter(watch, ProgressStage.REFRESHING_LOAD)
        yield from load.load(ctx, name, replicas=0, refresh=True)
    return job


def _vector_indexes(ctx: Context, name: str) -> Op[list[str]]:
    """Names of the indexes on vector fields."""
    info = yield from collections_.cached(ctx, name)
    vectors = {field.name for field in info.spec.vectors}
    found = yield from index.describe(ctx, name)
    return [each.spec.name for each in found if each.spec.field in vectors]


def _wait_indexes(ctx: Context, name: str, indexes: Sequence[str], watch: Watch, stage: ProgressStage) -> Op[None]:
    _enter(watch, stage)
    for each in indexes:
        watch.check_cancelled()
        yield from index.wait(ctx, name, name=each)


def _is_compacted(ctx: Context, job: int, watch: Watch) -> Op[bool]:
    watch.check_cancelled()
    found = yield from flush.compaction_state(ctx, job)
    return found.state is not CompactionState.EXECUTING


def _enter(watch: Watch, stage: ProgressStage) -> None:
    watch.check_cancelled()
    watch.set_progress(stage)
