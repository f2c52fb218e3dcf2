"""Function chains as messages."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from vectorm.spec.function_chain import ChainValue, ColumnRef, FunctionChainExpr, FunctionChainOp, FunctionChainSpec
from vectorm.wire.messages import (
    FunctionChain,
    FunctionChainColumnArg,
    FunctionChainExprArg,
    FunctionParamArray,
    FunctionParamObject,
    FunctionParamValue,
)
from vectorm.wire.messages import FunctionChainExpr as ExprMessage
from vectorm.wire.messages import FunctionChainOp as OpMessage


def chain_message(chain: FunctionChainSpec) -> FunctionChain:
    """A chain."""
    return FunctionChain(name=chain.name, stage=chain.stage, ops=[_step(step) for step in chain.steps])


def _step(step: FunctionChainOp) -> OpMessage:
    return OpMessage(
        op=step.op,
        expr=None if step.expr is None else _expr(step.expr),
        inputs=step.inputs,
        outputs=step.outputs,
        params=_params(step.params),
    )


def _expr(expr: FunctionChainExpr) -> ExprMessage:
    args = [
        FunctionChainExprArg(column=FunctionChainColumnArg(name=arg.name))
        if isinstance(arg, ColumnRef)
        else FunctionChainExprArg(literal=value_message(arg))
        for arg in expr.args
    ]
    return ExprMessage(name=expr.name, args=args, params=_params(expr.params))


def _params(params: Mapping[str, ChainValue]) -> dict[str, FunctionParamValue]:
    return {key: value_message(value) for key, value in params.items()}


def value_message(value: ChainValue) -> FunctionParamValue:
    """A parameter or a literal; `spec.function_chain` has checked it."""
    plain: Any = cast("Any", value).item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool):
        return FunctionParamValue(bool_value=plain)
    if isinstance(plain, int):
        return FunctionParamValue(int64_value=plain)
    if isinstance(plain, float):
        return FunctionParamValue(double_value=plain)
    if isinstance(plain, str):
        return FunctionParamValue(string_value=plain)
    if isinstance(plain, bytes):
        return FunctionParamValue(bytes_value=plain)
    if isinstance(plain, Mapping):
        fields = _params(cast("Mapping[str, ChainValue]", plain))
        return FunctionParamValue(object_value=FunctionParamObject(fields=fields))
    items = [value_message(item) for item in cast("Sequence[ChainValue]", plain)]
    return FunctionParamValue(array_value=FunctionParamArray(values=items))
