"""Rows, columns and tables, as `Collection.insert` takes them, to write operations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from vectorm.client.field_ops import FieldOps, field_ops_of
from vectorm.client.mutation import MutationResult
from vectorm.columns.kinds import is_list, is_mapping, type_name
from vectorm.errors import DataNotMatchException
from vectorm.ops import collection, write
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.read import TemplateValue


@runtime_checkable
class Table(Protocol):
    """A DataFrame, of pandas, polars or another: named columns."""

    @property
    def columns(self) -> Iterable[Any]:
        """Names of the columns."""
        ...

    def __getitem__(self, name: Any, /) -> Any: ...


def insert_data(ctx: Context, name: str, data: object, partition: str, namespace: str | None) -> Op[MutationResult]:
    """Insert rows (a dict or a list of dicts), columns (a list in the order of the fields) or a table.

    Raises:
        DataNotMatchException: The data do not fit the collection; nothing was sent.
    """
    rows = _rows(data)
    if rows is not None:
        result = yield from write.insert_rows(ctx, name, rows, partition=partition, namespace=namespace)
        return MutationResult(result, len(rows))
    info = yield from collection.cached(ctx, name)
    columns = _columns(info.spec, data, upsert=False)
    result = yield from write.insert_columns(ctx, name, columns, partition=partition)
    return MutationResult(result, len(next(iter(columns.values()), ())))


def upsert_data(
    ctx: Context, name: str, data: object, partition: str, *, partial: bool, field_ops: FieldOps | None
) -> Op[MutationResult]:
    """Upsert rows, columns or a table, as `insert_data` takes them.

    Raises:
        DataNotMatchException: The data do not fit the collection; nothing was sent.
        ParamError: An unknown operation in `field_ops`.
    """
    ops = field_ops_of(field_ops)
    partial = partial or bool(ops)
    rows = _rows(data)
    if rows is not None:
        result = yield from write.upsert_rows(ctx, name, rows, partition=partition, partial=partial, field_ops=ops)
        return MutationResult(result, len(rows))
    info = yield from collection.cached(ctx, name)
    columns = _columns(info.spec, data, upsert=True)
    result = yield from write.upsert_columns(ctx, name, columns, partition=partition, partial=partial, field_ops=ops)
    return MutationResult(result, len(next(iter(columns.values()), ())))


def delete_data(
    ctx: Context, name: str, filter: str, partition: str, values: Mapping[str, TemplateValue]
) -> Op[MutationResult]:
    """Delete the rows that match a filter; `values` are those of `{name}` in it."""
    return MutationResult((yield from write.delete(ctx, name, filter=filter, partition=partition, values=values)))


def is_rows(data: object) -> bool:
    """Whether they are rows: dicts, not columns."""
    return _rows(data) is not None


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
    names += [struct.name for struct in spec.structs]
    if not is_list(data):
        raise DataNotMatchException(
            f"rows or columns are needed, not {type_name(data)}",
            collection=spec.name,
            hint="a list of dicts, or of lists",
        )
    if not data or len(data) > len(names):
        told = f"{len(data) or 'no rows and no'} columns are given, the collection takes {len(names)}"
        raise DataNotMatchException(told, collection=spec.name, hint=f"in this order: {', '.join(names)}")
    columns = dict(zip(names, data, strict=False))
    given = {name: column for name, column in columns.items() if not _is_left_out(column)}
    return given or columns


def _is_left_out(column: object) -> bool:
    """Whether a column is None or [], which stands for nulls or default values when others have rows."""
    return column is None or (is_list(column) and not column)


def _is_empty(column: Iterable[Any]) -> bool:
    """Whether there is no value at all (pandas has NaN, which differs from itself, for none)."""
    return all(value is None or value != value for value in column)  # noqa: PLR0124
