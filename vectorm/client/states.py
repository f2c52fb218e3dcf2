"""Names of states as PyMilvus writes them."""

from enum import IntEnum

from vectorm.enums import CompactionState


class State(IntEnum):
    """How far a compaction is; the first is spelled as PyMilvus does."""

    UndefiedState = 0
    Executing = 1
    Completed = 2

    def __repr__(self) -> str:
        return f"<State: {self.name}>"

    def __str__(self) -> str:
        return self.name


def compaction_name(state: CompactionState) -> str:
    """How far a compaction is."""
    return State(state).name
