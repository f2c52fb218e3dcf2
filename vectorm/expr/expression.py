"""What every column expression is: a value that conditions are about, and that rows can be ordered by."""

from collections.abc import Callable

from vectorm.errors import FilterError
from vectorm.expr import functions
from vectorm.expr.compare import Compare, CompareFields
from vectorm.expr.node import Condition
from vectorm.expr.operand import Operand
from vectorm.records import dataclass


class Expression:
    """A value that a condition is about."""

    __slots__ = ("_ref", "_store")

    def __init__(self, ref: Operand, store: Callable[[object], object] | None = None) -> None:
        self._ref = ref
        self._store = store

    @property
    def ref(self) -> Operand:
        """The operand in the condition tree."""
        return self._ref

    def is_(self, other: bool | None) -> Condition:
        """The value is null (`is_(None)`), true or false."""
        return self._compare("==", other)

    def is_not(self, other: bool | None) -> Condition:
        """The value is not null (`is_not(None)`), not true or not false."""
        return self._compare("!=", other)

    def __str__(self) -> str:
        return str(self._ref)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def _value(self, value: object) -> object:
        if self._store is None or value is None:
            return value
        try:
            return self._store(value)
        except (AttributeError, TypeError, ValueError) as error:
            raise FilterError(message=f"{self._ref} cannot be compared with {value!r}: {error}") from error

    def _compare(self, operator: str, other: object) -> Condition:
        if other is None and operator in {"==", "!="}:
            test = functions.null_test(self._ref)
            return test if operator == "==" else test.negated()
        if isinstance(other, Expression):
            return CompareFields.of(self._ref, operator, other.ref)
        return Compare.of(self._ref, operator, other if self._store is None else self._value(other))


@dataclass(frozen=True, slots=True)
class Order:
    """A value that rows are ordered by. Nulls come last, either way."""

    ref: Operand
    descending: bool = False

    def __str__(self) -> str:
        return f"{self.ref} desc" if self.descending else str(self.ref)


class Sortable(Expression):
    """Values that have an order."""

    __slots__ = ()

    def asc(self) -> Order:
        """Smallest first."""
        return Order(self.ref)

    def desc(self) -> Order:
        """Largest first."""
        return Order(self.ref, descending=True)
