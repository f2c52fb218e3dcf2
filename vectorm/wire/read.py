"""Search, hybrid search, query."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.hits import NO_END, FoundRows, Highlight, PageEnd, SearchHits, offsets_of
from vectorm.enums import ConsistencyLevel
from vectorm.errors import ProtocolError
from vectorm.spec.read import (
    FunctionScoreSpec,
    HighlighterSpec,
    HybridSpec,
    QuerySpec,
    ReadOptions,
    SearchSpec,
    Vectors,
)
from vectorm.wire.fields import decode_column, decode_fields
from vectorm.wire.frames import frame, number_field
from vectorm.wire.function_chain import chain_message
from vectorm.wire.memory import keep_memory
from vectorm.wire.messages import (
    FunctionScore,
    Highlighter,
    HybridSearchRequest,
    IDs,
    LongArray,
    QueryRequest,
    QueryResults,
    SearchRequest,
    SearchResultData,
    SearchResults,
    StringArray,
)
from vectorm.wire.params import pairs, text
from vectorm.wire.replies import cost, decode_ids, numbers, usage
from vectorm.wire.schema import function_message
from vectorm.wire.search_aggregation import aggregation_message, decode_buckets
from vectorm.wire.status import check
from vectorm.wire.template import template_messages
from vectorm.wire.walk import SMALLEST, Payloads, lift_vectors

_BOOLEAN_EXPRESSION = 1  # DslType.BoolExprV1
_REQUESTS = 5  # in HybridSearchRequest
_DSL, _PLACEHOLDER_GROUP = 5, 6  # in SearchRequest
_PLACEHOLDERS = 1  # in PlaceholderGroup
_TAG, _TYPE, _VALUES = 1, 2, 3  # in PlaceholderValue
_MOST_QUERIES = 1_000_000  # 16,384 is Milvus's limit (quotaAndLimits.limits.nq)
_PLACEHOLDER_TAG = b"$0"
_LIST_OF = 200  # PlaceholderType.EmbListFloatVector is 301, FloatVector 101, and so on
_QUERY_FIELDS = (2,)  # QueryResults.fields_data
_SEARCH_FIELDS = (2, 3)  # SearchResults.results.fields_data


def encode_query(spec: QuerySpec, *, guarantee_timestamp: int | None) -> bytes:
    """Rows by filter."""
    bounds = {"limit": spec.limit, "offset": spec.offset}
    params = {key: value for key, value in bounds.items() if value is not None}
    return QueryRequest(
        collection_name=spec.collection,
        expr=spec.filter,
        output_fields=spec.options.output_fields,
        partition_names=spec.options.partitions,
        query_params=pairs({**params, **spec.params}),
        expr_template_values=template_messages(spec.values),
        namespace=spec.options.namespace,
        guarantee_timestamp=guarantee_timestamp,
        **_consistency(spec.options),
    ).SerializeToString()


def encode_search(spec: SearchSpec, *, guarantee_timestamp: int | None) -> bytes:
    """The nearest rows to each query vector."""
    return _search(spec, guarantee_timestamp)


def encode_hybrid(spec: HybridSpec, *, guarantee_timestamp: int | None) -> bytes:
    """Several searches merged by a ranker."""
    ranking: dict[str, Any] = {"limit": spec.limit, "offset": spec.offset, "round_decimal": -1}
    if spec.function_score is None:
        ranking |= {"strategy": spec.ranker.strategy, "params": dict(spec.ranker.params)}
    head = HybridSearchRequest(
        collection_name=spec.collection,
        partition_names=spec.options.partitions,
        rank_params=pairs({**ranking, **spec.extra}),
        function_score=None if spec.function_score is None else _function_score(spec.function_score),
        namespace=spec.options.namespace,
        output_fields=spec.options.output_fields,
        guarantee_timestamp=guarantee_timestamp,
        **_consistency(spec.options),
    )
    searches = [_search(search, guarantee_timestamp) for search in spec.searches]
    return b"".join([head.SerializeToString(), *(frame(_REQUESTS, len(search)) + search for search in searches)])


def _search(spec: SearchSpec, guarantee_timestamp: int | None) -> bytes:
    """One search, or one arm of a hybrid search."""
    head = _search_head(
        spec.collection,
        spec.options,
        guarantee_timestamp,
        len(spec.ids or spec.vectors.values),
        (spec.field, spec.limit, spec.offset, spec.metric_type, text(spec.params) if spec.params else "{}"),
        tuple(spec.extra.items()),
    )
    pieces = [head]
    if spec.filter:
        filter = spec.filter.encode()
        pieces += (frame(_DSL, len(filter)), filter)
    if not spec.ids:
        queries = encode_vectors(spec.vectors)
        pieces += (frame(_PLACEHOLDER_GROUP, len(queries)), queries)
    rare = _rare_parts(spec)
    if rare:
        pieces.append(SearchRequest(**rare).SerializeToString())
    return b"".join(pieces)


@lru_cache(256)
def _search_head(
    collection: str,
    options: ReadOptions,
    guarantee_timestamp: int | None,
    count: int,
    asked: tuple[str, int, int, str, str],
    extra: tuple[tuple[str, str], ...],
) -> bytes:
    """The part of a search that a program sends over and over: all but its filter and its queries."""
    field, limit, offset, metric_type, params = asked
    given: dict[str, Any] = {"round_decimal": -1, "anns_field": field, "topk": limit, "params": params}
    if metric_type:
        given["metric_type"] = metric_type
    if offset:
        given["offset"] = offset
    return SearchRequest(
        collection_name=collection,
        partition_names=options.partitions,
        dsl_type=_BOOLEAN_EXPRESSION,
        nq=count,
        output_fields=options.output_fields,
        search_params=pairs(given | dict(extra)),
        namespace=options.namespace,
        guarantee_timestamp=guarantee_timestamp,
        **_consistency(options),
    ).SerializeToString()


def _rare_parts(spec: SearchSpec) -> dict[str, Any]:
    """What few searches have."""
    found: dict[str, Any] = {"ids": _id_message(spec.ids)} if spec.ids else {}
    if spec.values:
        found["expr_template_values"] = template_messages(spec.values)
    if spec.function_score is not None:
        found["function_score"] = _function_score(spec.function_score)
    if spec.chains:
        found["function_chains"] = [chain_message(chain) for chain in spec.chains]
    if spec.highlighter is not None:
        found["highlighter"] = _highlighter(spec.highlighter)
    if spec.aggregation is not None:
        found["search_aggregation"] = aggregation_message(spec.aggregation)
    return found


def _id_message(keys: Any) -> IDs:
    return IDs(str_id=StringArray(data=keys)) if isinstance(keys[0], str) else IDs(int_id=LongArray(data=keys))


def _function_score(spec: FunctionScoreSpec) -> FunctionScore:
    return FunctionScore(functions=[function_message(each) for each in spec.functions], params=pairs(spec.params))


def _highlighter(spec: HighlighterSpec) -> Highlighter:
    return Highlighter(type=spec.type, params=pairs(spec.params))


def encode_vectors(vectors: Vectors) -> bytes:
    """Query vectors as a placeholder group."""
    pieces = [_placeholder_head(vectors.type + (_LIST_OF if vectors.is_list else 0))]
    for value in map(bytes, vectors.values):
        pieces += (frame(_VALUES, len(value)), value)
    placeholder = b"".join(pieces)
    return frame(_PLACEHOLDERS, len(placeholder)) + placeholder


@lru_cache(64)
def _placeholder_head(kind: int) -> bytes:
    return frame(_TAG, len(_PLACEHOLDER_TAG)) + _PLACEHOLDER_TAG + number_field(_TYPE, kind)


def _consistency(options: ReadOptions) -> dict[str, Any]:
    """Consistency of a read: the collection's own level unless a level or a timestamp is given."""
    if options.consistency is not None:
        return {"consistency_level": options.consistency}
    if options.guarantee_timestamp is not None:
        return {"consistency_level": ConsistencyLevel.CUSTOMIZED}
    return {"use_default_consistency": True}


def decode_query(reply: bytes) -> ColumnBatch:
    """The rows of a query; raises as `decode_rows`."""
    return decode_rows(reply).batch


def decode_rows(reply: bytes) -> FoundRows:
    """The rows of a query, and what the server tells of them.

    Raises:
        MilvusException: The server refused it.
    """
    rest, payloads = _lifted(reply, _QUERY_FIELDS)
    message = QueryResults.FromString(rest)
    check(message.status)
    batch = decode_fields(message.fields_data, payloads, None)
    elements = tuple(tuple(each.indices.data) for each in message.element_indices) or None
    if elements is not None:
        _check_count("lists of elements", len(elements), len(batch), "rows")
    return FoundRows(
        batch=batch.with_meta_keys(message.output_fields),
        element_indices=elements,
        cost=cost(message.status),
        usage=usage(message.status),
        session_ts=message.session_ts,
    )


def decode_search(reply: bytes) -> SearchHits:
    """The hits of a search or a hybrid search.

    Raises:
        MilvusException: The server refused it.
    """
    rest, payloads = _lifted(reply, _SEARCH_FIELDS)
    message = SearchResults.FromString(rest)
    check(message.status)
    results = message.results
    ids = decode_ids(results.ids)
    batch = decode_fields(results.fields_data, payloads, len(ids))
    output_fields = tuple(results.output_fields[:])
    return SearchHits(
        ids=ids,
        scores=numbers(results.scores, np.dtype(np.float32)),
        offsets=_offsets(results, len(ids)),
        batch=batch.with_meta_keys(output_fields),
        primary_field=results.primary_field_name,
        output_fields=output_fields,
        group_by=_group_by(results),
        element_indices=_element_indices(results),
        highlights=_highlights(results),
        buckets=decode_buckets(results),
        cost=cost(message.status),
        usage=usage(message.status),
        recalls=tuple(results.recalls) if results.recalls else (),
        session_ts=message.session_ts,
        page_end=_page_end(results),
    )


def _page_end(results: SearchResultData) -> PageEnd:
    if not results.HasField("search_iterator_v2_results"):
        return NO_END
    end = results.search_iterator_v2_results
    return PageEnd(end.token, end.last_bound)


def _group_by(results: SearchResultData) -> Column | None:
    if not results.HasField("group_by_field_value"):
        return None
    found = decode_column(results.group_by_field_value)
    _check_count("values of the group-by field", len(found), len(results.scores))
    return found


def _check_count(what: str, found: int, expected: int, of: str = "hits") -> None:
    if found != expected:
        raise ProtocolError(message=f"reply: {found} {what} for {expected} {of}")


def _element_indices(results: SearchResultData) -> NDArray[np.int64] | None:
    found = results.element_indices.data
    if not found:
        return None
    _check_count("elements", len(found), len(results.scores))
    return numbers(found, np.dtype(np.int64))


def _highlights(results: SearchResultData) -> dict[str, Sequence[Highlight]]:
    if not results.highlight_results:
        return {}
    for result in results.highlight_results:
        _check_count(f"highlights of {result.field_name}", len(result.datas), len(results.scores))
    return {
        result.field_name: [
            Highlight(fragments=tuple(data.fragments), scores=tuple(data.scores)) for data in result.datas
        ]
        for result in results.highlight_results
    }


def _lifted(reply: bytes, path: tuple[int, ...]) -> tuple[bytes, Payloads]:
    if len(reply) < SMALLEST:
        return reply, []
    keep_memory(len(reply))
    try:
        return lift_vectors(reply, path)
    except ValueError as error:
        raise ProtocolError(message=f"the reply cannot be read: {error}") from None


def _offsets(results: SearchResultData, hits: int) -> list[int]:
    """Where the hits of each query begin."""
    lengths = results.topks[:]
    if not lengths:
        if results.num_queries > _MOST_QUERIES:
            raise ProtocolError(message=f"reply: {results.num_queries} queries")
        lengths = [0] * results.num_queries
    scores, by_query = len(results.scores), sum(lengths)
    if by_query != hits or scores != hits or min(lengths, default=0) < 0:
        raise ProtocolError(message=f"reply: {hits} ids, {scores} scores and {by_query} hits by query")
    return offsets_of(lengths)
