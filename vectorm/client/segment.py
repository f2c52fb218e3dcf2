"""Segments as PyMilvus shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from vectorm.enums import SegmentLevel, SegmentState
from vectorm.errors import ParamError
from vectorm.spec.segment import LoadedSegment, StoredSegment

RETAINED = (
    SegmentState.Growing,
    SegmentState.Sealed,
    SegmentState.Flushing,
    SegmentState.Flushed,
    SegmentState.Importing,
    SegmentState.Dropped,
)
"""States of segments that a server still knows of."""


@dataclass(kw_only=True, repr=False)
class SegmentInfo:
    """A segment in the object store."""

    segment_id: int
    collection_id: int
    collection_name: str
    num_rows: int
    is_sorted: bool
    state: SegmentState
    level: SegmentLevel
    storage_version: int
    partition_id: int = 0
    insert_channel: str = ""
    compaction_from: list[int] = field(default_factory=list[int])

    @property
    def state_name(self) -> str:
        """The state as text."""
        return self.state.name

    @property
    def level_name(self) -> str:
        """The level as text."""
        return self.level.name

    def __repr__(self) -> str:
        return (
            f"SegmentInfo(segment_id={self.segment_id}, collection_id={self.collection_id}, "
            f"collection_name='{self.collection_name}', num_rows={self.num_rows}, is_sorted={self.is_sorted}, "
            f"state='{self.state_name}', level='{self.level_name}', storage_version={self.storage_version}, "
            f"partition_id={self.partition_id}, insert_channel='{self.insert_channel}', "
            f"compaction_from={self.compaction_from})"
        )


@dataclass(kw_only=True, repr=False)
class LoadedSegmentInfo(SegmentInfo):
    """A segment in the memory of query nodes; `mem_size` is in bytes. Its channel and its sources are not told."""

    index_name: str
    index_id: int
    node_ids: list[int]
    mem_size: int

    def __repr__(self) -> str:
        return (
            f"LoadedSegmentInfo(segment_id={self.segment_id}, collection_id={self.collection_id}, "
            f"partition_id={self.partition_id}, collection_name='{self.collection_name}', num_rows={self.num_rows}, "
            f"is_sorted={self.is_sorted}, state='{self.state_name}', level='{self.level_name}', "
            f"index_name='{self.index_name}', index_id={self.index_id}, node_ids={self.node_ids}, "
            f"storage_version={self.storage_version}, mem_size={self.mem_size})"
        )


@dataclass(kw_only=True)
class QuerySegmentInfo:
    """A segment in memory, under the names of the protocol: what `utility.get_query_segment_info` returns."""

    segmentID: int  # noqa: N815
    collectionID: int  # noqa: N815
    partitionID: int  # noqa: N815
    mem_size: int
    num_rows: int
    index_name: str
    indexID: int  # noqa: N815
    nodeID: int  # noqa: N815
    state: SegmentState
    nodeIds: list[int]  # noqa: N815
    level: SegmentLevel
    is_sorted: bool
    storage_version: int


def stored_info(collection_name: str, segment: StoredSegment) -> SegmentInfo:
    """One item of what `list_persistent_segments` returns."""
    return SegmentInfo(
        segment_id=segment.id,
        collection_id=segment.collection_id,
        collection_name=collection_name,
        num_rows=segment.rows,
        is_sorted=segment.is_sorted,
        state=segment.state,
        level=segment.level,
        storage_version=segment.storage_version,
        partition_id=segment.partition_id,
        insert_channel=segment.channel,
        compaction_from=list(segment.compacted_from),
    )


def loaded_info(collection_name: str, segment: LoadedSegment) -> LoadedSegmentInfo:
    """One item of what `list_loaded_segments` returns."""
    return LoadedSegmentInfo(
        segment_id=segment.id,
        collection_id=segment.collection_id,
        collection_name=collection_name,
        num_rows=segment.rows,
        is_sorted=segment.is_sorted,
        state=segment.state,
        level=segment.level,
        storage_version=segment.storage_version,
        partition_id=segment.partition_id,
        index_name=segment.index_name,
        index_id=segment.index_id,
        node_ids=list(segment.node_ids),
        mem_size=segment.memory,
    )


def query_info(segment: LoadedSegment) -> QuerySegmentInfo:
    """One item of what `utility.get_query_segment_info` returns."""
    return QuerySegmentInfo(
        segmentID=segment.id,
        collectionID=segment.collection_id,
        partitionID=segment.partition_id,
        mem_size=segment.memory,
        num_rows=segment.rows,
        index_name=segment.index_name,
        indexID=segment.index_id,
        nodeID=segment.node_id,
        state=segment.state,
        nodeIds=list(segment.node_ids),
        level=segment.level,
        is_sorted=segment.is_sorted,
        storage_version=segment.storage_version,
    )


def checked_states(states: object) -> tuple[SegmentState, ...]:
    """States to list segments of; None stands for those that the server chooses.

    Raises:
        ParamError: It is no list of `SegmentState`, or an empty one.
    """
    if states is None:
        return ()
    if not isinstance(states, Sequence) or isinstance(states, str | bytes) or not states:
        raise ParamError(message=f"states must be a list of SegmentState with something in it, not {states!r}")
    for state in cast("Sequence[object]", states):
        if not isinstance(state, SegmentState):
            raise ParamError(message=f"states must be of type SegmentState, not {type(state).__name__}: {state!r}")
    return tuple(cast("Sequence[SegmentState]", states))
