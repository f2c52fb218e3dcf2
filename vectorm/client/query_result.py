"""Lists and dicts that carry more than their items."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class OmitZeroDict(dict[str, Any]):
    """A dict whose text leaves out zeros."""

    def omit_zero_len(self) -> int:
        """Number of the keys that its text shows."""
        return len(self._shown())

    def _shown(self) -> dict[str, Any]:
        return {key: value for key, value in self.items() if value}

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
        """The result itself: PyMilvus's lists decode late, these need no call."""
        return self

    def __str__(self) -> str:
        return f"data: {list(map(str, self[:10]))}{' ...' if len(self) > 10 else ''}, extra_info: {self.extra}"

    __repr__ = __str__
