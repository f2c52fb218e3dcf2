"""What a bulk insert takes, in chunks: columns by name, dict rows, tables of Arrow, pandas and polars."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol, TypeAlias, cast

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.kinds import is_mapping, type_name
from vectorm.errors import ParamError
from vectorm.model import Model
from vectorm.model.bulk import batch_from_columns, batch_from_rows
from vectorm.ops.step import Op


class Table(Protocol):
    """A DataFrame of pandas or polars."""

    @property
    def columns(self) -> Any:
        """The names of the columns."""
        ...

    def __getitem__(self, name: str, /) -> Any: ...


class ArrowTable(Protocol):
    """A Table or RecordBatch of pyarrow."""

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        ...

    def column(self, name: str, /) -> Any:
        """A column."""
        ...


Bulk: TypeAlias = Mapping[str, Any] | Iterable[Mapping[str, Any]] | Table | ArrowTable
"""Columns by field name, dict rows (any number: they are taken chunk by chunk), or a table."""


def batches(model: type[Model], data: Bulk, most_rows: int) -> Iterator[Op[ColumnBatch]]:
    """The rows in batches of at most `most_rows`, each built by an operation.

    Raises:
        ParamError: It is neither columns nor rows nor a table.
        DataNotMatchException: A row does not fit. Its number counts from the start of the batch.
    """
    columns = _columns(data)
    if columns is None:
        rows = iter(cast("Iterable[Mapping[str, Any]]", data))
        while chunk := list(islice(rows, most_rows)):
            yield batch_from_rows(model, chunk)
        return
    length = max(map(len, columns.values()), default=0)
    for start in range(0, length, most_rows):
        yield batch_from_columns(model, {name: each[start : start + most_rows] for name, each in columns.items()})


def _columns(data: Bulk) -> Mapping[str, Sequence[Any]] | None:
    """The columns of the data; None for rows."""
    if is_mapping(data):
        return data
    names: Any = getattr(data, "column_names", None)
    if names is not None:
        return {str(name): _arrow_values(cast("ArrowTable", data).column(name)) for name in names}
    names = getattr(data, "columns", None)
    if names is not None:
        return {str(name): cast("Table", data)[name].to_list() for name in names}
    if isinstance(data, str | bytes) or not isinstance(data, Iterable):
        raise ParamError(
            message=f"a bulk insert takes columns by name, dict rows or a table, not {type_name(data)}",
            hint='{"title": [...], "dense": array of shape (n, dim)}',
        )
    return None


def _arrow_values(column: Any) -> Any:
    """The values of a column of pyarrow: vectors as one array, everything else as a list."""
    size: int | None = getattr(column.type, "list_size", None)
    if size is None or column.null_count:
        return column.to_pylist()
    flat = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    return flat.flatten().to_numpy(zero_copy_only=False).reshape(-1, size)
