"""Function chains as they are built."""

from collections.abc import Callable
from typing import Any

import pytest

from vectorm import FunctionChain, FunctionChainStage
from vectorm.client.function_chain import chain_specs
from vectorm.errors import ParamError
from vectorm.function_chain import ColumnRef, FunctionChainExpr, FunctionChainOp, col, fn

L2 = FunctionChainStage.L2_RERANK


def test_a_chain_keeps_its_steps_in_order() -> None:
    rounded = fn.round_decimal(col("$score"), decimal=3)
    chain = FunctionChain(L2, name="mine").map("$score", rounded).sort("$score", tie_break_col=col("$id")).limit(5, 2)
    assert (chain.name, chain.stage) == ("mine", L2)
    assert chain.ops == (
        FunctionChainOp("map", rounded, outputs=("$score",)),
        FunctionChainOp(
            "sort", inputs=("$score", "$id"), params={"column": "$score", "desc": True, "tie_break_col": "$id"}
        ),
        FunctionChainOp("limit", params={"limit": 5, "offset": 2}),
    )
    (spec,) = chain_specs([chain], None)
    assert (spec.stage, spec.name, spec.steps) == (L2, "mine", chain.ops)


def test_functions() -> None:
    a, b = col("a"), ColumnRef("b")
    assert fn.num_combine(a, b, mode="weighted", weights=[1, 0.5]) == FunctionChainExpr(
        "num_combine", (a, b), {"mode": "weighted", "weights": [1.0, 0.5]}
    )
    assert fn.decay(a, function="exp", origin=1, scale=2) == FunctionChainExpr(
        "decay", (a,), {"function": "exp", "origin": 1, "scale": 2, "offset": 0, "decay": 0.5}
    )
    assert fn.xgboost(a, b, model_resource="m").params == {"model_resource": "m", "output": "default"}
    assert fn.rerank_model(a, queries=["q"], provider="p").params == {"queries": ["q"], "provider": "p"}


ANY: Any = object()
TEXT: Any = "a"

WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: FunctionChain(ANY), "is not a FunctionChainStage"),
    (lambda: FunctionChain(L2, ANY), "the name of a function chain must be a str"),
    (lambda: FunctionChain(L2).map("", fn.round_decimal(col("a"), decimal=1)), "the output of map"),
    (lambda: FunctionChain(L2).map("x", ANY), "map to x needs an expression of fn, not object"),
    (lambda: FunctionChain(L2).sort(""), "sort by must be a str"),
    (lambda: FunctionChain(L2).sort("a", desc=ANY), "desc must be a bool"),
    (lambda: FunctionChain(L2).sort("a", tie_break_col=""), "tie_break_col must be a str"),
    (lambda: FunctionChain(L2).limit(0), "limit of a chain must be an int of at least 1"),
    (lambda: FunctionChain(L2).limit(1, -1), "offset of a chain must be an int of at least 0"),
    (lambda: col(""), "the name of a column"),
    (lambda: FunctionChainExpr(""), "the name of a function"),
    (lambda: FunctionChainExpr("f", (None,)), "argument 0 of f is of type NoneType"),  # type: ignore[arg-type]  # wrong
    (
        lambda: FunctionChainExpr("f", params={"a": [1, {"b": ANY}]}),
        "parameter b of .* is of type object",
    ),
    (lambda: FunctionChainExpr("f", params={"": 1}), "each parameter of f"),
    (lambda: FunctionChainExpr("f", params={"a": 2**63}), "does not fit in 64 bits"),
    (lambda: FunctionChainExpr("f", params={"a": float("nan")}), "is NaN"),
    (lambda: FunctionChainExpr("f", params=ANY), "params of f must be a dict"),
    (lambda: FunctionChainOp(""), "the name of a step"),
    (lambda: FunctionChainOp("map", ANY), "expr must be a FunctionChainExpr"),
    (lambda: fn.num_combine(col("a")), "two columns or more"),
    (lambda: fn.num_combine(col("a"), TEXT), "num_combine takes columns"),
    (lambda: fn.num_combine(col("a"), col("b"), mode="mean"), "mode of num_combine is 'mean'"),
    (lambda: fn.num_combine(col("a"), col("b"), mode="weighted"), "weights go with mode='weighted'"),
    (lambda: fn.num_combine(col("a"), col("b"), weights=[1, 2]), "weights go with mode='weighted'"),
    (lambda: fn.num_combine(col("a"), col("b"), mode="weighted", weights=[1]), "a list of 2"),
    (lambda: fn.num_combine(col("a"), col("b"), mode="weighted", weights=[1, TEXT]), "must be a number"),
    (lambda: fn.decay(col("a"), function="cosine", origin=1, scale=1), "function of decay is 'cosine'"),
    (lambda: fn.decay(col("a"), function="exp", origin=TEXT, scale=1), "origin of decay must be a number"),
    (lambda: fn.round_decimal(col("a"), decimal=7), "at most 6"),
    (lambda: fn.xgboost(model_resource="m"), "one column or more"),
    (lambda: fn.xgboost(col("a"), model_resource=""), "model_resource of xgboost"),
    (lambda: fn.xgboost(col("a"), model_resource="m", output="tree"), "output of xgboost is 'tree'"),
    (lambda: fn.rerank_model(col("a"), queries=[]), "queries of rerank_model"),
    (lambda: fn.rerank_model(col("a"), queries=[""]), "each of the queries"),
    (lambda: chain_specs(FunctionChain(L2), "a ranker"), "a ranker or function_chains, not both"),
    (lambda: chain_specs([1], None), "must be a FunctionChain or a list"),
    (lambda: chain_specs(FunctionChain(FunctionChainStage.UNSPECIFIED), None), "needs a stage"),
]


@pytest.mark.parametrize(("build", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_refused(build: Callable[[], object], message: str) -> None:
    with pytest.raises(ParamError, match=message):
        build()
