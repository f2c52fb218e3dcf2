"""Partitions of a collection."""

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.wire import partition as wire
from vectorm.wire.collection import decode_bool
from vectorm.wire.status import decode_status


def create(_ctx: Context, collection: str, partition: str) -> Op[None]:
    """Create a partition."""
    yield from send(Rpc("CreatePartition", wire.encode_create(collection, partition), decode_status))


def drop(_ctx: Context, collection: str, partition: str) -> Op[None]:
    """Drop a partition with its rows; it must be released before."""
    yield from send(Rpc("DropPartition", wire.encode_drop(collection, partition), decode_status))


def has(_ctx: Context, collection: str, partition: str) -> Op[bool]:
    """Whether the collection has that partition."""
    return (yield from send(Rpc("HasPartition", wire.encode_has(collection, partition), decode_bool)))


def list_names(_ctx: Context, collection: str) -> Op[list[str]]:
    """Names of the collection's partitions."""
    return (yield from send(Rpc("ShowPartitions", wire.encode_list_names(collection), wire.decode_list_names)))


def stats(_ctx: Context, collection: str, partition: str) -> Op[dict[str, str]]:
    """Statistics: `row_count`, an estimate."""
    request = wire.encode_stats(collection, partition)
    return (yield from send(Rpc("GetPartitionStatistics", request, wire.decode_stats)))
