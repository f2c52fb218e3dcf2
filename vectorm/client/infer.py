"""The data type that a Python value stands for, as programs ask for it before they make a schema."""

from typing import Any, cast

import numpy as np

from vectorm.columns.kinds import is_array, is_list, is_mapping
from vectorm.enums import DataType

_BY_DTYPE = {
    "bool": DataType.BOOL,
    "int8": DataType.INT8,
    "int16": DataType.INT16,
    "int32": DataType.INT32,
    "int64": DataType.INT64,
    "uint8": DataType.INT8,
    "uint16": DataType.INT16,
    "uint32": DataType.INT32,
    "uint64": DataType.INT64,
    "float16": DataType.FLOAT,
    "float32": DataType.FLOAT,
    "float64": DataType.DOUBLE,
}
_SCALARS: tuple[tuple[type | tuple[type, ...], DataType], ...] = (
    (np.float32, DataType.FLOAT),
    ((float, np.float64, np.float16), DataType.DOUBLE),
    (bool, DataType.BOOL),
    ((int, np.int64), DataType.INT64),
    (np.int32, DataType.INT32),
    (np.int16, DataType.INT16),
    (np.int8, DataType.INT8),
    (str, DataType.VARCHAR),
    (bytes, DataType.BINARY_VECTOR),
)


def infer_dtype_bydata(data: Any) -> DataType:
    """The type of the field that a value belongs into.

    Args:
        data: A scalar; a dict (JSON); a list or array of numbers (FLOAT_VECTOR), or of texts or bools (ARRAY).

    Returns:
        UNKNOWN for anything else, an empty list included.
    """
    if is_mapping(data):
        return DataType.JSON
    if not (is_list(data) or is_array(data)):
        return infer_dtype_by_scalar_data(data)
    kinds = {infer_dtype_by_scalar_data(each) for each in cast("list[object]", data) if each is not None}
    if kinds and kinds <= _NUMBERS:
        return DataType.FLOAT_VECTOR
    return DataType.ARRAY if kinds in ({DataType.VARCHAR}, {DataType.BOOL}) else DataType.UNKNOWN


def infer_dtype_by_scalar_data(data: Any, dtype: DataType | None = None) -> DataType:
    """The type of one value.

    Args:
        data: A value; a list is an ARRAY.
        dtype: FLOAT makes a Python float one; it is a DOUBLE otherwise.
    """
    if isinstance(data, list):
        return DataType.ARRAY
    if dtype == DataType.FLOAT and isinstance(data, float):
        return DataType.FLOAT
    return next((found for kind, found in _SCALARS if isinstance(data, kind)), DataType.UNKNOWN)


def map_numpy_dtype_to_datatype(d_type: Any) -> DataType:
    """The type of a numpy dtype, or of its name; UNKNOWN if there is none."""
    return _BY_DTYPE.get(str(d_type), DataType.UNKNOWN)


def is_integer_datatype(data_type: DataType) -> bool:
    """Whether values are whole numbers."""
    return data_type.is_integer


def is_float_datatype(data_type: DataType) -> bool:
    """Whether it is FLOAT (PyMilvus leaves DOUBLE out)."""
    return data_type is DataType.FLOAT


def is_numeric_datatype(data_type: DataType) -> bool:
    """Whether it is FLOAT or of whole numbers."""
    return is_float_datatype(data_type) or is_integer_datatype(data_type)


_NUMBERS = {each for each in DataType if each.is_integer} | {DataType.FLOAT, DataType.DOUBLE}
