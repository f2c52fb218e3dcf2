"""Conditions and how they are joined: and, or, not.

A tree is always in the form that all engines read alike: `~` is pushed down to the leaves when it is written (each leaf
knows its opposite), nested ands and ors are flat, constants are folded. There is no node for `not`.

Truth has three values, as in SQL: a comparison with null or with a missing JSON key is neither true nor false, and
stays so under `~`.
"""

from typing import NoReturn, TypeAlias

from typing_extensions import override

from vectorm.errors import FilterError
from vectorm.expr.dialect import EVERYTHING, Dialect
from vectorm.expr.operand import Operand
from vectorm.records import dataclass

Truth: TypeAlias = bool | None


class Condition:
    """What a row must meet. Join conditions with `&`, `|` and `~`.

    No `ABC`: its `isinstance`, which building a filter asks often, takes five times as long.
    """

    __slots__ = ()

    @property
    def operands(self) -> tuple[Operand, ...]:
        """All operands of the condition, for checks."""
        raise NotImplementedError

    @property
    def leaves(self) -> "tuple[Condition, ...]":
        """The conditions that `&` and `|` join; this one where there are none."""
        return (self,)

    @property
    def depth(self) -> int:
        """How deep `&` and `|` are nested."""
        return 1

    def render(self, dialect: Dialect) -> str:
        """The condition as filter text, in its own parentheses.

        Raises:
            Unsupported: If the engine has no such form.
        """
        raise NotImplementedError

    def truth(self, row: object) -> Truth:
        """Whether a row meets the condition; None when a value is missing."""
        raise NotImplementedError

    def negated(self) -> "Condition":
        """The opposite condition."""
        raise NotImplementedError

    def matches(self, row: object) -> bool:
        """Whether a server would return the row: a dict, a model instance or any object with attributes."""
        return self.truth(row) is True

    def __and__(self, other: "Condition") -> "Condition":
        return and_(self, other) if isinstance(other, Condition) else NotImplemented  # pyright: ignore[reportUnnecessaryIsInstance]

    def __or__(self, other: "Condition") -> "Condition":
        return or_(self, other) if isinstance(other, Condition) else NotImplemented  # pyright: ignore[reportUnnecessaryIsInstance]

    def __invert__(self) -> "Condition":
        return self.negated()

    def __bool__(self) -> NoReturn:
        raise FilterError(
            message="a condition is neither true nor false by itself",
            hint="join conditions with & | ~ in parentheses, not with and, or, not, or a chained comparison",
        )

    def __str__(self) -> str:
        return self.render(EVERYTHING)


@dataclass(frozen=True, slots=True)
class Always(Condition):
    """All rows, or none. Engines have no such constants: they are folded away, or written with the primary key."""

    value: bool

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return ()

    @override
    def render(self, dialect: Dialect) -> str:
        return "(every row)" if self.value else "(no row)"

    @override
    def truth(self, row: object) -> Truth:
        return self.value

    @override
    def negated(self) -> Condition:
        return Always(not self.value)


@dataclass(frozen=True, slots=True)
class And(Condition):
    """All of the parts. Made by `and_`."""

    parts: tuple[Condition, ...]

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return tuple(operand for part in self.parts for operand in part.operands)

    @property
    @override
    def leaves(self) -> tuple[Condition, ...]:
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    @property
    @override
    def depth(self) -> int:
        return 1 + max([part.depth for part in self.parts])

    @override
    def render(self, dialect: Dialect) -> str:
        return f"({' and '.join([part.render(dialect) for part in self.parts])})"

    @override
    def truth(self, row: object) -> Truth:
        truths = [part.truth(row) for part in self.parts]
        return False if False in truths else None if None in truths else True

    @override
    def negated(self) -> Condition:
        return or_(*(part.negated() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Or(Condition):
    """Any of the parts. Made by `or_`."""

    parts: tuple[Condition, ...]

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return tuple(operand for part in self.parts for operand in part.operands)

    @property
    @override
    def leaves(self) -> tuple[Condition, ...]:
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    @property
    @override
    def depth(self) -> int:
        return 1 + max([part.depth for part in self.parts])

    @override
    def render(self, dialect: Dialect) -> str:
        return f"({' or '.join([part.render(dialect) for part in self.parts])})"

    @override
    def truth(self, row: object) -> Truth:
        truths = [part.truth(row) for part in self.parts]
        return True if True in truths else None if None in truths else False

    @override
    def negated(self) -> Condition:
        return and_(*(part.negated() for part in self.parts))


def and_(*conditions: Condition) -> Condition:
    """All of the conditions; every row when there is none."""
    parts = _flat(conditions, And, neutral=True)
    if parts is None:
        return Always(value=False)
    return And(parts) if len(parts) > 1 else parts[0] if parts else Always(value=True)


def or_(*conditions: Condition) -> Condition:
    """Any of the conditions; no row when there is none."""
    parts = _flat(conditions, Or, neutral=False)
    if parts is None:
        return Always(value=True)
    return Or(parts) if len(parts) > 1 else parts[0] if parts else Always(value=False)


def not_(condition: Condition) -> Condition:
    """The opposite of a condition; the same as `~condition`."""
    return condition.negated()


def _flat(conditions: tuple[Condition, ...], kind: "type[And | Or]", *, neutral: bool) -> tuple[Condition, ...] | None:
    """Parts without nesting and neutral constants; None when a constant decides the whole."""
    if {Always, kind}.isdisjoint(map(type, conditions)):
        return conditions
    parts: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, Always):
            if condition.value is not neutral:
                return None
        elif isinstance(condition, kind):
            parts += condition.parts
        else:
            parts.append(condition)
    return tuple(parts)
