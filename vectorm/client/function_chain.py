"""`FunctionChain`: steps that score, sort and cut the hits of a search on the server."""

from collections.abc import Sequence
from typing import cast

from typing_extensions import Self

from vectorm.client.checks import as_int, as_text
from vectorm.client.keywords import checked_methods
from vectorm.enums import FunctionChainStage
from vectorm.errors import ParamError
from vectorm.spec.function_chain import (
    ChainValue,
    ColumnRef,
    FunctionChainExpr,
    FunctionChainOp,
    FunctionChainSpec,
    as_name,
)


@checked_methods
class FunctionChain:
    """Steps that the server runs over the hits of a search, in the order in which they are added.

        chain = (
            FunctionChain(FunctionChainStage.L2_RERANK)
            .map("$score", fn.num_combine(col("$score"), col("popularity"), mode="sum"))
            .sort("$score", tie_break_col="$id")
            .limit(10)
        )

    Args:
        stage: When it runs.
        name: Its name, for people.

    Raises:
        ParamError: There is no such stage, or the name is no str.
    """

    def __init__(self, stage: FunctionChainStage, name: str = "") -> None:
        try:
            self._stage = FunctionChainStage(stage)
        except ValueError:
            raise ParamError(message=f"{stage!r} is not a FunctionChainStage") from None
        self._name = as_text("the name of a function chain", name)
        self._steps: list[FunctionChainOp] = []

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def stage(self) -> FunctionChainStage:
        """When it runs."""
        return self._stage

    @property
    def ops(self) -> Sequence[FunctionChainOp]:
        """Its steps."""
        return tuple(self._steps)

    def map(self, output: str, expr: FunctionChainExpr) -> Self:
        """Compute a column: `output` is `$score`, or a name for later steps.

        Raises:
            ParamError: An empty name, or no expression.
        """
        as_name("the output of map", output)
        if not isinstance(cast("object", expr), FunctionChainExpr):
            raise ParamError(message=f"map to {output} needs an expression of fn, not {type(expr).__name__}")
        return self._with(FunctionChainOp("map", expr, outputs=(output,)))

    def sort(self, by: str | ColumnRef, desc: bool = True, tie_break_col: str | ColumnRef | None = None) -> Self:
        """Sort by a column, largest first, and where it is equal by `tie_break_col`.

        Raises:
            ParamError: No column, or `desc` is no bool.
        """
        if not isinstance(cast("object", desc), bool):
            raise ParamError(message=f"sort: desc must be a bool, not {desc!r}")
        inputs = [_column("sort by", by)]
        params: dict[str, ChainValue] = {"column": inputs[0], "desc": desc}
        if tie_break_col is not None:
            inputs.append(_column("tie_break_col", tie_break_col))
            params["tie_break_col"] = inputs[1]
        return self._with(FunctionChainOp("sort", inputs=tuple(inputs), params=params))

    def limit(self, limit: int, offset: int = 0) -> Self:
        """Keep `limit` hits of each query, without the first `offset`.

        Raises:
            ParamError: They are no such numbers.
        """
        params: dict[str, ChainValue] = {
            "limit": as_int("limit of a chain", limit, least=1),
            "offset": as_int("offset of a chain", offset, least=0),
        }
        return self._with(FunctionChainOp("limit", params=params))

    def _with(self, step: FunctionChainOp) -> Self:
        self._steps.append(step)
        return self


def chain_specs(given: object, ranker: object) -> tuple[FunctionChainSpec, ...]:
    """The chains of a search: one, a list of them, or None.

    Raises:
        ParamError: They are none, stand beside a ranker, or do not say when they run.
    """
    chains = [given] if isinstance(given, FunctionChain) else given
    if chains is None or chains == []:
        return ()
    if ranker is not None:
        raise ParamError(message="a search takes a ranker or function_chains, not both")
    if not isinstance(chains, list) or not all(
        isinstance(chain, FunctionChain) for chain in cast("list[object]", chains)
    ):
        raise ParamError(message="function_chains must be a FunctionChain or a list of them")
    found = cast("list[FunctionChain]", chains)
    if any(chain.stage is FunctionChainStage.UNSPECIFIED for chain in found):
        raise ParamError(message="a function chain of a search needs a stage", hint="FunctionChainStage.L2_RERANK")
    return tuple(FunctionChainSpec(stage=chain.stage, name=chain.name, steps=tuple(chain.ops)) for chain in found)


def _column(what: str, given: object) -> str:
    return given.name if isinstance(given, ColumnRef) else as_name(what, given)
