"""Result columns as rows in PyMilvus's shape.

Rows are dicts. A float vector stays a view of the reply until it is read, then it becomes a list of floats; a program
that never reads its vectors does not pay for them.
"""

from collections.abc import ItemsView, Iterator, Sequence, ValuesView
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.array import ArrayColumn
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import PHYSICAL, DenseColumn
from vectorm.columns.struct_array import StructColumn
from vectorm.enums import DataType

_OF_VECTORS = frozenset({DataType.ARRAY_OF_STRUCT, DataType.ARRAY_OF_VECTOR})
_SPECIAL = _OF_VECTORS | PHYSICAL.keys()
"""Types whose values PyMilvus shows in another form than ours."""

_ARRAY, _read = np.ndarray, dict[str, Any].__getitem__
"""Looked up once: every value of a row that a program reads goes through these."""


class Row(dict[str, Any]):
    """A row whose float vectors become lists when they are read."""

    __slots__ = ()

    def settle(self) -> None:
        """Turn all vectors into lists."""
        for key in self:
            self[key]

    def __getitem__(self, key: str) -> Any:
        value = _read(self, key)
        if type(value) is _ARRAY:
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


def rows_of(batch: ColumnBatch, *, wrapped: bool) -> list[dict[str, Any]]:
    """The rows of a result, undeclared keys among the fields.

    Args:
        batch: Result columns.
        wrapped: Whether byte vectors stand in a list of one, as PyMilvus's query gives them (its search does not).
    """
    special = [column for column in batch.columns if column.data_type in _SPECIAL]
    has_floats = any(column.data_type is DataType.FLOAT_VECTOR for column in special) if special else False
    rows = batch.rows(Row if has_floats else dict)
    for column in special:
        if column.data_type in _OF_VECTORS:
            _put_lists(rows, column)
        elif isinstance(column, DenseColumn) and column.data_type is not DataType.FLOAT_VECTOR:
            _put_bytes(rows, column, wrapped=wrapped)
    return rows


def _put_bytes(rows: Sequence[dict[str, Any]], column: DenseColumn, *, wrapped: bool) -> None:
    """Replace vectors by the bytes they travel as."""
    for number, (row, vector) in enumerate(zip(rows, column.raw, strict=True)):
        if column.valid is None or column.valid[number]:
            packed = vector.tobytes()
            row[column.name] = [packed] if wrapped else packed


def _put_lists(rows: Sequence[dict[str, Any]], column: Column) -> None:
    """Replace the vectors of lists and of structs by what PyMilvus shows."""
    if isinstance(column, ArrayColumn):
        kind = column.elements.data_type
        for row in rows:
            row[column.name] = row[column.name] and [_inner(kind, vector) for vector in row[column.name]]
    if not isinstance(column, StructColumn):
        return
    kinds = {part.name: part.elements.data_type for part in column.parts if isinstance(part.elements, DenseColumn)}
    for row in rows:
        for struct in row[column.name] or ():
            for name, kind in kinds.items():
                struct[name] = _inner(kind, struct[name])


def _inner(kind: DataType, vector: NDArray[Any]) -> list[Any]:
    """A vector within a list: floats, `[bytes]` of bits, or numpy's numbers."""
    if kind is DataType.FLOAT_VECTOR:
        floats: list[Any] = vector.tolist()
        return floats
    return [vector.tobytes()] if kind is DataType.BINARY_VECTOR else list(vector)
