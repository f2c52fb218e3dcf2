"""Compaction: merging segments."""

from vectorm.enums import CompactionState, CompactionTaskState, CompactionType
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Compaction:
    """What to compact, and how.

    Attributes:
        clustering: Whether to sort rows by the clustering key.
        level_zero: Whether to apply the deletes that lie in segments of their own, and nothing else.
        target_size: Size of the segments to make in MB; 0 takes the server's default, `AUTOMATIC_SIZE` lets it choose.
    """

    collection: str
    clustering: bool = False
    level_zero: bool = False
    target_size: int = 0


AUTOMATIC_SIZE = 2**63 - 1
"""MB; what Milvus 2.6 takes for "as large as is good for searches" (milvus-proto, pull request 508)."""


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
