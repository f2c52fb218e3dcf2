"""Data types by example and the names of consistency levels, under the path they have in PyMilvus."""

from vectorm.client.infer import (
    infer_dtype_by_scalar_data,
    infer_dtype_bydata,
    is_float_datatype,
    is_integer_datatype,
    is_numeric_datatype,
    map_numpy_dtype_to_datatype,
)
from vectorm.enums import DataType

__all__ = [
    "CONSISTENCY_BOUNDED",
    "CONSISTENCY_CUSTOMIZED",
    "CONSISTENCY_EVENTUALLY",
    "CONSISTENCY_SESSION",
    "CONSISTENCY_STRONG",
    "DataType",
    "infer_dtype_by_scalar_data",
    "infer_dtype_bydata",
    "is_float_datatype",
    "is_integer_datatype",
    "is_numeric_datatype",
    "map_numpy_dtype_to_datatype",
]

CONSISTENCY_STRONG = "Strong"
CONSISTENCY_BOUNDED = "Bounded"
CONSISTENCY_SESSION = "Session"
CONSISTENCY_EVENTUALLY = "Eventually"
CONSISTENCY_CUSTOMIZED = "Customized"
