"""Result columns as rows in PyMilvus's shape.

Rows are dicts. A float vector stays a view of the reply until it is read, then it becomes a list of floats; a program
that never reads its vectors does not pay for them.
"""

from collections.abc import ItemsView, Iterator, Sequence, ValuesView
from typing import Any, cast

import numpy as np

from vectorm.columns.base import Column
from vectorm.columns.batch import META, ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.columns.json import JsonColumn
from vectorm.enums import DataType

_EVERYTHING = frozenset({"*", META})


class Row(dict[str, Any]):
    """A row whose float vectors become lists when they are read."""

    __slots__ = ()

    def settle(self) -> None:
        """Turn all vectors into lists."""
        for key in self:
            self[key]

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, np.ndarray):
            value = cast("object", value.tolist())
            super().__setitem__(key, value)
        return value

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()  # overridden so that dict(row) copies by keys and not past __getitem__

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def pop(self, key: str, *default: Any) -> Any:
        """Take a key out."""
        if key in self:
            self[key]
        return super().pop(key, *default)

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]  # the view is dict's own
        """Keys and values."""
        self.settle()
        return super().items()

    def values(self) -> ValuesView[Any]:  # type: ignore[override]  # the view is dict's own
        """Values."""
        self.settle()
        return super().values()

    def copy(self) -> dict[str, Any]:
        """A plain dict of the row."""
        return dict(self.items())

    def __eq__(self, other: object) -> bool:
        self.settle()
        if isinstance(other, Row):
            other.settle()
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __or__(self, other: dict[Any, Any]) -> dict[Any, Any]:
        return self.copy() | other

    def __ror__(self, other: dict[Any, Any]) -> dict[Any, Any]:
        return other | self.copy()

    def __repr__(self) -> str:
        self.settle()
        return super().__repr__()

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self.copy(),)


def rows_of(batch: ColumnBatch, output_fields: Sequence[str], *, wrapped: bool) -> list[dict[str, Any]]:
    """The rows of a result.

    Args:
        batch: Result columns.
        output_fields: What was asked for; decides which undeclared keys a row shows.
        wrapped: Whether byte vectors stand in a list of one, as PyMilvus's query gives them (its search does not).
    """
    declared = [column for column in batch.columns if not column.is_dynamic]
    names = [column.name for column in declared]
    lists = [_values(column, wrapped=wrapped) for column in declared]
    make: type[dict[str, Any]] = dict
    if any(column.data_type is DataType.FLOAT_VECTOR for column in declared):
        make = Row
    # Not `strict`, which would cost a tenth of the read: a batch makes sure of equal lengths.
    rows = [make(zip(names, values)) for values in zip(*lists)] if lists else [make() for _ in range(len(batch))]  # noqa: B905
    for column in batch.columns:
        if column.is_dynamic and isinstance(column, JsonColumn):
            _add_dynamic(rows, column, _dynamic_keys(output_fields, names))
    return rows


def _values(column: Column, *, wrapped: bool) -> list[Any]:
    if not isinstance(column, DenseColumn) or column.data_type is DataType.FLOAT_VECTOR:
        return column.to_list()
    found: list[Any] = [vector.tobytes() for vector in column.raw]
    if wrapped:
        found = [[vector] for vector in found]
    if column.valid is None:
        return found
    return [vector if valid else None for vector, valid in zip(found, column.valid, strict=True)]


def _dynamic_keys(output_fields: Sequence[str], declared: Sequence[str]) -> frozenset[str] | None:
    """The undeclared keys that were asked for; None for all."""
    if not output_fields or not _EVERYTHING.isdisjoint(output_fields):
        return None
    return frozenset(output_fields) - frozenset(declared)


def _add_dynamic(rows: Sequence[dict[str, Any]], column: JsonColumn, keys: frozenset[str] | None) -> None:
    """Merge `$meta` into the rows; a declared field of the same name stays."""
    if keys is not None and not keys:
        return
    extras: list[dict[str, Any] | None] = column.to_list()
    for row, extra in zip(rows, extras, strict=True):
        for key, value in (extra or {}).items():
            if key not in row and (keys is None or key in keys):
                row[key] = value
