"""Read any number of rows or hits in pages, although a server answers at most 16,384 at a time."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.hits import FoundRows, SearchHits
from vectorm.errors import ParamError
from vectorm.expr.keys import render_keys
from vectorm.expr.literal import render_literal, render_name
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.ops.read_support import filled
from vectorm.ops.step import Op
from vectorm.spec.capabilities import Engine
from vectorm.spec.feature import Feature
from vectorm.spec.field import FieldSpec
from vectorm.spec.iterate import Cursor
from vectorm.spec.read import QuerySpec, ReadOptions, SearchSpec

LARGEST_PAGE = 16_384
"""Most rows of one answer: Milvus's `quotaAndLimits.limits.topK`."""

MOST_TIES = 100_000
"""Most hits of one distance that a search walks over: each is named in the filter of the next page."""

_FURTHEST = {"L2": 1e38, "IP": -1e38, "COSINE": -1.01, "BM25": -1e38, "HAMMING": 1e38, "JACCARD": 1.01}
"""By metric, a distance that no hit can have, at the far end."""

_PAGING = {"iterator": "True", "reduce_stop_for_best": "True"}

_SLACK = 1e-6
"""Relative. Engines compute distances in float32, not always alike to the last bit with and without a filter."""

_WIDEST = 1000
"""How many times wider than the last page a band may get before it is opened to the far end."""


class QueryPages:
    """The rows of a query in pages, in the order of their primary keys.

    Each page asks for keys above the last one, so that rows written meanwhile neither shift nor repeat others. Where
    the server tells the timestamp of a page's state (Milvus 2.4 and newer), all pages show that of the first one.

    Attributes:
        cursor: Where it stands; another iterator over the same query can go on from there.
    """

    def __init__(
        self,
        spec: QuerySpec,
        primary: FieldSpec,
        page_size: int,
        limit: int | None = None,
        cursor: Cursor | None = None,
    ) -> None:
        """`spec.offset` rows are skipped first; `limit` bounds all pages together, `spec.limit` is not used.

        Raises:
            ParamError: A page size below 1 or above 16,384.
        """
        self.cursor = cursor or Cursor()
        self._primary = primary
        self._page_size = _checked(page_size)
        self._left = math.inf if limit is None else limit
        self._skip = 0 if cursor else spec.offset or 0
        fields = spec.options.output_fields
        if fields and "*" not in fields and primary.name not in fields:
            fields = (primary.name, *fields)  # without the key there is no way on
        options = _pinned(replace(spec.options, output_fields=fields), self.cursor.snapshot)
        self._spec = replace(spec, offset=None, options=options, params={**_PAGING, **spec.params})
        self._by_element = "element_filter" in spec.filter.lower()
        self._none = FoundRows(batch=ColumnBatch((), 0))

    def next_page(self, ctx: Context) -> Op[ColumnBatch]:
        """The next rows; none when there are no more."""
        return (yield from self.next_rows(ctx)).batch

    def next_rows(self, ctx: Context) -> Op[FoundRows]:
        """The next rows, and what the server tells of them; where all rows were skipped, their columns without rows."""
        while self._skip:
            skipped = yield from self._page(ctx, min(self._skip, LARGEST_PAGE))
            if not len(skipped.batch):
                self._skip, self._left = 0, 0
            if skipped.batch.columns:
                self._none = FoundRows(batch=skipped.batch.select(np.zeros(0, np.intp)))
            self._skip -= len(skipped.batch)
        found = yield from self._page(ctx, int(min(self._page_size, self._left)))
        self._left -= len(found.batch)
        return found

    def _page(self, ctx: Context, size: int) -> Op[FoundRows]:
        if size <= 0:
            return self._none
        spec = replace(self._spec, filter=self._filter(), limit=size, params={**self._spec.params, **self._element()})
        found = _first(size, (yield from read.rows(ctx, spec)))
        snapshot = self.cursor.snapshot or found.session_ts
        if snapshot != self.cursor.snapshot:
            self._spec = replace(self._spec, options=_pinned(self._spec.options, snapshot))
        last = _last_of(found, self._primary.name) if len(found.batch) else (self.cursor.key, self.cursor.element)
        self.cursor = Cursor(snapshot, *last)
        return found

    def _filter(self) -> str:
        """The key stands first: Milvus wants `element_filter` at the end."""
        if self.cursor.key is None:
            return self._spec.filter
        above = ">=" if self._element() else ">"
        beyond = f"{render_name(self._primary.name)} {above} {render_literal(self.cursor.key)}"
        return _both(beyond, self._spec.filter)

    def _element(self) -> dict[str, str]:
        """The elements of the last row that come after its last one belong to the next page."""
        if not self._by_element or self.cursor.element is None:
            return {}
        at = {"query_iter_last_pk": self.cursor.key, "query_iter_last_element_offset": self.cursor.element}
        return {name: str(value) for name, value in at.items()}


class SearchPages:
    """The hits of a search with one query vector in pages, nearest first; no hit comes twice.

    A server finds the nearest `limit` rows only. The next page is a range search from the distance of the last hit on,
    without the hits of just that distance, in a band that is widened until the page is full or the far end is reached.
    """

    def __init__(self, spec: SearchSpec, primary: FieldSpec, page_size: int, limit: int | None = None) -> None:
        """`limit` bounds all pages together; `spec.metric_type` must be set, `spec.limit` is not used.

        Raises:
            ParamError: Several query vectors, an offset, a wrong page size, a metric without range search.
        """
        _check_walk(spec)
        if spec.metric_type not in _FURTHEST:
            known = ", ".join(_FURTHEST)
            raise ParamError(message=f"a search iterator walks by {known}, not by {spec.metric_type or 'no metric'}")
        self._page_size = _checked(page_size)
        if spec.params.get("ef", page_size) < page_size:
            raise ParamError(message=f"ef must be at least the page size, {page_size}; it is {spec.params['ef']}")
        self._spec = replace(spec, options=_pinned(spec.options, 0))
        self._primary = primary
        self._left = math.inf if limit is None else limit
        self._outward = 1.0 if _FURTHEST[spec.metric_type] > 0 else -1.0
        self._end = float(spec.params.get("radius", _FURTHEST[spec.metric_type]))
        self._tail: float | None = None
        self._width = 0.0
        self._ties: dict[Any, float] = {}
        self._seen: set[Any] = set()

    def next_page(self, ctx: Context) -> Op[SearchHits]:
        """The next hits; none when there are no more."""
        size = int(min(self._page_size, self._left))
        if size <= 0:
            return _NO_HITS
        if ctx.capabilities.engine is Engine.LITE:
            hits, is_last = yield from self._from_start(ctx, size)
        elif self._tail is None:
            hits = yield from read.search(ctx, replace(self._spec, limit=size))
            is_last = len(hits.ids) < size
        else:
            hits, is_last = yield from self._beyond(ctx, self._tail, size)
        if hits.session_ts and not self._spec.options.snapshot:
            self._spec = replace(self._spec, options=_pinned(self._spec.options, hits.session_ts))
        self._left = 0 if is_last else self._left - len(hits.ids)
        if len(hits.ids):
            self._note(hits)
        return hits

    def _from_start(self, ctx: Context, size: int) -> Op[tuple[SearchHits, bool]]:
        """The next hits, and whether there are no more after them: found by a larger search of all.

        Milvus Lite has no limit on a search, and no range search to walk by: it drops what is out of the range from the
        nearest `limit` rows, so that nothing is left far out.
        """
        limit = len(self._seen) + size
        if "range_filter" in self._spec.params:  # the nearest ones are dropped, who knows how many
            known = filled(ctx.capabilities, self._spec)
            limit = max(limit, (yield from read.count(ctx, known.collection, known.filter)))
        found = yield from read.search(ctx, self._wide(limit))
        fresh = self._fresh(found, size)
        return fresh, len(fresh.ids) < size

    def _wide(self, limit: int) -> SearchSpec:
        """A search for `limit` hits; Milvus Lite's HNSW loses most of them with a smaller `ef`."""
        params = {**self._spec.params, "ef": max(self._spec.params.get("ef", 0), limit)}
        return replace(self._spec, limit=limit, params=params)

    def _beyond(self, ctx: Context, tail: float, size: int) -> Op[tuple[SearchHits, bool]]:
        """The next hits, and whether there are no more after them."""
        width = self._width
        while True:
            reach = tail + self._outward * width
            if self._outward * (self._end - reach) <= 0 or width > self._width * _WIDEST:
                reach = self._end
            found = yield from read.search(ctx, self._band(tail, reach, size))
            fresh = self._fresh(found, size)
            is_full = len(found.ids) >= size
            if reach == self._end and not is_full:
                return fresh, True
            # A full answer is the nearest of the band, whatever its width.
            if is_full and len(fresh.ids):
                return fresh, False
            if is_full:
                self._ties.update(zip(found.ids, found.scores.tolist(), strict=True))
            else:
                width *= 2 if len(fresh.ids) else 8

    def _band(self, tail: float, reach: float, size: int) -> SearchSpec:
        """The search of what lies from `tail` to `reach`."""
        near = tail - self._outward * _slack(tail)
        ties = render_keys(self._primary.name, self._ties, self._primary.data_type)
        return replace(
            self._spec,
            limit=size,
            filter=_both(f"not ({ties})", self._spec.filter),
            params={**self._spec.params, "radius": reach, "range_filter": near},
        )

    def _fresh(self, hits: SearchHits, size: int) -> SearchHits:
        """The hits that did not come before, `size` at most."""
        keys: list[Any] = list(hits.ids)
        fresh = [number for number, key in enumerate(keys) if key not in self._seen][:size]
        if len(fresh) == len(keys):
            return hits
        return replace(
            hits,
            ids=[keys[number] for number in fresh],
            scores=hits.scores[fresh],
            offsets=(0, len(fresh)),
            batch=hits.batch.select(np.array(fresh, np.intp)),
        )

    def _note(self, hits: SearchHits) -> None:
        """Remember where the page ends."""
        scores: list[float] = hits.scores.tolist()
        tail = scores[-1]
        self._seen.update(hits.ids)
        self._ties.update(zip(hits.ids, scores, strict=True))
        self._ties = {key: score for key, score in self._ties.items() if abs(score - tail) <= 2 * _slack(tail)}
        if len(self._ties) > MOST_TIES:
            raise ParamError(
                message=f"more than {MOST_TIES} hits have the distance {tail}: a search iterator cannot walk over them"
            )
        self._width = max(abs(tail - scores[0]), 100 * _slack(tail))
        self._tail = tail


class ServerPages:
    """The hits of a search with one query vector in pages that the server makes (Milvus 2.5.2 and newer).

    The server names the iterator by a token and is told where the last page ended.
    """

    def __init__(self, spec: SearchSpec, page_size: int, limit: int | None = None) -> None:
        """`limit` bounds all pages together, `spec.limit` is not used.

        Raises:
            ParamError: Several query vectors, an offset, a wrong page size.
        """
        _check_walk(spec)
        self._page_size = _checked(page_size)
        self._left = math.inf if limit is None else limit
        options = _pinned(spec.options, 0)
        self._spec = replace(spec, options=options, extra={**spec.extra, "iterator": "True", "search_iter_v2": "True"})
        self._place: dict[str, str] = {}

    def start(self, ctx: Context) -> Op[bool]:
        """Whether the server makes such pages; asks for one hit, and pins the state that all pages show."""
        if not ctx.capabilities.can(Feature.SEARCH_PAGES):
            return False
        first = yield from self._search(ctx, 1)
        if first.session_ts:
            self._spec = replace(self._spec, options=_pinned(self._spec.options, first.session_ts))
        return bool(first.page_end.token)

    def next_page(self, ctx: Context) -> Op[SearchHits]:
        """The next hits; none when there are no more."""
        if self._left <= 0:
            return _NO_HITS
        hits = yield from self._search(ctx, self._page_size)
        token = self._place.get("search_iter_id", hits.page_end.token)
        self._place = {"search_iter_id": token, "search_iter_last_bound": str(hits.page_end.last_bound)}
        found = len(hits.ids)
        if found > self._left:
            hits = hits.page(0, int(self._left))
        self._left -= found
        return hits

    def _search(self, ctx: Context, size: int) -> Op[SearchHits]:
        extra = {**self._spec.extra, "search_iter_batch_size": str(size), **self._place}
        return (yield from read.search(ctx, replace(self._spec, limit=size, extra=extra)))


_NO_HITS = SearchHits(ids=[], scores=np.zeros(0, np.float32), offsets=(0, 0), batch=ColumnBatch((), 0))


def _checked(page_size: object) -> int:
    if isinstance(page_size, bool) or not isinstance(page_size, int) or not 1 <= page_size <= LARGEST_PAGE:
        raise ParamError(message=f"a page has 1 to {LARGEST_PAGE} rows, not {page_size!r}", hint="batch_size=1000")
    return page_size


def _check_walk(spec: SearchSpec) -> None:
    if len(spec.vectors.values) != 1:
        raise ParamError(message=f"a search iterator takes one query vector, not {len(spec.vectors.values)}")
    if spec.offset:
        raise ParamError(message="a search iterator takes no offset")


def _slack(distance: float) -> float:
    return _SLACK * max(abs(distance), 1.0)


def _both(beyond: str, given: str) -> str:
    return f"{beyond} and ({given})" if given else beyond


def _pinned(options: ReadOptions, snapshot: int) -> ReadOptions:
    """Options that show the state of a time; at first (0) that of a given guarantee timestamp, or what the server has.

    Milvus takes the guarantee timestamp of an iterator's page for the state to show, so it gets none that only means
    a level.
    """
    if not snapshot and options.guarantee_timestamp is not None:
        return options
    return replace(options, snapshot=snapshot)


def _first(size: int, found: FoundRows) -> FoundRows:
    """No more rows than were asked for: Milvus 2.3 sends more of a collection with several shards."""
    if len(found.batch) <= size:
        return found
    indices = found.element_indices
    return replace(found, batch=found.batch.select(slice(size)), element_indices=indices and indices[:size])


def _last_of(found: FoundRows, primary: str) -> tuple[Any, int | None]:
    """Key and element of the last row."""
    indices = found.element_indices[-1] if found.element_indices else ()
    return found.batch[primary][len(found.batch) - 1], indices[-1] if indices else None
