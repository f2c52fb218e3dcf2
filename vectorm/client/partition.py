"""`Partition`: a part of a `Collection`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client import bound
from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.field_ops import FieldOps
from vectorm.client.function import Function
from vectorm.client.function_score import FunctionScore
from vectorm.client.keywords import checked_methods
from vectorm.client.loading import load
from vectorm.client.mutation import MutationResult
from vectorm.client.options import (
    CollectionLoadOptions,
    CollectionQueryOptions,
    LaterOptions,
    LoadOptions,
    PartitionHybridOptions,
    PartitionSearchOptions,
)
from vectorm.client.query_result import QueryResult
from vectorm.client.ranker import BaseRanker
from vectorm.client.replica import Replica, replica_groups
from vectorm.client.rowwise import CollectionRows
from vectorm.client.search_result import SearchResult
from vectorm.ops import flush, partition, replica
from vectorm.ops import load as loading


@checked_methods
class Partition:
    """A partition of a collection; it is created if there is none of that name.

    Args:
        collection: The collection, or the name of one of the connection "default".
        name: Its name.
        description: Text for people; kept in this object only.
        construct_only: Whether the partition is there already.
        timeout: Seconds.
    """

    def __init__(
        self,
        collection: CollectionRows | str,
        name: str,
        description: str = "",
        *,
        construct_only: bool = False,
        timeout: float | None = None,
    ) -> None:
        self._collection = CollectionRows(collection) if isinstance(collection, str) else collection
        self._name = name
        self._description = description
        if construct_only:
            return
        owner, using = self._collection.name, self._collection.using
        if not bound.run(using, lambda ctx: partition.has(ctx, owner, name), timeout):
            bound.run(using, lambda ctx: partition.create(ctx, owner, name), timeout)

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def description(self) -> str:
        """Text for people."""
        return self._description

    @property
    def num_entities(self) -> int:
        """About how many rows it has: without deletes and unflushed rows."""
        owner = self._collection.name
        stats = bound.run(self._collection.using, lambda ctx: partition.stats(ctx, owner, self._name))
        return int(stats["row_count"])

    @property
    def is_empty(self) -> bool:
        """Whether `num_entities` is 0."""
        return self.num_entities == 0

    def flush(self, timeout: float | None = None, *, _async: bool = False) -> None:
        """Flush the collection; with `_async` do not wait until the rows are written."""
        owner = self._collection.name
        bound.run_long(self._collection.using, lambda ctx: flush.flush(ctx, [owner], wait=not _async), timeout)

    def drop(self, timeout: float | None = None) -> None:
        """Drop it with all its rows; it must be released before."""
        owner = self._collection.name
        bound.run(self._collection.using, lambda ctx: partition.drop(ctx, owner, self._name), timeout)

    def load(
        self, replica_number: int | None = None, timeout: float | None = None, **options: Unpack[CollectionLoadOptions]
    ) -> None:
        """Load it, and wait until it can be searched; Milvus Lite loads the whole collection."""
        given: LoadOptions = {**options, "replica_number": replica_number}
        owner = self._collection.name
        bound.run_long(self._collection.using, lambda ctx: load(ctx, owner, [self._name], given), timeout)

    def release(self, timeout: float | None = None) -> None:
        """Release it; Milvus Lite keeps it loaded."""
        owner = self._collection.name
        bound.run(self._collection.using, lambda ctx: loading.release(ctx, owner, [self._name]), timeout)

    def insert(
        self,
        data: Any,
        timeout: float | None = None,
        *,
        namespace: str | None = None,
        **options: Unpack[LaterOptions],
    ) -> MutationResult:
        """As `Collection.insert`."""
        return self._collection.insert(data, self._name, timeout, namespace=namespace, **options)

    def upsert(
        self,
        data: Any,
        timeout: float | None = None,
        *,
        partial_update: bool = False,
        field_ops: FieldOps | None = None,
        **options: Unpack[LaterOptions],
    ) -> MutationResult:
        """As `Collection.upsert`."""
        return self._collection.upsert(
            data, self._name, timeout, partial_update=partial_update, field_ops=field_ops, **options
        )

    def delete(
        self,
        expr: str,
        timeout: float | None = None,
        *,
        expr_params: Mapping[str, Any] | None = None,
        **options: Unpack[LaterOptions],
    ) -> MutationResult:
        """As `Collection.delete`."""
        return self._collection.delete(expr, self._name, timeout, expr_params=expr_params, **options)

    def search(
        self,
        data: Any,
        anns_field: str,
        param: Mapping[str, Any],
        limit: int,
        expr: str | None = None,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        round_decimal: int = -1,
        **options: Unpack[PartitionSearchOptions],
    ) -> SearchResult:
        """As `Collection.search`."""
        return self._collection.search(
            data, anns_field, param, limit, expr, [self._name], output_fields, timeout, round_decimal, **options
        )

    def hybrid_search(
        self,
        reqs: Sequence[AnnSearchRequest],
        rerank: BaseRanker | Function | FunctionScore,
        limit: int,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        round_decimal: int = -1,
        *,
        ranker: Function | FunctionScore | None = None,
        **options: Unpack[PartitionHybridOptions],
    ) -> SearchResult:
        """As `Collection.hybrid_search`."""
        return self._collection.hybrid_search(
            reqs, rerank, limit, [self._name], output_fields, timeout, round_decimal, ranker, **options
        )

    def query(
        self,
        expr: str,
        output_fields: Sequence[str] | None = None,
        timeout: float | None = None,
        **options: Unpack[CollectionQueryOptions],
    ) -> QueryResult:
        """As `Collection.query`."""
        return self._collection.query(expr, output_fields, [self._name], timeout, **options)

    def get_replicas(self, timeout: float | None = None) -> Replica:
        """As `Collection.get_replicas`."""
        owner = self._collection.name
        return replica_groups(bound.run(self._collection.using, lambda ctx: replica.describe(ctx, owner), timeout))

    def __repr__(self) -> str:
        shown = {"name": self._name, "collection_name": self._collection.name, "description": self._description}
        return json.dumps(shown, separators=(",", ":"))
