"""PyMilvus's arguments of changes to a schema, as specs."""

from collections.abc import Mapping
from typing import Any

from vectorm.client.checks import as_int
from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.index_params import index_specs
from vectorm.client.options import FieldOptions
from vectorm.client.specs import field_spec, function_spec, struct_spec
from vectorm.client.struct_field import StructFieldSchema
from vectorm.enums import DataType, FunctionType
from vectorm.errors import ParamError
from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.struct_array import StructSpec

_OUTPUTS = {FunctionType.BM25: DataType.SPARSE_FLOAT_VECTOR, FunctionType.MINHASH: DataType.BINARY_VECTOR}
"""Type of the field that a function fills, of the functions that can be added with it."""


def new_field(collection: str, name: str, data_type: DataType, description: str, options: FieldOptions) -> FieldSpec:
    """A field to add.

    Raises:
        ParamError: A vector field that is not nullable: the rows that are there have no vector.
    """
    field = field_spec(FieldSchema(name, data_type, description, **options))
    if field.data_type.is_vector and not field.nullable:
        raise ParamError(
            message=f"field {collection}.{name}: a vector field that is added must be nullable", hint="nullable=True"
        )
    return field


def new_struct(
    collection: str,
    name: str,
    schema: object,
    max_capacity: int,
    description: str | None,
    params: Mapping[str, Any],
) -> StructSpec:
    """A struct field to add; it is nullable always: the rows that are there have no structs.

    Raises:
        ParamError: `schema` is no `StructFieldSchema`, or not a complete one.
    """
    if not isinstance(schema, StructFieldSchema):
        raise ParamError(message=f"struct_schema must be a StructFieldSchema, not {type(schema).__name__}")
    capacity = as_int(f"max_capacity of {collection}.{name}", max_capacity, least=1)
    placed = schema.placed(name, capacity, nullable=True, description=description, params=params)
    placed.verify()
    return struct_spec(placed)


def new_function_field(
    collection: str, field_schema: object, func: object, index_params: object
) -> tuple[FieldSpec, FunctionSpec, IndexSpec]:
    """A function to add, the field that it fills, and the index of that field.

    Raises:
        ParamError: One of a wrong type, a function whose field cannot be added, or not exactly one index with a type.
    """
    if not isinstance(field_schema, FieldSchema):
        raise ParamError(message=f"field_schema must be a FieldSchema, not {type(field_schema).__name__}")
    function = checked_function("func", func)
    wanted = _OUTPUTS.get(function.type)
    if wanted is None:
        known = " or ".join(kind.name for kind in _OUTPUTS)
        raise ParamError(message=f"function {function.name}: {function.type.name} cannot be added, only {known}")
    where = f"field {collection}.{field_schema.name}"
    if field_schema.dtype is not wanted:
        told = f"{where}: {function.type.name} fills a {wanted.name} field, not a {field_schema.dtype.name}"
        raise ParamError(message=told)
    return field_spec(field_schema), function, _only_index(where, field_schema.name, index_params)


def checked_function(what: str, given: object) -> FunctionSpec:
    """A function as a spec.

    Raises:
        ParamError: It is none.
    """
    if not isinstance(given, Function):
        raise ParamError(message=f"{what} must be a Function, not {type(given).__name__}")
    return function_spec(given)


def _only_index(where: str, field: str, index_params: object) -> IndexSpec:
    found = index_specs(index_params)
    if len(found) != 1:
        raise ParamError(message=f"{where}: give exactly one index, not {len(found)}")
    (index,) = found
    if index.field not in ("", field):
        raise ParamError(message=f"{where}: the index is on {index.field}")
    if not index.index_type:
        raise ParamError(message=f"{where}: its index needs an index_type")
    return index
