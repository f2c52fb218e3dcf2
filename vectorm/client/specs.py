"""Schemas to and from specs."""

from collections.abc import Mapping
from typing import Any

from vectorm.client.checks import as_int
from vectorm.client.consistency import consistency_level
from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.options import CollectionOptions, FieldOptions
from vectorm.client.schema import CollectionSchema
from vectorm.client.struct_field import StructFieldSchema
from vectorm.errors import ParamError
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.struct_array import StructSpec
from vectorm.wire.params import text

_NUMBERS = ("dim", "max_length", "max_capacity")
_SPELLINGS = {"mmap_enabled": "mmap.enabled"}
"""Field parameters whose name on the wire is another one."""


def collection_spec(name: str, schema: CollectionSchema, options: CollectionOptions) -> CollectionSpec:
    """A schema as the spec of a collection to create.

    Raises:
        SchemaNotReadyException: The schema is not complete.
        ParamError: A wrong option.
    """
    schema.verify()
    if "num_shards" in options and "shards_num" in options:
        raise ParamError(message=f"create collection {name}: give num_shards or shards_num, not both")
    shards = options.get("num_shards", options.get("shards_num"))
    partitions = options.get("num_partitions")
    for what, number in (("num_shards", shards), ("num_partitions", partitions)):
        if number is not None:
            as_int(f"{what} of collection {name}", number, least=1)
    return CollectionSpec(
        name=name,
        fields=tuple(field_spec(field) for field in schema.fields),
        description=schema.description,
        enable_dynamic_field=schema.enable_dynamic_field,
        functions=tuple(function_spec(function) for function in schema.functions),
        properties={key: text(value) for key, value in (options.get("properties") or {}).items()},
        num_shards=shards,
        num_partitions=partitions,
        consistency_level=consistency_level(options.get("consistency_level")),
        structs=tuple(struct_spec(struct) for struct in schema.struct_fields),
        enable_namespace=schema.enable_namespace,
        external_source=schema.external_source,
        external_spec=schema.external_spec,
    )


def field_spec(field: FieldSchema) -> FieldSpec:
    """A field as a spec."""
    params = {key: value for key, value in field.params.items() if key not in _NUMBERS}
    return FieldSpec(
        name=field.name,
        data_type=field.dtype,
        description=field.description,
        is_primary=field.is_primary,
        auto_id=field.auto_id,
        dim=field.dim,
        max_length=field.max_length,
        max_capacity=field.max_capacity,
        element_type=field.element_type,
        nullable=field.nullable,
        default=UNSET if field.default_value is None else field.default_value,
        is_partition_key=field.is_partition_key,
        is_clustering_key=field.is_clustering_key,
        is_dynamic=field.is_dynamic,
        is_function_output=field.is_function_output,
        external_field=field.external_field,
        params=_wire_params(params),
    )


def struct_spec(struct: StructFieldSchema) -> StructSpec:
    """A struct field as a spec."""
    return StructSpec(
        name=struct.name,
        fields=tuple(field_spec(field) for field in struct.fields),
        description=struct.description,
        max_capacity=struct.max_capacity,
        nullable=struct.nullable,
        params=_wire_params(struct.params),
    )


def _wire_params(params: Mapping[str, Any]) -> dict[str, str]:
    return {_SPELLINGS.get(key, key): text(value) for key, value in params.items()}


def schema_of(spec: CollectionSpec) -> CollectionSchema:
    """The schema of a described collection."""
    return CollectionSchema(
        [_field_schema(field) for field in spec.fields],
        spec.description,
        [_struct_schema(struct) for struct in spec.structs],
        [Function.construct_from_dict(function_dict(function)) for function in spec.functions],
        enable_dynamic_field=spec.enable_dynamic_field,
        enable_namespace=spec.enable_namespace,
        external_source=spec.external_source,
        external_spec=spec.external_spec,
    )


def field_params(field: FieldSpec) -> dict[str, Any]:
    """Type parameters of a described field: numbers as int, truth values as bool."""
    found = {key: getattr(field, key) for key in _NUMBERS if getattr(field, key) is not None}
    return found | _described_params(field.params)


def struct_params(struct: StructSpec) -> dict[str, Any]:
    """Type parameters of a described struct field."""
    capacity = {} if struct.max_capacity is None else {"max_capacity": struct.max_capacity}
    return {**capacity, **_described_params(struct.params)}


def _described_params(params: Mapping[str, str]) -> dict[str, Any]:
    back = {wire: ours for ours, wire in _SPELLINGS.items()}
    return {back.get(key, key): _read(value) for key, value in params.items()}


def function_dict(function: FunctionSpec) -> Mapping[str, Any]:
    """A described function in the shape of `Function.to_dict`."""
    return {
        "name": function.name,
        "description": function.description,
        "type": function.type,
        "input_field_names": list(function.inputs),
        "output_field_names": list(function.outputs),
        "params": dict(function.params),
    }


def _field_schema(field: FieldSpec) -> FieldSchema:
    options: FieldOptions = {
        "is_primary": field.is_primary,
        "auto_id": field.auto_id,
        "is_partition_key": field.is_partition_key,
        "is_clustering_key": field.is_clustering_key,
        "nullable": field.nullable,
        "element_type": field.element_type,
    }
    if field.default is not UNSET:
        options["default_value"] = field.default
    if field.external_field:
        options["external_field"] = field.external_field
    made = FieldSchema(field.name, field.data_type, field.description, **options)
    made.is_function_output = field.is_function_output
    made.params.update(field_params(field))  # as the server has them, known here or not
    return made


def _struct_schema(struct: StructSpec) -> StructFieldSchema:
    made = StructFieldSchema(struct.nullable, struct.description)
    made.name = struct.name
    made.max_capacity = struct.max_capacity
    made.fields.extend(_field_schema(field) for field in struct.fields)
    made.params.update(_described_params(struct.params))
    return made


def function_spec(function: Function) -> FunctionSpec:
    """A function as a spec."""
    return FunctionSpec(
        name=function.name,
        type=function.type,
        inputs=tuple(function.input_field_names),
        outputs=tuple(function.output_field_names),
        description=function.description,
        params={key: text(value) for key, value in function.params.items()},
    )


def _read(value: str) -> bool | str:
    return value == "true" if value.lower() in {"true", "false"} else value
