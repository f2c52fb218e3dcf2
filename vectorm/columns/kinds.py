"""What a value is, told in a way that type checkers follow."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypeIs

Kinds: TypeAlias = set[type]


def is_array(value: object) -> TypeIs[NDArray[Any]]:
    """Whether a value is an ndarray."""
    return isinstance(value, np.ndarray)


def is_list(value: object) -> TypeIs[list[Any] | tuple[Any, ...]]:
    """Whether a value is a list or a tuple."""
    return isinstance(value, list | tuple)


def is_plain_list(value: object) -> TypeIs[list[Any]]:
    """Whether a value is a list."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeIs[Mapping[Any, Any]]:
    """Whether a value is a dict or the like."""
    return isinstance(value, dict | Mapping)


def is_bytes(value: object) -> TypeIs[bytes | bytearray]:
    """Whether a value is bytes."""
    return isinstance(value, bytes | bytearray)


def is_scipy(value: object) -> bool:
    """Whether a value is a scipy sparse matrix or array, told by what it can do."""
    return hasattr(value, "tocsr") and hasattr(value, "shape")


def is_pair(value: object) -> bool:
    """Whether a value is a list or tuple of two."""
    return is_list(value) and len(value) == 2


def dtype_name(dtype: np.dtype[Any]) -> str:
    """Name of a dtype, also of ml_dtypes' ones."""
    return str(dtype)


def viewed(values: NDArray[Any], dtype: type[Any] | np.dtype[Any]) -> NDArray[Any]:
    """The same bytes as another dtype of the same size."""
    return values.view(dtype)  # pyright: ignore[reportUnknownMemberType]  # an overload of numpy's stub has no type


def type_name(value: object) -> str:
    """The type of a value as error messages name it."""
    return type(value).__name__


def kinds_of(values: Any) -> Kinds:
    """The types of many values."""
    return set(map(type, values))


def python_kinds(values: Any) -> Kinds:
    """The types of the values of a field; of an ndarray of numbers or texts none, for its dtype tells."""
    return set() if is_array(values) and values.dtype != object else kinds_of(values)
