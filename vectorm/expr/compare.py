"""Comparisons: with a value, with another field, with a list of values."""

import operator as operators
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.dialect import Dialect
from vectorm.expr.literal import INT64_MIN, Scalar, render_list, render_literal, render_name
from vectorm.expr.node import Always, Condition, Truth
from vectorm.expr.operand import ArithmeticRef, FieldRef, LengthRef, Operand, PathRef
from vectorm.records import dataclass

_MOMENT = DataType.TIMESTAMPTZ
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    """A comparison with a value. Values of another JSON type are different (`!=`) but have no order (`<`)."""

    left: Operand
    operator: str
    right: Scalar

    @classmethod
    def of(cls, left: Operand, operator: str, right: object) -> "Compare":
        """A comparison with a value that is fitted to the operand's type."""
        value = left.fit(right)
        if isinstance(value, bool) and operator not in {"==", "!="}:
            raise FilterError(message=f"{left} {operator} {value}: true and false have no order")
        return cls(left, operator, value)

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return (self.left,)

    @override
    def render(self, dialect: Dialect) -> str:
        left = self.left
        if isinstance(left, FieldRef) and left.data_type is not _MOMENT:
            return f"({render_name(left.name)} {self.operator} {render_literal(self.right)})"
        text = f"({left.render(dialect)} {self.operator} {left.literal(self.right)})"
        if isinstance(left, FieldRef):
            return text
        if self.operator not in {"==", "!="}:
            self._need_order(dialect)
        elif self.operator == "!=" and isinstance(left, PathRef):
            return f"({render_exists(left, dialect)} and {text})"
        return guard_null(left, text, dialect) if isinstance(left, LengthRef) else text

    def _need_order(self, dialect: Dialect) -> None:
        what = f"{self.left} {self.operator} {self.right}"
        if isinstance(self.left, LengthRef):
            dialect.need("length_order", what, hint="use == with each length, joined with |")
        elif isinstance(self.left, ArithmeticRef):
            dialect.need("arithmetic_order", what, hint="move the arithmetic to the other side")

    @override
    def truth(self, row: object) -> Truth:
        return compare(self.left.read(row), self.operator, self.right)

    @override
    def negated(self) -> Condition:
        return Compare(self.left, OPPOSITE[self.operator], self.right)


@dataclass(frozen=True, slots=True)
class CompareFields(Condition):
    """A comparison of two fields of the same type."""

    left: FieldRef
    operator: str
    right: FieldRef

    @classmethod
    def of(cls, left: Operand, operator: str, right: Operand) -> "CompareFields":
        """A comparison of two fields.

        Raises:
            FilterError: If they are not two plain fields of the same kind, stored in the same way.
        """
        told = f"{left} {operator} {right}: only two declared fields of the same type can be compared"
        if not isinstance(left, FieldRef) or not isinstance(right, FieldRef):
            raise FilterError(message=told)
        if not _comparable(left.data_type, right.data_type):
            raise FilterError(message=told)
        if left.store is not right.store:
            raise FilterError(message=told, hint="these are stored differently; decimals need the same decimal_places")
        return cls(left, operator, right)

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return (self.left, self.right)

    @override
    def render(self, dialect: Dialect) -> str:
        return f"({self.left.render(dialect)} {self.operator} {self.right.render(dialect)})"

    @override
    def truth(self, row: object) -> Truth:
        return compare(self.left.read(row), self.operator, self.right.read(row))

    @override
    def negated(self) -> Condition:
        return CompareFields(self.left, OPPOSITE[self.operator], self.right)


@dataclass(frozen=True, slots=True)
class In(Condition):
    """Equal to one of some values (or to none of them). Never empty: an empty list is `Always(False)`."""

    left: Operand
    values: tuple[Scalar, ...]
    is_negated: bool = False

    @classmethod
    def of(cls, left: Operand, values: Iterable[object]) -> Condition:
        """Membership in a list of values; repeats are dropped."""
        if isinstance(values, str | bytes):
            raise FilterError(message=f"{left} in {values!r}: give a list of values, not one {type(values).__name__}")
        unique = {(type(value), value): value for value in map(left.fit, values)}
        return cls(left, tuple(unique.values())) if unique else Always(value=False)

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return (self.left,)

    @override
    def render(self, dialect: Dialect) -> str:
        if not isinstance(self.left, FieldRef) or self.left.data_type is DataType.TIMESTAMPTZ:
            return self._render_each(dialect, self.values)
        apart = [value for value in self.values if _stands_apart(value)]
        listed = [value for value in self.values if not _stands_apart(value)]
        word = "not in" if self.is_negated else "in"
        shown = f"{render_list(listed[: dialect.most_values])[:-1]}{_more(listed, dialect)}]"
        texts = [f"({self.left.render(dialect)} {word} {shown})"] if listed else []
        texts += [self._render_one(dialect, value) for value in apart]
        text = texts[0] if len(texts) == 1 else f"({self._joint.join(texts)})"
        return guard_null(self.left, text, dialect) if self.is_negated else text

    def _render_each(self, dialect: Dialect, values: Iterable[Scalar]) -> str:
        """Paths, elements and lengths: Milvus Lite takes only a plain field on the left of `in`; and moments."""
        texts = [self._render_one(dialect, value) for value in values]
        if self.is_negated and isinstance(self.left, PathRef):
            texts.insert(0, render_exists(self.left, dialect))
        text = texts[0] if len(texts) == 1 else f"({self._joint.join(texts)})"
        return guard_null(self.left, text, dialect) if isinstance(self.left, LengthRef) else text

    def _render_one(self, dialect: Dialect, value: Scalar) -> str:
        word = "!=" if self.is_negated else "=="
        return f"({self.left.render(dialect)} {word} {self.left.literal(value)})"

    @property
    def _joint(self) -> str:
        return " and " if self.is_negated else " or "

    @override
    def truth(self, row: object) -> Truth:
        found = self.left.read(row)
        if found is None:
            return None
        return any(compare(found, "==", value) for value in self.values) is not self.is_negated

    @override
    def negated(self) -> Condition:
        return In(self.left, self.values, not self.is_negated)


def compare(left: object, operator: str, right: object) -> Truth:
    """A comparison in Python with the engines' meaning: no value or another kind of value has no order."""
    if left is None or right is None:
        return None
    if _kind(left) != _kind(right):
        return {"==": False, "!=": True}.get(operator)
    return _COMPARE[operator](left, right)


def render_exists(path: PathRef, dialect: Dialect) -> str:
    """The test that a JSON path has a value."""
    return f"(exists {path.render(dialect)})"


def guard_null(operand: Operand, text: str, dialect: Dialect) -> str:
    """The text with a null test where a nullable field would let null rows through."""
    if not operand.nullable:
        return text
    names = [field.render(dialect) for field in operand.fields]
    dialect.need("null_tests", f"{names[0]} is null")
    return f"({' and '.join(f'({name} is not null)' for name in names)} and {text})"


def _more(values: Sequence[Scalar], dialect: Dialect) -> str:
    """How many values of a list are not shown."""
    left = len(values) - (dialect.most_values or len(values))
    return f", ... {left:,} more" if left > 0 else ""


def _stands_apart(value: Scalar) -> bool:
    """Values that engines read wrongly inside a list: the smallest int64, and zero among floats."""
    return not value if isinstance(value, float) else value == INT64_MIN


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else type(value).__name__


def _comparable(left: DataType, right: DataType) -> bool:
    both_text = left is right is DataType.VARCHAR
    return both_text or (left.is_integer and right.is_integer) or (left is right and _is_number(left))


def _is_number(data_type: DataType) -> bool:
    return data_type.is_integer or data_type in {DataType.FLOAT, DataType.DOUBLE}
