"""Partitions of a collection."""

from vectorm.wire.messages import (
    CreatePartitionRequest,
    DropPartitionRequest,
    GetPartitionStatisticsRequest,
    GetPartitionStatisticsResponse,
    HasPartitionRequest,
    ShowPartitionsRequest,
    ShowPartitionsResponse,
)
from vectorm.wire.params import mapping
from vectorm.wire.status import check


def encode_create(collection: str, partition: str) -> bytes:
    """Create a partition."""
    return CreatePartitionRequest(collection_name=collection, partition_name=partition).SerializeToString()


def encode_drop(collection: str, partition: str) -> bytes:
    """Drop a partition with its rows."""
    return DropPartitionRequest(collection_name=collection, partition_name=partition).SerializeToString()


def encode_has(collection: str, partition: str) -> bytes:
    """Ask whether a partition is there."""
    return HasPartitionRequest(collection_name=collection, partition_name=partition).SerializeToString()


def encode_list_names(collection: str) -> bytes:
    """Ask for a collection's partitions."""
    return ShowPartitionsRequest(collection_name=collection).SerializeToString()


def decode_list_names(data: bytes) -> list[str]:
    """Names of partitions."""
    reply = ShowPartitionsResponse.FromString(data)
    check(reply.status)
    return list(reply.partition_names)


def encode_stats(collection: str, partition: str) -> bytes:
    """Ask for a partition's statistics."""
    return GetPartitionStatisticsRequest(collection_name=collection, partition_name=partition).SerializeToString()


def decode_stats(data: bytes) -> dict[str, str]:
    """Statistics as the server gives them: `row_count`."""
    reply = GetPartitionStatisticsResponse.FromString(data)
    check(reply.status)
    return mapping(reply.stats)
