"""Create, describe, alter and drop collections."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.enums import ConsistencyLevel
from vectorm.spec.collection import CollectionInfo, CollectionSpec
from vectorm.wire.messages import (
    AlterCollectionRequest,
    BoolResponse,
    CreateCollectionRequest,
    DescribeCollectionRequest,
    DescribeCollectionResponse,
    DropCollectionRequest,
    GetCollectionStatisticsRequest,
    GetCollectionStatisticsResponse,
    HasCollectionRequest,
    RenameCollectionRequest,
    ShowCollectionsRequest,
    ShowCollectionsResponse,
    TruncateCollectionRequest,
    TruncateCollectionResponse,
)
from vectorm.wire.params import mapping, pairs
from vectorm.wire.schema import schema_message, schema_spec
from vectorm.wire.status import check


def encode_create(spec: CollectionSpec) -> bytes:
    """Create a collection. Without a level the collection is Bounded, as with PyMilvus."""
    level = ConsistencyLevel.BOUNDED if spec.consistency_level is None else spec.consistency_level
    return CreateCollectionRequest(
        collection_name=spec.name,
        schema=schema_message(spec).SerializeToString(),
        shards_num=spec.num_shards or 0,
        consistency_level=level,
        properties=pairs(spec.properties),
        num_partitions=spec.num_partitions or 0,
    ).SerializeToString()


def encode_drop(name: str) -> bytes:
    """Drop a collection."""
    return DropCollectionRequest(collection_name=name).SerializeToString()


def encode_has(name: str) -> bytes:
    """Ask whether a collection is there."""
    return HasCollectionRequest(collection_name=name).SerializeToString()


def decode_bool(data: bytes) -> bool:
    """A reply of yes or no."""
    reply = BoolResponse.FromString(data)
    check(reply.status)
    return reply.value


def encode_describe(name: str) -> bytes:
    """Ask for a collection's schema."""
    return DescribeCollectionRequest(collection_name=name).SerializeToString()


def decode_describe(data: bytes) -> CollectionInfo:
    """A collection as the server has it."""
    reply = DescribeCollectionResponse.FromString(data)
    check(reply.status)
    spec = schema_spec(
        reply.schema,
        name=reply.schema.name or reply.collection_name,  # Milvus 2.3 gives back an alias as the collection's name
        properties=mapping(reply.properties),
        num_shards=reply.shards_num,
        num_partitions=reply.num_partitions or None,
        consistency_level=ConsistencyLevel(reply.consistency_level),
    )
    return CollectionInfo(
        spec=spec,
        collection_id=reply.collectionID,
        aliases=tuple(reply.aliases),
        created_timestamp=reply.created_timestamp,
        update_timestamp=reply.update_timestamp,
        schema_version=reply.schema.version,
        num_partitions=reply.num_partitions,
        start_positions={item.key: item.data for item in reply.start_positions},
        database=reply.db_name,
    )


def encode_list_names() -> bytes:
    """Ask for all collections of the database."""
    return ShowCollectionsRequest().SerializeToString()


def decode_list_names(data: bytes) -> list[str]:
    """Names of collections."""
    reply = ShowCollectionsResponse.FromString(data)
    check(reply.status)
    return list(reply.collection_names)


def encode_stats(name: str) -> bytes:
    """Ask for a collection's statistics."""
    return GetCollectionStatisticsRequest(collection_name=name).SerializeToString()


def decode_stats(data: bytes) -> dict[str, str]:
    """Statistics as the server gives them: `row_count`, an estimate that ignores deletes."""
    reply = GetCollectionStatisticsResponse.FromString(data)
    check(reply.status)
    return mapping(reply.stats)


def encode_rename(old: str, new: str, database: str) -> bytes:
    """Rename a collection, also into another database ("" keeps it)."""
    return RenameCollectionRequest(oldName=old, newName=new, newDBName=database).SerializeToString()


def encode_alter(name: str, properties: Mapping[str, Any], delete_keys: Sequence[str]) -> bytes:
    """Set and delete properties of a collection."""
    request = AlterCollectionRequest(collection_name=name, properties=pairs(properties), delete_keys=delete_keys)
    return request.SerializeToString()


def encode_truncate(name: str) -> bytes:
    """Delete all rows of a collection."""
    return TruncateCollectionRequest(collection_name=name).SerializeToString()


def decode_truncate(data: bytes) -> None:
    """The reply to truncate."""
    check(TruncateCollectionResponse.FromString(data).status)
