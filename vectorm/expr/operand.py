"""What stands on the left of a comparison: a field, a JSON path, an array element, a length, arithmetic.

Operands know their type. `fit` turns a value into the literal that means the same to every engine: float32 fields are
compared with float32 values, int fields with whole numbers only.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any, Protocol, TypeGuard, cast

import numpy as np
from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.dialect import EVERYTHING, Dialect
from vectorm.expr.fit import fit_value
from vectorm.expr.literal import (
    DYNAMIC_FIELD,
    INT64_MAX,
    Scalar,
    plain,
    render_literal,
    render_name,
    render_timestamp,
    timestamp_of,
)
from vectorm.expr.literal import render_path as path_text
from vectorm.records import dataclass

_STORED: dict[DataType, type] = {
    DataType.BOOL: bool, DataType.VARCHAR: str, DataType.FLOAT: float, DataType.DOUBLE: float,
}  # fmt: skip
"""The type of what adapters store, int where it is not here; no adapter is for values of just these types."""


class Stored(Protocol):
    """An object that knows what is stored for its fields, where that differs from its attributes."""

    def __stored__(self, name: str) -> object:
        """The value of a field as Milvus has it; None when null, missing or not loaded."""
        ...


def read_field(row: object, name: str) -> object:
    """The value of a field in a row: a mapping, an object with attributes, or one that is `Stored`."""
    if isinstance(row, Mapping):
        return cast("Mapping[str, object]", row).get(name)
    if _is_stored(row):
        return row.__stored__(name)
    return getattr(row, name, None)


def _is_stored(row: object) -> TypeGuard[Stored]:
    """No `isinstance`: that of a protocol takes twenty times as long, and is asked for each field of each row."""
    return hasattr(type(row), "__stored__")


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
    def fit(self, value: object) -> Scalar:
        return fit_value(value, self.data_type, self)

    @override
    def read(self, row: object) -> object:
        value = read_field(row, self.name)
        if self.store is not None and not _is_stored(row):
            value = self._adapted(self.store, value)
        if self.element_type is DataType.FLOAT and isinstance(value, list | tuple | np.ndarray):
            return [_as_stored(item, DataType.FLOAT) for item in cast("list[object]", value)]
        return _as_stored(value, self.data_type)

    def _adapted(self, store: Callable[[Any], Any], value: object) -> object:
        """A value of a row that may hold values of the adapter, or stored ones as a server sends them.

        Raises:
            FilterError: It is neither.
        """
        stored = _STORED.get(self.element_type or self.data_type, int)
        if value is None or all(_own_type(each) is stored for each in _items(value, self.data_type)):
            return value
        try:
            return store(value)
        except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
            raise FilterError(message=f"{self.owner}.{self.name} cannot be {value!r}: {error}") from error


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
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest  # the sign follows the left side, as in C++


def _items(value: object, data_type: DataType) -> Iterable[object]:
    """The values in a list, or the one value."""
    if data_type is DataType.ARRAY and isinstance(value, list | tuple | np.ndarray):
        return cast("Iterable[object]", value)
    return (value,)


def _own_type(value: object) -> type:
    """The type of a value; of a number of numpy, the one that stands for it in Python."""
    return type(cast("np.generic[object]", value).item()) if isinstance(value, np.generic) else type(value)


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
