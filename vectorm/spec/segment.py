"""Segments: the parts that a collection is stored in."""

from vectorm.enums import SegmentLevel, SegmentState
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment. What the server does not tell is 0, "" or False.

    Attributes:
        rows: Number of rows.
        storage_version: Format of its files.
    """

    id: int
    collection_id: int
    partition_id: int
    rows: int
    state: SegmentState
    level: SegmentLevel
    is_sorted: bool
    storage_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSegment(Segment):
    """A segment in the object store.

    Attributes:
        channel: The channel that its rows came by.
        compacted_from: Segments that were merged into it.
    """

    channel: str = ""
    compacted_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSegment(Segment):
    """A segment in the memory of query nodes.

    Attributes:
        memory: Size in bytes.
    """

    index_name: str = ""
    index_id: int = 0
    node_id: int = 0
    node_ids: tuple[int, ...] = ()
    memory: int = 0
