"""The quick set-up of `create_collection`: a schema and an index from a dimension alone."""

from vectorm.client.checks import as_int
from vectorm.client.index_params import IndexParams
from vectorm.client.options import AddFieldOptions, CollectionOptions, CreateCollectionOptions
from vectorm.client.schema import CollectionSchema
from vectorm.enums import DataType
from vectorm.errors import ParamError

_KEY_TYPES: dict[DataType | str, DataType] = {
    "int": DataType.INT64,
    DataType.INT64: DataType.INT64,
    "str": DataType.VARCHAR,
    "string": DataType.VARCHAR,
    DataType.VARCHAR: DataType.VARCHAR,
}
_LONGEST_KEY = 65_535
_QUICK = frozenset({"enable_dynamic_field", "description", "max_length"})


def quick_schema(
    collection: str,
    dimension: int | None,
    primary_field_name: str,
    id_type: DataType | str,
    vector_field_name: str,
    metric_type: str,
    auto_id: bool,
    options: CreateCollectionOptions,
) -> tuple[CollectionSchema, IndexParams]:
    """Key field, vector field, dynamic field and an AUTOINDEX.

    Raises:
        ParamError: No dimension, or an unknown type of key.
    """
    if dimension is None:
        raise ParamError(message=f"create collection {collection}: give a dimension or a schema")
    if id_type not in _KEY_TYPES:
        raise ParamError(message=f"create collection {collection}: id_type is 'int' or 'str', not {id_type!r}")
    key: AddFieldOptions = {"is_primary": True}
    if _KEY_TYPES[id_type] is DataType.VARCHAR:
        key["max_length"] = options.get("max_length", _LONGEST_KEY)
    schema = CollectionSchema(
        [],
        options.get("description", ""),
        check_fields=False,
        auto_id=auto_id,
        enable_dynamic_field=options.get("enable_dynamic_field", True),
    )
    schema.add_field(primary_field_name, _KEY_TYPES[id_type], **key)
    schema.add_field(vector_field_name, DataType.FLOAT_VECTOR, dim=as_int("dimension", dimension, least=1))
    indexes = IndexParams()
    indexes.add_index(vector_field_name, index_type="AUTOINDEX", metric_type=metric_type)
    return schema, indexes


def without_quick_options(options: CreateCollectionOptions) -> CollectionOptions:
    """The options that are the collection's own."""
    kept: CollectionOptions = {key: value for key, value in options.items() if key not in _QUICK}  # type: ignore[assignment]  # a part of the keys
    return kept
