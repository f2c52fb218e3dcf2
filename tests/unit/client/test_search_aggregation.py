"""Aggregations as they are asked for."""

from typing import Any

import pytest

from vectorm import SearchAggregation, TopHits
from vectorm.client.search_aggregation import aggregation_spec
from vectorm.errors import ParamError
from vectorm.spec.search_aggregation import AggregationSpec, TopHitsSpec


def test_all_levels_become_a_spec() -> None:
    inner = SearchAggregation(["year"], 2, top_hits=TopHits(3, sort=[{"_score": "desc"}]))
    outer = SearchAggregation(
        ["color"], 5, metrics={"n": {"count": "*"}}, order=[{"n": "desc"}, {"_key": "asc"}], sub_aggregation=inner
    )
    assert aggregation_spec(outer, {}) == AggregationSpec(
        fields=("color",),
        size=5,
        metrics={"n": ("count", "*")},
        order=(("n", "desc"), ("_key", "asc")),
        inner=AggregationSpec(
            fields=("year",), size=2, metrics={}, top_hits=TopHitsSpec(size=3, sort=(("_score", "desc"),))
        ),
    )
    assert (TopHits(3).size, TopHits(3, [{"a": "asc"}]).sort) == (3, [{"a": "asc"}])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"fields": []}, "fields of SearchAggregation must be a list"),
        ({"fields": "color"}, "fields of SearchAggregation must be a list"),
        ({"fields": [""]}, "must be a str that is not empty"),
        ({"fields": ["meta['a']"]}, "is a path into JSON"),
        ({"size": 0}, "size of SearchAggregation must be an int of at least 1, not 0"),
        ({"size": True}, "size of SearchAggregation must be an int"),
        ({"metrics": [1]}, "metrics of SearchAggregation must be a dict"),
        ({"metrics": {"": {"avg": "x"}}}, "the name of a metric"),
        ({"metrics": {"m": {"median": "x"}}}, "'median' is no operation"),
        ({"metrics": {"m": {"avg": "*"}}}, "goes with count only"),
        ({"metrics": {"m": {"avg": ""}}}, "avg of ''"),
        ({"metrics": {"m": {"avg": "x", "sum": "y"}}}, "must be a dict of one key"),
        ({"order": [{"m": "asc"}]}, "'m' is no metric"),
        ({"order": [{"_count": "up"}]}, "neither asc nor desc"),
        ({"order": {"_count": "asc"}}, "must be a list of dicts of one key"),
        ({"top_hits": 3}, "top_hits must be a TopHits, not int"),
        ({"sub_aggregation": {}}, "sub_aggregation must be a SearchAggregation, not dict"),
    ],
)
def test_aggregations_that_are_refused(arguments: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"fields": ["color"], "size": 5, **arguments}
    with pytest.raises(ParamError, match=message):
        SearchAggregation(**given)


@pytest.mark.parametrize(
    ("size", "sort", "message"),
    [(0, None, "size of TopHits"), (1, [{"a": "up"}], "neither asc nor desc"), (1, [1], "must be a dict of one key")],
)
def test_top_hits_that_are_refused(size: int, sort: Any, message: str) -> None:
    with pytest.raises(ParamError, match=message):
        TopHits(size, sort)


def test_an_aggregation_takes_the_place_of_groups() -> None:
    spec = SearchAggregation(["color"], 5)
    for name in ("group_by_field", "group_by_fields"):
        with pytest.raises(ParamError, match=f"search_aggregation or {name}, not both"):
            aggregation_spec(spec, {name: "a"})
    with pytest.raises(ParamError, match="must be a SearchAggregation, not dict"):
        aggregation_spec({}, {})
    assert aggregation_spec(None, {"group_by_field": "a"}) is None
