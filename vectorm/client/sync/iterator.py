# Generated from vectorm/client/aio/iterator.py by tools/make_sync.py: do not edit.
"""Iterators over any number of rows or hits."""

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client import paging, requests
from vectorm.client.keywords import checked_methods
from vectorm.client.options import QueryIteratorOptions, SearchIteratorOptions
from vectorm.client.sync.base import Base
from vectorm.client.sync.pages import QueryIterator, SearchIterator

UNLIMITED = -1


@checked_methods
class IteratorMethods(Base):
    """Read in pages."""

    def query_iterator(
        self,
        collection_name: str,
        batch_size: int | None = 1000,
        limit: int | None = UNLIMITED,
        filter: str | None = "",
        output_fields: Sequence[str] | None = None,
        partition_names: Sequence[str] | None = None,
        timeout: float | None = None,
        **options: Unpack[QueryIteratorOptions],
    ) -> QueryIterator:
        """All rows that match a filter, in pages, in the order of their keys.

        Args:
            collection_name: Collection or alias.
            batch_size: Rows of a page, 1 to 16,384.
            limit: Most rows of all pages together; -1 for all.
            filter: Only rows that match.
            output_fields: Fields to return.
            partition_names: Partitions; all if None.
            timeout: Seconds for each page.
            **options: `offset`, `consistency_level`, `ignore_growing`.

        Raises:
            ParamError: A wrong argument.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
        )
        bounds = requests.Bounds(offset=options.get("offset"), ignore_growing=options.get("ignore_growing", False))
        pages = self._run(lambda ctx: paging.query_pages(ctx, where, filter, bounds, batch_size, limit), timeout)
        return QueryIterator(self._connection, pages, timeout)

    def search_iterator(
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
        **options: Unpack[SearchIteratorOptions],
    ) -> SearchIterator:
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
            **options: `consistency_level`, `ignore_growing`.

        Raises:
            ParamError: Several query vectors, or another wrong argument.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
        )
        what = requests.Search(
            data=data,
            field=anns_field or "",
            param=search_params or {},
            limit=1,
            filter=filter,
            extra={"ignore_growing": options.get("ignore_growing")},
            round_decimal=round_decimal,
        )
        pages = self._run(lambda ctx: paging.search_pages(ctx, where, what, batch_size, limit), timeout)
        return SearchIterator(self._connection, pages, timeout)
