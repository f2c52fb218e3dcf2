"""Several columns of the same rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column, Rows
from vectorm.columns.collector import PausedCollector
from vectorm.columns.json import JsonColumn
from vectorm.errors import DataNotMatchException

Row: TypeAlias = dict[str, Any]

META = "$meta"
"""Name of the column of undeclared keys."""
_ROW_FRAME = 2  # null mask entries of a row, about


class ColumnBatch:
    """Columns by name, in order.

    Attributes:
        columns: The columns; of two that have the same name, the later one.
        num_rows: Rows of every column; stands by itself since a batch may have no column at all.
    """

    __slots__ = ("_by_name", "columns", "num_rows")

    def __init__(self, columns: Sequence[Column], num_rows: int | None = None) -> None:
        self._by_name = {column.name: column for column in columns}
        self.columns = tuple(self._by_name.values())
        self.num_rows = num_rows if num_rows is not None else len(self.columns[0]) if self.columns else 0
        for column in self.columns:
            if len(column) != self.num_rows:
                told = f"{len(column)} rows, but other fields have {self.num_rows}"
                raise DataNotMatchException(told, field=column.name)

    def __len__(self) -> int:
        return self.num_rows

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __repr__(self) -> str:
        kinds = ", ".join(f"{column.name}: {column.data_type.name}" for column in self.columns)
        return f"ColumnBatch({self.num_rows} rows; {kinds})"

    def get(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return self._by_name.get(name)

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self._by_name)

    def select(self, rows: Rows) -> "ColumnBatch":
        """A batch of some of the rows."""
        chosen = len(range(self.num_rows)[rows]) if isinstance(rows, slice) else len(rows)
        return ColumnBatch([column.select(rows) for column in self.columns], chosen)

    def only(self, names: Collection[str]) -> "ColumnBatch":
        """The columns of these names in their order (Milvus 2.3 has none of its own), then the undeclared keys."""
        asked = [self._by_name[name] for name in names if name in self._by_name]
        return ColumnBatch([*(each for each in asked if not each.is_dynamic), *self._hidden()], self.num_rows)

    def with_meta_keys(self, output_fields: Collection[str]) -> "ColumnBatch":
        """The batch with only those undeclared keys that were asked for.

        A server that is asked for an undeclared key sends the whole `$meta` column; Milvus Lite sends it always.
        """
        hidden = self._hidden()
        if not hidden or not output_fields or META in output_fields or "*" in output_fields:
            return self
        keys = [name for name in output_fields if name not in self._by_name]
        columns = [column.only(keys) if isinstance(column, JsonColumn) else column for column in hidden]
        return ColumnBatch([*self._declared(), *(columns if keys else ())], self.num_rows)

    def row(self, row: int) -> Row:
        """One row as a dict, with the undeclared keys among the declared fields."""
        found = {column.name: column[row] for column in self._declared()}
        for column in self._hidden():
            _merge(found, column[row])
        return found

    def rows(self, kind: type[Row] = dict) -> list[Row]:
        """All rows as dicts, or as a `kind` of them, made column by column; vectors are views."""
        with PausedCollector(self.num_rows):
            made = self._declared_rows(kind)
            for column in self._hidden():
                for found, extra in zip(made, column.to_list(), strict=True):
                    _merge(found, extra)
        return made

    def _declared_rows(self, kind: type[Row]) -> list[Row]:
        declared = self._declared()
        if not declared:
            return [kind() for _ in range(self.num_rows)]
        make = row_maker(tuple(column.name for column in declared), kind)
        return make([column.to_list() for column in declared])

    def row_bytes(self) -> NDArray[np.int64]:
        """Encoded size of each row, about and not less."""
        total = np.full(self.num_rows, _ROW_FRAME * len(self.columns), np.int64)
        for column in self.columns:
            total += column.row_bytes()
        return total

    def most_bytes(self) -> int:
        """At least the encoded size of all rows."""
        frames = _ROW_FRAME * len(self.columns) * self.num_rows
        return frames + sum(column.most_bytes() for column in self.columns)

    def _declared(self) -> list[Column]:
        return [column for column in self.columns if not column.is_dynamic]

    def _hidden(self) -> list[Column]:
        return [column for column in self.columns if column.is_dynamic]

    @staticmethod
    def concat(batches: "Sequence[ColumnBatch]") -> "ColumnBatch":
        """Batches of the same columns, one after the other. Milvus 2.3 sends the columns in another order each time."""
        if len(batches) == 1:
            return batches[0]
        names = batches[0].names if batches else []
        if any(set(batch.names) != set(names) for batch in batches):
            raise ValueError("batches of different columns cannot be joined")
        columns = [batches[0][name].joined([batch[name] for batch in batches[1:]]) for name in names]
        return ColumnBatch(columns, sum(batch.num_rows for batch in batches))


@lru_cache(256)
def row_maker(names: tuple[str, ...], kind: type[Row]) -> Callable[[list[list[Any]]], list[Row]]:
    """A function from columns of one length to rows: a dict that is written out takes a third of `dict(zip(...))`."""
    values = [f"value_{number}" for number in range(len(names))]
    row = "{" + ", ".join(f"{name!r}: {value}" for name, value in zip(names, values, strict=True)) + "}"
    made = row if kind is dict else f"kind({row})"
    source = f"lambda columns: [{made} for {', '.join(values)}, in zip(*columns)]"
    maker: Callable[[list[list[Any]]], list[Row]] = eval(source, {"kind": kind})  # noqa: S307  # `repr` quotes the names
    return maker


def _merge(row: Row, extra: Mapping[str, Any] | None) -> None:
    """Add undeclared keys; a declared field of the same name stays."""
    if extra:
        row.update(extra if row.keys().isdisjoint(extra) else {key: extra[key] for key in extra if key not in row})
