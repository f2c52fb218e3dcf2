"""Reads in PyMilvus's shape: their arguments, the operation, its result."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.build_search import build_hybrid, build_search, vector_field
from vectorm.client.checks import as_filter, as_int
from vectorm.client.keys import as_keys
from vectorm.client.query_result import QueryResult, query_result
from vectorm.client.read_args import (
    Bounds,
    Read,
    Search,
    get_bounds,
    hybrid_params,
    query_bounds,
    search_params,
)
from vectorm.client.search_result import SearchResult, search_result
from vectorm.columns.kinds import is_list
from vectorm.errors import ParamError
from vectorm.expr.keys import render_keys
from vectorm.expr.template import template_values
from vectorm.ops import collection, read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.read import QuerySpec

__all__ = [
    "Bounds",
    "Read",
    "Search",
    "as_keys",
    "build_hybrid",
    "build_query",
    "build_search",
    "get_bounds",
    "hybrid",
    "hybrid_params",
    "is_empty",
    "keys_to_delete",
    "query",
    "query_bounds",
    "search",
    "search_params",
    "vector_field",
]


def is_empty(data: object) -> bool:
    """Whether there is nothing to search for."""
    return is_list(data) and not data


def keys_to_delete(collection: str, *given: object) -> list[Any]:
    """Keys under their newer and their older name.

    Raises:
        ParamError: They are no keys.
    """
    return [key for keys in given if keys is not None for key in as_keys(f"delete from {collection}", keys)]


def search(ctx: Context, where: Read, what: Search) -> Op[SearchResult]:
    """Search in a collection."""
    info = yield from collection.cached(ctx, where.collection)
    spec = build_search(info.spec, where, what)
    hits = yield from read.search(ctx, spec)
    return search_result(hits, pk_name=hits.primary_field or "id", round_decimal=what.round_decimal)


def hybrid(
    ctx: Context,
    where: Read,
    arms: Sequence[AnnSearchRequest],
    ranker: object,
    *,
    limit: int,
    extra: Mapping[str, Any],
    arm_ranker: object = None,
) -> Op[SearchResult]:
    """Several searches in a collection, merged by a ranker; `arm_ranker` scores what each of them found before."""
    info = yield from collection.cached(ctx, where.collection)
    spec = build_hybrid(info.spec, where, arms, ranker, limit=limit, extra=extra, arm_ranker=arm_ranker)
    hits = yield from read.hybrid(ctx, spec)
    return search_result(hits, pk_name=hits.primary_field or "id", round_decimal=extra.get("round_decimal") or -1)


def query(ctx: Context, where: Read, filter: object, bounds: Bounds, *, ids: object = None) -> Op[QueryResult]:
    """Rows by filter or by keys."""
    expr = as_filter(where.collection, filter)
    if ids is not None:
        if expr:
            raise ParamError(message=f"query of {where.collection}: give a filter or ids, not both")
        keys = as_keys(f"query of {where.collection}", ids)
        if not keys:
            return QueryResult()
        info = yield from collection.cached(ctx, where.collection)
        expr = render_keys(info.spec.primary.name, keys, info.spec.primary.data_type)
    return query_result((yield from read.rows(ctx, build_query(where, expr, bounds))))


def build_query(where: Read, filter: str, bounds: Bounds) -> QuerySpec:
    """The spec of a query.

    Raises:
        ParamError: A wrong argument.
    """
    return QuerySpec(
        collection=where.collection,
        filter=filter,
        values=template_values(filter, where.values),
        limit=None if bounds.limit is None else as_int("limit", bounds.limit, least=1),
        offset=None if bounds.offset is None else as_int("offset", bounds.offset, least=0),
        options=where.options(),
        params=bounds.params(),
    )
