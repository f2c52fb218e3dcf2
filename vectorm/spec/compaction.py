"""Compaction: merging segments."""

from dataclasses import dataclass

from vectorm.enums import CompactionState, CompactionTaskState, CompactionType


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactionPlan:
    """Which segments are merged into which. What the server does not tell is 0, "" or empty."""

    sources: tuple[int, ...]
    target: int = 0
    targets: tuple[int, ...] = ()
    plan_id: int = 0
    trigger_id: int = 0
    collection_id: int = 0
    partition_id: int = 0
    channel: str = ""
    type: CompactionType = CompactionType.UndefinedCompaction
    state: CompactionTaskState = CompactionTaskState.Unknown
    failure_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactionJob:
    """A compaction: its plans, or how many there are in each state."""

    state: CompactionState
    plans: tuple[CompactionPlan, ...] = ()
    executing: int = 0
    timed_out: int = 0
    completed: int = 0
    failed: int = 0
