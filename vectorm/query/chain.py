"""Function chains in statements: steps that score, sort and cut the hits of a search on the server."""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from vectorm.enums import FunctionChainStage
from vectorm.errors import ParamError
from vectorm.model.base import Model
from vectorm.spec.function_chain import ColumnRef, FunctionChainOp, FunctionChainSpec


@runtime_checkable
class Chain(Protocol):
    """A `FunctionChain`."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def stage(self) -> FunctionChainStage:
        """When it runs."""
        ...

    @property
    def ops(self) -> Sequence[FunctionChainOp]:
        """Its steps."""
        ...


def chain_spec(model: type[Model], chain: Chain) -> FunctionChainSpec:
    """A chain as it is sent.

    Raises:
        ParamError: It has no stage or no steps, or reads a column that neither the model nor an earlier step has.
    """
    steps = tuple(chain.ops)
    if chain.stage is FunctionChainStage.UNSPECIFIED or not steps:
        raise ParamError(message="a function chain needs a stage and steps", hint="FunctionChainStage.L2_RERANK")
    known = {"$score", "$id", *model.__plans__}
    for step in steps:
        for name in _columns_of(step):
            if name not in known:
                hint = f"fields, $score, $id, and what earlier steps make: {', '.join(sorted(known))}"
                raise ParamError(message=f"function chain of {model.__name__}: there is no column {name!r}", hint=hint)
        known.update(step.outputs)
    return FunctionChainSpec(stage=chain.stage, name=chain.name, steps=steps)


def _columns_of(step: FunctionChainOp) -> Iterator[str]:
    yield from step.inputs
    if step.expr is not None:
        yield from (arg.name for arg in step.expr.args if isinstance(arg, ColumnRef))
