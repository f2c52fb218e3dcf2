"""Rows and columns as the user gives them to the columns that a collection wants."""

from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

from vectorm.columns.base import Column, Rules
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.kinds import is_mapping, kinds_of, type_name
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.ops.names import closest
from vectorm.spec.collection import ALLOW_AUTO_ID, CollectionSpec
from vectorm.spec.field import DYNAMIC_FIELD, UNSET, FieldSpec
from vectorm.spec.struct_array import StructSpec, split_path

Row = Mapping[str, Any]
Field = FieldSpec | StructSpec


def batch_from_rows(
    spec: CollectionSpec,
    rows: Sequence[Row],
    *,
    upsert: bool = False,
    partial: bool = False,
    json_text: bool = False,
    model: str = "",
) -> ColumnBatch:
    """Check dict rows by the schema and turn them into columns.

    Fields that are nullable or have a default may be missing. Undeclared keys go to `$meta` where the collection has a
    dynamic field. What the server makes (function outputs; auto-id keys, but in an upsert or where the property
    `allow_insert_auto_id` is set) must not be given.

    Args:
        spec: The collection.
        rows: One dict per row.
        upsert: Whether the rows replace stored ones, so that an auto-id key has to be given.
        partial: Whether only the fields of the first row are sent; every row must have the same ones.
        json_text: Whether a str in a JSON field is ready JSON text, as PyMilvus takes it.
        model: Name to tell in errors instead of the collection's.

    Raises:
        DataNotMatchException: A row does not fit; tells model or collection, field, row, type and reason.
    """
    try:
        _check_dicts(rows)
        first: Row = rows[0] if rows else {}
        fields = _sent_fields(spec, upsert=upsert, with_auto_id=takes_auto_id(spec) and spec.primary.name in first)
        if partial:
            fields = _given_fields(spec, fields, first)
        values = [_field_values(field, rows, partial=partial) for field in fields]
        columns = [_column(field, each, json_text=json_text) for field, each in zip(fields, values, strict=True)]
        extras = _undeclared(spec, fields, rows)
        if spec.enable_dynamic_field and (extras is not None or not partial):
            columns.append(_meta_column(extras or _nothing(len(rows))))
    except DataNotMatchException as error:
        raise _within(error, spec, model) from None
    return ColumnBatch(columns, len(rows))


def batch_from_columns(
    spec: CollectionSpec,
    columns: Mapping[str, Sequence[Any]],
    *,
    upsert: bool = False,
    partial: bool = False,
    json_text: bool = False,
    model: str = "",
) -> ColumnBatch:
    """Check columns by the schema: lists or ndarrays of one length, by field name; see `batch_from_rows`.

    With `partial` only the given columns are sent.

    Raises:
        DataNotMatchException: A column is missing, unknown or of another length, or a value does not fit.
    """
    try:
        length = _common_length(columns)
        fields = _sent_fields(spec, upsert=upsert, with_auto_id=takes_auto_id(spec) and spec.primary.name in columns)
        if partial:
            fields = _given_fields(spec, fields, columns)
        built = [_column(field, _column_values(field, columns, length), json_text=json_text) for field in fields]
        unknown = [name for name in columns if name not in {field.name for field in fields}]
        _check_generated(spec, unknown, None)
        if unknown and not spec.enable_dynamic_field:
            raise _unknown_field(spec, unknown[0], None)
        if spec.enable_dynamic_field and (unknown or not partial):
            lists = [_plain_list(columns[name]) for name in unknown]
            rows = [dict(zip(unknown, each, strict=True)) for each in zip(*lists, strict=True)]
            built.append(_meta_column(rows or _nothing(length)))
    except DataNotMatchException as error:
        raise _within(error, spec, model) from None
    return ColumnBatch(built, length)


def field_column(field: FieldSpec, values: Any, *, json_text: bool = False) -> Column:
    """Check the values of one field and make its column.

    Raises:
        DataNotMatchException: A value does not fit.
    """
    return build_column(
        field.name,
        values,
        data_type=field.data_type,
        dim=field.dim,
        max_length=field.max_length,
        max_capacity=field.max_capacity,
        element_type=field.element_type,
        nullable=field.nullable,
        has_default=field.default is not UNSET,
        json_text=json_text,
    )


def struct_column(struct: StructSpec, values: Any) -> Column:
    """Check the lists of structs of one field and make its column.

    Raises:
        DataNotMatchException: A value does not fit.
    """
    parts = [
        Rules(name=field.name, data_type=field.data_type, dim=field.dim, max_length=field.max_length)
        for field in struct.fields
    ]
    return build_column(
        struct.name,
        values,
        data_type=DataType.ARRAY_OF_STRUCT,
        max_capacity=struct.max_capacity,
        nullable=struct.nullable,
        parts=tuple(parts),
    )


def _column(field: Field, values: Any, *, json_text: bool) -> Column:
    if isinstance(field, StructSpec):
        return struct_column(field, values)
    return field_column(field, values, json_text=json_text)


def _meta_column(rows: Sequence[Row]) -> Column:
    return build_column(DYNAMIC_FIELD, rows, data_type=DataType.JSON, is_dynamic=True)


def _nothing(length: int) -> list[Row]:
    """No undeclared keys: Milvus wants the dynamic field of every row all the same."""
    return [{}] * length


def _sent_fields(spec: CollectionSpec, *, upsert: bool, with_auto_id: bool = False) -> list[Field]:
    """The declared fields that the client sends."""
    fields = [
        field
        for field in spec.fields
        if not field.is_dynamic and (upsert or with_auto_id or not field.auto_id) and not field.is_function_output
    ]
    return [*fields, *spec.structs]


def takes_auto_id(spec: CollectionSpec) -> bool:
    """Whether an insert may bring keys of its own though the server makes them: a property of the collection."""
    return spec.properties.get(ALLOW_AUTO_ID, "").lower() == "true"


def _given_fields(spec: CollectionSpec, fields: Sequence[Field], given: Collection[str]) -> list[Field]:
    """The fields of a partial upsert: those of the first row."""
    return [field for field in fields if field.name in given or field.name == spec.primary.name]


def _field_values(field: Field, rows: Sequence[Row], *, partial: bool) -> list[Any]:
    """The values of one field; None where a row may leave it out."""
    name = field.name
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        if _is_optional(field) and not partial:
            return [row.get(name) for row in rows]
    row = next(number for number, row in enumerate(rows) if name not in row)
    hint = "all rows of a partial upsert must have the same fields" if partial else ""
    raise DataNotMatchException("missing field", field=name, row=row, hint=hint)


def _is_optional(field: Field) -> bool:
    return field.nullable or (isinstance(field, FieldSpec) and field.default is not UNSET)


def _undeclared(spec: CollectionSpec, fields: Sequence[Field], rows: Sequence[Row]) -> list[dict[str, Any]] | None:
    """The undeclared keys of each row; None when no row has any."""
    known = {field.name for field in fields}
    if all(map(known.issuperset, rows)):
        return None
    extras = [{key: row[key] for key in row if key not in known} for row in rows]
    for number, extra in enumerate(extras):
        check_undeclared(spec, extra, number)
    return extras


def check_undeclared(spec: CollectionSpec, names: Sequence[str] | Row, row: int | None) -> None:
    """Refuse what stands in a row beside the fields that it must have, unless a dynamic field takes it.

    Raises:
        DataNotMatchException: A field that the server makes, or a key that the collection has no place for.
    """
    _check_generated(spec, names, row)
    if names and not spec.enable_dynamic_field:
        raise _unknown_field(spec, next(iter(names)), row)


def _check_generated(spec: CollectionSpec, names: Sequence[str] | Row, row: int | None) -> None:
    """Refuse values of what the server makes, and of `$meta` itself."""
    for name in names:
        field = spec.find(name)
        if name == DYNAMIC_FIELD:
            hint = "give undeclared keys by their own names"
            raise DataNotMatchException("the dynamic field cannot be given", field=name, row=row, hint=hint)
        path = split_path(str(name))
        if path is not None and spec.find_in_struct(name) is not None:
            hint = f"give the whole field {path[0]} as a list of dicts"
            told = "a field of structs cannot be written by itself"
            raise DataNotMatchException(told, field=name, row=row, hint=hint)
        if field is not None and field.auto_id:
            hint = "leave the key out, or set the collection's property allow_insert_auto_id"
            raise DataNotMatchException("auto-id keys are made by the server", field=name, row=row, hint=hint)
        if field is not None and field.is_function_output:
            told = "the field is the output of a function: the server makes it"
            raise DataNotMatchException(told, field=name, row=row, hint="leave the field out")
        if field is not None or spec.find_struct(name) is not None:
            hint = "all rows of a partial upsert must have the same fields"
            raise DataNotMatchException("the first row has no such field", field=name, row=row, hint=hint)


def _unknown_field(spec: CollectionSpec, name: str, row: int | None) -> DataNotMatchException:
    names = [*(field.name for field in spec.fields), *(struct.name for struct in spec.structs)]
    hint = closest(str(name), names) or f"the fields are {', '.join(names)}"
    return DataNotMatchException(
        "unknown field, and the collection has no dynamic field", field=str(name), row=row, hint=hint
    )


def _check_dicts(rows: Sequence[Row]) -> None:
    if all(issubclass(kind, Mapping) for kind in kinds_of(rows)):
        return
    row = next(number for number, row in enumerate(rows) if not is_mapping(row))
    raise DataNotMatchException(f"expected dict, got {type_name(rows[row])}", row=row)


def _common_length(columns: Mapping[str, Sequence[Any]]) -> int:
    lengths = {name: _length(name, values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name}: {length}" for name, length in lengths.items())
        raise DataNotMatchException(f"columns of different lengths ({told})")
    return next(iter(lengths.values()), 0)


def _length(name: str, values: Any) -> int:
    if hasattr(values, "shape"):  # also scipy's sparse matrices, which have no len()
        return int(values.shape[0]) if values.shape else 0
    if not hasattr(values, "__len__"):
        raise DataNotMatchException(f"expected a list of values, one per row, got {type_name(values)}", field=name)
    return len(values)


def _column_values(field: Field, columns: Mapping[str, Sequence[Any]], length: int) -> Sequence[Any]:
    if field.name in columns:
        return columns[field.name]
    if not _is_optional(field):
        raise DataNotMatchException("missing field", field=field.name)
    return [None] * length


def _plain_list(values: Any) -> list[Any]:
    """A column as Python values."""
    plain: list[Any] = values.tolist() if hasattr(values, "tolist") else list(values)
    return plain


def _within(error: DataNotMatchException, spec: CollectionSpec, model: str) -> DataNotMatchException:
    return error.within(model or spec.name)
