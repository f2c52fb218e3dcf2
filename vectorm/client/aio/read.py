"""Search, hybrid search, query, get."""

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client import requests
from vectorm.client.aio.base import AsyncBase
from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.function import Function
from vectorm.client.function_chain import FunctionChain
from vectorm.client.function_score import FunctionScore
from vectorm.client.highlighter import Highlighter
from vectorm.client.keywords import checked_methods
from vectorm.client.mutation import Key
from vectorm.client.options import GetOptions, HybridOptions, QueryOptions, SearchOptions
from vectorm.client.query_result import QueryResult
from vectorm.client.ranker import BaseRanker
from vectorm.client.search_aggregation import SearchAggregation
from vectorm.client.search_result import SearchResult


@checked_methods
class AsyncReadMethods(AsyncBase):
    """Find rows."""

    async def search(
        self,
        collection_name: str,
        data: Any = None,
        filter: str | None = "",
        limit: int = 10,
        output_fields: Sequence[str] | None = None,
        search_params: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        partition_names: Sequence[str] | None = None,
        anns_field: str | None = None,
        ranker: Function | FunctionScore | None = None,
        function_chains: FunctionChain | list[FunctionChain] | None = None,
        highlighter: Highlighter | None = None,
        ids: Sequence[Key] | Key | None = None,
        search_aggregation: SearchAggregation | None = None,
        **options: Unpack[SearchOptions],
    ) -> SearchResult:
        """Find the nearest rows to each query vector.

        Args:
            collection_name: Collection or alias.
            data: Query vectors: a list of lists, an ndarray, sparse dicts, bytes; or texts for a BM25 field.
            filter: Only rows that match.
            limit: Most hits of each query vector.
            output_fields: Fields to return; `["*"]` for all.
            search_params: `metric_type`, and `params` of the index such as `{"ef": 64}` or `{"radius": 0.8}`.
            timeout: Seconds.
            partition_names: Partitions; all if None.
            anns_field: Vector field; may be left out when there is only one.
            ranker: A `Function` of type RERANK (decay, boost, model), or a `FunctionScore` of several.
            function_chains: Steps that score, sort and cut the hits; instead of a ranker.
            highlighter: Marks the words that were found: `hit.highlight`.
            ids: Keys of stored rows, whose vectors are searched with, instead of `data`.
            search_aggregation: Counts and measures the hits by the values of fields: `result.agg_buckets`.
            **options: `offset`, `round_decimal`, `group_by_field`, `group_size`, `strict_group_size`,
                `order_by_fields`, `consistency_level`, `ignore_growing`, `timezone`, `filter_params`, ...

        Returns:
            One list of hits for each query vector: `result[0][0]["id"]`, `["distance"]`, `["entity"]["title"]`.

        Raises:
            DataNotMatchException: A query vector that does not fit the field.
            CollectionNotLoaded: Load the collection first.
            FilterError: The server cannot read the filter.
            Unsupported: The server would ignore an option.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
            values=options.get("filter_params"),
        )
        what = requests.Search(
            data=data,
            field=anns_field or "",
            param=search_params or {},
            limit=limit,
            filter=filter,
            offset=options.get("offset"),
            extra=requests.search_params(options),
            round_decimal=options.get("round_decimal", -1),
            ids=ids,
            ranker=ranker,
            function_chains=function_chains,
            highlighter=highlighter,
            search_aggregation=search_aggregation,
        )
        return await self._run(lambda ctx: requests.search(ctx, where, what), timeout)

    async def hybrid_search(
        self,
        collection_name: str,
        reqs: Sequence[AnnSearchRequest],
        ranker: BaseRanker | Function | FunctionScore,
        limit: int = 10,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        partition_names: Sequence[str] | None = None,
        **options: Unpack[HybridOptions],
    ) -> SearchResult:
        """Search several vector fields and merge what they find.

        Args:
            collection_name: Collection or alias.
            reqs: One search for each field.
            ranker: `RRFRanker()`, `WeightedRanker(0.7, 0.3)`, a `Function` of type RERANK, or a `FunctionScore`.
            limit: Most hits.
            output_fields: Fields to return.
            timeout: Seconds.
            partition_names: Partitions; all if None.
            **options: `offset`, `round_decimal`, `group_by_field`, `consistency_level`, ...

        Raises:
            Unsupported: Milvus before 2.4, or a ranker that the server does not know.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
        )
        extra = requests.hybrid_params(options)
        return await self._run(lambda ctx: requests.hybrid(ctx, where, reqs, ranker, limit=limit, extra=extra), timeout)

    async def query(
        self,
        collection_name: str,
        filter: str | None = "",
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        ids: Sequence[Key] | Key | None = None,
        partition_names: Sequence[str] | None = None,
        **options: Unpack[QueryOptions],
    ) -> QueryResult:
        """Rows by filter, or by keys.

        Args:
            collection_name: Collection or alias.
            filter: Only rows that match; `""` needs a `limit` on Milvus.
            output_fields: Fields to return; all if None. `["count(*)"]` counts.
            timeout: Seconds.
            ids: A key, or a list of them, instead of a filter.
            partition_names: Partitions; all if None.
            **options: `limit`, `offset`, `order_by_fields`, `group_by_fields`, `consistency_level`, `ignore_growing`,
                `timezone`, `filter_params`, ...

        Returns:
            Rows as dicts.

        Raises:
            ParamError: Both a filter and keys.
            FilterError: The server cannot read the filter.
            Unsupported: The server would ignore an option.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields or ["*"],
            partitions=partition_names,
            consistency=options,
            values=options.get("filter_params"),
        )
        bounds = requests.query_bounds(options)
        return await self._run(lambda ctx: requests.query(ctx, where, filter, bounds, ids=ids), timeout)

    async def get(
        self,
        collection_name: str,
        ids: Sequence[Key] | Key,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        partition_names: Sequence[str] | None = None,
        **options: Unpack[GetOptions],
    ) -> QueryResult:
        """Rows by primary key; keys that are not stored are left out.

        Args:
            collection_name: Collection or alias.
            ids: A key, or a list of them; any text is escaped.
            output_fields: Fields to return; all if None.
            timeout: Seconds.
            partition_names: Partitions; all if None.
            **options: `consistency_level`, `guarantee_timestamp`, `timezone`.
        """
        where = requests.Read(
            collection=collection_name,
            fields=output_fields or ["*"],
            partitions=partition_names,
            consistency=options,
        )
        bounds = requests.get_bounds(options)
        return await self._run(lambda ctx: requests.query(ctx, where, "", bounds, ids=ids), timeout)
