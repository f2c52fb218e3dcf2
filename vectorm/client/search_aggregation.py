"""`SearchAggregation`: the hits of a search counted and measured by the values of fields."""

from collections.abc import Mapping, Sequence
from typing import cast

from vectorm.client.checks import as_int, as_mapping
from vectorm.client.keywords import checked_methods
from vectorm.columns.buckets import AggregationBucket, AggregationHit
from vectorm.errors import ParamError
from vectorm.spec.function_chain import as_name
from vectorm.spec.search_aggregation import AggregationSpec, TopHitsSpec

__all__ = ["AggregationBucket", "AggregationHit", "SearchAggregation", "TopHits", "aggregation_spec"]

OPERATIONS = ("avg", "count", "max", "min", "sum")
DIRECTIONS = ("asc", "desc")
BY_BUCKET = ("_count", "_key")
"""What buckets can be ordered by besides their metrics."""


@checked_methods
class TopHits:
    """The rows that each bucket shows.

    Args:
        size: Most rows of a bucket.
        sort: `[{"price": "asc"}, {"_score": "desc"}]`; `_score` is the similarity.

    Raises:
        ParamError: A wrong argument.
    """

    def __init__(self, size: int, sort: list[dict[str, str]] | None = None) -> None:
        self.spec: TopHitsSpec = TopHitsSpec(
            size=as_int("size of TopHits", size, least=1), sort=_directions("sort of TopHits", sort)
        )

    @property
    def size(self) -> int:
        """Most rows of a bucket."""
        return self.spec.size

    @property
    def sort(self) -> list[dict[str, str]]:
        """Fields and directions."""
        return [{field: direction} for field, direction in self.spec.sort]


@checked_methods
class SearchAggregation:
    """One level of buckets: rows with the same values in `fields` share one.

    Args:
        fields: Scalar fields.
        size: Most buckets.
        metrics: Operation and field by the metric's name: `{"mean": {"avg": "price"}, "n": {"count": "*"}}`.
        order: `[{"mean": "desc"}]`; `_count` and `_key` order by the bucket itself.
        top_hits: Rows that each bucket shows.
        sub_aggregation: Buckets inside each bucket.

    Raises:
        ParamError: A wrong argument.
    """

    def __init__(
        self,
        fields: list[str],
        size: int,
        metrics: dict[str, dict[str, str]] | None = None,
        order: list[dict[str, str]] | None = None,
        top_hits: TopHits | None = None,
        sub_aggregation: "SearchAggregation | None" = None,
    ) -> None:
        if not isinstance(cast("object", top_hits), TopHits | None):
            raise ParamError(message=f"top_hits must be a TopHits, not {type(top_hits).__name__}")
        if not isinstance(cast("object", sub_aggregation), SearchAggregation | None):
            raise ParamError(
                message=f"sub_aggregation must be a SearchAggregation, not {type(sub_aggregation).__name__}"
            )
        checked = _metrics(metrics)
        self.spec: AggregationSpec = AggregationSpec(
            fields=_fields(fields),
            size=as_int("size of SearchAggregation", size, least=1),
            metrics=checked,
            order=_directions("order of SearchAggregation", order, (*checked, *BY_BUCKET)),
            top_hits=top_hits.spec if top_hits else None,
            inner=sub_aggregation.spec if sub_aggregation else None,
        )


def aggregation_spec(given: object, grouped: Mapping[str, object]) -> AggregationSpec | None:
    """The aggregation of a search.

    Raises:
        ParamError: It is none, or stands beside a group-by.
    """
    if given is None:
        return None
    if not isinstance(given, SearchAggregation):
        raise ParamError(message=f"search_aggregation must be a SearchAggregation, not {type(given).__name__}")
    for name in ("group_by_field", "group_by_fields"):
        if grouped.get(name):
            raise ParamError(message=f"a search takes search_aggregation or {name}, not both")
    return given.spec


def _fields(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        raise ParamError(message="fields of SearchAggregation must be a list of str that is not empty")
    names = tuple(as_name("each of the fields of SearchAggregation", name) for name in cast("list[object]", given))
    for name in names:
        if "[" in name or "]" in name:
            raise ParamError(
                message=f"fields of SearchAggregation: {name!r} is a path into JSON, which no server takes"
            )
    return names


def _metrics(given: object) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name, metric in as_mapping("metrics of SearchAggregation", {} if given is None else given).items():
        operation, field = _pair(f"metric {as_name('the name of a metric', name)!r}", metric)
        if operation not in OPERATIONS:
            raise ParamError(message=f"metric {name!r}: {operation!r} is no operation", hint=", ".join(OPERATIONS))
        if not field or (field == "*" and operation != "count"):
            raise ParamError(message=f"metric {name!r}: {operation} of {field!r}", hint="* goes with count only")
        found[name] = (operation, field)
    return found


def _directions(what: str, given: object, known: Sequence[str] | None = None) -> tuple[tuple[str, str], ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise ParamError(message=f"{what} must be a list of dicts of one key, not {type(given).__name__}")
    found = [_pair(what, item) for item in cast("list[object]", given)]
    for key, direction in found:
        if direction not in DIRECTIONS:
            raise ParamError(message=f"{what}: {key} is {direction!r}, neither asc nor desc")
        if known is not None and key not in known:
            raise ParamError(message=f"{what}: {key!r} is no metric", hint=f"one of {', '.join(known)}")
    return tuple(found)


def _pair(what: str, given: object) -> tuple[str, str]:
    if isinstance(given, dict) and len(cast("dict[object, object]", given)) == 1:
        key, value = next(iter(cast("dict[object, object]", given).items()))
        if isinstance(key, str) and isinstance(value, str):
            return key, value
    raise ParamError(message=f'{what} must be a dict of one key, such as {{"price": "asc"}}, not {given!r}')
