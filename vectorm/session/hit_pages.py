"""The hits of a search in pages: any number of them, nearest first."""

from typing import Generic, TypeVar

from vectorm.errors import ParamError
from vectorm.model import Model
from vectorm.ops import iterate
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import Hits, Search
from vectorm.session import reads
from vectorm.session.near import with_vectors
from vectorm.session.pages import seeing_own_writes
from vectorm.session.state import SessionState

M = TypeVar("M", bound=Model)


class HitPages(Generic[M]):
    """The hits of a search in pages that the server makes, or that range searches walk over where it makes none."""

    def __init__(self, state: SessionState, statement: Search[M], page_size: int) -> None:
        """Pages of at most `page_size` hits; the statement's limit bounds all of them together.

        Raises:
            ParamError: The statement has a clause that is about all hits at once.
        """
        parts, target = statement.parts, statement.target
        for clause, is_used in (
            ("offset", bool(parts.offset)),
            ("rerank", target.ranker is not None),
            ("group_by", "group_by_field" in target.extra),
            ("aggregate", target.aggregation is not None),
        ):
            if is_used:
                raise ParamError(message=f"a stream of hits has no {clause}()", hint="search(...) takes it")
        self._state = state
        self._statement = statement
        self._page_size = page_size
        self._pages: iterate.SearchPages | iterate.ServerPages | None = None

    def next_page(self, ctx: Context) -> Op[Hits[M]]:
        """The next hits; none when there are no more."""
        if self._pages is None:
            self._pages = yield from self._start(ctx)
        model = self._statement.model
        found = yield from self._pages.next_page(ctx)
        return Hits(model, found, 0, reads.loader(self._state, model, self._statement.parts.partitions))

    def _start(self, ctx: Context) -> Op[iterate.SearchPages | iterate.ServerPages]:
        model, limit = self._statement.model, self._statement.parts.limit
        searched = self._state.scoped(ctx, (yield from with_vectors(ctx, self._state, self._statement)))
        built = searched.limit(1).build(ctx.capabilities)
        spec = seeing_own_writes(ctx, self._state, model, built)
        pages = iterate.ServerPages(spec, self._page_size, limit)
        if (yield from pages.start(ctx)):
            return pages
        return iterate.SearchPages(spec, model.__spec__.primary, self._page_size, limit)
