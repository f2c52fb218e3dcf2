"""The specs of searches, from PyMilvus's arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.checks import as_filter, as_int, as_mapping
from vectorm.client.embedding_list import EmbeddingList
from vectorm.client.function_chain import chain_specs
from vectorm.client.function_score import function_score_spec
from vectorm.client.highlighter import highlighter_spec
from vectorm.client.keys import as_keys
from vectorm.client.ranker import ranker_spec
from vectorm.client.read_args import Read, Search
from vectorm.client.search_aggregation import aggregation_spec
from vectorm.columns.queries import pack_queries
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, ParamError
from vectorm.expr.template import template_values
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.read import NO_VECTORS, HybridSpec, SearchSpec, Vectors
from vectorm.spec.struct_array import join_path
from vectorm.wire.params import text

_TOP_LEVEL = ("ignore_growing", "hints", "analyzer_name", "group_by_field", "group_size", "page_retain_order")
"""Search parameters that do not belong to the index; PyMilvus finds them among `search_params` too."""

_OF_SEGMENTS = "page_retain_order"
"""A parameter that servers read among those of the index."""

_OF_RANKING = frozenset({"offset", "round_decimal", "rank_group_scorer"})
_OF_BOTH = frozenset({"group_by_field", "group_size", "strict_group_size"})
"""What the ranking of a hybrid search needs, and what it shares with its searches."""


def build_search(spec: CollectionSpec, where: Read, what: Search) -> SearchSpec:
    """The spec of a search.

    Raises:
        ParamError: A wrong argument.
        DataNotMatchException: A query vector that does not fit the field.
    """
    field = vector_field(spec, what.field)
    filter = as_filter(where.collection, what.filter)
    vectors, ids = _queries(where.collection, field, what)
    told = _parameters(what)
    return SearchSpec(
        collection=where.collection,
        field=field.name,
        vectors=vectors,
        ids=ids,
        limit=as_int("limit", what.limit, least=1),
        offset=as_int("offset", told.offset or 0, least=0),
        filter=filter,
        values=template_values(filter, where.values),
        metric_type=told.metric_type,
        params=told.params,
        extra=told.extra,
        options=where.options(),
        **_rare_parts(what, told.extra),
    )


class _Parameters(NamedTuple):
    """What may be given as keywords or among the search parameters."""

    metric_type: str
    offset: int | None
    params: dict[str, Any]
    extra: dict[str, str]


def _parameters(what: Search) -> _Parameters:
    param = as_mapping("search_params", what.param)
    if not param and not what.extra:
        return _Parameters("", what.offset, {}, {})
    flat = dict(param)
    nested = dict(as_mapping("params of search_params", flat.pop("params", None) or {}))
    metric_type = flat.pop("metric_type", None) or nested.pop("metric_type", "")
    offset = _one_of("offset", what.offset, flat.pop("offset", None))
    extra = {name: flat.pop(name) for name in _TOP_LEVEL if name in flat}
    for name, value in what.extra.items():
        if value is not None:
            extra[name] = _one_of(name, value, extra.get(name))
    if (retain := extra.pop(_OF_SEGMENTS, None)) is not None:
        nested[_OF_SEGMENTS] = _as_bool(_OF_SEGMENTS, retain)
    return _Parameters(
        metric_type=str(getattr(metric_type, "value", metric_type)),
        offset=offset,
        params={**flat, **nested},
        extra={name: text(value) for name, value in extra.items() if value not in (None, False)},
    )


def _rare_parts(what: Search, extra: Mapping[str, str]) -> dict[str, Any]:
    """What few searches have."""
    is_scored = what.ranker is not None or what.function_chains is not None
    if not is_scored and what.highlighter is None and what.search_aggregation is None:
        return {}
    return {
        "function_score": function_score_spec(what.ranker),
        "chains": chain_specs(what.function_chains, what.ranker),
        "highlighter": highlighter_spec(what.highlighter),
        "aggregation": aggregation_spec(what.search_aggregation, extra),
    }


def _queries(collection: str, field: FieldSpec, what: Search) -> tuple[Vectors, tuple[Any, ...]]:
    """The vectors to search with, or the keys of rows that have them."""
    if (what.data is None) is (what.ids is None):
        raise ParamError(message=f"search of {collection}: give data or ids, one of the two")
    if what.ids is None:
        return pack(field, what.data), ()
    ids = as_keys(f"search of {collection}", what.ids)
    if not ids:
        raise ParamError(message=f"search of {collection}: ids must not be empty")
    if {type(key) for key in ids} - {int} and {type(key) for key in ids} - {str}:
        raise ParamError(message=f"search of {collection}: ids must all be int or all be str")
    return NO_VECTORS, tuple(ids)


def build_hybrid(
    spec: CollectionSpec,
    where: Read,
    arms: Sequence[AnnSearchRequest],
    ranker: object,
    *,
    limit: int,
    extra: Mapping[str, Any],
    arm_ranker: object = None,
) -> HybridSpec:
    """The spec of a hybrid search; `arm_ranker` scores the hits of each search before they are merged.

    Raises:
        ParamError: A wrong argument.
        DataNotMatchException: A query vector that does not fit its field.
    """
    shared = {name: value for name, value in extra.items() if name not in _OF_RANKING}
    searches = [build_search(spec, _arm_read(where, arm), _arm_search(arm, shared, arm_ranker)) for arm in _arms(arms)]
    ranking = {name: value for name, value in extra.items() if name in _OF_BOTH or name == "rank_group_scorer"}
    strategy, score = ranker_spec(ranker)
    return HybridSpec(
        collection=where.collection,
        searches=tuple(searches),
        ranker=strategy,
        function_score=score,
        limit=as_int("limit", limit, least=1),
        offset=as_int("offset", extra.get("offset") or 0, least=0),
        extra={name: text(value) for name, value in ranking.items() if value is not None},
        options=where.options(),
    )


def vector_field(spec: CollectionSpec, name: str | None) -> FieldSpec:
    """The vector field to search: the named one, or the only one.

    Raises:
        ParamError: No such field, no vector field, or several to choose from.
    """
    if name:
        field = spec.find(name) or _field_in_struct(spec, name)
        if field is None or not field.data_type.is_vector:
            what = "is no vector field" if field else "is not a field"
            hint = f"its vector fields: {_vector_names(spec)}"
            raise ParamError(message=f"{name} {what} of collection {spec.name}", hint=hint)
        return field
    vectors = spec.vectors
    if len(vectors) != 1:
        hint = f"anns_field: {_vector_names(spec)}"
        raise ParamError(message=f"collection {spec.name}: say which vector field to search", hint=hint)
    return vectors[0]


def _field_in_struct(spec: CollectionSpec, name: str) -> FieldSpec | None:
    found = spec.find_in_struct(name)
    return found and replace(found, name=name)


def _vector_names(spec: CollectionSpec) -> str:
    inner = (join_path(struct.name, field.name) for struct in spec.structs for field in struct.vectors)
    return ", ".join([*(field.name for field in spec.vectors), *inner]) or "none"


def pack(field: FieldSpec, data: Any) -> Vectors:
    """Query vectors, or query texts for a field that a function fills.

    Raises:
        DataNotMatchException: One of another kind or dimension.
    """
    queries = cast("Sequence[object]", data) if isinstance(data, list | tuple) else ()
    first = queries[0] if queries else cast("object", data)
    if isinstance(first, EmbeddingList):
        return _pack_lists(field, queries or [first])
    data_type = DataType.VARCHAR if isinstance(first, str) else field.data_type
    return Vectors(type=data_type, values=pack_queries(data, data_type=data_type, dim=field.dim, field=field.name))


def _pack_lists(field: FieldSpec, queries: Sequence[object]) -> Vectors:
    """Queries of several vectors each."""
    values: list[bytes] = []
    for row, query in enumerate(queries):
        if not isinstance(query, EmbeddingList) or query.is_empty:
            told = "the EmbeddingList is empty" if isinstance(query, EmbeddingList) else "expected an EmbeddingList"
            raise DataNotMatchException(told, field=field.name, row=row)
        try:
            packed = pack_queries(query.to_numpy(), data_type=field.data_type, dim=field.dim, field=field.name)
        except DataNotMatchException as error:
            raise DataNotMatchException(error.reason, field=field.name, row=row) from None
        values.append(b"".join(packed))
    return Vectors(type=field.data_type, values=values, is_list=True)


def _arms(arms: object) -> list[AnnSearchRequest]:
    if not isinstance(arms, list | tuple) or not arms:
        raise ParamError(message="a hybrid search needs a list of AnnSearchRequest")
    for arm in cast("Sequence[object]", arms):
        if not isinstance(arm, AnnSearchRequest):
            raise ParamError(message=f"a hybrid search needs AnnSearchRequest, not {type(arm).__name__}")
    return list(cast("Sequence[AnnSearchRequest]", arms))


def _arm_read(where: Read, arm: AnnSearchRequest) -> Read:
    return Read(
        collection=where.collection,
        partitions=where.partitions,
        consistency=where.consistency,
        values=arm.expr_params,
    )


def _arm_search(arm: AnnSearchRequest, shared: Mapping[str, Any], ranker: object) -> Search:
    return Search(
        data=arm.data,
        field=arm.anns_field,
        param=arm.param,
        limit=arm.limit,
        filter=arm.expr,
        extra=shared,
        ranker=ranker,
    )


def _one_of(name: str, keyword: Any, param: Any) -> Any:
    """An argument that may be given as a keyword or among the search parameters."""
    if keyword is not None and param is not None and keyword != param:
        raise ParamError(message=f"{name} is {keyword!r} as a keyword and {param!r} in search_params: give it once")
    return param if keyword is None else keyword


def _as_bool(what: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise ParamError(message=f"{what} must be a bool, not {type(given).__name__}")
    return given
