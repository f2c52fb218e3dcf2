"""Values as literals of a type, which mean the same to every engine."""

import math
from datetime import datetime

import numpy as np

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.literal import INT64_MAX, INT64_MIN, Scalar, plain, timestamp_of

_INCOMPARABLE = {
    DataType.TEXT: "text_match() finds words in it; a VARCHAR field can be compared",
    DataType.GEOMETRY: "st_equals(), st_within() and the like compare it",
}

FLOAT32_MAX = float(np.finfo(np.float32).max)


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
