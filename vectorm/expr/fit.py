"""Values as literals of a type, which mean the same to every engine."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime

import numpy as np

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.literal import INT64_MAX, INT64_MIN, PLAIN, Scalar, plain, timestamp_of

_INCOMPARABLE = {
    DataType.TEXT: "text_match() finds words in it; a VARCHAR field can be compared",
    DataType.GEOMETRY: "st_equals(), st_within() and the like compare it",
}

FLOAT32_MAX = float(np.finfo(np.float32).max)
_DOUBLE_MAX = 2**1023


def fit_value(value: object, data_type: DataType, name: object) -> Scalar:
    """A value as a literal of a type; `name` is what it is for, for messages.

    Raises:
        FilterError: If its type or range does not fit.
    """
    fit = _FITS.get(data_type)
    if fit is not None:
        return fit(value if type(value) in PLAIN else plain(value), data_type, name)
    if data_type in _INCOMPARABLE:
        raise FilterError(
            message=f"{name} is {data_type.name}: Milvus compares no such values", hint=_INCOMPARABLE[data_type]
        )
    raise _misfit(value, data_type, name)


def _fit_json(value: object, _data_type: DataType, name: object) -> Scalar:
    if isinstance(value, (bool, str)):
        return value
    return _finite(value, name) if isinstance(value, float) else _fit_integer(value, DataType.DOUBLE, name)


def _fit_text(value: object, data_type: DataType, name: object) -> str:
    if isinstance(value, str):
        return value
    raise _misfit(value, data_type, name)


def _fit_bool(value: object, data_type: DataType, name: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _misfit(value, data_type, name)


def _fit_integer(value: object, data_type: DataType, name: object) -> int:
    if type(value) is not int:
        raise _misfit(value, data_type, name)
    if not INT64_MIN <= value <= INT64_MAX:
        raise FilterError(message=f"{name} cannot be compared with {value}: it does not fit in 64 bits")
    return value


def _fit_double(value: object, _data_type: DataType, name: object) -> float:
    if isinstance(value, float):
        return _finite(value, name)
    if type(value) is not int:
        raise _misfit(value, DataType.DOUBLE, name)
    if abs(value) > _DOUBLE_MAX:
        raise FilterError(message=f"{name} cannot be compared with {value}: it does not fit in a double")
    return float(value)


def _fit_float(value: object, data_type: DataType, name: object) -> float:
    number = _fit_double(value, data_type, name)
    if abs(number) > FLOAT32_MAX:
        raise FilterError(message=f"{name} cannot be compared with {number}: it does not fit in a float32")
    return float(np.float32(number))


def _fit_timestamp(value: object, _data_type: DataType, name: object) -> int:
    moment = timestamp_of(value)
    if isinstance(value, datetime | str) and isinstance(moment, int):
        return moment
    raise FilterError(
        message=f"{name} is TIMESTAMPTZ and cannot be compared with {value!r}",
        hint="give a datetime with a time zone: datetime.now(timezone.utc)",
    )


def _finite(number: float, name: object) -> float:
    if math.isfinite(number):
        return number
    raise FilterError(message=f"{name} cannot be compared with {number}")


def _misfit(value: object, data_type: DataType, name: object) -> FilterError:
    if value is None:
        return FilterError(
            message=f"{name} cannot be compared with None this way", hint="use is_(None) or is_not(None)"
        )
    return FilterError(
        message=f"{name} is {data_type.name} and cannot be compared with {value!r} of type {type(value).__name__}"
    )


_FITS: Mapping[DataType, Callable[[object, DataType, object], Scalar]] = {
    DataType.BOOL: _fit_bool,
    DataType.INT8: _fit_integer,
    DataType.INT16: _fit_integer,
    DataType.INT32: _fit_integer,
    DataType.INT64: _fit_integer,
    DataType.FLOAT: _fit_float,
    DataType.DOUBLE: _fit_double,
    DataType.STRING: _fit_text,
    DataType.VARCHAR: _fit_text,
    DataType.JSON: _fit_json,
    DataType.TIMESTAMPTZ: _fit_timestamp,
}
"""By the type of the field; each takes a plain value."""
