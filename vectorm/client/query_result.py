"""Lists and dicts that carry more than their items."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, TypeVar

from vectorm.client.rows import Row, rows_of
from vectorm.columns.hits import FoundRows

T = TypeVar("T")

_TOLD_AT_ZERO = {"scanned_remote_bytes", "scanned_total_bytes", "cache_hit_ratio"}


class OmitZeroDict(dict[str, Any]):
    """A dict whose text leaves out zeros, but for what a search read."""

    def omit_zero_len(self) -> int:
        """Number of the keys that its text shows."""
        return len(self._shown())

    def _shown(self) -> dict[str, Any]:
        return {key: value for key, value in self.items() if value or key in _TOLD_AT_ZERO}

    def __str__(self) -> str:
        return str(self._shown())

    def __repr__(self) -> str:
        return str(dict(self))


class ExtraList(list[T]):
    """A list with `extra`, what the server told besides: `{"cost": 3}`."""

    def __init__(self, items: Iterable[T] = (), *, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(items)
        self.extra = OmitZeroDict(extra or {})

    def __str__(self) -> str:
        shown = f"data: {list(map(str, self[:10]))}{' ...' if len(self) > 10 else ''}"
        return f"{shown}, extra_info: {self.extra}" if self.extra.omit_zero_len() else shown

    __repr__ = __str__


class QueryResult(ExtraList[dict[str, Any]]):
    """The rows of a query, as dicts."""

    def materialize(self) -> "QueryResult":
        """Turn all vectors into lists now, not when they are read; returns the result itself."""
        for row in self:
            if isinstance(row, Row):
                row.settle()
        return self

    def __str__(self) -> str:
        return f"data: {list(map(str, self[:10]))}{' ...' if len(self) > 10 else ''}, extra_info: {self.extra}"

    __repr__ = __str__


HybridExtraList = QueryResult
"""PyMilvus's name of the same."""


def query_result(found: FoundRows) -> QueryResult:
    """The rows of a query in PyMilvus's shape."""
    rows = rows_of(found.batch, wrapped=True)
    if found.element_indices is not None:
        rows = [
            _at(row, element) for row, elements in zip(rows, found.element_indices, strict=True) for element in elements
        ]
    return QueryResult(rows, extra={"cost": found.cost, **found.usage, "iterator_session_ts": found.session_ts})


def _at(row: dict[str, Any], element: int) -> dict[str, Any]:
    """A row with the position of one element of its struct array, after the first field as PyMilvus has it."""
    first = dict(islice(row.items(), 1))
    return {**first, "offset": element, **row}
