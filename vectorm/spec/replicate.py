"""Replication between clusters."""

from collections.abc import Mapping
from dataclasses import field

from vectorm.enums import WALName
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster that takes part in replication.

    Attributes:
        uri: Where the others reach it.
        token: What they show; never in its text.
        channels: Its physical channels.
    """

    id: str
    uri: str
    token: str = field(default="", repr=False)
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replication:
    """Who copies what from whom.

    Attributes:
        clusters: The clusters.
        topology: Ids of source and target of each copy.
    """

    clusters: tuple[Cluster, ...]
    topology: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in a write-ahead log."""

    id: str
    wal: WALName


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a channel of a cluster was copied.

    Attributes:
        position: The last message, where it is known.
        time_tick: Its time, as a hybrid timestamp.
    """

    cluster: str
    channel: str
    position: Position | None
    time_tick: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoints:
    """Where replication of a channel stands now, and where it stood when this cluster was last promoted by force."""

    current: Checkpoint | None
    salvage: Checkpoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """Messages to read from a write-ahead log.

    Attributes:
        start: The place of the first.
        first_tick: Only messages of that time or later; 0 for any.
        last_tick: Only messages of that time or earlier; 0 waits for new ones without end.
    """

    channel: str
    start: Position
    first_tick: int = 0
    last_tick: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMessage:
    """A message of a write-ahead log."""

    position: Position | None
    payload: bytes
    properties: Mapping[str, str]
