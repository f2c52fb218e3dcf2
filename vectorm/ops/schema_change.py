"""Changes of the schema of a collection that exists.

What adds or drops is not sent again after a lost answer: a second try would fail because the first one worked.
"""

from collections.abc import Callable, Mapping
from typing import Any

from vectorm.errors import MilvusException, Unsupported
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.ops.supported import check_field
from vectorm.spec.feature import Feature
from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.struct_array import StructSpec
from vectorm.wire import schema_change as wire
from vectorm.wire.status import decode_status

_EXTERNAL = "not supported for external collection"
"""What Milvus 3.0 answers where only the older call does it."""


def add_field(ctx: Context, collection: str, field: FieldSpec) -> Op[None]:
    """Add a field; rows that are there have null in it, or its default value.

    Raises:
        Unsupported: The engine has no such fields, or takes no new ones; nothing was sent.
        OutcomeUnknown: The answer was lost.
    """
    ctx.capabilities.require(Feature.ADD_FIELD)
    check_field(ctx.capabilities, collection, field)
    if ctx.capabilities.can(Feature.ALTER_SCHEMA):
        request = wire.encode_alter_by_field(collection, field)
        try:
            yield from _once(ctx, collection, "AlterCollectionSchema", request, wire.decode_alter)
        except MilvusException as error:
            if not isinstance(error, Unsupported) and _EXTERNAL not in error.message:
                raise
        else:
            return
    yield from _once(ctx, collection, "AddCollectionField", wire.encode_add_field(collection, field))


def add_struct(ctx: Context, collection: str, struct: StructSpec) -> Op[None]:
    """Add a struct field; rows that are there have null in it."""
    ctx.capabilities.require(Feature.ALTER_SCHEMA)
    for field in struct.fields:
        check_field(ctx.capabilities, collection, field)
    yield from _once(ctx, collection, "AddCollectionStructField", wire.encode_add_struct(collection, struct))


def add_function_field(
    ctx: Context, collection: str, field: FieldSpec, function: FunctionSpec, index: IndexSpec
) -> Op[None]:
    """Add a function with the field that it fills and the index of that field."""
    ctx.capabilities.require(Feature.ALTER_SCHEMA)
    check_field(ctx.capabilities, collection, field)
    request = wire.encode_add_function_field(collection, field, function, index)
    yield from _once(ctx, collection, "AlterCollectionSchema", request, wire.decode_alter)


def drop_field(ctx: Context, collection: str, name: str = "", number: int = 0) -> Op[None]:
    """Drop a field by its name, or by the number that the server gave it."""
    ctx.capabilities.require(Feature.ALTER_SCHEMA)
    request = wire.encode_drop_field(collection, name, number)
    yield from _once(ctx, collection, "AlterCollectionSchema", request, wire.decode_alter)


def drop_function_field(ctx: Context, collection: str, function: str) -> Op[None]:
    """Drop a function with the fields that it fills."""
    ctx.capabilities.require(Feature.ALTER_SCHEMA)
    request = wire.encode_drop_function_field(collection, function)
    yield from _once(ctx, collection, "AlterCollectionSchema", request, wire.decode_alter)


def alter_field(ctx: Context, collection: str, field: str, properties: Mapping[str, Any]) -> Op[None]:
    """Set properties of a field, such as `max_length` or `mmap.enabled`."""
    ctx.capabilities.require(Feature.ALTER_FIELD)
    ctx.forget(collection)
    request = wire.encode_alter_field(collection, field, properties)
    yield from send(Rpc("AlterCollectionField", request, decode_status, collection=collection))


def add_function(ctx: Context, collection: str, function: FunctionSpec) -> Op[None]:
    """Add a function alone; Milvus 3.0 refuses that, see `add_function_field`."""
    ctx.capabilities.require(Feature.ALTER_FUNCTIONS)
    yield from _once(ctx, collection, "AddCollectionFunction", wire.encode_add_function(collection, function))


def alter_function(ctx: Context, collection: str, name: str, function: FunctionSpec) -> Op[None]:
    """Put a function in the place of another."""
    ctx.capabilities.require(Feature.ALTER_FUNCTIONS)
    ctx.forget(collection)
    request = wire.encode_alter_function(collection, name, function)
    yield from send(Rpc("AlterCollectionFunction", request, decode_status, collection=collection))


def drop_function(ctx: Context, collection: str, name: str) -> Op[None]:
    """Drop a function alone; Milvus 3.0 refuses that, see `drop_function_field`."""
    ctx.capabilities.require(Feature.ALTER_FUNCTIONS)
    yield from _once(ctx, collection, "DropCollectionFunction", wire.encode_drop_function(collection, name))


def _once(
    ctx: Context, collection: str, method: str, request: bytes, decode: Callable[[bytes], None] = decode_status
) -> Op[None]:
    ctx.forget(collection)
    yield from send(Rpc(method, request, decode, Resend.UNSENT, collection))
