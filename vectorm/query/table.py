"""Columns that were read, and everything that can be had from them without objects."""

from collections.abc import Mapping
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.columns.scalar import ScalarColumn
from vectorm.errors import ParamError
from vectorm.expr import columns as typed
from vectorm.expr.expression import Expression
from vectorm.expr.literal import DYNAMIC_FIELD
from vectorm.expr.operand import FieldRef, Operand, PathRef
from vectorm.model.annotation import FieldType
from vectorm.query.frames import python_values, to_arrow, to_pandas, to_polars
from vectorm.query.show import html_table, text_table

T = TypeVar("T")
E = TypeVar("E")


class Table:
    """Rows as columns.

    Attributes:
        batch: The columns.
    """

    __slots__ = ("_types", "batch")

    def __init__(self, batch: ColumnBatch, types: Mapping[str, FieldType]) -> None:
        """Columns, and what they mean to a model, by name."""
        self.batch = batch
        self._types = types

    def __len__(self) -> int:
        return len(self.batch)

    def rows(self) -> list[dict[str, Any]]:
        """All rows as dicts of stored values."""
        return self.batch.rows()

    @overload
    def scalars(self, column: typed.Column[T]) -> list[T | None]: ...
    @overload
    def scalars(self, column: typed.Array[E]) -> list[list[E] | None]: ...
    @overload
    def scalars(self, column: Expression | str) -> list[Any]: ...
    def scalars(self, column: Expression | str) -> list[Any]:
        """One column as a list of the values that objects have; None where null or missing.

        Args:
            column: `Doc.year`, `Doc.meta["lang"]`, `Doc.tags[0]`, or the name of a column.

        Raises:
            ParamError: The column was not read.
        """
        if isinstance(column, str) or isinstance(column.ref, FieldRef) or str(column.ref) in self.batch:
            found = self._column(column)
            return python_values(found, self._types.get(found.name))
        ref = column.ref
        names = [DYNAMIC_FIELD if isinstance(each, PathRef) and each.is_dynamic else _root(each) for each in ref.fields]
        rows = ColumnBatch([self._column(name) for name in dict.fromkeys(names)], len(self)).rows()
        return [ref.read(row) for row in rows]

    def numpy(self, column: Expression | str) -> NDArray[Any]:
        """One column as an array of stored values.

        Numbers, booleans and dense vectors of shape (n, dim) are the column's own memory, read-only where they came
        with a reply; where rows are null they are a masked array. Everything else is an array of objects.

        Raises:
            ParamError: The column was not read.
        """
        found = self._column(column)
        if isinstance(found, DenseColumn | ScalarColumn):
            values = found.matrix() if isinstance(found, DenseColumn) else found.values
            if found.valid is None or found.valid.all():
                return values
            nulls = ~found.valid if values.ndim == 1 else np.broadcast_to(~found.valid[:, None], values.shape)
            return np.ma.MaskedArray(values, mask=nulls)
        return np.array([*found.to_list(), None], object)[:-1]

    def to_arrow(self) -> Any:
        """The columns as a `pyarrow.Table`: dense vectors as fixed-size lists, sparse ones as maps, JSON as text.

        Dates and times of adapters are Arrow's, enums and UUIDs are as they are stored. Needs `vectorm[arrow]`.
        """
        return to_arrow(self._columns, self._types)

    def to_pandas(self) -> Any:
        """The columns as a `pandas.DataFrame`: vectors as arrays, JSON parsed, values of adapters as Python's.

        Whole numbers and booleans with nulls have pandas's nullable types. Needs `vectorm[pandas]`.
        """
        return to_pandas(self._columns, self._types)

    def to_polars(self) -> Any:
        """The columns as a `polars.DataFrame`, over the memory of `to_arrow()`. Needs `vectorm[polars]`."""
        return to_polars(self._columns, self._types)

    @property
    def _columns(self) -> list[Column]:
        return list(self.batch.columns)

    @property
    def _title(self) -> str:
        return f"{type(self).__name__} of {len(self)} rows"

    def __repr__(self) -> str:
        return text_table(self._title, self._columns)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html_table(self._title, self._columns)

    def _column(self, column: Expression | str) -> Column:
        name = column if isinstance(column, str) else str(column.ref)
        found = self.batch.get(name)
        if found is None:
            known = ", ".join(self.batch.names) or "none"
            raise ParamError(message=f"{name} is no column of this result", hint=f"its columns: {known}")
        return found


def _root(ref: Operand) -> str:
    return ref.name if isinstance(ref, FieldRef) else ref.root if isinstance(ref, PathRef) else str(ref)
