"""What a `Collection` does with rows: write, search, query, iterate."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from typing_extensions import Unpack

from vectorm.client import bound, paging, requests
from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.checks import as_expr, as_text
from vectorm.client.field_ops import FieldOps
from vectorm.client.function import Function
from vectorm.client.function_chain import FunctionChain
from vectorm.client.function_score import FunctionScore
from vectorm.client.future import Callback, Future, Later, MutationFuture, SearchFuture, begin
from vectorm.client.highlighter import Highlighter
from vectorm.client.keywords import checked_methods
from vectorm.client.mutation import MutationResult
from vectorm.client.opening import open_collection
from vectorm.client.options import (
    CollectionHybridOptions,
    CollectionOptions,
    CollectionQueryOptions,
    CollectionSearchOptions,
    QueryIteratorOptions,
    SearchIteratorOptions,
)
from vectorm.client.paging import Size
from vectorm.client.query_result import QueryResult
from vectorm.client.ranker import BaseRanker
from vectorm.client.schema import CollectionSchema
from vectorm.client.search_aggregation import SearchAggregation
from vectorm.client.search_result import SearchResult
from vectorm.client.sync.pages import QueryIterator, SearchIterator
from vectorm.client.writing import delete_data, insert_data, is_rows, upsert_data
from vectorm.connection.handle import LONG_TIMEOUT
from vectorm.connection.registry import connections
from vectorm.errors import SchemaNotReadyException
from vectorm.expr.template import template_values
from vectorm.ops.context import Context
from vectorm.ops.step import Op

R = TypeVar("R")

UNLIMITED = -1


@checked_methods
class CollectionRows:
    """A collection of the connection `using`, and its rows.

    Args:
        name: Its name.
        schema: Its schema; without it the collection must exist.
        using: Alias of the connection.
        timeout: Seconds.
        **options: `consistency_level`, `num_shards`, `num_partitions`, `properties` of a collection to create.

    Raises:
        SchemaNotReadyException: There is no such collection and no schema, or it has another one.
        ConnectionNotExistException: There is no such alias.
    """

    def __init__(
        self,
        name: str,
        schema: CollectionSchema | None = None,
        using: str = "default",
        *,
        timeout: float | None = None,
        **options: Unpack[CollectionOptions],
    ) -> None:
        self._name = as_text("the name of a collection", name)
        self._using = using
        checked = _as_schema(schema)
        self._schema = self._run(lambda ctx: open_collection(ctx, name, checked, options), timeout)

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def using(self) -> str:
        """Alias of its connection."""
        return self._using

    @property
    def schema(self) -> CollectionSchema:
        """Its fields and functions."""
        return self._schema

    def _run(self, start: Callable[[Context], Op[R]], timeout: float | None = None) -> R:
        return bound.run(self._using, start, timeout)

    def _run_long(self, start: Callable[[Context], Op[R]], timeout: float | None = None) -> R:
        return bound.run_long(self._using, start, timeout)

    def _send(
        self,
        kind: Callable[[Any, Callback | None], Future[R]],
        method: str,
        start: Callable[[Context], Op[R]],
        timeout: float | None,
        later: Later | None,
    ) -> R:
        """The result of an operation; with `later` the future of it, which only those get to see who ask for it."""
        if later is None:
            return self._run(start, timeout)
        return cast("R", begin(kind, self._using, start, method, timeout, later.callback))

    def insert(
        self,
        data: Any,
        partition_name: str | None = None,
        timeout: float | None = None,
        *,
        namespace: str | None = None,
        _async: bool = False,
        _callback: Callback | None = None,
    ) -> MutationResult:
        """Insert rows.

        Args:
            data: A list of dicts (or one dict), a list of columns in the order of the fields, or a DataFrame.
            partition_name: Partition; None is the default one, or that of the partition key.
            timeout: Seconds; 600 if None.
            namespace: Namespace of the rows (of dicts), in a collection that has them.
            _async: Whether to return a `MutationFuture` once the request is sent; for columns and DataFrames.
            _callback: Is called with the result of the future.

        Raises:
            DataNotMatchException: The data do not fit: names collection, field, row and reason; nothing was sent.
            OutcomeUnknown: The answer was lost: the rows may or may not be stored.
        """
        later = Later(_callback) if _async and not is_rows(data) else None
        return self._send(
            MutationFuture,
            "Insert",
            lambda ctx: insert_data(ctx, self._name, data, partition_name or "", namespace),
            LONG_TIMEOUT if timeout is None else timeout,
            later,
        )

    def upsert(
        self,
        data: Any,
        partition_name: str | None = None,
        timeout: float | None = None,
        *,
        partial_update: bool = False,
        field_ops: FieldOps | None = None,
        _async: bool = False,
        _callback: Callback | None = None,
    ) -> MutationResult:
        """Insert rows, or replace those of the same key; takes the same as `insert`.

        With `partial_update` the fields that are not given keep their values; `field_ops` appends to stored arrays or
        removes from them: see `MilvusClient.upsert`.
        """
        partition = partition_name or ""
        later = Later(_callback) if _async and not is_rows(data) else None
        return self._send(
            MutationFuture,
            "Upsert",
            lambda ctx: upsert_data(ctx, self._name, data, partition, partial=partial_update, field_ops=field_ops),
            LONG_TIMEOUT if timeout is None else timeout,
            later,
        )

    def delete(
        self,
        expr: str,
        partition_name: str | None = None,
        timeout: float | None = None,
        *,
        expr_params: Mapping[str, Any] | None = None,
        _async: bool = False,
        _callback: Callback | None = None,
    ) -> MutationResult:
        """Delete the rows that match a filter; `expr_params` are values for `{name}` in it."""
        filter = as_expr(self._name, expr)
        values = template_values(filter, expr_params)
        later = Later(_callback) if _async else None
        partition = partition_name or ""
        return self._send(
            MutationFuture,
            "Delete",
            lambda ctx: delete_data(ctx, self._name, filter, partition, values),
            timeout,
            later,
        )

    def search(
        self,
        data: Any,
        anns_field: str,
        param: Mapping[str, Any],
        limit: int,
        expr: str | None = None,
        partition_names: Sequence[str] | None = None,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        round_decimal: int = -1,
        ranker: Function | FunctionScore | None = None,
        function_chains: FunctionChain | list[FunctionChain] | None = None,
        highlighter: Highlighter | None = None,
        search_aggregation: SearchAggregation | None = None,
        *,
        _async: bool = False,
        _callback: Callback | None = None,
        **options: Unpack[CollectionSearchOptions],
    ) -> SearchResult:
        """Find the nearest rows to each query vector; see `MilvusClient.search`.

        Args:
            data: Query vectors.
            anns_field: Vector field.
            param: `metric_type`, and `params` of the index such as `{"nprobe": 16}`.
            limit: Most hits of each query vector.
            expr: Only rows that match.
            partition_names: Partitions; all if None.
            output_fields: Fields to return.
            timeout: Seconds.
            round_decimal: Decimal places of the distances; -1 for all.
            ranker: A `Function` of type RERANK, or a `FunctionScore` of several.
            function_chains: Steps that score, sort and cut the hits; instead of a ranker.
            highlighter: Marks the words that were found: `hit.highlight`.
            search_aggregation: Counts and measures the hits by the values of fields: `result.agg_buckets`.
            _async: Whether to return a `SearchFuture` once the request is sent.
            _callback: Is called with the result of the future.
            **options: `offset`, `group_by_field`, `consistency_level`, `expr_params`, ...
        """
        later = Later(_callback) if _async else None
        if requests.is_empty(data):
            return _found(SearchResult(), later)
        where = requests.Read(
            collection=self._name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
            values=options.get("expr_params"),
        )
        what = requests.Search(
            data=data,
            field=anns_field,
            param=param,
            limit=limit,
            filter=expr,
            offset=options.get("offset"),
            extra=requests.search_params(options),
            round_decimal=round_decimal,
            ranker=ranker,
            function_chains=function_chains,
            highlighter=highlighter,
            search_aggregation=search_aggregation,
        )
        return self._send(SearchFuture, "Search", lambda ctx: requests.search(ctx, where, what), timeout, later)

    def hybrid_search(
        self,
        reqs: Sequence[AnnSearchRequest],
        rerank: BaseRanker | Function | FunctionScore,
        limit: int,
        partition_names: Sequence[str] | None = None,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        round_decimal: int = -1,
        ranker: Function | FunctionScore | None = None,
        *,
        _async: bool = False,
        _callback: Callback | None = None,
        **options: Unpack[CollectionHybridOptions],
    ) -> SearchResult:
        """Search several vector fields and merge what they find; see `MilvusClient.hybrid_search`.

        `rerank` merges them; `ranker` scores the hits of each search before.
        """
        later = Later(_callback) if _async else None
        if requests.is_empty(reqs):
            return _found(SearchResult(), later)
        where = requests.Read(
            collection=self._name, fields=output_fields, partitions=partition_names, consistency=options
        )
        extra = {**requests.hybrid_params(options), "round_decimal": round_decimal}
        return self._send(
            SearchFuture,
            "HybridSearch",
            lambda ctx: requests.hybrid(ctx, where, reqs, rerank, limit=limit, extra=extra, arm_ranker=ranker),
            timeout,
            later,
        )

    def query(
        self,
        expr: str,
        output_fields: Sequence[str] | None = None,
        partition_names: Sequence[str] | None = None,
        timeout: float | None = None,
        **options: Unpack[CollectionQueryOptions],
    ) -> QueryResult:
        """Rows that match a filter; see `MilvusClient.query`."""
        where = requests.Read(
            collection=self._name,
            fields=output_fields,
            partitions=partition_names,
            consistency=options,
            values=options.get("expr_params"),
        )
        bounds = requests.query_bounds(options)
        filter = as_expr(self._name, expr)
        return self._run(lambda ctx: requests.query(ctx, where, filter, bounds), timeout)

    def query_iterator(
        self,
        batch_size: int | None = 1000,
        limit: int | None = UNLIMITED,
        expr: str | None = None,
        output_fields: Sequence[str] | None = None,
        partition_names: Sequence[str] | None = None,
        timeout: float | None = None,
        **options: Unpack[QueryIteratorOptions],
    ) -> QueryIterator:
        """All rows that match a filter, in pages; see `MilvusClient.query_iterator`."""
        where = requests.Read(
            collection=self._name, fields=output_fields, partitions=partition_names, consistency=options
        )
        size = Size.of(batch_size, limit)
        pages = self._run(lambda ctx: paging.query_pages(ctx, where, expr, size, options), timeout)
        return QueryIterator(connections.get(self._using), pages, timeout)

    def search_iterator(
        self,
        data: Any,
        anns_field: str,
        param: Mapping[str, Any],
        batch_size: int | None = 1000,
        limit: int | None = UNLIMITED,
        expr: str | None = None,
        partition_names: Sequence[str] | None = None,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        round_decimal: int = -1,
        **options: Unpack[SearchIteratorOptions],
    ) -> SearchIterator:
        """The nearest rows to one query vector, in pages; see `MilvusClient.search_iterator`."""
        where = requests.Read(
            collection=self._name, fields=output_fields, partitions=partition_names, consistency=options
        )
        what = paging.iterator_search(data, anns_field, param, expr, round_decimal, options)
        size = Size.of(batch_size, limit)
        pages = self._run(lambda ctx: paging.search_pages(ctx, where, what, size, options), timeout)
        return SearchIterator(connections.get(self._using), pages, timeout)


def _found(result: SearchResult, later: Later | None) -> SearchResult:
    """A result that is there already."""
    return result if later is None else cast("SearchResult", SearchFuture(result, later.callback))


def _as_schema(given: object) -> CollectionSchema | None:
    if given is not None and not isinstance(given, CollectionSchema):
        raise SchemaNotReadyException(message=f"the schema must be a CollectionSchema, not {type(given).__name__}")
    return given
