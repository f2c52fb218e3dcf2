# Generated from vectorm/client/aio/pages.py by tools/make_sync.py: do not edit.
"""The iterators that `query_iterator` and `search_iterator` return."""

from typing_extensions import Self

from vectorm.client.checkpoint import QueryIteratorCursor
from vectorm.client.paging import HitPages, RowPages
from vectorm.client.query_result import QueryResult
from vectorm.client.search_result import SearchPage
from vectorm.connection.handle import Connection


class QueryIterator:
    """Pages of rows: `next()` until it returns an empty list, or a loop over the iterator."""

    def __init__(self, connection: Connection, pages: RowPages, timeout: float | None) -> None:
        self._connection = connection
        self._pages = pages
        self._timeout = timeout

    def next(self) -> QueryResult:
        """The next page; empty at the end. With `iterator_cp_file` the file then tells that it was read."""
        page = self._connection.run(self._pages.next_page, timeout=self._timeout)
        self._pages.save()
        return page

    def get_cursor(self) -> QueryIteratorCursor:
        """Where it stands: the key of the last row, and the timestamp of the state that all pages show."""
        return self._pages.cursor

    def close(self) -> None:
        """Remove the file of `iterator_cp_file`, if there is one. The server keeps nothing."""
        self._pages.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> QueryResult:
        page = self.next()
        if not page:
            raise StopIteration
        return page


class SearchIterator:
    """Pages of hits: `next()` until it returns an empty list, or a loop over the iterator."""

    def __init__(self, connection: Connection, pages: HitPages, timeout: float | None) -> None:
        self._connection = connection
        self._pages = pages
        self._timeout = timeout

    def next(self) -> SearchPage:
        """The next page; empty at the end."""
        return self._connection.run(self._pages.next_page, timeout=self._timeout)

    def close(self) -> None:
        """Nothing to do: the server keeps nothing."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> SearchPage:
        page = self.next()
        if not page:
            raise StopIteration
        return page


class SearchIteratorV2(SearchIterator):
    """A search iterator whose pages the server makes: Milvus 2.5.2 and newer."""
