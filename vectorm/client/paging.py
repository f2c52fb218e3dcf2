"""Pages of queries and searches in PyMilvus's shape."""

from dataclasses import replace

from vectorm.client.checks import as_filter, as_int
from vectorm.client.query_result import QueryResult
from vectorm.client.requests import Bounds, Read, Search, build_query, build_search
from vectorm.client.rows import rows_of
from vectorm.client.search_result import SearchPage, search_result
from vectorm.errors import ParamError
from vectorm.ops import collection, index
from vectorm.ops.context import Context
from vectorm.ops.iterate import QueryPages, SearchPages
from vectorm.ops.step import Op

_UNLIMITED = -1
_PAGE_SIZE = 1000


class RowPages:
    """The rows of a query in pages."""

    def __init__(self, pages: QueryPages) -> None:
        self._pages = pages

    def next_page(self, ctx: Context) -> Op[QueryResult]:
        """The next page; empty at the end."""
        return QueryResult(rows_of((yield from self._pages.next_page(ctx)), wrapped=True))


class HitPages:
    """The hits of a search in pages."""

    def __init__(self, pages: SearchPages, pk_name: str, round_decimal: int) -> None:
        self._pages = pages
        self._pk_name = pk_name
        self._round_decimal = round_decimal

    def next_page(self, ctx: Context) -> Op[SearchPage]:
        """The next page; empty at the end."""
        hits = yield from self._pages.next_page(ctx)
        return SearchPage(search_result(hits, pk_name=self._pk_name, round_decimal=self._round_decimal)[0])


def query_pages(
    ctx: Context, where: Read, filter: object, bounds: Bounds, batch_size: int | None, limit: int | None
) -> Op[RowPages]:
    """The pages of a query.

    Raises:
        ParamError: A wrong argument.
    """
    spec = build_query(where, as_filter(where.collection, filter), bounds)
    info = yield from collection.cached(ctx, where.collection)
    return RowPages(QueryPages(spec, info.spec.primary, _size(batch_size), _most(limit)))


def search_pages(ctx: Context, where: Read, what: Search, batch_size: int | None, limit: int | None) -> Op[HitPages]:
    """The pages of a search; its metric is the index's when it is not given.

    Raises:
        ParamError: A wrong argument.
    """
    info = yield from collection.cached(ctx, where.collection)
    spec = build_search(info.spec, where, what)
    if not spec.metric_type:
        found = yield from index.describe(ctx, where.collection, field=spec.field)
        if not found:
            raise ParamError(message=f"{where.collection}.{spec.field} has no index: give metric_type in search_params")
        spec = replace(spec, metric_type=found[0].spec.metric_type)
    pages = SearchPages(spec, info.spec.primary, _size(batch_size), _most(limit))
    return HitPages(pages, info.spec.primary.name, what.round_decimal)


def _size(batch_size: int | None) -> int:
    return _PAGE_SIZE if batch_size is None else batch_size


def _most(limit: int | None) -> int | None:
    return None if limit is None or limit == _UNLIMITED else as_int("limit", limit, least=0)
