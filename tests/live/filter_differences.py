"""Where engines are known to find other rows than `matches()`, each with its reason.

A row is left out of a comparison where a part of the filter meets one of these corners in it. Everything else that
differs is a bug of ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from vectorm.expr.compare import Compare, In
from vectorm.expr.functions import Contains
from vectorm.expr.node import And, Condition, Or
from vectorm.expr.operand import PathRef


@dataclass(frozen=True)
class Difference:
    """A corner in which an engine differs.

    Attributes:
        applies: Whether the corner is met, given the values of a condition and those that a row has for it.
    """

    engine: str
    reason: str
    applies: Callable[[list[object], list[object]], bool]


def _bool_beside_number(wanted: list[object], found: list[object]) -> bool:
    """A bool here and a number there, either way."""
    return any(
        isinstance(a, bool) != isinstance(b, bool) and _numeric(a) and _numeric(b) for a in wanted for b in found
    )


def _large_whole_number_beside_float(wanted: list[object], found: list[object]) -> bool:
    return any(isinstance(a, int) and abs(a) >= 2**53 for a in wanted) and any(isinstance(b, float) for b in found)


def _numeric(value: object) -> bool:
    return isinstance(value, bool | int | float)


DIFFERENCES = [
    Difference("lite", "in JSON, true is 1 and false is 0", _bool_beside_number),
    Difference(
        "milvus", "json_contains finds whole numbers from 2**53 on not among floats", _large_whole_number_beside_float
    ),
]


def told_apart(engine: str, condition: Condition, row: object) -> str:
    """The reason for which an engine may differ on a row; empty when it must not."""
    if isinstance(condition, And | Or):
        return next(filter(None, (told_apart(engine, part, row) for part in condition.parts)), "")
    if not isinstance(condition, Compare | In | Contains) or not isinstance(condition.left, PathRef):
        return ""
    wanted: list[object] = [condition.right] if isinstance(condition, Compare) else list(condition.values)
    value = condition.left.read(row)
    found: list[object] = list(_items(value)) if isinstance(condition, Contains) else [value]
    applying = (each for each in DIFFERENCES if each.engine == engine and each.applies(wanted, found))
    return next((each.reason for each in applying), "")


def _items(value: object) -> Iterable[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
