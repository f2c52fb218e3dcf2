"""Index params, rankers and search requests."""

from typing import Any

import pytest

from vectorm import (
    AnnSearchRequest,
    Function,
    FunctionType,
    IndexParams,
    MetricType,
    MilvusClient,
    RRFRanker,
    WeightedRanker,
)
from vectorm.client.index_params import index_spec, index_specs
from vectorm.client.ranker import ranker_spec
from vectorm.errors import ParamError
from vectorm.spec.index import IndexSpec
from vectorm.spec.read import RankerSpec


def test_flat_and_nested_parameters_are_the_same() -> None:
    params = MilvusClient.prepare_index_params()
    params.add_index("v", "HNSW", "i", metric_type="L2", M=8, efConstruction=64)
    params.add_index("v", "HNSW", "i", metric_type="L2", params={"M": 8, "efConstruction": 64})
    first, second = index_specs(params)
    assert first == second
    assert first == IndexSpec(
        field="v", index_type="HNSW", metric_type="L2", name="i", params={"M": 8, "efConstruction": 64}
    )


def test_prepared_with_one_index() -> None:
    params = MilvusClient.prepare_index_params("v", index_type="FLAT", metric_type="IP")
    assert [each.to_dict() for each in params] == [
        {"field_name": "v", "index_type": "FLAT", "index_name": "", "metric_type": "IP"}
    ]
    assert params[0] == {"field_name": "v", "index_type": "FLAT", "index_name": "", "metric_type": "IP"}
    assert params[0].get_index_configs() == {"metric_type": "IP", "index_type": "FLAT"}


def test_the_dict_of_a_collection() -> None:
    spec = index_spec("v", {"index_type": "IVF_FLAT", "metric_type": MetricType.L2, "params": {"nlist": 16}}, "i")
    assert spec == IndexSpec(field="v", index_type="IVF_FLAT", metric_type="L2", name="i", params={"nlist": 16})
    assert index_spec("n", {}) == IndexSpec(field="n")


@pytest.mark.parametrize(
    ("given", "message"),
    [(IndexParams(), "are empty"), ({"field_name": "v"}, "must be IndexParams, not dict"), (None, "not NoneType")],
)
def test_index_params_that_are_refused(given: object, message: str) -> None:
    with pytest.raises(ParamError, match=message):
        index_specs(given)


def test_params_must_be_a_dict() -> None:
    wrong: Any = [1]
    with pytest.raises(ParamError, match="params of the index on v must be a dict, not list"):
        MilvusClient.prepare_index_params("v", params=wrong)
    with pytest.raises(ParamError, match="index_params of v must be a dict, not list"):
        index_spec("v", wrong)


def test_an_unknown_parameter_is_told() -> None:
    wrong: dict[str, Any] = {"efConstuction": 64}
    with pytest.raises(TypeError, match="did you mean `efConstruction`"):
        MilvusClient.prepare_index_params().add_index("v", "HNSW", **wrong)


@pytest.mark.parametrize(
    ("ranker", "spec"),
    [
        (RRFRanker(), RankerSpec(strategy="rrf", params={"k": 60})),
        (RRFRanker(k=5), RankerSpec(strategy="rrf", params={"k": 5})),
        (WeightedRanker(0.7, 1), RankerSpec(strategy="weighted", params={"weights": [0.7, 1], "norm_score": True})),
    ],
)
def test_rankers(ranker: object, spec: RankerSpec) -> None:
    assert ranker_spec(ranker) == (spec, None)


def test_a_function_as_ranker_has_a_strategy_too_where_servers_know_one() -> None:
    weighted = Function("f", FunctionType.RERANK, [], params={"reranker": "weighted", "weights": [1, 2]})
    strategy, score = ranker_spec(weighted)
    assert strategy == RankerSpec(strategy="weighted", params={"weights": [1, 2]})
    assert score
    assert score.functions[0].params == {"reranker": "weighted", "weights": "[1,2]"}
    strategy, score = ranker_spec(Function("f", FunctionType.RERANK, ["year"], params={"reranker": "decay"}))
    assert strategy == RankerSpec(strategy="", params={})
    assert score
    assert score.functions[0].inputs == ("year",)


def test_rankers_that_are_refused() -> None:
    with pytest.raises(ParamError, match="function f is of type BM25: it cannot rank hits"):
        ranker_spec(Function("f", FunctionType.BM25, ["text"], ["sparse"]))
    with pytest.raises(ParamError, match="must be a ranker or a Function, not str"):
        ranker_spec("rrf")
    weight: Any = "1"
    with pytest.raises(TypeError, match="a weight must be a number, not str"):
        WeightedRanker(weight)
    assert str(RRFRanker()) == "{'strategy': 'rrf', 'params': {'k': 60}}"


def test_ann_search_request() -> None:
    request = AnnSearchRequest([[1.0]], "v", {"metric_type": "L2"}, 5, expr="a > {x}", expr_params={"x": 1})
    assert (request.data, request.anns_field, request.limit) == ([[1.0]], "v", 5)
    assert request.expr == request.filter == "a > {x}"
    assert str(request) == "{'anns_field': 'v', 'param': {'metric_type': 'L2'}, 'limit': 5, 'expr': 'a > {x}'}"
    with pytest.raises(ParamError, match="expr or filter, not both"):
        AnnSearchRequest([[1.0]], "v", {}, 5, expr="a", filter="b")
    wrong: Any = 3
    with pytest.raises(ParamError, match="the filter on v must be a str, not int"):
        AnnSearchRequest([[1.0]], "v", {}, 5, expr=wrong)
