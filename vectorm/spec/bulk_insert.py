"""Import of files that lie in the server's object store."""

from collections.abc import Mapping
from dataclasses import field

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkInsert:
    """Files to import into a collection.

    Attributes:
        files: Their paths in the object store of the server.
        channels: Channels to write to; none for all.
        options: `bucket`, `backup`, `sep`, `nullkey`: what the importer wants to know.
    """

    collection: str
    files: tuple[str, ...]
    partition: str = ""
    channels: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTask:
    """How far an import is.

    Attributes:
        state: Number of the state in the protocol (`ImportState`).
        rows: Rows imported, or parsed so far.
        id_ranges: Keys that the server made: first, one after the last, first, ...
        infos: `files`, `collection`, `partition`, `failed_reason`, `progress_percent`.
        created: When it was made, in seconds of Unix time.
    """

    id: int
    state: int
    rows: int = 0
    id_ranges: tuple[int, ...] = ()
    infos: Mapping[str, str] = field(default_factory=dict[str, str])
    created: int = 0
