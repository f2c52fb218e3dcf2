"""Names of states as PyMilvus writes them."""

from vectorm.enums import CompactionState

_COMPACTION = {
    CompactionState.UNDEFINED: "UndefiedState",
    CompactionState.EXECUTING: "Executing",
    CompactionState.COMPLETED: "Completed",
}


def compaction_name(state: CompactionState) -> str:
    """How far a compaction is."""
    return _COMPACTION[state]
