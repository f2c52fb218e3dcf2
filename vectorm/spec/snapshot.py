"""Snapshots of collections, and restoring them."""

from vectorm.enums import RestoreSnapshotState
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotName:
    """What a snapshot is found by: names are unique within a collection.

    Attributes:
        database: Name of the database ("" is that of the connection).
    """

    name: str
    collection: str
    database: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A snapshot as the server describes it.

    Attributes:
        created: When it was made, in milliseconds since 1970.
        location: Where its metadata lies in the object store.
    """

    name: str
    description: str
    collection: str
    partitions: tuple[str, ...]
    created: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreJob:
    """How far a snapshot is restored.

    Attributes:
        database: The database that it is restored into.
        collection: The collection that it is restored into.
        progress: Percent, 0 to 100.
        reason: Why it failed ("" if it did not).
        started: Milliseconds since 1970.
        took: Milliseconds.
    """

    id: int
    snapshot: str
    database: str
    collection: str
    state: RestoreSnapshotState
    progress: int
    reason: str
    started: int
    took: int
