"""What a write came to."""

from collections.abc import Sequence

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteResult:
    """The server's answer to an insert, upsert or delete.

    Attributes:
        ids: Primary keys, in the order of the rows; empty for a delete.
        timestamp: Hybrid timestamp of the write (0 on Milvus Lite).
    """

    ids: Sequence[int] | Sequence[str] = ()
    insert_count: int = 0
    upsert_count: int = 0
    delete_count: int = 0
    timestamp: int = 0
    cost: int = 0
