# Generated from vectorm/client/aio/collection.py by tools/make_sync.py: do not edit.
"""Collections."""

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client.describe import collection_dict, stats_dict
from vectorm.client.index_params import IndexParams, index_specs
from vectorm.client.keywords import checked_methods
from vectorm.client.options import CreateCollectionOptions
from vectorm.client.quick import quick_schema, without_quick_options
from vectorm.client.schema import CollectionSchema
from vectorm.client.specs import collection_spec
from vectorm.client.sync.base import Base
from vectorm.enums import DataType
from vectorm.ops import collection, setup


@checked_methods
class CollectionMethods(Base):
    """Create, describe, alter and drop collections."""

    def create_collection(
        self,
        collection_name: str,
        dimension: int | None = None,
        primary_field_name: str = "id",
        id_type: DataType | str = "int",
        vector_field_name: str = "vector",
        metric_type: str = "COSINE",
        auto_id: bool = False,
        timeout: float | None = None,
        schema: CollectionSchema | None = None,
        index_params: IndexParams | None = None,
        **options: Unpack[CreateCollectionOptions],
    ) -> None:
        """Create a collection: by `dimension` alone, or by a schema.

        By `dimension` it gets a key field, a FLOAT_VECTOR field, the dynamic field and an AUTOINDEX, and is loaded. By
        a schema it is indexed and loaded when `index_params` are given.

        Args:
            collection_name: Its name.
            dimension: Dimensions of the vector field.
            primary_field_name: Name of the key field.
            id_type: `int` or `str`; `max_length` of the options goes with the latter.
            vector_field_name: Name of the vector field.
            metric_type: Metric of the vector field.
            auto_id: Whether the server makes the keys.
            timeout: Seconds.
            schema: Fields and functions.
            index_params: Indexes to create.
            **options: `consistency_level`, `num_shards`, `num_partitions`, `properties`; without a schema also
                `enable_dynamic_field`, `description`, `max_length`.

        Raises:
            AlreadyExists: A collection of that name has another schema.
            Unsupported: The server cannot hold such a collection; nothing was sent.
            ParamError: A wrong argument.
        """
        if schema is None:
            schema, index_params = quick_schema(
                collection_name,
                dimension,
                primary_field_name,
                id_type,
                vector_field_name,
                metric_type,
                auto_id,
                options,
            )
        spec = collection_spec(collection_name, schema, without_quick_options(options))
        if not index_params:
            self._run(lambda ctx: collection.create(ctx, spec), timeout)
            return
        indexes = index_specs(index_params)
        self._run_long(lambda ctx: setup.create_loaded(ctx, spec, indexes), timeout)

    def has_collection(self, collection_name: str, timeout: float | None = None) -> bool:
        """Whether there is a collection or alias of that name."""
        return self._run(lambda ctx: collection.has(ctx, collection_name), timeout)

    def list_collections(self, timeout: float | None = None) -> list[str]:
        """Names of the collections in the database."""
        return self._run(collection.list_names, timeout)

    def describe_collection(self, collection_name: str, timeout: float | None = None) -> dict[str, Any]:
        """Schema and properties of a collection.

        Raises:
            CollectionNotExistException: There is none.
        """
        return collection_dict(self._run(lambda ctx: collection.describe(ctx, collection_name), timeout))

    def drop_collection(self, collection_name: str, timeout: float | None = None) -> None:
        """Drop a collection with all its rows; a missing one is no error."""
        self._run(lambda ctx: collection.drop(ctx, collection_name), timeout)

    def rename_collection(
        self, old_name: str, new_name: str, target_db: str | None = "", timeout: float | None = None
    ) -> None:
        """Rename a collection, also into another database."""
        self._run(lambda ctx: collection.rename(ctx, old_name, new_name, target_db or ""), timeout)

    def truncate_collection(self, collection_name: str, timeout: float | None = None) -> None:
        """Delete all rows of a collection; schema and indexes stay."""
        self._run(lambda ctx: collection.truncate(ctx, collection_name), timeout)

    def get_collection_stats(self, collection_name: str, timeout: float | None = None) -> dict[str, Any]:
        """Statistics: `row_count`, an estimate without deletes and unflushed rows (query `count(*)` is exact)."""
        return stats_dict(self._run(lambda ctx: collection.stats(ctx, collection_name), timeout))

    def alter_collection_properties(
        self, collection_name: str, properties: Mapping[str, Any], timeout: float | None = None
    ) -> None:
        """Set properties, such as `collection.ttl.seconds`."""
        self._run(lambda ctx: collection.alter(ctx, collection_name, properties), timeout)

    def drop_collection_properties(
        self, collection_name: str, property_keys: Sequence[str], timeout: float | None = None
    ) -> None:
        """Delete properties."""
        self._run(lambda ctx: collection.alter(ctx, collection_name, {}, property_keys), timeout)
