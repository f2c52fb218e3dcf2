"""Changes of the schema of a collection that exists."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from vectorm.client.aio.base import AsyncBase
from vectorm.client.checks import as_int, as_mapping
from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.index_params import IndexParams
from vectorm.client.keywords import checked_methods
from vectorm.client.options import FieldOptions, StorageOptions
from vectorm.client.schema_change import checked_function, new_field, new_function_field, new_struct
from vectorm.client.struct_field import StructFieldSchema
from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.ops import schema_change


@checked_methods
class AsyncSchemaChangeMethods(AsyncBase):
    """Add, alter and drop fields and functions.

    What adds or drops raises `OutcomeUnknown` when its answer is lost: `describe_collection` tells whether it is done.
    """

    async def add_collection_field(
        self,
        collection_name: str,
        field_name: str,
        data_type: DataType,
        desc: str = "",
        timeout: float | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        """Add a field (Milvus 2.6). The rows that are there have null in it, or its default value.

        Args:
            collection_name: The collection.
            field_name: Name of the field.
            data_type: Its type.
            desc: Text for people.
            timeout: Seconds.
            **options: `nullable=True` (a vector field must be), `default_value`, and what `FieldSchema` takes.

        Raises:
            ParamError: A vector field that is not nullable.
            Unsupported: The server cannot hold such a field, or takes no new ones; nothing was sent.
        """
        field = new_field(collection_name, field_name, data_type, desc, options)
        await self._run(lambda ctx: schema_change.add_field(ctx, collection_name, field), timeout)

    async def add_collection_struct_field(
        self,
        collection_name: str,
        field_name: str,
        struct_schema: StructFieldSchema,
        max_capacity: int,
        desc: str | None = None,
        timeout: float | None = None,
        *,
        nullable: bool = True,
        **options: Unpack[StorageOptions],
    ) -> None:
        """Add a struct field (Milvus 3.0). The rows that are there have null in it.

        Args:
            collection_name: The collection.
            field_name: Name of the field.
            struct_schema: What each struct holds; it stays as it is.
            max_capacity: Most structs in a row.
            desc: Text for people; that of the schema if None.
            timeout: Seconds.
            nullable: True: nothing else can be added.
            **options: `mmap_enabled`, `warmup`.

        Raises:
            ParamError: `nullable` is False, or a wrong argument.
        """
        if not nullable:
            message = f"field {collection_name}.{field_name}: a struct field that is added must be nullable"
            raise ParamError(message=message)
        struct = new_struct(collection_name, field_name, struct_schema, max_capacity, desc, options)
        await self._run(lambda ctx: schema_change.add_struct(ctx, collection_name, struct), timeout)

    async def drop_collection_field(
        self, collection_name: str, field_name: str = "", field_id: int = 0, timeout: float | None = None
    ) -> None:
        """Drop a field by its name, or by the number that `describe_collection` tells (Milvus 3.0).

        Raises:
            ParamError: Neither is given, or both.
        """
        number = as_int("field_id", field_id, least=0)
        if bool(field_name) == bool(number):
            raise ParamError(message=f"drop a field of {collection_name}: give field_name or field_id, one of them")
        await self._run(lambda ctx: schema_change.drop_field(ctx, collection_name, field_name, number), timeout)

    async def alter_collection_field(
        self, collection_name: str, field_name: str, field_params: Mapping[str, Any], timeout: float | None = None
    ) -> None:
        """Set properties of a field (Milvus 2.5), such as `{"max_length": 500}` or `{"mmap.enabled": True}`."""
        properties = as_mapping("field_params", field_params)
        if not properties:
            raise ParamError(message=f"field {collection_name}.{field_name}: field_params are empty")
        await self._run(lambda ctx: schema_change.alter_field(ctx, collection_name, field_name, properties), timeout)

    async def add_function_field(
        self,
        collection_name: str,
        field_schema: FieldSchema,
        func: Function,
        index_params: IndexParams,
        timeout: float | None = None,
    ) -> None:
        """Add a function with the field that it fills (Milvus 3.0): the server fills it for the rows that are there.

        Args:
            collection_name: The collection.
            field_schema: The field: a SPARSE_FLOAT_VECTOR for BM25, a BINARY_VECTOR for MINHASH.
            func: The function.
            index_params: The index of the field: exactly one, with an `index_type`.
            timeout: Seconds.

        Raises:
            ParamError: These do not fit together.
        """
        field, function, index = new_function_field(collection_name, field_schema, func, index_params)
        await self._run(
            lambda ctx: schema_change.add_function_field(ctx, collection_name, field, function, index), timeout
        )

    async def drop_function_field(self, collection_name: str, function_name: str, timeout: float | None = None) -> None:
        """Drop a function with the fields that it fills (Milvus 3.0)."""
        if not function_name:
            raise ParamError(message=f"drop a function of {collection_name}: function_name is empty")
        await self._run(lambda ctx: schema_change.drop_function_field(ctx, collection_name, function_name), timeout)

    async def add_collection_function(
        self, collection_name: str, function: Function, timeout: float | None = None
    ) -> None:
        """Add a function alone (Milvus 2.6; Milvus 3.0 refuses it: use `add_function_field`)."""
        wanted = checked_function("function", function)
        await self._run(lambda ctx: schema_change.add_function(ctx, collection_name, wanted), timeout)

    async def alter_collection_function(
        self, collection_name: str, function_name: str, function: Function, timeout: float | None = None
    ) -> None:
        """Put a function in the place of another (Milvus 2.6)."""
        wanted = checked_function("function", function)
        await self._run(lambda ctx: schema_change.alter_function(ctx, collection_name, function_name, wanted), timeout)

    async def drop_collection_function(
        self, collection_name: str, function_name: str, timeout: float | None = None
    ) -> None:
        """Drop a function alone (Milvus 2.6; Milvus 3.0 refuses it: use `drop_function_field`)."""
        await self._run(lambda ctx: schema_change.drop_function(ctx, collection_name, function_name), timeout)
