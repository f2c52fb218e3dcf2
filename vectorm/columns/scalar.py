"""Booleans, integers and floats."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.base import Column, Mask, Rows, Rules, Values
from vectorm.columns.kinds import Kinds, dtype_name, is_array, type_name
from vectorm.enums import DataType

DTYPES: dict[DataType, np.dtype[Any]] = {
    DataType.BOOL: np.dtype(np.bool_),
    DataType.INT8: np.dtype(np.int8),
    DataType.INT16: np.dtype(np.int16),
    DataType.INT32: np.dtype(np.int32),
    DataType.INT64: np.dtype(np.int64),
    DataType.FLOAT: np.dtype("<f4"),
    DataType.DOUBLE: np.dtype("<f8"),
}
_ENCODED = {DataType.BOOL: 1, DataType.FLOAT: 4, DataType.DOUBLE: 8}
_LONGEST_VARINT = 10


class ScalarColumn(Column):
    """Numbers or booleans.

    Attributes:
        values: 1-D ndarray of the type's dtype; zeros at null rows.
    """

    __slots__ = ("values",)

    def __init__(self, name: str, data_type: DataType, values: NDArray[Any], valid: Mask | None = None) -> None:
        super().__init__(name, data_type, valid)
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def value(self, row: int) -> Any:
        """The number as int, float or bool."""
        return self.values[row].item()

    def to_list(self) -> list[Any]:
        """All values as int, float or bool; None where null."""
        return self._with_nulls(self.values.tolist())

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        return type(self)(self.name, self.data_type, self.values[rows], self._select_valid(rows))

    def spread(self, valid: Mask) -> Self:
        """The column with zeros at null rows."""
        values = np.zeros(len(valid), self.values.dtype)
        values[valid] = self.values
        return type(self)(self.name, self.data_type, values, valid)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        values = np.concatenate([column.values for column in self._family(others)])
        return type(self)(self.name, self.data_type, values, self._joined_valid(others))

    def row_bytes(self) -> NDArray[np.int64]:
        """Size on the wire; 10 bytes for any integer, the longest that a negative one takes."""
        return np.full(len(self), _ENCODED.get(self.data_type, _LONGEST_VARINT), np.int64)


def build_scalar(rules: Rules, values: Values | NDArray[Any], kinds: Kinds) -> ScalarColumn:
    """Check values of these kinds and make their column.

    Raises:
        DataNotMatchException: A value of another type, an integer out of range, a float that is not finite.
    """
    dtype = DTYPES[rules.data_type]
    if dtype.kind == "b":
        _check_kinds(rules, values, kinds, "b", (bool, np.bool_), "bool")
        checked = np.asarray(values, np.bool_)
    elif dtype.kind == "i":
        _check_kinds(rules, values, kinds, "iu", (int, np.integer), "int")
        checked = _integers(rules, values, dtype)
    else:
        _check_kinds(rules, values, kinds, "fiu", (float, int, np.floating, np.integer), "float")
        checked = _floats(rules, values, dtype)
    return ScalarColumn(rules.name, rules.data_type, checked)


def _integers(rules: Rules, values: Values | NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    limits = np.iinfo(dtype)
    wide = _as_int64(values)
    if wide is not None and (not len(wide) or (int(wide.min()) >= limits.min and int(wide.max()) <= limits.max)):
        return wide.astype(dtype, copy=False)
    row = next(row for row, value in enumerate(values) if not limits.min <= int(value) <= limits.max)
    raise rules.error(row, f"{int(values[row])} is out of the range of {rules.data_type.name}")


def _as_int64(values: Values | NDArray[Any]) -> NDArray[np.int64] | None:
    """Integers as int64; None when one is too large."""
    if is_array(values) and values.dtype == np.uint64 and len(values) and int(values.max()) > np.iinfo(np.int64).max:
        return None
    try:
        return np.asarray(values, np.int64)
    except OverflowError:
        return None


def _floats(rules: Rules, values: Values | NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    try:
        with np.errstate(over="ignore"):
            checked = np.asarray(values, dtype)
    except OverflowError:  # an int beyond the range of double
        row = next(row for row, value in enumerate(values) if not _is_double(value))
        raise rules.error(row, f"int is out of the range of {rules.data_type.name}") from None
    finite = np.isfinite(checked)
    if finite.all():
        return checked
    row = int(np.flatnonzero(~finite)[0])
    given = float(values[row])
    told = (
        f"{given} is out of the range of {rules.data_type.name}" if math.isfinite(given) else f"{given} is not finite"
    )
    raise rules.error(row, told)


def _is_double(value: Any) -> bool:
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _check_kinds(
    rules: Rules, values: Values | NDArray[Any], kinds: Kinds, codes: str, types: tuple[type, ...], expected: str
) -> None:
    """Raise at the first value of a type that the field does not take; bool is no number here."""
    if is_array(values):
        if values.dtype.kind not in codes:
            raise rules.error(0 if len(values) else None, f"expected {expected}, got {dtype_name(values.dtype)}")
        return
    if not all(_is_one_of(each, types) for each in kinds):
        row = next(row for row, value in enumerate(values) if not _is_one_of(value.__class__, types))
        raise rules.error(row, f"expected {expected}, got {type_name(values[row])}")


def _is_one_of(kind: type, types: tuple[type, ...]) -> bool:
    return issubclass(kind, types) and (bool in types or not issubclass(kind, bool))
