"""Segments of a collection."""

from collections.abc import Sequence

from vectorm.enums import SegmentState
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.feature import Feature
from vectorm.spec.segment import LoadedSegment, StoredSegment
from vectorm.wire import segment as wire
from vectorm.wire.status import decode_status


def list_stored(ctx: Context, collection: str, states: Sequence[SegmentState] = ()) -> Op[list[StoredSegment]]:
    """Segments in the object store; all that the server tells of, or those in some states."""
    _require(ctx)
    request = wire.encode_list_stored(collection, states)
    rpc = Rpc("GetPersistentSegmentInfo", request, wire.decode_list_stored, collection=collection)
    found = yield from send(rpc)
    # Servers before Milvus 3.0 ignore the states and tell of all segments.
    return [segment for segment in found if not states or segment.state in states]


def list_loaded(ctx: Context, collection: str) -> Op[list[LoadedSegment]]:
    """Segments in the memory of query nodes."""
    _require(ctx)
    request = wire.encode_list_loaded(collection)
    return (yield from send(Rpc("GetQuerySegmentInfo", request, wire.decode_list_loaded, collection=collection)))


def load_balance(
    ctx: Context, collection: str, source: int, targets: Sequence[int] = (), segments: Sequence[int] = ()
) -> Op[None]:
    """Move segments from one query node to others; without targets and segments the server chooses."""
    _require(ctx)
    request = wire.encode_load_balance(collection, source, targets, segments)
    yield from send(Rpc("LoadBalance", request, decode_status, collection=collection))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.SEGMENTS)
