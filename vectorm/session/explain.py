"""What a statement would send."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from vectorm.ops.context import Context
from vectorm.query import Delete, Hybrid, Search, SearchAll, Select
from vectorm.session.naming import spec_of
from vectorm.session.state import SessionState

Statement: TypeAlias = "Select[Any] | Search[Any] | SearchAll[Any] | Hybrid[Any] | Delete[Any]"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a statement would send. `print()` it.

    Attributes:
        engine: Engine and version that it was compiled for.
        statement: The statement in words.
        request: The request: method, filter, parameters, output fields.
        consistency: What the read is guaranteed to see.
        pending: Objects that an autoflush would send first.
    """

    engine: str
    statement: str
    request: str
    consistency: str
    pending: int

    def __str__(self) -> str:
        lines = [
            f"statement    {self.statement}",
            f"engine       {self.engine}",
            f"sends        {self.request}",
            f"consistency  {self.consistency}",
        ]
        if self.pending:
            lines.append(f"first        flushes {self.pending} pending objects")
        return "\n".join(lines)


def explain(ctx: Context, state: SessionState, statement: Statement) -> Explanation:
    """Compile a statement and tell what it would send.

    Raises:
        Unsupported: The engine cannot do it.
    """
    statement = state.scoped(ctx, statement)
    return Explanation(
        engine=ctx.capabilities.label,
        statement=str(statement),
        request=statement.compile(ctx.capabilities),
        consistency=_consistency(ctx, state, statement),
        pending=len(list(state.unit.changes())) if state.autoflush else 0,
    )


def _consistency(ctx: Context, state: SessionState, statement: Statement) -> str:
    spec = spec_of(ctx, statement.model)
    if isinstance(statement, Delete):
        return "a delete by filter, never sent twice"
    options = state.read_options(ctx, spec, statement.options)
    if options.guarantee_timestamp is not None:
        return f"Session: sees this session's writes (timestamp {options.guarantee_timestamp})"
    if options.consistency is not None:
        return f"{options.consistency.name.capitalize()}, as the statement says"
    return "the collection's own level"
