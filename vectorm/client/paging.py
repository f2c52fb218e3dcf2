"""Pages of queries and searches in PyMilvus's shape."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from typing import Any, TypeAlias

from vectorm.client.build_search import build_search
from vectorm.client.checkpoint import Checkpoint, QueryIteratorCursor, told_cursor
from vectorm.client.checks import as_filter, as_int, as_text
from vectorm.client.options import QueryIteratorOptions, SearchIteratorOptions
from vectorm.client.query_result import QueryResult, query_result
from vectorm.client.read_args import Bounds, Read, Search, time_params
from vectorm.client.requests import build_query
from vectorm.client.search_result import Hit, Hits, SearchPage, search_result
from vectorm.errors import ParamError
from vectorm.ops import collection, index
from vectorm.ops.context import Context
from vectorm.ops.iterate import QueryPages, SearchPages, ServerPages
from vectorm.ops.step import Op
from vectorm.records import dataclass
from vectorm.spec.collection import CollectionInfo
from vectorm.spec.read import SearchSpec

_UNLIMITED = -1
_PAGE_SIZE = 1000

Keep: TypeAlias = Callable[[Hits], Sequence[Hit]]
"""Chooses hits of a page: `external_filter_func` of search iterators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many rows or hits: of a page, and of all pages together."""

    page: int
    limit: int | None

    @staticmethod
    def of(batch_size: int | None, limit: int | None) -> "Size":
        """As given; -1 and None stand for all.

        Raises:
            ParamError: A wrong limit.
        """
        most = None if limit is None or limit == _UNLIMITED else as_int("limit", limit, least=0)
        return Size(page=_PAGE_SIZE if batch_size is None else batch_size, limit=most)


class RowPages:
    """The rows of a query in pages."""

    def __init__(self, pages: QueryPages, checkpoint: Checkpoint | None) -> None:
        self._pages = pages
        self._checkpoint = checkpoint

    def next_page(self, ctx: Context) -> Op[QueryResult]:
        """The next page; empty at the end."""
        return query_result((yield from self._pages.next_rows(ctx)))

    @property
    def cursor(self) -> QueryIteratorCursor:
        """Where they stand."""
        return told_cursor(self._pages.cursor)

    def save(self) -> None:
        """Note in the checkpoint where they stand, if there is a checkpoint and a row was read."""
        if self._checkpoint and self._pages.cursor.key is not None:
            self._checkpoint.save(self._pages.cursor)

    def close(self) -> None:
        """Remove the checkpoint."""
        if self._checkpoint:
            self._checkpoint.remove()


class HitPages:
    """The hits of a search in pages.

    Attributes:
        by_server: Whether the server makes the pages.
    """

    def __init__(self, pages: SearchPages | ServerPages, size: Size, round_decimal: int, keep: Keep | None) -> None:
        """`round_decimal` is the decimal places of the distances."""
        self.by_server = isinstance(pages, ServerPages)
        self._pages = pages
        self._size = size
        self._round_decimal = round_decimal
        self._keep = keep
        self._kept: list[Hit] = []
        self._returned = 0

    def next_page(self, ctx: Context) -> Op[SearchPage]:
        """The next page; empty at the end."""
        if self._keep is None:
            hits, session_ts = yield from self._read(ctx)
            return SearchPage(hits, session_ts)
        return (yield from self._next_kept(ctx, self._keep))

    def _next_kept(self, ctx: Context, keep: Keep) -> Op[SearchPage]:
        """A page of hits that were kept: reads on until it is full."""
        limit = self._size.limit
        wanted = self._size.page if limit is None else min(self._size.page, limit - self._returned)
        session_ts = 0
        while len(self._kept) < wanted:
            hits, session_ts = yield from self._read(ctx)
            if not hits:
                break
            self._kept += keep(hits)
        page, self._kept = self._kept[:wanted], self._kept[wanted:]
        self._returned += len(page)
        return SearchPage(page, session_ts)

    def _read(self, ctx: Context) -> Op[tuple[Hits, int]]:
        hits = yield from self._pages.next_page(ctx)
        found = search_result(hits, pk_name=hits.primary_field or "id", round_decimal=self._round_decimal)
        return found[0], hits.session_ts


def query_pages(ctx: Context, where: Read, filter: object, size: Size, options: QueryIteratorOptions) -> Op[RowPages]:
    """The pages of a query, from the start or from a checkpoint on.

    Raises:
        ParamError: A wrong argument.
    """
    values = options.get("expr_params", options.get("filter_params"))
    bounds = Bounds(
        offset=options.get("offset"),
        ignore_growing=options.get("ignore_growing", False),
        extra={**time_params(options), **_one_state(options.get("reduce_stop_for_best", True))},
    )
    spec = build_query(replace(where, values=values), as_filter(where.collection, filter), bounds)
    info = yield from collection.cached(ctx, where.collection)
    spec = replace(spec, params={**spec.params, **_collection_id(info)})
    path = options.get("iterator_cp_file")
    primary = info.spec.primary
    checkpoint = None if path is None else Checkpoint(_path(path), is_text=primary.data_type.is_text)
    cursor = checkpoint.load() if checkpoint else None
    return RowPages(QueryPages(spec, primary, size.page, size.limit, cursor), checkpoint)


def search_pages(
    ctx: Context,
    where: Read,
    what: Search,
    size: Size,
    options: SearchIteratorOptions,
    *,
    by_server: bool = False,
    keep: Keep | None = None,
) -> Op[HitPages]:
    """The pages of a search; its metric is the index's when it is not given.

    Args:
        ctx: The connection's context.
        where: From where.
        what: The search.
        size: Hits of a page, and of all pages.
        options: Further options of the iterator.
        by_server: Whether the server may make the pages, where it can.
        keep: Chooses hits; those it leaves out do not count for `size`.

    Raises:
        ParamError: A wrong argument.
    """
    values = options.get("expr_params", options.get("filter_params"))
    info = yield from collection.cached(ctx, where.collection)
    spec = build_search(info.spec, replace(where, values=values), what)
    spec = replace(spec, extra={**spec.extra, **_collection_id(info)})
    limit = None if keep else size.limit
    if by_server:
        made = ServerPages(spec, size.page, limit)
        if (yield from made.start(ctx)):
            return HitPages(made, size, what.round_decimal, keep)
    spec = yield from _with_metric(ctx, replace(spec, extra={**spec.extra, "iterator": "True"}))
    return HitPages(SearchPages(spec, info.spec.primary, size.page, limit), size, what.round_decimal, keep)


def iterator_search(
    data: Any,
    field: str,
    param: Mapping[str, Any] | None,
    filter: object,
    round_decimal: int,
    options: SearchIteratorOptions,
) -> Search:
    """The arguments of a search iterator."""
    extra = {**time_params(options), "ignore_growing": options.get("ignore_growing")}
    return Search(
        data=data,
        field=field,
        param=param or {},
        limit=1,
        filter=filter,
        offset=options.get("offset"),
        extra=extra,
        round_decimal=round_decimal,
    )


def _with_metric(ctx: Context, spec: SearchSpec) -> Op[SearchSpec]:
    if spec.metric_type:
        return spec
    found = yield from index.describe(ctx, spec.collection, field=spec.field)
    if not found:
        raise ParamError(message=f"{spec.collection}.{spec.field} has no index: give metric_type in search_params")
    return replace(spec, metric_type=found[0].spec.metric_type)


def _collection_id(info: CollectionInfo) -> dict[str, str]:
    """The server refuses a page when another collection has taken the name; Milvus Lite gives no ids."""
    return {"collection_id": str(info.collection_id)} if info.collection_id else {}


def _one_state(stop_for_best: object) -> dict[str, str]:
    return {"reduce_stop_for_best": str(bool(stop_for_best))}


def _path(given: str | PathLike[str]) -> str:
    return str(given) if isinstance(given, PathLike) else as_text("iterator_cp_file", given)
