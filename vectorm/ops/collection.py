"""Create, describe, alter and drop collections."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.ops.supported import check_collection, check_properties
from vectorm.spec.collection import CollectionInfo, CollectionSpec
from vectorm.wire import collection as wire
from vectorm.wire.status import decode_status


def create(ctx: Context, spec: CollectionSpec) -> Op[None]:
    """Create a collection.

    Raises:
        Unsupported: The engine cannot hold such a schema; nothing was sent.
        AlreadyExists: A collection of that name has another schema.
    """
    check_collection(ctx.capabilities, spec)
    ctx.forget(spec.name)
    yield from send(Rpc("CreateCollection", wire.encode_create(spec), decode_status))


def drop(ctx: Context, name: str) -> Op[None]:
    """Drop a collection; a missing one is no error."""
    ctx.forget(name)
    ctx.written.pop(name, None)
    yield from send(Rpc("DropCollection", wire.encode_drop(name), decode_status))


def has(_ctx: Context, name: str) -> Op[bool]:
    """Whether there is a collection or alias of that name."""
    return (yield from send(Rpc("HasCollection", wire.encode_has(name), wire.decode_bool)))


def describe(ctx: Context, name: str) -> Op[CollectionInfo]:
    """The collection as the server has it now.

    Raises:
        CollectionNotExistException: There is none.
    """
    ctx.forget(name)
    info = yield from send(Rpc("DescribeCollection", wire.encode_describe(name), wire.decode_describe))
    ctx.schemas[name] = info
    return info


def cached(ctx: Context, name: str) -> Op[CollectionInfo]:
    """The collection as it was last described on this connection; described now if it never was."""
    known = ctx.schemas.get(name)
    return known if known is not None else (yield from describe(ctx, name))


def list_names(_ctx: Context) -> Op[list[str]]:
    """Names of the collections in the database."""
    return (yield from send(Rpc("ShowCollections", wire.encode_list_names(), wire.decode_list_names)))


def rename(ctx: Context, old: str, new: str, database: str = "") -> Op[None]:
    """Rename a collection, also into another database ("" keeps it)."""
    ctx.forget(old)
    ctx.forget(new)
    yield from send(Rpc("RenameCollection", wire.encode_rename(old, new, database), decode_status))


def stats(_ctx: Context, name: str) -> Op[dict[str, str]]:
    """Statistics: `row_count`, an estimate that ignores deletes and unflushed rows (`read.count` is exact)."""
    return (yield from send(Rpc("GetCollectionStatistics", wire.encode_stats(name), wire.decode_stats)))


def alter(ctx: Context, name: str, properties: Mapping[str, Any], delete_keys: Sequence[str] = ()) -> Op[None]:
    """Set and delete properties, such as `collection.ttl.seconds`."""
    check_properties(ctx.capabilities, name, properties)
    ctx.forget(name)
    yield from send(Rpc("AlterCollection", wire.encode_alter(name, properties, delete_keys), decode_status))


def truncate(_ctx: Context, name: str) -> Op[None]:
    """Delete all rows, keep schema and indexes."""
    yield from send(Rpc("TruncateCollection", wire.encode_truncate(name), wire.decode_truncate))
