"""Function chains: steps that score, sort and cut the hits of a search on the server."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, TypeAlias, cast

import numpy as np

from vectorm.enums import FunctionChainStage
from vectorm.errors import ParamError
from vectorm.records import dataclass

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1

ChainValue: TypeAlias = "bool | int | float | str | bytes | Sequence[ChainValue] | Mapping[str, ChainValue]"
"""What a parameter or a literal argument may be."""


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column that an expression reads: a field, or `$score` and `$id` of the hits.

    Raises:
        ParamError: The name is no str, or empty.
    """

    name: str

    def __post_init__(self) -> None:
        as_name("the name of a column", self.name)


def col(name: str) -> ColumnRef:
    """A column that an expression reads: `col("price")`, `col("$score")`."""
    return ColumnRef(name)


ChainArg: TypeAlias = "ColumnRef | ChainValue"
"""An argument of an expression."""


@dataclass(frozen=True, slots=True)
class FunctionChainExpr:
    """A call of a function; `vectorm.function_chain.fn` makes those that Milvus knows.

    Args:
        name: Name of the function.
        args: Columns and values, by position.
        params: Its parameters.

    Raises:
        ParamError: An empty name, or a value that cannot be sent.
    """

    name: str
    args: tuple[ChainArg, ...] = ()
    params: Mapping[str, ChainValue] = field(default_factory=dict[str, ChainValue])

    def __post_init__(self) -> None:
        as_name("the name of a function", self.name)
        for number, arg in enumerate(self.args):
            if not isinstance(arg, ColumnRef):
                check_value(f"argument {number} of {self.name}", arg)
        check_params(self.name, self.params)


@dataclass(frozen=True, slots=True)
class FunctionChainOp:
    """One step of a chain.

    Args:
        op: `map`, `sort` or `limit`.
        expr: What a `map` computes.
        inputs: Columns that it reads.
        outputs: Columns that it writes.
        params: Its parameters.

    Raises:
        ParamError: An empty name, or a value that cannot be sent.
    """

    op: str
    expr: FunctionChainExpr | None = None
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    params: Mapping[str, ChainValue] = field(default_factory=dict[str, ChainValue])

    def __post_init__(self) -> None:
        as_name("the name of a step", self.op)
        if not isinstance(cast("object", self.expr), FunctionChainExpr | None):
            told = f"step {self.op}: expr must be a FunctionChainExpr, not {type(self.expr).__name__}"
            raise ParamError(message=told)
        check_params(self.op, self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionChainSpec:
    """A whole chain."""

    stage: FunctionChainStage
    name: str
    steps: tuple[FunctionChainOp, ...]


def as_name(what: str, given: object) -> str:
    """A str that is not empty.

    Raises:
        ParamError: It is none.
    """
    if not isinstance(given, str) or not given:
        raise ParamError(message=f"{what} must be a str that is not empty, not {given!r}")
    return given


def check_params(what: str, params: object) -> None:
    """Check parameters.

    Raises:
        ParamError: They are no dict with str keys, or a value cannot be sent.
    """
    if not isinstance(params, Mapping):
        raise ParamError(message=f"params of {what} must be a dict, not {type(params).__name__}")
    for key, value in cast("Mapping[object, object]", params).items():
        as_name(f"each parameter of {what}", key)
        check_value(f"parameter {key} of {what}", value)


def check_value(what: str, value: object) -> None:
    """Check a value of a parameter or an argument.

    Raises:
        ParamError: It cannot be sent.
    """
    plain: Any = cast("Any", value).item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool | str | bytes):
        return
    if isinstance(plain, int):
        if not INT64_MIN <= plain <= INT64_MAX:
            raise ParamError(message=f"{what} is {plain}: it does not fit in 64 bits")
    elif isinstance(plain, float):
        if math.isnan(plain):
            raise ParamError(message=f"{what} is NaN")
    elif isinstance(plain, list | tuple):
        for item in cast("Sequence[object]", plain):
            check_value(what, item)
    elif isinstance(plain, Mapping):
        check_params(what, cast("object", plain))
    else:
        raise ParamError(message=f"{what} is of type {type(plain).__name__}: it cannot be sent")
