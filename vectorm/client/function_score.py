"""`FunctionScore`: functions that score the hits of a search anew."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from vectorm.client.checks import as_mapping
from vectorm.client.function import Function
from vectorm.client.keywords import checked_methods
from vectorm.enums import FunctionType
from vectorm.errors import ParamError
from vectorm.spec.function import FunctionSpec
from vectorm.spec.read import FunctionScoreSpec
from vectorm.wire.params import text


@checked_methods
class FunctionScore:
    """Several functions of type RERANK, and how their scores are put together.

    Args:
        functions: A function, or a list of them.
        params: `{"boost_mode": "Multiply", "function_mode": "Sum"}`.

    Raises:
        ParamError: A wrong argument.
    """

    def __init__(self, functions: Function | Sequence[Function], params: Mapping[str, Any] | None = None) -> None:
        self._functions = [functions] if isinstance(functions, Function) else functions
        self._params = params
        if not isinstance(self._functions, list | tuple) or not all(
            isinstance(function, Function) for function in cast("Sequence[object]", self._functions)
        ):
            raise ParamError(message="FunctionScore takes a Function or a list of them")

    @property
    def functions(self) -> Sequence[Function]:
        """The functions."""
        return self._functions

    @property
    def params(self) -> Mapping[str, Any] | None:
        """How their scores are put together."""
        return self._params


def function_score_spec(given: object) -> FunctionScoreSpec | None:
    """The ranker of a search: a `Function`, a `FunctionScore` or None.

    Raises:
        ParamError: It is none of them.
    """
    if given is None:
        return None
    score = FunctionScore(given) if isinstance(given, Function) else given
    if not isinstance(score, FunctionScore):
        raise ParamError(
            message=f"the ranker of a search must be a Function or a FunctionScore, not {type(given).__name__}",
            hint='Function("new first", FunctionType.RERANK, ["year"], params={"reranker": "decay", ...})',
        )
    params = as_mapping("params of FunctionScore", score.params or {})
    return FunctionScoreSpec(
        functions=tuple(_ranker(function) for function in score.functions),
        params={name: text(value) for name, value in params.items()},
    )


def _ranker(function: Function) -> FunctionSpec:
    if function.type is not FunctionType.RERANK:
        told = f"function {function.name} is of type {function.type.name}: it cannot rank hits"
        raise ParamError(message=told, hint="FunctionType.RERANK")
    return FunctionSpec(
        name=function.name,
        type=function.type,
        inputs=tuple(function.input_field_names),
        description=function.description,
        params={name: text(value) for name, value in function.params.items()},
    )
