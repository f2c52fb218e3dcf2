"""Values of which a glance tells that they fit their field."""

import math
import struct
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from vectorm.columns.base import Rules
from vectorm.columns.dense import PHYSICAL, vector_width
from vectorm.columns.json import build_json
from vectorm.columns.scalar import DTYPES
from vectorm.enums import DataType
from vectorm.spec.field import FieldSpec

Sure: TypeAlias = Callable[[Any], Any]
"""A value as it may wait, or None where more than a glance is needed."""


def sure_of(field: FieldSpec) -> Sure:
    """What tells at a glance that a value of the field fits."""
    dtype = DTYPES.get(field.data_type)
    if dtype is not None:
        return _sure_number(dtype)
    if field.data_type.is_text:
        return _sure_text(field.max_length)
    if field.data_type is DataType.FLOAT_VECTOR:
        return _sure_vector(field.dim or 0)
    if field.data_type in {DataType.INT8_VECTOR, DataType.BINARY_VECTOR}:
        return _sure_bytes(PHYSICAL[field.data_type], vector_width(field.data_type, field.dim or 0))
    if field.data_type is DataType.JSON:
        return _sure_json(field.name)
    return lambda _value: None


def _sure_number(dtype: np.dtype[Any]) -> Sure:
    if dtype.kind == "b":
        return lambda value: value if value.__class__ is bool else None
    kind = int if dtype.kind == "i" else float
    limits = np.iinfo(dtype) if dtype.kind == "i" else np.finfo(dtype)
    least, most = kind(limits.min), kind(limits.max)

    def sure(value: Any) -> Any:
        return value if value.__class__ is kind and least <= value <= most else None

    return sure


def _sure_text(max_length: int | None) -> Sure:
    most = math.inf if max_length is None else max_length

    def sure(value: Any) -> Any:
        return value if value.__class__ is str and len(value) <= most and value.isascii() else None

    return sure


def _sure_vector(dim: int) -> Sure:
    """Float vectors: a float32 array, or a list that packs into one; without NaN and infinity."""
    dtype, shape, pack = PHYSICAL[DataType.FLOAT_VECTOR], (dim,), struct.Struct(f"{dim}f").pack

    def sure(value: Any) -> Any:
        if value.__class__ is np.ndarray and value.dtype == dtype and value.shape == shape:
            return value.tobytes() if np.isfinite(value).all() else None
        if value.__class__ is not list:
            return None
        try:
            packed = pack(*value)
        except (struct.error, OverflowError):
            return None
        return packed if np.isfinite(np.frombuffer(packed, dtype)).all() else None

    return sure


def _sure_bytes(dtype: np.dtype[Any], width: int) -> Sure:
    """Vectors of small integers: any array of their dtype and shape."""

    def sure(value: Any) -> Any:
        fits = value.__class__ is np.ndarray and value.dtype == dtype and value.shape == (width,)
        return value.tobytes() if fits else None

    return sure


def _sure_json(name: str) -> Sure:
    """JSON objects: what checks a thousand of them is no slower for one."""
    rules = Rules(name=name, data_type=DataType.JSON)

    def sure(value: Any) -> Any:
        return build_json(rules, [value], {dict}).raw[0] if value.__class__ is dict else None

    return sure
