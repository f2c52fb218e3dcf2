"""PyMilvus's arguments become the specs of searches and queries."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vectorm import AnnSearchRequest, RRFRanker
from vectorm.client import requests
from vectorm.client.options import CollectionSearchOptions, ConsistencyOptions, HybridOptions, SearchOptions
from vectorm.enums import ConsistencyLevel, DataType
from vectorm.errors import DataNotMatchException, FilterError, ParamError
from vectorm.expr.template import fill_filter, template_values
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.read import SearchSpec

SPEC = CollectionSpec(
    name="docs",
    fields=(
        FieldSpec(name="id", data_type=DataType.INT64, is_primary=True),
        FieldSpec(name="v", data_type=DataType.FLOAT_VECTOR, dim=2),
        FieldSpec(name="s", data_type=DataType.SPARSE_FLOAT_VECTOR, is_function_output=True),
    ),
)


def read(**more: Any) -> requests.Read:
    return replace(requests.Read(collection="docs", consistency=ConsistencyOptions()), **more)


def search(where: requests.Read | None = None, **more: Any) -> SearchSpec:
    base = requests.Search(data=[[1, 2]], field="v", param={}, limit=3, extra={})
    return requests.build_search(SPEC, where or read(), replace(base, **more))


def test_a_search() -> None:
    options: SearchOptions = {"group_by_field": "a", "group_size": 2, "strict_group_size": True, "ignore_growing": True}
    spec = search(
        read(fields=["a"], partitions=["p"], consistency={"consistency_level": "Session"}),
        param={"metric_type": "L2", "params": {"ef": 10}, "hints": "x"},
        filter="a > 1",
        offset=2,
        extra=requests.search_params(options),
    )
    assert (spec.collection, spec.field, spec.limit, spec.offset, spec.filter) == ("docs", "v", 3, 2, "a > 1")
    assert (spec.metric_type, spec.params) == ("L2", {"ef": 10})
    assert spec.extra == {
        "hints": "x",
        "group_by_field": "a",
        "group_size": "2",
        "strict_group_size": "true",
        "ignore_growing": "true",
    }
    assert spec.options.partitions == ("p",)
    assert spec.options.output_fields == ("a",)
    assert spec.options.consistency is ConsistencyLevel.SESSION
    assert spec.vectors.values == [np.array([1, 2], "<f4").tobytes()]


def test_what_is_not_given_is_not_sent() -> None:
    options: CollectionSearchOptions = {"ignore_growing": False}
    spec = search(extra=requests.search_params(options))
    assert (spec.extra, spec.params, spec.metric_type, spec.filter) == ({}, {}, "", "")
    assert spec.options.consistency is None


def test_index_parameters_may_stand_flat_or_nested() -> None:
    assert search(param={"metric_type": "IP", "ef": 10, "params": {"radius": 1}}).params == {"ef": 10, "radius": 1}
    assert search(param={"params": {"metric_type": "IP", "ef": 10}}).metric_type == "IP"


def test_options_may_stand_among_the_search_parameters() -> None:
    spec = search(param={"offset": 4, "ignore_growing": True, "group_by_field": "a"})
    assert (spec.offset, spec.extra) == (4, {"ignore_growing": "true", "group_by_field": "a"})
    with pytest.raises(ParamError, match="offset is 1 as a keyword and 4 in search_params"):
        search(param={"offset": 4}, offset=1)


def test_texts_search_a_field_that_a_function_fills() -> None:
    assert search(field="s", data=["red fox"]).vectors.type is DataType.VARCHAR
    assert search(field="s", data=[{1: 0.5}]).vectors.type is DataType.SPARSE_FLOAT_VECTOR
    assert search(field="s", data="one text").vectors.values == [b"one text"]


def test_the_only_vector_field_needs_no_name() -> None:
    single = CollectionSpec(name="docs", fields=SPEC.fields[:2])
    assert requests.vector_field(single, "").name == "v"


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: search(field=""), "collection docs: say which vector field to search.*Hint: anns_field: v, s"),
    (lambda: search(field="w"), "w is not a field of collection docs.*Hint: its vector fields: v, s"),
    (lambda: search(field="id"), "id is no vector field of collection docs"),
    (lambda: search(limit=0), "limit must be an int of at least 1, not 0"),
    (lambda: search(limit=True), "limit must be an int of at least 1, not True"),
    (lambda: search(offset=-1), "offset must be an int of at least 0, not -1"),
    (lambda: search(filter=3), "the filter on docs must be a str, not int"),
    (lambda: search(param=[1]), "search_params must be a dict, not list"),
    (lambda: search(param={"params": 1}), "params of search_params must be a dict, not int"),
    (lambda: search(read(fields=3)), "output_fields must be a list of str, not int"),
    (lambda: search(read(partitions=[1])), "each of partition_names must be a str, not int"),
    (lambda: search(read(consistency={"consistency_level": 9})), "9 is no consistency level.*Strong, Session"),
    (lambda: search(data=[[1, 2, 3]]), "field v, row 0: expected a FLOAT_VECTOR of dim 2, got 3 values"),
    (lambda: search(data=[[1, 2], [1, float("nan")]]), "field v, row 1: .*nan"),
    (lambda: requests.build_hybrid(SPEC, read(), [], RRFRanker(), limit=1, extra={}), "needs a list of AnnSearchRe"),
    (lambda: requests.as_keys("query of docs", 1.5), "query of docs: ids must be keys or a list of keys, not float"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED)
def test_arguments_that_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises((ParamError, DataNotMatchException), match=message):
        make()


def test_a_hybrid_search() -> None:
    options: HybridOptions = {"offset": 2, "round_decimal": 3, "group_by_field": "a", "rank_group_scorer": "max"}
    arms = [
        AnnSearchRequest([[1, 2]], "v", {"metric_type": "L2"}, 5, expr="a == {x}", expr_params={"x": "y"}),
        AnnSearchRequest(["fox"], "s", {"metric_type": "BM25"}, 4),
    ]
    where = read(partitions=["p"], consistency={"consistency_level": "Strong"}, fields=["a"])
    spec = requests.build_hybrid(SPEC, where, arms, RRFRanker(), limit=7, extra=requests.hybrid_params(options))
    first, second = spec.searches
    assert (spec.limit, spec.offset, spec.ranker.strategy) == (7, 2, "rrf")
    assert spec.extra == {"group_by_field": "a", "rank_group_scorer": "max"}
    assert (first.field, first.limit, first.metric_type) == ("v", 5, "L2")
    assert (first.filter, first.values) == ("a == {x}", {"x": "y"})
    assert first.extra == {"group_by_field": "a"}
    assert (second.field, second.vectors.type) == ("s", DataType.VARCHAR)
    assert first.options.partitions == ("p",)
    assert second.options.consistency is ConsistencyLevel.STRONG
    assert spec.options.output_fields == ("a",)


def test_a_query() -> None:
    bounds = requests.query_bounds({"limit": 5, "offset": 2, "ignore_growing": True})
    spec = requests.build_query(read(fields=["*"], values={"x": 3}), "a > {x}", bounds)
    assert (spec.filter, spec.values, spec.limit, spec.offset) == ("a > {x}", {"x": 3}, 5, 2)
    assert spec.params == {"ignore_growing": "true"}


@pytest.mark.parametrize(
    ("filter", "values", "filled"),
    [
        ("a == {x}", {"x": 'say "hi"'}, r'a == "say \"hi\""'),
        ("a in {x} and b > { y }", {"x": [1, 2], "y": 1.5}, "a in [1, 2] and b > 1.5"),
        ("a in {x}", {"x": ["p", "q"]}, 'a in ["p", "q"]'),
        ('t == "{x}" and a == {x}', {"x": True}, 't == "{x}" and a == true'),
        (r't == "\"{x}" and a == {x}', {"x": 1}, r't == "\"{x}" and a == 1'),
        ("t == '{x}' and a == {x}", {"x": 1}, "t == '{x}' and a == 1"),
        ("a == {x}", None, "a == {x}"),
    ],
)
def test_values_of_a_filter(filter: str, values: Mapping[str, Any] | None, filled: str) -> None:
    assert fill_filter(filter, template_values(filter, values)) == filled


@pytest.mark.parametrize(
    ("filter", "values", "message"),
    [
        ("a == {x}", {"y": 1}, "the filter has {x}, but filter_params have no 'x'"),
        ("a == 1", {"y": 1}, "filter_params have 'y', but the filter has no {y}"),
        ("a == {x}", {"x": float("nan")}, "filter_params: x is nan"),
        ("a == {x}", {"x": 2**63}, "x is 9223372036854775808: it does not fit in 64 bits"),
        ("a == {x}", {"x": object()}, "type object"),
    ],
)
def test_values_that_are_refused(filter: str, values: Mapping[str, Any], message: str) -> None:
    with pytest.raises(FilterError, match=message):
        template_values(filter, values)
