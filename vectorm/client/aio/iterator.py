"""Iterators over any number of rows or hits."""

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client import paging, requests
from vectorm.client.aio.base import AsyncBase
from vectorm.client.aio.pages import AsyncQueryIterator, AsyncSearchIterator, AsyncSearchIteratorV2
from vectorm.client.keywords import checked_methods
from vectorm.client.options import QueryIteratorOptions, SearchIteratorOptions
from vectorm.client.paging import Keep, Size

UNLIMITED = -1


@checked_methods
class AsyncIteratorMethods(AsyncBase):
    """Read in pages."""

    async def query_iterator(
        self,
        collection_name: str,
        batch_size: int | None = 1000,
        limit: int | None = UNLIMITED,
        filter: str | None = "",
        output_fields: Sequence[str] | None = None,
        partition_names: Sequence[str] | None = None,
        timeout: float | None = None,
        **options: Unpack[QueryIteratorOptions],
    ) -> AsyncQueryIterator:
        """All rows that match a filter, in pages, in the order of their keys.

        Args:
            collection_name: Collection or alias.
            batch_size: Rows of a page, 1 to 16,384.
            limit: Most rows of all pages together; -1 for all.
            filter: Only rows that match.
            output_fields: Fields to return.
            partition_names: Partitions; all if None.
            timeout: Seconds for each page.
            **options: `offset`, `iterator_cp_file`, `consistency_level`, `filter_params`, ...

        Raises:
            ParamError: A wrong argument, or a file `iterator_cp_file` that is none of this collection's iterators.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
        )
        size = Size.of(batch_size, limit)
        pages = await self._run(lambda ctx: paging.query_pages(ctx, where, filter, size, options), timeout)
        return AsyncQueryIterator(self._connection, pages, timeout)

    async def search_iterator(
        self,
        collection_name: str,
        data: Any,
        batch_size: int | None = 1000,
        filter: str | None = None,
        limit: int | None = UNLIMITED,
        output_fields: Sequence[str] | None = None,
        search_params: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        partition_names: Sequence[str] | None = None,
        anns_field: str | None = None,
        round_decimal: int = -1,
        *,
        external_filter_func: Keep | None = None,
        **options: Unpack[SearchIteratorOptions],
    ) -> AsyncSearchIterator:
        """The nearest rows to one query vector, in pages, nearest first; as many as there are.

        Args:
            collection_name: Collection or alias.
            data: One query vector, or a list of one.
            batch_size: Hits of a page, 1 to 16,384.
            filter: Only rows that match.
            limit: Most hits of all pages together; -1 for all.
            output_fields: Fields to return.
            search_params: `metric_type` (the index's if left out), and `params` of the index.
            timeout: Seconds for each page.
            partition_names: Partitions; all if None.
            anns_field: Vector field; may be left out when there is only one.
            round_decimal: Decimal places of the distances; -1 for all.
            external_filter_func: Takes the hits of a page and returns those that are to be kept; pages are filled up.
            **options: `consistency_level`, `ignore_growing`, `filter_params`, ...

        Returns:
            A `SearchIteratorV2` where the server makes the pages (Milvus 2.5.2 and newer), else a `SearchIterator`.

        Raises:
            ParamError: Several query vectors, or another wrong argument.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
        )
        what = paging.iterator_search(data, anns_field or "", search_params, filter, round_decimal, options)
        size = Size.of(batch_size, limit)
        pages = await self._run(
            lambda ctx: paging.search_pages(ctx, where, what, size, options, by_server=True, keep=external_filter_func),
            timeout,
        )
        made = AsyncSearchIteratorV2 if pages.by_server else AsyncSearchIterator
        return made(self._connection, pages, timeout)
