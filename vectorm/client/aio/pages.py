"""The iterators that `query_iterator` and `search_iterator` return."""

from typing_extensions import Self

from vectorm.client.checkpoint import QueryIteratorCursor
from vectorm.client.paging import HitPages, RowPages
from vectorm.client.query_result import QueryResult
from vectorm.client.search_result import SearchPage
from vectorm.connection.handle import AsyncConnection


class AsyncQueryIterator:
    """Pages of rows: `next()` until it returns an empty list, or a loop over the iterator."""

    def __init__(self, connection: AsyncConnection, pages: RowPages, timeout: float | None) -> None:
        self._connection = connection
        self._pages = pages
        self._timeout = timeout

    async def next(self) -> QueryResult:
        """The next page; empty at the end. With `iterator_cp_file` the file then tells that it was read."""
        page = await self._connection.run(self._pages.next_page, timeout=self._timeout)
        self._pages.save()
        return page

    def get_cursor(self) -> QueryIteratorCursor:
        """Where it stands: the key of the last row, and the timestamp of the state that all pages show."""
        return self._pages.cursor

    async def close(self) -> None:
        """Remove the file of `iterator_cp_file`, if there is one. The server keeps nothing."""
        self._pages.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> QueryResult:
        page = await self.next()
        if not page:
            raise StopAsyncIteration
        return page


class AsyncSearchIterator:
    """Pages of hits: `next()` until it returns an empty list, or a loop over the iterator."""

    def __init__(self, connection: AsyncConnection, pages: HitPages, timeout: float | None) -> None:
        self._connection = connection
        self._pages = pages
        self._timeout = timeout

    async def next(self) -> SearchPage:
        """The next page; empty at the end."""
        return await self._connection.run(self._pages.next_page, timeout=self._timeout)

    async def close(self) -> None:
        """Nothing to do: the server keeps nothing."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SearchPage:
        page = await self.next()
        if not page:
            raise StopAsyncIteration
        return page


class AsyncSearchIteratorV2(AsyncSearchIterator):
    """A search iterator whose pages the server makes: Milvus 2.5.2 and newer."""
