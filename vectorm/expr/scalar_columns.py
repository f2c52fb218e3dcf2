"""Typed column expressions of single values: numbers, booleans, text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from vectorm.errors import FilterError
from vectorm.expr import functions
from vectorm.expr.compare import Compare, In
from vectorm.expr.expression import Expression, Sortable
from vectorm.expr.node import Condition
from vectorm.expr.operand import ArithmeticRef, FieldRef
from vectorm.expr.text import fuzzy_match, phrase_match, text_match

T = TypeVar("T")
N = TypeVar("N", int, float)


class Column(Expression, Generic[T]):
    """Values that can be equal. `== None` is a null test."""

    __slots__ = ()

    def __eq__(self, other: "T | Column[T] | None") -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("==", other)

    def __ne__(self, other: "T | Column[T] | None") -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("!=", other)

    def __hash__(self) -> int:
        return hash(self._ref)

    def in_(self, values: Iterable[T]) -> Condition:
        """The value is one of these."""
        return In.of(self._ref, [self._value(value) for value in listed(values, self)])

    def not_in(self, values: Iterable[T]) -> Condition:
        """The value is none of these (and not null)."""
        return self.in_(values).negated()

    if not TYPE_CHECKING:

        def __lt__(self, other: object) -> Condition:
            raise FilterError(
                message=f"{self}: its values have no order that filters could use",
                hint="use == or in_(); register_adapter(..., ordered=True) tells that stored values keep the order",
            )

        __le__ = __gt__ = __ge__ = __lt__


class Ordered(Column[T], Sortable):
    """Values that have an order: text, numbers, dates."""

    __slots__ = ()

    def __lt__(self, other: "T | Column[T]") -> Condition:
        return self._compare("<", other)

    def __le__(self, other: "T | Column[T]") -> Condition:
        return self._compare("<=", other)

    def __gt__(self, other: "T | Column[T]") -> Condition:
        return self._compare(">", other)

    def __ge__(self, other: "T | Column[T]") -> Condition:
        return self._compare(">=", other)

    def between(self, low: T, high: T) -> Condition:
        """The value is from `low` to `high`, both included."""
        return (self >= low) & (self <= high)


class Number(Ordered[N]):
    """Whole or floating point numbers: one constant can be added, subtracted, multiplied, divided, taken modulo.

    The result can be compared and no more: engines read one operation. On Milvus, int64 arithmetic wraps around, and
    `%` of a number beyond 2**53 is that of the nearest float.
    """

    __slots__ = ()

    def __add__(self, other: N) -> Ordered[N]:
        return self._calculate("+", other)

    def __sub__(self, other: N) -> Ordered[N]:
        return self._calculate("-", other)

    def __mul__(self, other: N) -> Ordered[N]:
        return self._calculate("*", other)

    def __truediv__(self: "Number[float]", other: float) -> Ordered[float]:
        return self._calculate("/", other)

    def __mod__(self: "Number[int]", other: int) -> Ordered[int]:
        return self._calculate("%", other)

    def _calculate(self, operator: str, other: object) -> Ordered[N]:
        constant = self._ref.fit(other)
        if isinstance(constant, bool | str) or not isinstance(self._ref, FieldRef):
            raise FilterError(message=f"{self._ref} {operator} {other!r}: not a number")
        return Ordered(ArithmeticRef(self._ref, operator, constant))


class Boolean(Column[bool], Sortable):
    """True or false: compare with `== True` or `is_true()`."""

    __slots__ = ()

    def is_true(self) -> Condition:
        """The value is true."""
        return Compare.of(self._ref, "==", right=True)

    def is_false(self) -> Condition:
        """The value is false."""
        return Compare.of(self._ref, "==", right=False)


class Text(Ordered[str]):
    """Text."""

    __slots__ = ()

    def startswith(self, prefix: str) -> Condition:
        """The text starts with a prefix; every character stands for itself. Works on every engine."""
        return functions.starts_with(self._ref, prefix)

    def endswith(self, suffix: str) -> Condition:
        """The text ends with a suffix; every character stands for itself."""
        return functions.like(self._ref, "%" + functions.escape_pattern(suffix))

    def contains(self, text: str) -> Condition:
        """The text holds another; every character stands for itself."""
        return functions.like(self._ref, f"%{functions.escape_pattern(text)}%")

    def like(self, pattern: str) -> Condition:
        """The text matches a pattern: `%` any text, `_` any character; a backslash takes their meaning away.

        Milvus 2.3 knows no patterns but prefixes (`"draft%"`), which are written as ranges and work everywhere.
        """
        return functions.like(self._ref, pattern)

    def text_match(self, words: str, *, minimum_should_match: int = 1) -> Condition:
        """One of the words is in the text, as the server's analyzer cuts it. The field needs `enable_match=True`.

        Args:
            words: What to look for.
            minimum_should_match: How many of the words must be there, 1 to 1,000; more than 1 needs Milvus 2.6.
        """
        return text_match(self._ref, words, minimum_should_match)

    def text_match_fuzzy(self, words: str, *, max_edit_distance: int = 1) -> Condition:
        """One of the words is in the text, or one that is written a little differently. Needs Milvus 3.0.

        Args:
            words: What to look for.
            max_edit_distance: Letters that may be put in, left out, replaced or swapped: 0 to 2.
        """
        return fuzzy_match(self._ref, words, max_edit_distance)

    def phrase_match(self, phrase: str, *, slop: int = 0) -> Condition:
        """The words are in the text, one after the other. Needs Milvus 2.6, and `enable_match=True` of the field.

        Args:
            phrase: What to look for.
            slop: By how many places words may be moved: 1 lets a word stand in between, 2 lets neighbours be swapped.
        """
        return phrase_match(self._ref, phrase, slop)


def listed(values: Iterable[T], column: object) -> list[T]:
    """Values as a list.

    Raises:
        FilterError: It is one text.
    """
    if isinstance(values, str | bytes):
        raise FilterError(message=f"{column}: give a list of values, not one {type(values).__name__}")
    return list(values)
