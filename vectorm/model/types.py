"""Types of model fields that Python has no own type for: vectors, numbers of a given size, geometries and the like.

A vector field's value is an array. What a constructor or an assignment takes is wider: arrays of other dtypes and
plain lists, which validation turns into the one array type.

| type | value of `doc.field` | accepted |
|---|---|---|
| `FloatVector` | float32 array of `dim` numbers | float arrays, lists of numbers |
| `Float16Vector` | float16 array of `dim` numbers | float arrays, lists of numbers |
| `BFloat16Vector` | float32 array of `dim` numbers, stored with 16 bits | float arrays, lists of numbers |
| `Int8Vector` | int8 array of `dim` numbers | int arrays, lists of ints from -128 to 127 |
| `BinaryVector` | uint8 array of `dim / 8` bytes | uint8 arrays, bool arrays of `dim` bits, bytes |
| `SparseVector` | dict from index to value | mappings, one-row scipy matrices |
| `LongText` | str of any length, stored as TEXT | str |
| `Geometry` | str, well-known text | well-known text, objects of shapely |
| `Timestamptz` | datetime with a time zone; in UTC when it was read | datetimes with a time zone, ISO 8601 text |
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Annotated, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from vectorm.enums import DataType
from vectorm.expr.geometry import HasWkt, wkt_of
from vectorm.expr.literal import read_timestamp
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class ScalarType:
    """Marks an int or float annotation with the Milvus type it is stored as."""

    data_type: DataType
    low: int | None = None
    high: int | None = None

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Whole numbers within the bounds of the type."""
        if self.low is None:
            return handler(source)
        return core_schema.int_schema(ge=self.low, le=self.high)


Int8: TypeAlias = Annotated[int, ScalarType(DataType.INT8, -(2**7), 2**7 - 1)]
Int16: TypeAlias = Annotated[int, ScalarType(DataType.INT16, -(2**15), 2**15 - 1)]
Int32: TypeAlias = Annotated[int, ScalarType(DataType.INT32, -(2**31), 2**31 - 1)]
Int64: TypeAlias = Annotated[int, ScalarType(DataType.INT64, -(2**63), 2**63 - 1)]
Float32: TypeAlias = Annotated[float, ScalarType(DataType.FLOAT)]
Float64: TypeAlias = Annotated[float, ScalarType(DataType.DOUBLE)]


@dataclass(frozen=True, slots=True)
class DenseType:
    """Marks an annotation as a dense vector and validates its values."""

    data_type: DataType
    dtype: type[np.generic]

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Arrays and lists, as one array type; JSON is a list of numbers."""
        to_list = core_schema.plain_serializer_function_ser_schema(_to_list, when_used="json")
        return core_schema.no_info_plain_validator_function(self.validate, serialization=to_list)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """An array of numbers."""
        if not np.issubdtype(self.dtype, np.integer):
            return {"type": "array", "items": {"type": "number"}}
        bounds = np.iinfo(cast("type[np.integer[Any]]", self.dtype))
        return {"type": "array", "items": {"type": "integer", "minimum": int(bounds.min), "maximum": int(bounds.max)}}

    def validate(self, value: object) -> NDArray[Any]:
        """The value as a 1-D array of the dtype; an array that fits already stays itself.

        Raises:
            ValueError: If it is not one row of numbers.
        """
        if isinstance(value, bytes | bytearray) and self.data_type is DataType.BINARY_VECTOR:
            value = np.frombuffer(bytes(value), np.uint8)
        name = type(value).__name__
        if isinstance(value, str | bytes | Mapping):
            raise ValueError(f"a vector is a list or array of numbers, not {name}")
        array: NDArray[Any] = np.asarray(value)
        if array.ndim != 1:
            raise ValueError(f"a vector has one dimension; this has shape {array.shape}")
        return self._cast(array)

    def _cast(self, array: NDArray[Any]) -> NDArray[Any]:
        if array.dtype == self.dtype:
            return array
        if array.dtype.kind == "b" and self.data_type is DataType.BINARY_VECTOR:
            return np.packbits(cast("NDArray[np.bool_]", array))
        if np.issubdtype(self.dtype, np.integer):
            return self._cast_whole(array)
        if array.dtype.kind not in "fiuV":
            raise ValueError(f"a vector holds numbers, not {array.dtype}")
        with np.errstate(over="ignore"):  # what does not fit becomes infinite, and is refused when it is sent
            return array.astype(self.dtype)

    def _cast_whole(self, array: NDArray[Any]) -> NDArray[Any]:
        bounds = np.iinfo(cast("type[np.integer[Any]]", self.dtype))
        if array.dtype.kind not in "iu":
            raise ValueError(f"the vector holds whole numbers, not {array.dtype}")
        if array.size and (array.min() < bounds.min or array.max() > bounds.max):
            raise ValueError(f"the vector holds numbers from {bounds.min} to {bounds.max}")
        return array.astype(self.dtype)


@dataclass(frozen=True, slots=True)
class SparseType:
    """Marks an annotation as a sparse vector and validates its values."""

    data_type: DataType = DataType.SPARSE_FLOAT_VECTOR

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Mappings from index to value, as a dict."""
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """An object whose keys are indexes."""
        return {"type": "object", "additionalProperties": {"type": "number"}}

    def validate(self, value: object) -> dict[int, float]:
        """The value as a dict.

        Raises:
            ValueError: If it is not a mapping of indexes to numbers, or a scipy matrix of one row.
        """
        if hasattr(value, "tocoo"):
            matrix: Any = value
            coo = matrix.tocoo()
            return dict(zip(coo.col.tolist(), coo.data.tolist(), strict=True))
        if not isinstance(value, Mapping):
            raise ValueError(f"a sparse vector is a dict from index to value, not {type(value).__name__}")
        pairs = cast("dict[Any, Any]", value)
        try:
            return {int(index): float(each) for index, each in pairs.items()}
        except TypeError as error:
            raise ValueError(f"a sparse vector is a dict from int to float: {error}") from None


@dataclass(frozen=True, slots=True)
class GeometryType:
    """Marks an annotation as a geometry and validates its values."""

    data_type: DataType = DataType.GEOMETRY

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Well-known text, or an object that has it."""
        return core_schema.no_info_plain_validator_function(wkt_of)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """A text."""
        return {"type": "string", "format": "wkt"}


@dataclass(frozen=True, slots=True)
class TimestamptzType:
    """Marks an annotation as a moment and validates its values."""

    data_type: DataType = DataType.TIMESTAMPTZ

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Datetimes with a time zone."""
        return core_schema.datetime_schema(tz_constraint="aware")

    def store(self, value: datetime | str) -> str:
        """The moment as ISO 8601 text in UTC.

        Raises:
            ValueError: It has no time zone, or is not in the years 1 to 9999.
        """
        moment = read_timestamp(value) if isinstance(value, str) else value
        if moment is None or moment.tzinfo is None:
            raise ValueError(f"{value!r} is no moment with a time zone: write datetime.now(timezone.utc)")
        try:
            return moment.astimezone(timezone.utc).isoformat()
        except OverflowError:
            raise ValueError(f"{value!r} is not in the years 1 to 9999") from None

    def load(self, text: str) -> datetime:
        """The moment in UTC, of the server's text.

        Raises:
            ValueError: It is no ISO 8601 text with a time zone.
        """
        moment = read_timestamp(text)
        if moment is None:
            raise ValueError(f"{text!r} is no moment with a time zone")
        return moment


FloatVector: TypeAlias = Annotated[
    NDArray[np.float32] | NDArray[np.float64] | Sequence[float], DenseType(DataType.FLOAT_VECTOR, np.float32)
]
Float16Vector: TypeAlias = Annotated[
    NDArray[np.float16] | NDArray[np.float32] | NDArray[np.float64] | Sequence[float],
    DenseType(DataType.FLOAT16_VECTOR, np.float16),
]
BFloat16Vector: TypeAlias = Annotated[
    NDArray[np.float32] | NDArray[np.float64] | Sequence[float], DenseType(DataType.BFLOAT16_VECTOR, np.float32)
]
Int8Vector: TypeAlias = Annotated[
    NDArray[np.int8] | NDArray[np.int64] | Sequence[int], DenseType(DataType.INT8_VECTOR, np.int8)
]
BinaryVector: TypeAlias = Annotated[
    NDArray[np.uint8] | NDArray[np.bool_] | Sequence[int] | bytes, DenseType(DataType.BINARY_VECTOR, np.uint8)
]
SparseVector: TypeAlias = Annotated[Mapping[int, float], SparseType()]
LongText: TypeAlias = Annotated[str, ScalarType(DataType.TEXT)]
Geometry: TypeAlias = Annotated[str | HasWkt, GeometryType()]
Timestamptz: TypeAlias = Annotated[datetime | str, TimestamptzType()]


def _to_list(value: object) -> object:
    return value.tolist() if isinstance(value, np.ndarray) else value
