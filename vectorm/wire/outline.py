"""Requests read back: what `session.explain` and the echo show comes from the very bytes that are sent."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from vectorm.enums import ConsistencyLevel
from vectorm.spec.outline import Outline
from vectorm.wire.messages import (
    DeleteRequest,
    FunctionScore,
    HybridSearchRequest,
    InsertRequest,
    QueryRequest,
    SearchRequest,
    UpsertRequest,
)
from vectorm.wire.params import mapping

_PLUMBING = frozenset({"anns_field", "iterator", "reduce_stop_for_best", "params"})
"""Parameters that tell people nothing, or are told by themselves."""

_AT_REST = {"offset": "0", "round_decimal": "-1"}
"""Values of parameters that stand for nothing."""


def outline(method: str, request: bytes, collection: str = "") -> Outline:
    """What a request asks for.

    Args:
        method: Name of the method.
        request: The encoded request.
        collection: The collection, for requests that are not about rows.
    """
    read = _READERS.get(method)
    found = Outline(method=method, collection=collection) if read is None else read(request)
    return replace(found, size=len(request))


def _insert(request: bytes) -> Outline:
    message = InsertRequest.FromString(request)
    return Outline(
        method="Insert",
        collection=message.collection_name,
        rows=message.num_rows,
        fields=tuple(field.field_name for field in message.fields_data),
        partitions=_one(message.partition_name),
    )


def _upsert(request: bytes) -> Outline:
    message = UpsertRequest.FromString(request)
    return Outline(
        method="Upsert",
        collection=message.collection_name,
        rows=message.num_rows,
        is_partial=message.partial_update,
        fields=tuple(field.field_name for field in message.fields_data),
        partitions=_one(message.partition_name),
    )


def _delete(request: bytes) -> Outline:
    message = DeleteRequest.FromString(request)
    return Outline(
        method="Delete",
        collection=message.collection_name,
        rows=_keys_in(message.expr),
        filter=message.expr,
        partitions=_one(message.partition_name),
    )


def _query(request: bytes) -> Outline:
    message = QueryRequest.FromString(request)
    return Outline(
        method="Query",
        collection=message.collection_name,
        fields=tuple(message.output_fields),
        filter=message.expr,
        partitions=tuple(message.partition_names),
        params=_told(mapping(message.query_params)),
        level=None if message.use_default_consistency else ConsistencyLevel(message.consistency_level),
        guarantee=message.guarantee_timestamp,
    )


def _search(request: bytes) -> Outline:
    return _search_outline(SearchRequest.FromString(request))


def _search_outline(message: SearchRequest) -> Outline:
    given = mapping(message.search_params)
    nested: Mapping[str, object] = json.loads(given.get("params", "{}"))
    ranker = _functions(message.function_score) if message.HasField("function_score") else ""
    return Outline(
        method="Search",
        collection=message.collection_name,
        rows=message.nq,
        fields=tuple(message.output_fields),
        filter=message.dsl,
        partitions=tuple(message.partition_names),
        field=given.get("anns_field", ""),
        params={**_told(given), **{name: str(value) for name, value in nested.items()}},
        ranker=ranker or ", ".join(f"chain {chain.name}".rstrip() for chain in message.function_chains),
        level=None if message.use_default_consistency else ConsistencyLevel(message.consistency_level),
        guarantee=message.guarantee_timestamp,
    )


def _hybrid(request: bytes) -> Outline:
    message = HybridSearchRequest.FromString(request)
    given = mapping(message.rank_params)
    strategy = f"{given.pop('strategy', '')} {given.pop('params', '')}".strip()
    return Outline(
        method="HybridSearch",
        collection=message.collection_name,
        fields=tuple(message.output_fields),
        partitions=tuple(message.partition_names),
        params=_told(given),
        ranker=_functions(message.function_score) if message.HasField("function_score") else strategy,
        level=None if message.use_default_consistency else ConsistencyLevel(message.consistency_level),
        guarantee=message.guarantee_timestamp,
        arms=tuple(_search_outline(each) for each in message.requests),
    )


def _functions(score: FunctionScore) -> str:
    """The rankers by kind and name; their parameters may hold a secret."""
    return ", ".join(
        f"{mapping(each.params).get('reranker', each.name)}({', '.join(each.input_field_names)})"
        for each in score.functions
    )


def _told(params: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in params.items() if name not in _PLUMBING and value != _AT_REST.get(name)}


def _one(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _keys_in(expr: str) -> int | None:
    """How many keys a filter of the form `id in [1, 2]` names; None for other filters."""
    _, found, keys = expr.partition(" in ")
    try:
        values: object = json.loads(keys) if found else None
    except ValueError:
        return None
    return len(cast("list[object]", values)) if isinstance(values, list) else None


_READERS: dict[str, Callable[[bytes], Outline]] = {
    "Insert": _insert,
    "Upsert": _upsert,
    "Delete": _delete,
    "Query": _query,
    "Search": _search,
    "HybridSearch": _hybrid,
}
