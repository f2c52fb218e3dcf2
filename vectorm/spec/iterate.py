"""Where an iterator stands."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class Cursor:
    """All rows up to a key were read, of the state that the collection had at a time.

    Attributes:
        snapshot: Timestamp of that state; 0 where the server does not say.
        key: Primary key of the last row; None at the start.
        element: Position of the last element in its struct array, where the filter is about elements.
    """

    snapshot: int = 0
    key: int | str | None = None
    element: int | None = None
