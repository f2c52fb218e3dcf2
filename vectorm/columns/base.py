"""What every column can do, and what is known of a field when its values are checked."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.records import dataclass

T = TypeVar("T")

Mask: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = slice | NDArray[np.intp]
Values: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the values of a field must satisfy.

    Attributes:
        dim: Dimensions of a dense vector (bits for BINARY_VECTOR).
        max_length: Longest VARCHAR, or VARCHAR element of an ARRAY, in UTF-8 bytes.
        max_capacity: Most elements of an ARRAY.
        json_text: Whether a str in a JSON field is ready JSON text, as PyMilvus takes it.
        parts: What the fields of the structs in a struct array must satisfy.
    """

    name: str
    data_type: DataType
    dim: int | None = None
    max_length: int | None = None
    max_capacity: int | None = None
    element_type: DataType | None = None
    is_dynamic: bool = False
    json_text: bool = False
    parts: "tuple[Rules, ...]" = ()

    def error(self, row: int | None, reason: str) -> DataNotMatchException:
        """The error of one value."""
        return DataNotMatchException(reason, field=self.name, row=row)


class Column(ABC):
    """The values of one field, one entry per row.

    Attributes:
        name: Field name.
        data_type: Milvus type.
        valid: False where the row is null; None when the field is not nullable, or no row is null. Physical values at
            null rows are placeholders.
        is_dynamic: Whether this is the `$meta` column of undeclared keys.
    """

    __slots__ = ("data_type", "is_dynamic", "name", "valid")

    def __init__(self, name: str, data_type: DataType, valid: Mask | None = None, *, is_dynamic: bool = False) -> None:
        self.name = name
        self.data_type = data_type
        self.valid = valid
        self.is_dynamic = is_dynamic

    @abstractmethod
    def __len__(self) -> int:
        """Number of rows."""

    @abstractmethod
    def value(self, row: int) -> Any:
        """The Python value of a row that is not null: int, float, str, dict, list or a 1-D ndarray view."""

    @abstractmethod
    def select(self, rows: Rows) -> Self:
        """A column of some of the rows; views where numpy gives views."""

    @abstractmethod
    def spread(self, valid: Mask) -> Self:
        """The column of `len(valid)` rows whose values are this column's where `valid` is True, null elsewhere."""

    @abstractmethod
    def joined(self, others: "Sequence[Column]") -> Self:
        """This column and others of the same field and class, one after the other."""

    @abstractmethod
    def row_bytes(self) -> NDArray[np.int64]:
        """Encoded size of each row in bytes, or a little more: what batches are cut by."""

    def most_bytes(self) -> int:
        """At least the encoded size of all rows: a quick look before they are measured one by one."""
        return int(self.row_bytes().sum())

    def __getitem__(self, row: int) -> Any:
        """The Python value of a row; None when it is null."""
        if self.valid is not None and not self.valid[row]:
            return None
        return self.value(row)

    def to_list(self) -> list[Any]:
        """All values as Python objects; None where null."""
        return self._with_nulls([self.value(row) for row in range(len(self))])

    def present(self) -> Self:
        """The column of the rows that are not null: what travels in an insert."""
        if self.valid is None or self.valid.all():
            return self
        column = self.select(np.flatnonzero(self.valid))
        column.valid = None
        return column

    def mark_nullable(self) -> None:
        """Give the column a null mask, as Milvus wants it of every nullable field, even if no row is null."""
        if self.valid is None:
            self.valid = np.ones(len(self), np.bool_)

    def _with_nulls(self, values: list[Any]) -> list[Any]:
        """The values with None where the row is null."""
        if self.valid is None:
            return values
        return [value if present else None for value, present in zip(values, self.valid.tolist(), strict=True)]

    def _select_valid(self, rows: Rows) -> Mask | None:
        return None if self.valid is None else self.valid[rows]

    def _family(self, others: "Sequence[Column]") -> list[Self]:
        """This column and the others, which must be of its class."""
        family = [self]
        for other in others:
            if not isinstance(other, type(self)):
                raise ValueError(f"field {self.name}: {other.data_type.name} cannot follow {self.data_type.name}")
            family.append(other)
        return family

    def _joined_valid(self, others: "Sequence[Column]") -> Mask | None:
        columns: list[Column] = [self, *others]
        if all(column.valid is None for column in columns):
            return None
        parts = [np.ones(len(column), np.bool_) if column.valid is None else column.valid for column in columns]
        return np.concatenate(parts)


def selected(values: Sequence[T], rows: Rows) -> list[T]:
    """The values of some of the rows, where values stand in a Python list."""
    return list(values[rows]) if isinstance(rows, slice) else [values[row] for row in rows.tolist()]
