"""The rows of a select in pages, ordered by key: of one request after the other, or of several side by side."""

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.model import Model
from vectorm.ops import iterate
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import Select
from vectorm.query.base import Parts, Split
from vectorm.query.order import sort_batch
from vectorm.session.naming import spec_of
from vectorm.session.state import SessionState
from vectorm.spec.feature import Feature
from vectorm.spec.iterate import Cursor
from vectorm.spec.read import HybridSpec, QuerySpec, SearchSpec

M = TypeVar("M", bound=Model)
Spec = TypeVar("Spec", QuerySpec, SearchSpec, HybridSpec)

_NO_ROWS = ColumnBatch((), 0)


def query_specs(ctx: Context, state: SessionState, statement: Select[M]) -> Split[QuerySpec]:
    """What a select sends, so that it sees the session's writes: one request, or several for a long list."""
    parts = state.scoped(ctx, statement).split()
    built = (part.build(ctx.capabilities) for part in parts.statements)
    specs = tuple(seeing_own_writes(ctx, state, statement.model, spec) for spec in built)
    return Split(specs, parts.in_order)


def seeing_own_writes(ctx: Context, state: SessionState, model: type[Model], spec: Spec) -> Spec:
    """A request that sees the session's writes."""
    options = state.read_options(ctx, spec_of(ctx, model), spec.options)
    return spec if options is spec.options else replace(spec, options=options)


def without_objects(spec: QuerySpec, fields: tuple[str, ...]) -> QuerySpec:
    """A request of which no objects are made: it reads these fields and no undeclared keys beside them."""
    return replace(spec, options=replace(spec.options, output_fields=fields))


@dataclass(slots=True)
class _Source:
    """The pages of one request. The one after a short page is not asked for.

    Attributes:
        left: Rows that are still wanted.
        held: Rows that were read and not given out yet.
    """

    pages: iterate.QueryPages
    size: int
    left: float
    held: ColumnBatch = _NO_ROWS

    def next_page(self, ctx: Context) -> Op[ColumnBatch]:
        """The next rows."""
        asked = min(self.size, self.left)
        batch = yield from self.pages.next_page(ctx)
        is_last = len(batch) < asked and (not len(batch) or ctx.capabilities.can(Feature.FULL_PAGES))
        self.left = 0 if is_last else self.left - len(batch)
        return batch


class Pages:
    """The rows of a select in pages, ordered by key: `order_by` is not looked at, and its limit and offset with it."""

    def __init__(
        self,
        ctx: Context,
        state: SessionState,
        statement: Select[M],
        page_size: int,
        fields: tuple[str, ...] = (),
    ) -> None:
        """Pages of at most `page_size` rows of each request; of these fields only where no objects are made.

        Raises:
            ParamError: A page size below 1 or above 16,384.
            Unsupported: The engine lacks something; nothing was sent.
        """
        parts = statement.parts
        specs = query_specs(ctx, state, statement)
        self._waiting = [without_objects(spec, fields) if fields else spec for spec in specs.statements]
        self._in_order = specs.in_order
        self._primary = statement.model.__spec__.primary
        self._page_size = page_size
        self._skip = 0 if parts.orders else parts.offset or 0
        self._left = math.inf if parts.limit is None or parts.orders else parts.limit
        self._sources: list[_Source] = []
        self._empty = _NO_ROWS
        self._snapshot = 0

    def next_page(self, ctx: Context) -> Op[ColumnBatch]:
        """The next rows; none when there are no more."""
        while self._left:
            batch = yield from (self._next(ctx) if self._in_order else self._next_merged(ctx))
            if not len(batch):
                break
            skipped = min(self._skip, len(batch))
            taken = int(min(self._left, len(batch) - skipped))
            self._skip -= skipped
            self._left -= taken
            if taken:
                return batch if taken == len(batch) else batch.select(slice(skipped, skipped + taken))
            self._empty = batch.select(slice(0))  # a page past the end has columns too
        return self._empty

    def _next(self, ctx: Context) -> Op[ColumnBatch]:
        """The next rows, of requests whose keys follow each other."""
        while self._waiting or self._sources:
            source = self._sources.pop() if self._sources else self._start()
            batch = yield from self._read(ctx, source)
            if source.left:
                self._sources.append(source)
            if len(batch):
                return batch
        return _NO_ROWS

    def _next_merged(self, ctx: Context) -> Op[ColumnBatch]:
        """The rows of all requests up to the key that each of them has reached."""
        while self._waiting:
            self._sources.append(self._start())
        for source in self._sources:
            if not len(source.held) and source.left:
                source.held = yield from self._read(ctx, source)
        self._sources = [source for source in self._sources if len(source.held)]
        key = self._primary.name
        ends: list[Any] = [source.held[key][len(source.held) - 1] for source in self._sources if source.left]
        parts: list[ColumnBatch] = []
        for source in self._sources:
            keys = source.held[key].to_list()
            place = bisect_right(keys, min(ends)) if ends else len(keys)
            parts.append(source.held.select(slice(place)))
            source.held = source.held.select(slice(place, None))
        rows = ColumnBatch.concat([part for part in parts if len(part)]) if parts else _NO_ROWS
        order = sorted(range(len(rows)), key=rows[key].to_list().__getitem__) if parts else []
        return rows.select(np.array(order, np.intp))

    def _start(self) -> _Source:
        """The first page of the next request, of the state that those before it have shown."""
        spec = replace(self._waiting.pop(0), offset=None)
        most = self._skip + self._left
        limit = None if most == math.inf else int(most)
        cursor = Cursor(self._snapshot) if self._snapshot else None
        return _Source(iterate.QueryPages(spec, self._primary, self._page_size, limit, cursor), self._page_size, most)

    def _read(self, ctx: Context, source: _Source) -> Op[ColumnBatch]:
        batch = yield from source.next_page(ctx)
        self._snapshot = source.pages.cursor.snapshot
        if not len(batch):
            self._empty = batch
        return batch


def all_rows(ctx: Context, pages: Pages) -> Op[ColumnBatch]:
    """Every row."""
    parts = [(yield from pages.next_page(ctx))]
    while len(parts[-1]):
        parts.append((yield from pages.next_page(ctx)))
    return ColumnBatch.concat(parts[:-1]) if len(parts) > 1 else parts[0]


def ordered_rows(ctx: Context, pages: Pages, parts: Parts) -> Op[ColumnBatch]:
    """All rows in the order that a select wishes; those beyond its limit are let go of page by page."""
    start = parts.offset or 0
    if parts.limit is None:
        batch = yield from all_rows(ctx, pages)
        return sort_batch(batch, parts.orders).select(slice(start, None))
    most = start + parts.limit
    kept = sort_batch((yield from pages.next_page(ctx)), parts.orders, most)
    while len(page := (yield from pages.next_page(ctx))):
        kept = sort_batch(ColumnBatch.concat([kept, page]), parts.orders, most)
    return kept.select(slice(start, None))
