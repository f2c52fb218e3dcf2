"""PyMilvus's arguments of reads to specs, and the reads that start from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.checks import as_filter, as_int, as_mapping, as_names, as_text
from vectorm.client.consistency import consistency_level
from vectorm.client.filter_params import fill_filter
from vectorm.client.options import (
    CollectionHybridOptions,
    CollectionQueryOptions,
    CollectionSearchOptions,
    ConsistencyOptions,
    GroupOptions,
    HybridOptions,
    QueryOptions,
    SearchOptions,
)
from vectorm.client.query_result import QueryResult
from vectorm.client.ranker import ranker_spec
from vectorm.client.rows import rows_of
from vectorm.client.search_result import SearchResult, search_result
from vectorm.columns.kinds import is_bytes, is_list, is_mapping, type_name
from vectorm.columns.queries import pack_queries
from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.keys import render_keys
from vectorm.ops import collection, read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.read import HybridSpec, QuerySpec, ReadOptions, SearchSpec, Vectors
from vectorm.wire.params import text

_TOP_LEVEL = ("ignore_growing", "hints", "analyzer_name", "page_retain_order", "group_by_field", "group_size")
"""Search parameters that do not belong to the index; PyMilvus finds them among `search_params` too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Where from and how fresh: what all reads have in common.

    Attributes:
        fields: Output fields.
        partitions: Partition names.
        values: Values for `{name}` in filters.
    """

    collection: str
    fields: object = None
    partitions: object = None
    consistency: ConsistencyOptions
    values: Mapping[str, Any] | None = None

    def options(self) -> ReadOptions:
        """As a spec.

        Raises:
            ParamError: A wrong argument.
        """
        return ReadOptions(
            partitions=as_names("partition_names", self.partitions),
            output_fields=as_names("output_fields", self.fields),
            consistency=consistency_level(self.consistency.get("consistency_level")),
            guarantee_timestamp=self.consistency.get("guarantee_timestamp"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The arguments of a search.

    Attributes:
        param: `metric_type`, `params` and what may stand beside them.
        extra: Further parameters by their names on the wire; None ones are left out.
    """

    data: Any
    field: str
    param: Mapping[str, Any]
    limit: int
    filter: object = ""
    offset: int | None = None
    extra: Mapping[str, Any]
    round_decimal: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How many rows a query returns, and from which segments."""

    limit: int | None = None
    offset: int | None = None
    ignore_growing: bool = False


def search_params(options: SearchOptions | CollectionSearchOptions) -> dict[str, Any]:
    """The options that travel as search parameters, by their names on the wire."""
    return {
        **group_params(options),
        "ignore_growing": options.get("ignore_growing"),
        "page_retain_order": options.get("page_retain_order"),
    }


def hybrid_params(options: HybridOptions | CollectionHybridOptions) -> dict[str, Any]:
    """The options that travel as parameters of the ranking, by their names on the wire."""
    names = ("offset", "round_decimal", "rank_group_scorer")
    return {**group_params(options), **{name: options.get(name) for name in names}}


def group_params(options: GroupOptions) -> dict[str, Any]:
    """How to group, by the names on the wire."""
    names = ("group_by_field", "group_size", "strict_group_size")
    return {name: options.get(name) for name in names}


def query_bounds(options: QueryOptions | CollectionQueryOptions) -> Bounds:
    """The options that bound a query."""
    return Bounds(
        limit=options.get("limit"),
        offset=options.get("offset"),
        ignore_growing=options.get("ignore_growing", False),
    )


def filled(collection: str, filter: object, values: Mapping[str, Any] | None) -> str:
    """A filter with its values written into it.

    Raises:
        ParamError: It is no str.
    """
    return fill_filter(as_text(f"the filter on {collection}", filter), values)


def is_empty(data: object) -> bool:
    """Whether there is nothing to search for."""
    return is_list(data) and not data


def keys_to_delete(collection: str, *given: object) -> list[Any]:
    """Keys under their newer and their older name.

    Raises:
        ParamError: They are no keys.
    """
    return [key for keys in given if keys is not None for key in as_keys(f"delete from {collection}", keys)]


def search(ctx: Context, where: Read, what: Search) -> Op[SearchResult]:
    """Search in a collection."""
    info = yield from collection.cached(ctx, where.collection)
    spec = build_search(info.spec, where, what)
    hits = yield from read.search(ctx, spec)
    return search_result(hits, pk_name=info.spec.primary.name, round_decimal=what.round_decimal)


def hybrid(
    ctx: Context, where: Read, arms: Sequence[AnnSearchRequest], ranker: object, *, limit: int, extra: Mapping[str, Any]
) -> Op[SearchResult]:
    """Several searches in a collection, merged by a ranker."""
    info = yield from collection.cached(ctx, where.collection)
    spec = build_hybrid(info.spec, where, arms, ranker, limit=limit, extra=extra)
    hits = yield from read.hybrid(ctx, spec)
    return search_result(hits, pk_name=info.spec.primary.name, round_decimal=extra.get("round_decimal") or -1)


def query(ctx: Context, where: Read, filter: object, bounds: Bounds, *, ids: object = None) -> Op[QueryResult]:
    """Rows by filter or by keys."""
    expr = as_filter(where.collection, filter)
    if ids is not None:
        if expr:
            raise ParamError(message=f"query of {where.collection}: give a filter or ids, not both")
        keys = as_keys(f"query of {where.collection}", ids)
        if not keys:
            return QueryResult()
        info = yield from collection.cached(ctx, where.collection)
        expr = render_keys(info.spec.primary.name, keys, info.spec.primary.data_type)
    batch = yield from read.query(ctx, build_query(where, expr, bounds))
    return QueryResult(rows_of(batch, wrapped=True))


def build_query(where: Read, filter: str, bounds: Bounds) -> QuerySpec:
    """The spec of a query.

    Raises:
        ParamError: A wrong argument.
    """
    return QuerySpec(
        collection=where.collection,
        filter=fill_filter(filter, where.values),
        limit=None if bounds.limit is None else as_int("limit", bounds.limit, least=1),
        offset=None if bounds.offset is None else as_int("offset", bounds.offset, least=0),
        options=where.options(),
        params={"ignore_growing": text(bounds.ignore_growing)} if bounds.ignore_growing else {},
    )


def build_search(spec: CollectionSpec, where: Read, what: Search) -> SearchSpec:
    """The spec of a search.

    Raises:
        ParamError: A wrong argument.
        DataNotMatchException: A query vector that does not fit the field.
    """
    field = vector_field(spec, what.field)
    flat = dict(as_mapping("search_params", what.param))
    nested = as_mapping("params of search_params", flat.pop("params", None) or {})
    metric_type = flat.pop("metric_type", "") or nested.get("metric_type", "")
    offset = _one_of("offset", what.offset, flat.pop("offset", None))
    extra = {name: flat.pop(name) for name in _TOP_LEVEL if name in flat}
    for name, value in what.extra.items():
        extra[name] = _one_of(name, value, extra.get(name))
    return SearchSpec(
        collection=where.collection,
        field=field.name,
        vectors=pack(field, what.data),
        limit=as_int("limit", what.limit, least=1),
        offset=as_int("offset", offset or 0, least=0),
        filter=fill_filter(as_filter(where.collection, what.filter), where.values),
        metric_type=str(getattr(metric_type, "value", metric_type)),
        params={**flat, **{key: value for key, value in nested.items() if key != "metric_type"}},
        extra={name: text(value) for name, value in extra.items() if value not in (None, False)},
        options=where.options(),
    )


def build_hybrid(
    spec: CollectionSpec,
    where: Read,
    arms: Sequence[AnnSearchRequest],
    ranker: object,
    *,
    limit: int,
    extra: Mapping[str, Any],
) -> HybridSpec:
    """The spec of a hybrid search.

    Raises:
        ParamError: A wrong argument.
        DataNotMatchException: A query vector that does not fit its field.
    """
    searches = [build_search(spec, _arm_read(where, arm), _arm_search(arm)) for arm in _arms(arms)]
    rest = {name: value for name, value in extra.items() if name not in {"offset", "round_decimal"}}
    return HybridSpec(
        collection=where.collection,
        searches=tuple(searches),
        ranker=ranker_spec(ranker),
        limit=as_int("limit", limit, least=1),
        offset=as_int("offset", extra.get("offset") or 0, least=0),
        extra={name: text(value) for name, value in rest.items() if value is not None},
        options=where.options(),
    )


def vector_field(spec: CollectionSpec, name: str | None) -> FieldSpec:
    """The vector field to search: the named one, or the only one.

    Raises:
        ParamError: No such field, no vector field, or several to choose from.
    """
    known = ", ".join(field.name for field in spec.vectors) or "none"
    if name:
        field = spec.find(name)
        if field is None or not field.data_type.is_vector:
            what = "is no vector field" if field else "is not a field"
            raise ParamError(message=f"{name} {what} of collection {spec.name}", hint=f"its vector fields: {known}")
        return field
    if len(spec.vectors) != 1:
        raise ParamError(
            message=f"collection {spec.name}: say which vector field to search", hint=f"anns_field: {known}"
        )
    return spec.vectors[0]


def pack(field: FieldSpec, data: Any) -> Vectors:
    """Query vectors, or query texts for a field that a function fills.

    Raises:
        DataNotMatchException: One of another kind or dimension.
    """
    queries = cast("Sequence[object]", data) if isinstance(data, list | tuple) else ()
    first = queries[0] if queries else cast("object", data)
    data_type = DataType.VARCHAR if isinstance(first, str) else field.data_type
    return Vectors(type=data_type, values=pack_queries(data, data_type=data_type, dim=field.dim, field=field.name))


def as_keys(what: str, given: object) -> list[Any]:
    """Primary keys: one, or a list of them.

    Raises:
        ParamError: They are none.
    """
    if isinstance(given, int | str):
        return [given]
    if is_bytes(given) or is_mapping(given) or not hasattr(given, "__iter__"):
        raise ParamError(message=f"{what}: ids must be keys or a list of keys, not {type_name(given)}")
    return list(cast("Sequence[Any]", given))


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


def _arm_search(arm: AnnSearchRequest) -> Search:
    return Search(data=arm.data, field=arm.anns_field, param=arm.param, limit=arm.limit, filter=arm.expr, extra={})


def _one_of(name: str, keyword: Any, param: Any) -> Any:
    """An argument that may be given as a keyword or among the search parameters."""
    if keyword is not None and param is not None and keyword != param:
        raise ParamError(message=f"{name} is {keyword!r} as a keyword and {param!r} in search_params: give it once")
    return param if keyword is None else keyword
