"""Indexes and their build."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.enums import IndexState
from vectorm.errors import Asked, IndexNotExistException, ServerError
from vectorm.ops.connect import alloc_timestamp
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.poll import until
from vectorm.ops.step import Op, Rpc
from vectorm.spec.capabilities import Engine
from vectorm.spec.index import IndexInfo, IndexSpec
from vectorm.wire import index as wire
from vectorm.wire.status import decode_status


def create(ctx: Context, collection: str, index: IndexSpec, *, wait: bool = True) -> Op[None]:
    """Create an index; with `wait`, return when the rows that are flushed by now are indexed."""
    yield from send(Rpc("CreateIndex", wire.encode_create(collection, index), decode_status))
    if wait:
        yield from _until_built(ctx, collection, index)


def describe(
    ctx: Context, collection: str, *, field: str = "", name: str = "", timestamp: int = 0
) -> Op[list[IndexInfo]]:
    """The indexes of a collection, of one field, or the one of that name; empty when there is none.

    With a hybrid timestamp, their state is that of the rows that were there then.
    """
    request = wire.encode_describe(collection, field, name, timestamp)
    try:
        found = yield from send(Rpc("DescribeIndex", request, wire.decode_describe))
    except IndexNotExistException:
        return []
    found = [each for each in found if field in ("", each.spec.field)]
    named = [each for each in found if name in ("", each.spec.name)]
    # Milvus Lite drops the name and takes the field's: the only index is then the one that is meant.
    return found if not named and len(found) == 1 and ctx.capabilities.engine is Engine.LITE else named


def found(ctx: Context, collection: str, *, field: str = "", name: str = "", timestamp: int = 0) -> Op[list[IndexInfo]]:
    """As `describe`, but at least one index.

    Raises:
        IndexNotExistException: There is none.
    """
    indexes = yield from describe(ctx, collection, field=field, name=name, timestamp=timestamp)
    if not indexes:
        which = f"index {name}" if name else f"index on {field}" if field else "index"
        error = IndexNotExistException(message=f"collection {collection} has no {which}")
        error.asked = Asked(collections=(collection,), indexes=(name,) if name else ())
        raise error
    return indexes


def drop(ctx: Context, collection: str, *, field: str = "", name: str = "") -> Op[None]:
    """Drop an index by its name or by its field; the collection must be released before."""
    if name and ctx.capabilities.engine is Engine.LITE:
        found = yield from describe(ctx, collection, field=field, name=name)
        name = found[0].spec.name if found else name
    yield from send(Rpc("DropIndex", wire.encode_drop(collection, field, name), decode_status))


def alter(
    _ctx: Context, collection: str, name: str, properties: Mapping[str, Any], delete_keys: Sequence[str] = ()
) -> Op[None]:
    """Set and delete properties of an index, such as `mmap.enabled`."""
    yield from send(Rpc("AlterIndex", wire.encode_alter(collection, name, properties, delete_keys), decode_status))


def progress(ctx: Context, collection: str, *, field: str = "", name: str = "", timestamp: int = 0) -> Op[IndexInfo]:
    """How far the build of an index is.

    Raises:
        IndexNotExistException: There is no such index.
    """
    return (yield from found(ctx, collection, field=field, name=name, timestamp=timestamp))[0]


def wait(ctx: Context, collection: str, *, field: str = "", name: str = "") -> Op[None]:
    """Return when an index holds the rows that are flushed by now.

    Raises:
        ServerError: The build failed; the message has the server's reason.
    """
    yield from _until_built(ctx, collection, IndexSpec(field=field, name=name))


def _until_built(ctx: Context, collection: str, index: IndexSpec) -> Op[None]:
    # Without a timestamp, others who go on to insert rows would keep us waiting. Milvus Lite has no clock to ask.
    now = 0 if ctx.capabilities.engine is Engine.LITE else (yield from alloc_timestamp(ctx))
    yield from until(lambda: _is_built(ctx, collection, index, now))


def _is_built(ctx: Context, collection: str, index: IndexSpec, timestamp: int) -> Op[bool]:
    info = yield from progress(ctx, collection, field=index.field, name=index.name, timestamp=timestamp)
    if info.state is IndexState.FAILED:
        raise ServerError(message=f"index {info.spec.name} of {collection} failed to build: {info.fail_reason}")
    return info.state is IndexState.FINISHED
