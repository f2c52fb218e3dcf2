"""What stands on the left of a comparison: a field, a JSON path, an array element, a length, arithmetic.

Operands know their type. `fit` turns a value into the literal that means the same to every engine: float32 fields are
compared with float32 values, int fields with whole numbers only.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.dialect import EVERYTHING, Dialect
from vectorm.expr.literal import (
    DYNAMIC_FIELD,
    INT64_MAX,
    INT64_MIN,
    Scalar,
    plain,
    render_literal,
    render_name,
    render_timestamp,
    timestamp_of,
)
from vectorm.expr.literal import render_path as path_text

_INCOMPARABLE = {
    DataType.TEXT: "text_match() finds words in it; a VARCHAR field can be compared",
    DataType.GEOMETRY: "st_equals(), st_within() and the like compare it",
}

FLOAT32_MAX = float(np.finfo(np.float32).max)


@runtime_checkable
class Stored(Protocol):
    """An object that knows what is stored for its fields, where that differs from its attributes."""

    def __stored__(self, name: str) -> object:
        """The value of a field as Milvus has it; None when null, missing or not loaded."""
        ...


def read_field(row: object, name: str) -> object:
    """The value of a field in a row: a mapping, an object with attributes, or one that is `Stored`."""
    if isinstance(row, Mapping):
        return cast("Mapping[str, object]", row).get(name)
    if isinstance(row, Stored):
        return row.__stored__(name)
    return getattr(row, name, None)


class Operand:
    """The left side of a comparison.

    No `ABC`: its `isinstance`, which building a filter asks often, takes five times as long.
    """

    __slots__ = ()

    @property
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        """The fields that are read."""
        raise NotImplementedError

    @property
    def scalar_type(self) -> DataType:
        """Type of the value that is compared; JSON when only known at run time."""
        raise NotImplementedError

    @property
    def nullable(self) -> bool:
        """Whether a null check is needed where engines treat null differently."""
        return False

    def render(self, dialect: Dialect) -> str:
        """The operand as filter text."""
        raise NotImplementedError

    def read(self, row: object) -> object:
        """The value in a row; None when null or missing."""
        raise NotImplementedError

    def fit(self, value: object) -> Scalar:
        """A value as it is compared with this operand.

        Raises:
            FilterError: If its type or range does not fit.
        """
        return fit_value(value, self.scalar_type, self)

    def literal(self, value: Scalar) -> str:
        """A value that was fitted, as filter text."""
        is_moment = self.scalar_type is DataType.TIMESTAMPTZ
        return render_timestamp(cast("int", value)) if is_moment else render_literal(value)

    def __str__(self) -> str:
        return self.render(EVERYTHING)


@dataclass(frozen=True, slots=True)
class FieldRef(Operand):
    """A declared field.

    Attributes:
        owner: Name of the model, for messages and for the check that a filter belongs to the statement.
        store: Python value to stored value, where an adapter stores another type.
    """

    name: str
    data_type: DataType
    element_type: DataType | None = None
    is_nullable: bool = False
    owner: str = ""
    store: Callable[[Any], Any] | None = field(default=None, compare=False, repr=False)

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return (self,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return self.data_type

    @property
    @override
    def nullable(self) -> bool:
        return self.is_nullable

    @override
    def render(self, dialect: Dialect) -> str:
        return render_name(self.name)

    @override
    def read(self, row: object) -> object:
        value = read_field(row, self.name)
        if self.element_type is DataType.FLOAT and isinstance(value, list | tuple | np.ndarray):
            return [_as_stored(item, DataType.FLOAT) for item in cast("list[object]", value)]
        return _as_stored(value, self.data_type)


@dataclass(frozen=True, slots=True)
class PathRef(Operand):
    """A value inside a JSON field, or an undeclared key (`root` is `$meta`)."""

    root: str
    keys: tuple[str | int, ...]
    owner: str = ""

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return (self,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return DataType.JSON

    @property
    def is_dynamic(self) -> bool:
        """Whether the path starts in an undeclared key."""
        return self.root == DYNAMIC_FIELD

    @override
    def render(self, dialect: Dialect) -> str:
        return path_text(self.root, self.keys)

    @override
    def read(self, row: object) -> object:
        keys = self.keys
        if self.is_dynamic:
            value, keys = read_field(row, str(keys[0])), keys[1:]
        else:
            value = read_field(row, self.root)
        for key in keys:
            value = _step(value, key)
        return value


@dataclass(frozen=True, slots=True)
class ItemRef(Operand):
    """One element of an ARRAY field, counted from 0."""

    field: FieldRef
    index: int

    def __post_init__(self) -> None:
        if not 0 <= self.index <= INT64_MAX:
            raise FilterError(message=f"{self.field.name}[{self.index}]: an array index is 0 or more")

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return (self.field,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return self.field.element_type or DataType.NONE

    @override
    def render(self, dialect: Dialect) -> str:
        return f"{self.field.render(dialect)}[{plain(self.index)}]"

    @override
    def read(self, row: object) -> object:
        return _as_stored(_step(self.field.read(row), self.index), self.scalar_type)


@dataclass(frozen=True, slots=True)
class LengthRef(Operand):
    """The number of elements of an ARRAY field."""

    field: FieldRef

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return (self.field,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return DataType.INT64

    @property
    @override
    def nullable(self) -> bool:
        return self.field.is_nullable

    @override
    def render(self, dialect: Dialect) -> str:
        return f"array_length({self.field.render(dialect)})"

    @override
    def read(self, row: object) -> object:
        value = self.field.read(row)
        return len(cast("list[object]", value)) if isinstance(value, list | tuple | np.ndarray) else None


@dataclass(frozen=True, slots=True)
class ArithmeticRef(Operand):
    """A number field with a constant added, subtracted, multiplied, divided, or taken modulo."""

    left: FieldRef
    operator: str
    right: int | float

    def __post_init__(self) -> None:
        if self.operator in {"/", "%"} and self.right == 0:
            raise FilterError(message=f"{self.left} {self.operator} 0: division by zero")
        if self.operator == "/" and self.scalar_type.is_integer:
            raise FilterError(
                message=f"{self.left} / {self.right}: engines disagree on dividing whole numbers",
                hint="multiply the other side, or store a float",
            )
        if self.operator == "%" and not self.scalar_type.is_integer:
            raise FilterError(message=f"{self.left} % {self.right}: modulo is for whole numbers")

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return self.left.fields

    @property
    @override
    def scalar_type(self) -> DataType:
        inner = self.left.scalar_type
        return DataType.INT64 if inner.is_integer else DataType.DOUBLE

    @override
    def render(self, dialect: Dialect) -> str:
        if self.operator == "%":
            dialect.need("modulo", f"{self.left} % {self.right}")
        return f"{self.left.render(dialect)} {self.operator} {render_literal(self.right)}"

    @override
    def read(self, row: object) -> object:
        value = self.left.read(row)
        return _calculate(value, self.operator, self.right) if isinstance(value, int | float) else None


def field_names(operands: Iterable[Operand]) -> list[str]:
    """Names of the fields that operands read, each once; `$meta` where it is an undeclared key."""
    refs = [ref for operand in operands for ref in operand.fields]
    return list(dict.fromkeys(ref.name if isinstance(ref, FieldRef) else ref.root for ref in refs))


def _calculate(left: float, operator: str, right: float) -> float:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right
    return int(math.fmod(left, right))  # the sign follows the left side, as in C++


def _step(value: object, key: str | int) -> object:
    """One step into parsed JSON; None where there is nothing."""
    if isinstance(key, str):
        if isinstance(value, Mapping):
            return cast("Mapping[str, object]", value).get(key)
        return None
    if isinstance(value, list | tuple | np.ndarray):
        items = cast("list[object]", value)
        return plain(items[key]) if key < len(items) else None
    return None


def _as_stored(value: object, data_type: DataType) -> object:
    if data_type is DataType.TIMESTAMPTZ:
        return timestamp_of(value)
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if data_type is DataType.FLOAT:
        return float(np.float32(value))
    return float(value) if data_type is DataType.DOUBLE else value


def fit_value(value: object, data_type: DataType, name: object) -> Scalar:
    """A value as a literal of a type; `name` is what it is for, for messages.

    Raises:
        FilterError: If its type or range does not fit.
    """
    value = plain(value)
    if data_type is DataType.JSON:
        if isinstance(value, bool | str):
            return value
        return _fit_number(value, name)
    if data_type is DataType.TIMESTAMPTZ:
        return _fit_timestamp(value, name)
    if data_type in _INCOMPARABLE:
        raise FilterError(
            message=f"{name} is {data_type.name}: Milvus compares no such values", hint=_INCOMPARABLE[data_type]
        )
    if data_type.is_text and isinstance(value, str):
        return value
    if data_type is DataType.BOOL and isinstance(value, bool):
        return value
    if data_type.is_integer and isinstance(value, int) and not isinstance(value, bool):
        return _fit_number(value, name)
    if data_type in {DataType.FLOAT, DataType.DOUBLE}:
        number = float(_fit_number(value, name, whole=False))
        return _fit_float32(number, name) if data_type is DataType.FLOAT else number
    raise _misfit(value, data_type, name)


def _fit_timestamp(value: object, name: object) -> int:
    moment = timestamp_of(value)
    if isinstance(value, datetime | str) and isinstance(moment, int):
        return moment
    raise FilterError(
        message=f"{name} is TIMESTAMPTZ and cannot be compared with {value!r}",
        hint="give a datetime with a time zone: datetime.now(timezone.utc)",
    )


def _fit_number(value: object, name: object, *, whole: bool = True) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _misfit(value, DataType.DOUBLE, name)
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise FilterError(message=f"{name} cannot be compared with {value}")
    if whole and not INT64_MIN <= value <= INT64_MAX:
        raise FilterError(message=f"{name} cannot be compared with {value}: it does not fit in 64 bits")
    if not whole and abs(value) > 2**1023:
        raise FilterError(message=f"{name} cannot be compared with {value}: it does not fit in a double")
    return value


def _fit_float32(number: float, name: object) -> float:
    if abs(number) > FLOAT32_MAX:
        raise FilterError(message=f"{name} cannot be compared with {number}: it does not fit in a float32")
    return float(np.float32(number))


def _misfit(value: object, data_type: DataType, name: object) -> FilterError:
    if value is None:
        return FilterError(
            message=f"{name} cannot be compared with None this way", hint="use is_(None) or is_not(None)"
        )
    return FilterError(
        message=f"{name} is {data_type.name} and cannot be compared with {value!r} of type {type(value).__name__}"
    )
