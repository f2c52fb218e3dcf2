"""Optimizing a collection: waiting for its indexes, compaction, waiting again, reloading."""

from enum import Enum


class ProgressStage(str, Enum):
    """What an optimization is doing."""

    INITIALIZING = "initializing"
    WAITING_FOR_INDEXES = "waiting for indexes"
    COMPACTING = "compacting"
    WAITING_FOR_COMPACTION = "waiting for compaction"
    WAITING_FOR_INDEX_REBUILD = "waiting for index rebuild"
    REFRESHING_LOAD = "refreshing load"
    CANCELLED = "cancelled"
