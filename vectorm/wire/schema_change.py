"""Changes of the schema of a collection that exists."""

from collections.abc import Mapping
from typing import Any

from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.struct_array import StructSpec
from vectorm.wire.messages import (
    AddCollectionFieldRequest,
    AddCollectionFunctionRequest,
    AddCollectionStructFieldRequest,
    AlterCollectionFieldRequest,
    AlterCollectionFunctionRequest,
    AlterCollectionSchemaRequest,
    AlterCollectionSchemaResponse,
    DropCollectionFunctionRequest,
)
from vectorm.wire.params import pairs
from vectorm.wire.schema import field_message, function_message, struct_message
from vectorm.wire.status import check


def encode_add_field(collection: str, field: FieldSpec) -> bytes:
    """Add a field, as Milvus 2.6 wants it."""
    schema = field_message(field).SerializeToString()
    return AddCollectionFieldRequest(collection_name=collection, schema=schema).SerializeToString()


def encode_alter_by_field(collection: str, field: FieldSpec) -> bytes:
    """Add a field, as Milvus 3.0 wants it."""
    # Nested messages are made by their parents: protobuf in pure Python has no classes for them.
    request = AlterCollectionSchemaRequest(collection_name=collection)
    request.action.add_request.field_infos.add(field_schema=field_message(field))
    return request.SerializeToString()


def encode_add_function_field(collection: str, field: FieldSpec, function: FunctionSpec, index: IndexSpec) -> bytes:
    """Add a function with the field that it fills and the index of that field. Build parameters stand flat."""
    params: dict[str, Any] = {"index_type": index.index_type, "metric_type": index.metric_type, **index.params}
    request = AlterCollectionSchemaRequest(collection_name=collection)
    added = request.action.add_request
    added.field_infos.add(
        field_schema=field_message(field),
        index_name=index.name,
        extra_params=pairs({key: value for key, value in params.items() if value != ""}),
    )
    added.func_schema.append(function_message(function))
    return request.SerializeToString()


def encode_drop_field(collection: str, name: str, number: int) -> bytes:
    """Drop a field by its name, or by its number where the name is ""."""
    request = AlterCollectionSchemaRequest(collection_name=collection)
    if name:
        request.action.drop_request.field_name = name
    else:
        request.action.drop_request.field_id = number
    return request.SerializeToString()


def encode_drop_function_field(collection: str, function: str) -> bytes:
    """Drop a function with the fields that it fills."""
    request = AlterCollectionSchemaRequest(collection_name=collection)
    request.action.drop_request.function_name = function
    request.action.drop_request.drop_function_output_fields = True
    return request.SerializeToString()


def decode_alter(data: bytes) -> None:
    """The reply to a change of the schema."""
    check(AlterCollectionSchemaResponse.FromString(data).alter_status)


def encode_add_struct(collection: str, struct: StructSpec) -> bytes:
    """Add a struct field."""
    return AddCollectionStructFieldRequest(
        collection_name=collection, struct_array_field_schema=struct_message(struct)
    ).SerializeToString()


def encode_alter_field(collection: str, field: str, properties: Mapping[str, Any]) -> bytes:
    """Set properties of a field."""
    return AlterCollectionFieldRequest(
        collection_name=collection, field_name=field, properties=pairs(properties)
    ).SerializeToString()


def encode_add_function(collection: str, function: FunctionSpec) -> bytes:
    """Add a function alone."""
    return AddCollectionFunctionRequest(
        collection_name=collection, functionSchema=function_message(function)
    ).SerializeToString()


def encode_alter_function(collection: str, name: str, function: FunctionSpec) -> bytes:
    """Put a function in the place of another."""
    return AlterCollectionFunctionRequest(
        collection_name=collection, function_name=name, functionSchema=function_message(function)
    ).SerializeToString()


def encode_drop_function(collection: str, name: str) -> bytes:
    """Drop a function alone."""
    return DropCollectionFunctionRequest(collection_name=collection, function_name=name).SerializeToString()
