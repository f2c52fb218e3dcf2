"""Builders that need no server."""

from collections.abc import Sequence

from typing_extensions import Unpack

from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.index_params import IndexParams
from vectorm.client.keywords import checked_methods
from vectorm.client.options import FieldOptions, IndexOptions, SchemaOptions
from vectorm.client.schema import CollectionSchema
from vectorm.client.struct_field import StructFieldSchema
from vectorm.enums import DataType


@checked_methods
class SchemaBuilders:
    """Make schemas and index params."""

    @classmethod
    def create_schema(
        cls,
        description: str = "",
        struct_fields: Sequence[StructFieldSchema] | None = None,
        functions: Sequence[Function] | None = None,
        **options: Unpack[SchemaOptions],
    ) -> CollectionSchema:
        """A schema without fields yet: add them by `add_field`. It is checked when the collection is created.

        Args:
            description: Text for people.
            struct_fields: Fields that hold a list of structs in each row.
            functions: Functions that fill some of the fields.
            **options: `auto_id`, `enable_dynamic_field`, `primary_field`, `partition_key_field`, ...
        """
        unchecked: SchemaOptions = {**options, "check_fields": False}
        return CollectionSchema([], description, struct_fields, functions, **unchecked)

    @classmethod
    def create_struct_field_schema(cls, nullable: bool = False, description: str = "") -> StructFieldSchema:
        """The structs of a struct field: add their fields by `add_field`."""
        return StructFieldSchema(nullable, description)

    @classmethod
    def create_field_schema(
        cls, name: str, data_type: DataType, desc: str = "", **options: Unpack[FieldOptions]
    ) -> FieldSchema:
        """A field; see `FieldSchema`."""
        return FieldSchema(name, data_type, desc, **options)

    @classmethod
    def prepare_index_params(
        cls, field_name: str = "", index_type: str = "", index_name: str = "", **options: Unpack[IndexOptions]
    ) -> IndexParams:
        """Index params: none yet, or that of one field; add others by `add_index`."""
        made = IndexParams()
        if field_name:
            made.add_index(field_name, index_type, index_name, **options)
        return made
