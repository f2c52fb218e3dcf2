"""What a read asks for that the connected engine would ignore or get wrong: refused before anything is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from vectorm.enums import DataType
from vectorm.expr.template import fill_filter
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.feature import Feature
from vectorm.spec.read import HybridSpec, QuerySpec, SearchSpec, TemplateValue

S = TypeVar("S", SearchSpec, QuerySpec)

_SEARCH_PARAMS = {
    "group_by_field": Feature.GROUP_BY,
    "group_by_fields": Feature.GROUP_BY_SEVERAL,
    "json_path": Feature.GROUP_BY_JSON,
    "order_by_fields": Feature.SEARCH_ORDER_BY,
    "timezone": Feature.TIMEZONE,
    "time_fields": Feature.TIMEZONE,
    "analyzer_name": Feature.ANALYZER_NAME,
}
_QUERY_PARAMS = {
    "order_by_fields": Feature.QUERY_ORDER_BY,
    "group_by_fields": Feature.QUERY_GROUP_BY,
    "timezone": Feature.TIMEZONE,
    "time_fields": Feature.TIMEZONE,
}
_AGGREGATES = ("count(", "min(", "max(", "sum(", "avg(")
_COUNT = "count(*)"


def check_search(capabilities: Capabilities, spec: SearchSpec) -> None:
    """Refuse a search.

    Raises:
        Unsupported: Names the feature and the engine.
    """
    for feature in _features_of_search(spec):
        capabilities.require(feature)


def _features_of_search(spec: SearchSpec) -> Iterator[Feature]:
    if spec.extra:
        yield from (feature for name, feature in _SEARCH_PARAMS.items() if name in spec.extra)
        if spec.extra.get("group_size", "1") != "1":
            yield Feature.GROUP_SIZE
    if spec.options.namespace is not None:
        yield Feature.NAMESPACES
    if spec.vectors.type is DataType.FLOAT16_VECTOR:
        yield Feature.FLOAT16_SEARCH
    if spec.ids:
        yield Feature.SEARCH_BY_IDS
    if spec.function_score:
        yield Feature.FUNCTION_SCORE
    if spec.chains:
        yield Feature.FUNCTION_CHAINS
    if spec.highlighter:
        yield Feature.HIGHLIGHT
    if spec.aggregation:
        yield Feature.AGGREGATION


def check_query(capabilities: Capabilities, spec: QuerySpec) -> None:
    """Refuse a query.

    Raises:
        Unsupported: Names the feature and the engine.
    """
    for name, feature in _QUERY_PARAMS.items():
        if name in spec.params:
            capabilities.require(feature)
    if spec.options.namespace is not None:
        capabilities.require(Feature.NAMESPACES)
    if any(field.lower().startswith(_AGGREGATES) for field in spec.options.output_fields if field.lower() != _COUNT):
        capabilities.require(Feature.QUERY_GROUP_BY)


def supported_hybrid(capabilities: Capabilities, spec: HybridSpec) -> HybridSpec:
    """A hybrid search in the form that the engine knows: RRF and weights as a strategy where it knows no functions.

    Raises:
        Unsupported: Names the feature and the engine.
    """
    capabilities.require(Feature.HYBRID)
    for search in spec.searches:
        check_search(capabilities, search)
    if spec.extra.get("rank_group_scorer", "max") != "max" and spec.extra.get("group_size", "1") != "1":
        capabilities.require(Feature.GROUP_SCORER)
    if spec.function_score and not capabilities.can(Feature.FUNCTION_SCORE):
        if not spec.ranker.strategy:
            capabilities.require(Feature.FUNCTION_SCORE)
        spec = replace(spec, function_score=None)
    return replace(spec, searches=tuple(filled(capabilities, search) for search in spec.searches))


def filled(capabilities: Capabilities, spec: S) -> S:
    """A search or query with the values of its filter written into it, where the engine takes none beside it.

    Raises:
        Unsupported: A value is bytes, which cannot stand in a filter.
    """
    if not spec.values:
        return spec
    filter, values = filled_filter(capabilities, spec.filter, spec.values)
    return replace(spec, filter=filter, values=values)


def filled_filter(
    capabilities: Capabilities, filter: str, values: Mapping[str, TemplateValue]
) -> tuple[str, Mapping[str, TemplateValue]]:
    """A filter with its values written into it, where the engine takes none beside it, and what is left of the values.

    Raises:
        Unsupported: A value is bytes, which cannot stand in a filter.
    """
    if any(isinstance(value, bytes) for value in values.values()):
        capabilities.require(Feature.MEMBERSHIP)
    if not values or capabilities.can(Feature.FILTER_TEMPLATES):
        return filter, values
    return fill_filter(filter, values), {}
