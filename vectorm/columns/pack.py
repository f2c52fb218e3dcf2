"""Check dense vectors and bring them into their physical form, in as few passes as numpy allows.

Vectors that already have the physical dtype are kept as they are: the wire joins their buffers into the request, and no
copy is made in between. Little-endian machines only, as numpy's wheels are.
"""

import struct
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Rules, Values
from vectorm.columns.dense import (
    PHYSICAL,
    Buffer,
    DenseColumn,
    join,
    round_bfloat16,
    vector_bytes,
    vector_width,
    widen_bfloat16,
)
from vectorm.columns.kinds import Kinds, dtype_name, is_array, is_bytes, is_mapping, type_name, viewed
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException

_LAYOUT = attrgetter("dtype", "shape", "strides")
_CHUNK = 512 * 1024
"""Bytes that are checked at a time: a join of rows stays in the processor's cache."""
_FORMATS = {DataType.FLOAT_VECTOR: "f", DataType.FLOAT16_VECTOR: "e", DataType.INT8_VECTOR: "b"}
"""`struct` packs lists twice as fast as numpy reads them."""
_FLOATS = {DataType.FLOAT_VECTOR, DataType.FLOAT16_VECTOR, DataType.BFLOAT16_VECTOR}
_BFLOAT16_INFINITE = 0x7F80


def build_dense(rules: Rules, values: Values | NDArray[Any], kinds: Kinds) -> DenseColumn:
    """Check values of these kinds and make their column.

    Raises:
        DataNotMatchException: A value that is no vector, of another dimension, or with a NaN or an infinity.
    """
    if not rules.dim:
        raise rules.error(None, f"the {rules.data_type.name} field has no dim")
    if is_array(values) and values.ndim == 2 and values.dtype != object:
        vectors: NDArray[Any] | Sequence[Buffer] = _from_matrix(rules, values)
    elif is_array(values) and values.dtype != object:
        raise rules.error(0, f"expected a vector, got {dtype_name(values.dtype)}")
    else:
        vectors = _from_rows(rules, list(values), kinds)
    if rules.data_type in _FLOATS:
        _check_finite(rules, vectors)
    return DenseColumn(rules.name, rules.data_type, rules.dim, vectors)


def _from_rows(rules: Rules, rows: list[Any], kinds: Kinds) -> NDArray[Any] | Sequence[Buffer]:
    """One vector per row, of any accepted kind; the kinds that need no work, or one call, come first."""
    dtype, width = PHYSICAL[rules.data_type], vector_width(rules.data_type, rules.dim or 0)
    if kinds == {np.ndarray}:
        layouts = set(map(_LAYOUT, rows))
        if layouts == {(dtype, (width,), (dtype.itemsize,))}:
            return rows
        if len({layout[:2] for layout in layouts}) == 1 and rows[0].ndim == 1:
            return _from_matrix(rules, np.array(rows))
    elif kinds == {bytes} and set(map(len, rows)) == {width * dtype.itemsize}:
        return rows
    elif kinds <= {list, tuple} and rules.data_type in _FORMATS:
        pack = struct.Struct(f"{width}{_FORMATS[rules.data_type]}").pack
        try:
            return [pack(*row) for row in rows]
        except (struct.error, OverflowError):
            pass  # the slow way finds the row and the reason
    return [_pack_row(rules, row, value) for row, value in enumerate(rows)]


def _from_matrix(rules: Rules, values: NDArray[Any]) -> NDArray[Any]:
    """(n, dim) numbers, or (n, dim / 8) packed bytes of a BINARY_VECTOR."""
    if values.shape[1] not in _widths(rules, values.dtype):
        raise rules.error(0 if len(values) else None, _wrong_dim(rules, values.shape[1]))
    return _convert(rules, values)


def _widths(rules: Rules, dtype: np.dtype[Any]) -> tuple[int, ...]:
    dim = rules.dim or 0
    if rules.data_type is not DataType.BINARY_VECTOR or dtype.kind == "b":
        return (dim,)
    return (dim // 8, dim)


def _wrong_dim(rules: Rules, size: int) -> str:
    return f"expected a {rules.data_type.name} of dim {rules.dim}, got {size} values"


def _pack_row(rules: Rules, row: int, value: Any) -> Buffer:
    """One vector of any accepted kind."""
    if is_bytes(value):
        size, given = vector_bytes(rules.data_type, rules.dim or 0), len(value)
        if given != size:
            told = f"expected {size} bytes for a {rules.data_type.name} of dim {rules.dim}, got {given}"
            raise rules.error(row, told)
        return bytes(value)
    vector = _as_array(rules, row, value)
    if vector.ndim != 1:
        raise rules.error(row, f"expected one vector, got {type_name(value)} of {vector.ndim} dimensions")
    if len(vector) not in _widths(rules, vector.dtype):
        raise rules.error(row, _wrong_dim(rules, len(vector)))
    try:
        return np.ascontiguousarray(_convert(rules, vector))
    except DataNotMatchException as error:
        raise rules.error(row, error.reason) from None


def _as_array(rules: Rules, row: int, value: Any) -> NDArray[Any]:
    if isinstance(value, str) or is_mapping(value) or not (hasattr(value, "__len__") or hasattr(value, "__array__")):
        raise rules.error(row, f"expected a vector, got {type_name(value)}")
    try:
        vector = np.asarray(value)
    except (ValueError, TypeError, OverflowError) as error:
        raise rules.error(row, f"{type_name(value)} is not a vector: {error}") from None
    if vector.dtype.kind in "OUS":
        others = sorted({type_name(item) for item in value} - {"float", "int"})
        raise rules.error(row, f"expected numbers in the vector, got {', '.join(others) or 'integers too large'}")
    return vector


def _convert(rules: Rules, values: NDArray[Any]) -> NDArray[Any]:
    """An ndarray with vectors along its last axis in the physical dtype; itself where it has it."""
    data_type, dtype = rules.data_type, PHYSICAL[rules.data_type]
    is_bfloat16 = dtype_name(values.dtype) == "bfloat16"  # of ml_dtypes, which need not be installed
    if data_type is DataType.BINARY_VECTOR:
        return _bits(rules, values)
    if data_type is DataType.INT8_VECTOR:
        return _int8(rules, values)
    if data_type is DataType.BFLOAT16_VECTOR and (is_bfloat16 or values.dtype == dtype):
        return viewed(values, dtype)
    if values.dtype.kind not in "fiu" and not is_bfloat16:
        raise rules.error(0, f"expected numbers, got {dtype_name(values.dtype)}")
    with np.errstate(over="ignore"):
        if data_type is not DataType.BFLOAT16_VECTOR:
            return values.astype(dtype, copy=False)
        wide = values.astype(np.float32, copy=False)
    if not np.isfinite(wide).all():  # NaN has no nearest number
        raise rules.error(*_first(wide, _not_finite))
    return round_bfloat16(wide)


def _int8(rules: Rules, values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind not in "iu":
        raise rules.error(0, f"expected integers from -128 to 127, got {dtype_name(values.dtype)}")
    if values.size and (values.min() < -128 or values.max() > 127):
        raise rules.error(*_first(values, _not_int8))
    return values.astype(np.int8, copy=False)


def _bits(rules: Rules, values: NDArray[Any]) -> NDArray[Any]:
    """Packed bytes as they are; `dim` booleans or zeros and ones packed, first bit highest, as np.packbits does."""
    if values.dtype.kind not in "iub":
        raise rules.error(0, f"expected packed uint8 or bits, got {dtype_name(values.dtype)}")
    packed = values.shape[-1] != rules.dim
    highest, expected = (255, "bytes") if packed else (1, "bits 0 and 1")
    if values.size and (values.min() < 0 or values.max() > highest):
        raise rules.error(*_first(values, lambda row: _not_up_to(row, highest, expected)))
    return values.astype(np.uint8, copy=False) if packed else np.packbits(values.astype(np.bool_), axis=-1)


def _first(values: NDArray[Any], reason: Callable[[NDArray[Any]], str]) -> tuple[int, str]:
    """Row and reason of the first vector with a fault."""
    rows = values if values.ndim == 2 else values[None]
    return next((row, told) for row, vector in enumerate(rows) if (told := reason(vector)))


def _not_finite(vector: NDArray[Any]) -> str:
    bad = np.flatnonzero(~np.isfinite(vector))
    return f"value {bad[0]} of the vector is {vector[bad[0]]}, or too large for its type" if len(bad) else ""


def _not_int8(vector: NDArray[Any]) -> str:
    bad = vector[(vector < -128) | (vector > 127)]
    return f"{bad[0]} is out of the range of INT8" if len(bad) else ""


def _not_up_to(vector: NDArray[Any], highest: int, expected: str) -> str:
    bad = vector[(vector < 0) | (vector > highest)]
    return f"expected {expected}, got {bad[0]}" if len(bad) else ""


def _check_finite(rules: Rules, vectors: NDArray[Any] | Sequence[Buffer]) -> None:
    """Raise at the first row with a NaN or an infinity, also one that came from rounding."""
    dtype = PHYSICAL[rules.data_type]
    chunk = _CHUNK // vector_bytes(rules.data_type, rules.dim or 0) or 1
    for start in range(0, len(vectors), chunk):
        rows = vectors[start : start + chunk]
        values = rows if is_array(rows) else np.frombuffer(join(rows), dtype)
        if not _is_finite(rules.data_type, values):
            row, told = _first(_widened(rules.data_type, np.reshape(values, (len(rows), -1))), _not_finite)
            raise rules.error(start + row, told)


def _is_finite(data_type: DataType, values: NDArray[Any]) -> bool:
    if data_type is DataType.BFLOAT16_VECTOR:
        return bool(((values & _BFLOAT16_INFINITE) != _BFLOAT16_INFINITE).all())
    return bool(np.isfinite(values).all())


def _widened(data_type: DataType, values: NDArray[Any]) -> NDArray[Any]:
    return widen_bfloat16(values) if data_type is DataType.BFLOAT16_VECTOR else values
