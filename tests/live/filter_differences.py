"""Where engines are known to find other rows than `matches()`, each with its reason.

A row is left out of a comparison where a part of the filter meets one of these corners in it. Everything else that
differs is a bug of ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from vectorm.expr.compare import Compare, In
from vectorm.expr.functions import Contains, Exists
from vectorm.expr.node import And, Condition, Or
from vectorm.expr.operand import ArithmeticRef, Operand, PathRef

Part = Compare | In | Contains | Exists
"""A part of a filter in which engines may differ."""


@dataclass(frozen=True)
class Difference:
    """A corner in which an engine differs.

    Attributes:
        applies: Whether a part of a filter meets the corner in a row.
        of: What the part is about.
    """

    engine: str
    reason: str
    applies: Callable[[Part, object], bool]
    of: type[Operand] = PathRef


def _bool_beside_number(part: Part, row: object) -> bool:
    """A bool here and a number there, either way."""
    wanted, found = _wanted(part), _found(part, row)
    return any(
        isinstance(a, bool) != isinstance(b, bool) and _numeric(a) and _numeric(b) for a in wanted for b in found
    )


def _large_whole_number_beside_float(part: Part, row: object) -> bool:
    wanted, found = _wanted(part), _found(part, row)
    return any(isinstance(a, int) and abs(a) >= 2**53 for a in wanted) and any(isinstance(b, float) for b in found)


def _stored_null(part: Part, row: object) -> bool:
    """The path leads to a JSON null, not to nothing."""
    path = cast("PathRef", part.left)
    *way, last = path.keys
    held = PathRef(path.root, tuple(way)).read(row) if way or not path.is_dynamic else None
    if isinstance(held, dict):
        return cast("dict[object, object]", held).get(last, 0) is None
    items = cast("list[object]", held) if isinstance(held, list) else []
    return isinstance(last, int) and last < len(items) and items[last] is None


def _modulo_of_large_number(part: Part, row: object) -> bool:
    left = cast("ArithmeticRef", part.left)
    value = left.left.read(row)
    return left.operator == "%" and isinstance(value, int) and abs(value) > 2**53


def _wanted(part: Part) -> list[object]:
    """The values that a part names."""
    if isinstance(part, Exists):
        return []
    return [part.right] if isinstance(part, Compare) else list(part.values)


def _found(part: Part, row: object) -> list[object]:
    """The values that a row has for a part."""
    value = part.left.read(row)
    return list(_items(value)) if isinstance(part, Contains) else [value]


def _numeric(value: object) -> bool:
    return isinstance(value, bool | int | float)


def _items(value: object) -> Iterable[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


DIFFERENCES = [
    Difference("lite", "in JSON, true is 1 and false is 0", _bool_beside_number),
    Difference(
        "milvus", "json_contains finds whole numbers from 2**53 on not among floats", _large_whole_number_beside_float
    ),
    Difference("milvus", "% is that of the nearest float", _modulo_of_large_number, ArithmeticRef),
    Difference("milvus", "a stored JSON null exists, and differs from all values", _stored_null),
]


def told_apart(engine: str, condition: Condition, row: object) -> str:
    """The reason for which an engine may differ on a row; empty when it must not."""
    if isinstance(condition, And | Or):
        return next(filter(None, (told_apart(engine, part, row) for part in condition.parts)), "")
    if not isinstance(condition, Part):
        return ""
    possible = (each for each in DIFFERENCES if each.engine == engine and isinstance(condition.left, each.of))
    applying = (each for each in possible if each.applies(condition, row))
    return next((each.reason for each in applying), "")
