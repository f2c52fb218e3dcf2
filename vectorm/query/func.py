"""`func.count()`, `func.avg(Doc.score)`: what can be said of all rows of a group."""

from dataclasses import replace
from typing import Any, Literal, TypeAlias

from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.dialect import Dialect
from vectorm.expr.expression import Expression, Order, Sortable
from vectorm.expr.operand import FieldRef, Operand, PathRef
from vectorm.expr.scalar_columns import Number
from vectorm.records import dataclass

Function: TypeAlias = Literal["count", "sum", "avg", "min", "max"]

FLOATS = frozenset({DataType.FLOAT, DataType.DOUBLE})


@dataclass(frozen=True, slots=True)
class Aggregate(Operand):
    """One value of a group. Made by `func`.

    Attributes:
        function: What is done with the values.
        of: The field; None for the rows themselves.
        name: Name of the result's column.
    """

    function: Function
    of: FieldRef | None = None
    name: str = ""

    def label(self, name: str) -> "Aggregate":
        """The same with a column name of its own."""
        return replace(self, name=name)

    def asc(self) -> Order:
        """Groups with the smallest value first."""
        return Order(self)

    def desc(self) -> Order:
        """Groups with the largest value first."""
        return Order(self, descending=True)

    @property
    def text(self) -> str:
        """The function as Milvus writes it: `avg(score)`."""
        return f"{self.function}({'*' if self.of is None else self.of.name})"

    @property
    def column(self) -> str:
        """Name of the result's column."""
        return self.name or self.text

    @property
    def result_type(self) -> DataType:
        """Type of the value."""
        if self.function == "count" or self.of is None:
            return DataType.INT64
        if self.function == "avg" or (self.function == "sum" and self.of.data_type in FLOATS):
            return DataType.DOUBLE
        return DataType.INT64 if self.function == "sum" else self.of.data_type

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return () if self.of is None else (self.of,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return self.result_type

    @override
    def render(self, dialect: Dialect) -> str:
        return self.text

    @override
    def read(self, row: object) -> object:
        raise ParamError(message=f"{self.text} is a value of a group, not of a row")

    def __str__(self) -> str:
        return f"{self.text} as {self.name}" if self.name else self.text


class func:  # noqa: N801  # SQLAlchemy's name
    """Functions of groups. Nulls are left out, as in SQL: of nothing but nulls `count` is 0, all others are null."""

    @staticmethod
    def count(column: Expression | None = None) -> Aggregate:
        """Number of rows, or of rows whose field is not null."""
        return Aggregate("count", None if column is None else _field("count", column))

    @staticmethod
    def sum(column: Number[Any]) -> Aggregate:
        """Sum of a number field: exact for whole numbers. One that does not fit in 64 bits raises when it is read."""
        return Aggregate("sum", _number("sum", column))

    @staticmethod
    def avg(column: Number[Any]) -> Aggregate:
        """Mean of a number field, as a float."""
        return Aggregate("avg", _number("avg", column))

    @staticmethod
    def min(column: Sortable) -> Aggregate:
        """Smallest value of a field: numbers, text, or what an adapter stores in its order, such as dates."""
        return Aggregate("min", _ordered("min", column))

    @staticmethod
    def max(column: Sortable) -> Aggregate:
        """Largest value of a field; see `min`."""
        return Aggregate("max", _ordered("max", column))


def _field(function: str, column: object) -> FieldRef:
    ref = column.ref if isinstance(column, Expression) else None
    if isinstance(ref, FieldRef):
        return ref
    raise ParamError(message=f"{function}({column}): give a declared field", hint=f"func.{function}(Doc.year)")


def _number(function: str, column: object) -> FieldRef:
    ref = _field(function, column)
    if isinstance(column, Number) and (ref.data_type.is_integer or ref.data_type in FLOATS):
        return ref
    raise ParamError(message=f"{function}({ref}) needs a field of plain numbers; {ref} is {ref.data_type.name}")


def _ordered(function: str, column: object) -> FieldRef:
    ref = _field(function, column)
    known = ref.data_type.is_integer or ref.data_type in FLOATS or ref.data_type is DataType.VARCHAR
    if isinstance(column, Sortable) and known:
        return ref
    raise ParamError(message=f"{function}({ref}) needs numbers or text, whose values have an order")
