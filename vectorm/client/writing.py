"""Rows, columns and tables, as `Collection.insert` takes them, to write operations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from vectorm.client.mutation import MutationResult
from vectorm.columns.kinds import is_list, is_mapping, type_name
from vectorm.errors import DataNotMatchException
from vectorm.ops import collection, write
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.collection import CollectionSpec


@runtime_checkable
class Table(Protocol):
    """A DataFrame, of pandas, polars or another: named columns."""

    @property
    def columns(self) -> Iterable[Any]:
        """Names of the columns."""
        ...

    def __getitem__(self, name: Any, /) -> Any: ...


def write_data(
    ctx: Context, name: str, data: object, partition: str, *, upsert: bool = False, partial: bool = False
) -> Op[MutationResult]:
    """Insert or upsert rows (a dict or a list of dicts), columns (a list in the order of the fields) or a table.

    Raises:
        DataNotMatchException: The data do not fit the collection; nothing was sent.
    """
    rows = _rows(data)
    if rows is not None:
        if upsert:
            result = yield from write.upsert_rows(ctx, name, rows, partition=partition, partial=partial)
        else:
            result = yield from write.insert_rows(ctx, name, rows, partition=partition)
        return MutationResult(result, len(rows))
    info = yield from collection.cached(ctx, name)
    columns = _columns(info.spec, data, upsert=upsert)
    start = write.upsert_columns if upsert else write.insert_columns
    result = yield from start(ctx, name, columns, partition=partition)
    return MutationResult(result, len(next(iter(columns.values()), ())))


def _rows(data: object) -> Sequence[Mapping[str, Any]] | None:
    if is_mapping(data):
        return [data]
    if is_list(data) and data and is_mapping(data[0]):
        return cast("Sequence[Mapping[str, Any]]", data)
    return None


def _columns(spec: CollectionSpec, data: object, *, upsert: bool) -> dict[str, Any]:
    if isinstance(data, Table):
        columns = {str(name): data[name] for name in data.columns}
        primary = spec.primary
        if primary.auto_id and not upsert and primary.name in columns and _is_empty(columns[primary.name]):
            del columns[primary.name]
        return columns
    names = [field.name for field in spec.fields if not field.is_function_output and (upsert or not field.auto_id)]
    if not is_list(data):
        raise DataNotMatchException(
            f"rows or columns are needed, not {type_name(data)}",
            collection=spec.name,
            hint="a list of dicts, or of lists",
        )
    if len(data) > len(names):
        told = f"{len(data)} columns are given, the collection takes {len(names)}"
        raise DataNotMatchException(told, collection=spec.name, hint=f"in this order: {', '.join(names)}")
    return dict(zip(names, data, strict=False))


def _is_empty(column: Iterable[Any]) -> bool:
    """Whether there is no value at all (pandas has NaN, which differs from itself, for none)."""
    return all(value is None or value != value for value in column)  # noqa: PLR0124
