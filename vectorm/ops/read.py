"""Search, hybrid search, query, get and count."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.hits import FoundRows, SearchHits
from vectorm.enums import ConsistencyLevel
from vectorm.errors import CollectionNotLoaded, ServerError
from vectorm.expr.keys import render_keys
from vectorm.ops import collection as collections_
from vectorm.ops.context import Context
from vectorm.ops.load import load
from vectorm.ops.names import check_answer
from vectorm.ops.policy import send
from vectorm.ops.read_support import check_query, check_search, filled, supported_hybrid
from vectorm.ops.step import Op, Rpc
from vectorm.spec.capabilities import Engine
from vectorm.spec.feature import Feature
from vectorm.spec.read import HybridSpec, QuerySpec, ReadOptions, SearchSpec
from vectorm.wire import read as wire

R = TypeVar("R")

COUNT = "count(*)"

_LITE_OVERFETCH = 5

_BOUNDED_TIMESTAMP = 2
_EVENTUALLY_TIMESTAMP = 1
"""Guarantee timestamps that stand for a level: what Milvus's proxy tells apart from real ones."""


def query(ctx: Context, spec: QuerySpec) -> Op[ColumnBatch]:
    """Rows by filter."""
    return (yield from rows(ctx, spec)).batch


def rows(ctx: Context, spec: QuerySpec) -> Op[FoundRows]:
    """Rows by filter, and what the server tells of them."""
    check_query(ctx.capabilities, spec)
    if ctx.cluster:
        spec = replace(spec, params=_pinned(ctx, spec.params))
    spec = filled(ctx.capabilities, spec)
    timestamp = guarantee_timestamp(ctx, spec.collection, spec.options)
    request = wire.encode_query(spec, guarantee_timestamp=timestamp)
    found = yield from _send(ctx, Rpc("Query", request, wire.decode_rows, collection=spec.collection))
    yield from check_answer(ctx, spec.collection, spec.options, found.batch)
    return found


def get(ctx: Context, collection: str, ids: Sequence[Any], options: ReadOptions) -> Op[ColumnBatch]:
    """Rows by primary key, in no special order; keys that are not stored are left out."""
    info = yield from collections_.cached(ctx, collection)
    primary = info.spec.primary
    expr = render_keys(primary.name, ids, primary.data_type)
    return (yield from query(ctx, QuerySpec(collection=collection, filter=expr, options=options)))


def count(ctx: Context, collection: str, filter: str = "", options: ReadOptions | None = None) -> Op[int]:
    """Exact number of rows that match a filter."""
    options = replace(options or ReadOptions(), output_fields=(COUNT,))
    batch = yield from query(ctx, QuerySpec(collection=collection, filter=filter, options=options))
    return int(batch[COUNT][0])


def search(ctx: Context, spec: SearchSpec) -> Op[SearchHits]:
    """The nearest rows to each query vector."""
    check_search(ctx.capabilities, spec)
    if ctx.cluster:
        spec = replace(spec, extra=_pinned(ctx, spec.extra))
    spec = filled(ctx.capabilities, spec)
    if ctx.capabilities.engine is Engine.LITE and "range_filter" in spec.params:
        return (yield from _search_band_on_lite(ctx, spec))
    return (yield from _search(ctx, spec))


def hybrid(ctx: Context, spec: HybridSpec) -> Op[SearchHits]:
    """Several searches merged by a ranker."""
    if ctx.cluster:
        searches = tuple(replace(each, extra=_pinned(ctx, each.extra)) for each in spec.searches)
        spec = replace(spec, searches=searches, extra=_pinned(ctx, spec.extra))
    spec = supported_hybrid(ctx.capabilities, spec)
    timestamp = guarantee_timestamp(ctx, spec.collection, spec.options)
    request = wire.encode_hybrid(spec, guarantee_timestamp=timestamp)
    found = yield from _send(ctx, Rpc("HybridSearch", request, wire.decode_search, collection=spec.collection))
    yield from check_answer(ctx, spec.collection, spec.options, found.batch)
    return found


def _pinned(ctx: Context, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Parameters of a read, and the cluster that it is pinned to."""
    ctx.capabilities.require(Feature.CLUSTER_READS)
    return {**params, "cluster_id": ctx.cluster}


def _send(ctx: Context, rpc: Rpc[R]) -> Op[R]:
    """Send a read. Milvus Lite forgets at its end which collections are loaded: load one that nobody released here."""
    try:
        return (yield from send(rpc))
    except CollectionNotLoaded as error:
        if ctx.capabilities.engine is not Engine.LITE or rpc.collection in ctx.released:
            raise
        not_loaded = error
    try:
        yield from load(ctx, rpc.collection)
    except ServerError as error:
        raise not_loaded from error
    return (yield from send(rpc))


def _search(ctx: Context, spec: SearchSpec) -> Op[SearchHits]:
    timestamp = guarantee_timestamp(ctx, spec.collection, spec.options)
    request = wire.encode_search(spec, guarantee_timestamp=timestamp)
    found = yield from _send(ctx, Rpc("Search", request, wire.decode_search, collection=spec.collection))
    yield from check_answer(ctx, spec.collection, spec.options, found.batch)
    return found


def _search_band_on_lite(ctx: Context, spec: SearchSpec) -> Op[SearchHits]:
    """Milvus Lite 3.2.2 drops what is nearer than `range_filter` from the nearest 5 x limit rows only: ask for more."""
    stats = yield from collections_.stats(ctx, spec.collection)
    enough = int(stats.get("row_count", 0)) // _LITE_OVERFETCH + 1
    wide = replace(spec, offset=0, limit=max(spec.offset + spec.limit, enough))
    found = yield from _search(ctx, wide)
    return found.page(spec.offset, spec.limit)


def guarantee_timestamp(ctx: Context, collection: str, options: ReadOptions) -> int:
    """The write timestamp that a read must have seen (https://milvus.io/docs/consistency.md).

    Without a level the collection's own level counts; the last write of this connection travels along, for collections
    of level Session.
    """
    if options.snapshot is not None:
        return options.snapshot
    if options.guarantee_timestamp is not None:
        return options.guarantee_timestamp
    if options.consistency is ConsistencyLevel.STRONG:
        return 0
    if options.consistency is ConsistencyLevel.BOUNDED:
        return _BOUNDED_TIMESTAMP
    if options.consistency is ConsistencyLevel.EVENTUALLY:
        return _EVENTUALLY_TIMESTAMP
    return ctx.written.get(collection, _EVENTUALLY_TIMESTAMP)
