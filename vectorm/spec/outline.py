"""What a request asks for, in words and numbers."""

import dataclasses
from collections.abc import Mapping

from vectorm.enums import ConsistencyLevel
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A request without its bulk: no vectors, no values of rows, no secrets.

    Attributes:
        method: Name of the method.
        collection: The collection; "" where the request is about none.
        size: Bytes of the request.
        rows: Rows that are written, keys that are deleted, query vectors of a search; None where it does not say.
        is_partial: Whether only the named fields of rows are written.
        fields: Fields that are written or read.
        filter: Filter text.
        partitions: Partitions by name.
        field: Vector field that is searched.
        params: Parameters of a read: limit, metric, those of the index.
        ranker: Names of the functions that rank hits.
        level: Consistency level that the request names; None for the collection's own.
        guarantee: Timestamp of the write that a read must have seen; small numbers stand for a level.
        arms: The searches of a hybrid search.
    """

    method: str
    collection: str = ""
    size: int = 0
    rows: int | None = None
    is_partial: bool = False
    fields: tuple[str, ...] = ()
    filter: str = ""
    partitions: tuple[str, ...] = ()
    field: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    ranker: str = ""
    level: ConsistencyLevel | None = None
    guarantee: int = 0
    arms: "tuple[Outline, ...]" = ()
