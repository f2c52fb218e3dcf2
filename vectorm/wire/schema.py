"""Collection schemas: specs to and from messages."""

import json
from dataclasses import replace
from typing import Any

from vectorm.enums import ConsistencyLevel, DataType, FunctionType
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.struct_array import StructSpec, bare_name
from vectorm.wire.messages import (
    CollectionSchema,
    FieldSchema,
    FunctionSchema,
    StructArrayFieldSchema,
    ValueField,
)
from vectorm.wire.params import mapping, pairs

_DEFAULT_SLOTS: dict[DataType, str] = {
    DataType.BOOL: "bool_data",
    DataType.INT8: "int_data",
    DataType.INT16: "int_data",
    DataType.INT32: "int_data",
    DataType.INT64: "long_data",
    DataType.FLOAT: "float_data",
    DataType.DOUBLE: "double_data",
    DataType.VARCHAR: "string_data",
    DataType.TEXT: "string_data",
    DataType.TIMESTAMPTZ: "string_data",
    DataType.GEOMETRY: "string_data",
    DataType.JSON: "bytes_data",
}
_TYPED_PARAMS = ("dim", "max_length", "max_capacity")


def schema_message(spec: CollectionSpec) -> CollectionSchema:
    """A collection schema as a message."""
    return CollectionSchema(
        name=spec.name,
        description=spec.description,
        autoID=any(field.auto_id for field in spec.fields),
        enable_dynamic_field=spec.enable_dynamic_field,
        fields=[field_message(field) for field in spec.fields],
        functions=[function_message(function) for function in spec.functions],
        struct_array_fields=[struct_message(struct) for struct in spec.structs],
        enable_namespace=spec.enable_namespace,
        external_source=spec.external_source,
        external_spec=spec.external_spec,
    )


def field_message(field: FieldSpec) -> FieldSchema:
    """A field as a message."""
    params: dict[str, Any] = {name: getattr(field, name) for name in _TYPED_PARAMS}
    message = FieldSchema(
        name=field.name,
        data_type=field.data_type,
        description=field.description,
        is_primary_key=field.is_primary,
        autoID=field.auto_id,
        element_type=field.element_type or DataType.NONE,
        nullable=field.nullable,
        is_dynamic=field.is_dynamic,
        is_partition_key=field.is_partition_key,
        is_clustering_key=field.is_clustering_key,
        is_function_output=field.is_function_output,
        external_field=field.external_field,
        type_params=pairs({name: value for name, value in params.items() if value is not None} | dict(field.params)),
    )
    if field.default is not UNSET:
        message.default_value.CopyFrom(_default_message(field))
    return message


def struct_message(struct: StructSpec) -> StructArrayFieldSchema:
    """A struct field as a message: Milvus keeps each field of the structs as a column of arrays."""
    return StructArrayFieldSchema(
        name=struct.name,
        description=struct.description,
        nullable=struct.nullable,
        fields=[_part_message(struct, field) for field in struct.fields],
        type_params=pairs(struct.params),
    )


def _part_message(struct: StructSpec, field: FieldSpec) -> FieldSchema:
    kind = DataType.ARRAY_OF_VECTOR if field.data_type.is_vector else DataType.ARRAY
    part = replace(
        field,
        data_type=kind,
        element_type=field.data_type,
        max_capacity=struct.max_capacity,
        nullable=struct.nullable,
    )
    return field_message(part)


def function_message(function: FunctionSpec) -> FunctionSchema:
    """A schema function as a message."""
    return FunctionSchema(
        name=function.name,
        description=function.description,
        type=function.type,
        input_field_names=function.inputs,
        output_field_names=function.outputs,
        params=pairs(function.params),
    )


def schema_spec(
    schema: CollectionSchema,
    *,
    name: str,
    properties: dict[str, str] | None = None,
    num_shards: int | None = None,
    num_partitions: int | None = None,
    consistency_level: ConsistencyLevel | None = None,
) -> CollectionSpec:
    """A collection schema from a message; the `$meta` field some servers list is left out."""
    return CollectionSpec(
        name=name or schema.name,
        fields=tuple(field_spec(field) for field in schema.fields if not field.is_dynamic),
        description=schema.description,
        enable_dynamic_field=schema.enable_dynamic_field,
        functions=tuple(function_spec(function) for function in schema.functions),
        properties=properties or {},
        num_shards=num_shards,
        num_partitions=num_partitions,
        consistency_level=consistency_level,
        structs=tuple(struct_spec(struct) for struct in schema.struct_array_fields),
        enable_namespace=schema.enable_namespace,
        external_source=schema.external_source,
        external_spec=schema.external_spec,
    )


def field_spec(message: FieldSchema) -> FieldSpec:
    """A field from a message."""
    params = mapping(message.type_params)
    numbers = {name: int(params.pop(name)) for name in _TYPED_PARAMS if params.get(name)}
    element = DataType(message.element_type) if message.element_type else None
    slot = message.default_value.WhichOneof("data") if message.HasField("default_value") else None
    return FieldSpec(
        name=message.name,
        data_type=DataType(message.data_type),
        description=message.description,
        is_primary=message.is_primary_key,
        auto_id=message.autoID,
        dim=numbers.get("dim"),
        max_length=numbers.get("max_length"),
        max_capacity=numbers.get("max_capacity"),
        element_type=element,
        nullable=message.nullable,
        default=UNSET if slot is None else _default(slot, getattr(message.default_value, slot)),
        is_partition_key=message.is_partition_key,
        is_clustering_key=message.is_clustering_key,
        is_dynamic=message.is_dynamic,
        is_function_output=message.is_function_output,
        external_field=message.external_field,
        field_id=message.fieldID,
        params=params,
    )


def struct_spec(message: StructArrayFieldSchema) -> StructSpec:
    """A struct field from a message."""
    columns = [field_spec(field) for field in message.fields]
    return StructSpec(
        name=message.name,
        fields=tuple(_part_spec(message.name, column) for column in columns),
        description=message.description,
        max_capacity=next((column.max_capacity for column in columns if column.max_capacity), None),
        nullable=message.nullable or any(column.nullable for column in columns),
        field_id=message.fieldID,
        params=mapping(message.type_params),
    )


def _part_spec(struct: str, column: FieldSpec) -> FieldSpec:
    return replace(
        column,
        name=bare_name(struct, column.name),
        data_type=column.element_type or column.data_type,
        element_type=None,
        max_capacity=None,
        nullable=False,
    )


def function_spec(message: FunctionSchema) -> FunctionSpec:
    """A schema function from a message."""
    return FunctionSpec(
        name=message.name,
        description=message.description,
        type=FunctionType(message.type),
        inputs=tuple(message.input_field_names),
        outputs=tuple(message.output_field_names),
        params=mapping(message.params),
        function_id=message.id,
        input_ids=tuple(message.input_field_ids),
        output_ids=tuple(message.output_field_ids),
    )


def _default_message(field: FieldSpec) -> ValueField:
    message = ValueField()
    value = json.dumps(field.default).encode() if field.data_type is DataType.JSON else field.default
    setattr(message, _DEFAULT_SLOTS[field.data_type], value)
    return message


def _default(slot: str, value: Any) -> Any:
    """A default value as Python has it; bytes are JSON text."""
    if slot != "bytes_data":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
