"""Collections over data that stands outside Milvus."""

from vectorm.enums import RefreshExternalCollectionState
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """What to read anew. "" leaves the source or its description as it is.

    Attributes:
        database: Name of the database ("" is that of the connection).
    """

    collection: str
    database: str = ""
    source: str = ""
    spec: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshJob:
    """How far a refresh is.

    Attributes:
        progress: Percent, 0 to 100.
        reason: Why it failed ("" if it did not).
        started: Milliseconds since 1970.
        ended: Milliseconds since 1970; 0 while it runs.
    """

    id: int
    collection: str
    state: RefreshExternalCollectionState
    progress: int
    reason: str
    source: str
    spec: str
    started: int
    ended: int
