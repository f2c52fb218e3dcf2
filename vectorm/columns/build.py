"""The one place where values become a column: every value is checked here before anything is sent."""

from collections.abc import Callable
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.array import build_array
from vectorm.columns.base import Column, Rules, Values
from vectorm.columns.dense import PHYSICAL
from vectorm.columns.json import build_json
from vectorm.columns.kinds import (
    Kinds,
    is_array,
    is_bytes,
    is_mapping,
    is_plain_list,
    is_scipy,
    python_kinds,
    type_name,
)
from vectorm.columns.pack import build_dense
from vectorm.columns.scalar import DTYPES, build_scalar
from vectorm.columns.sparse import build_sparse, split_scipy
from vectorm.columns.struct_array import build_struct_array
from vectorm.columns.text import build_text
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException

_TEXTS = (DataType.VARCHAR, DataType.STRING, DataType.TEXT, DataType.GEOMETRY, DataType.TIMESTAMPTZ)
_BUILDERS: dict[DataType, Callable[[Rules, Any, Kinds], Column]] = {
    **dict.fromkeys(DTYPES, build_scalar),
    **dict.fromkeys(_TEXTS, build_text),
    **dict.fromkeys(PHYSICAL, build_dense),
    DataType.JSON: build_json,
    DataType.ARRAY: build_array,
    DataType.ARRAY_OF_STRUCT: build_struct_array,
    DataType.SPARSE_FLOAT_VECTOR: build_sparse,
}


def build_column(
    name: str,
    values: Any,
    *,
    data_type: DataType,
    dim: int | None = None,
    max_length: int | None = None,
    max_capacity: int | None = None,
    element_type: DataType | None = None,
    nullable: bool = False,
    has_default: bool = False,
    is_dynamic: bool = False,
    json_text: bool = False,
    parts: tuple[Rules, ...] = (),
) -> Column:
    """Check the values of a field and make its column.

    Args:
        name: Field name, for the column and for errors.
        values: One value per row: a list, a 1-D or 2-D ndarray, a list of ndarrays (kept without a copy), a scipy
            sparse matrix, or whatever has `__array__` (pandas, arrow).
        data_type: Milvus type.
        dim: Dimensions of a dense vector (bits for BINARY_VECTOR).
        max_length: Longest VARCHAR, or VARCHAR element of an ARRAY, in UTF-8 bytes.
        max_capacity: Most elements of an ARRAY, or structs of a struct array.
        element_type: Type of the elements of an ARRAY.
        nullable: Whether None is a value.
        has_default: Whether None asks for the field's default value; it travels as null does.
        is_dynamic: Whether this is the `$meta` column, whose values are dicts.
        json_text: Whether a str in a JSON field is ready JSON text, as PyMilvus takes it, and not a JSON string.
        parts: What the fields of the structs in a struct array must satisfy.

    Raises:
        DataNotMatchException: A value does not fit; tells field, row, type and reason.
    """
    rules = Rules(
        name=name,
        data_type=data_type,
        dim=dim,
        max_length=max_length,
        max_capacity=max_capacity,
        element_type=element_type,
        is_dynamic=is_dynamic,
        json_text=json_text,
        parts=parts,
    )
    builder = _BUILDERS.get(data_type)
    if builder is None:
        raise rules.error(None, f"fields of type {data_type.name} cannot be written")
    given = _as_rows(rules, values)
    kinds = python_kinds(given)
    if NoneType not in kinds:
        column = builder(rules, given, kinds)
        if nullable or has_default:
            column.mark_nullable()
        return column
    valid = np.array([value is not None for value in given], np.bool_)
    if not nullable and not has_default:
        raise rules.error(int(np.flatnonzero(~valid)[0]), "None, but the field is not nullable")
    present = [value for value in given if value is not None]
    try:
        return builder(rules, present, kinds - {NoneType}).spread(valid)
    except DataNotMatchException as error:
        row = None if error.row is None else int(np.flatnonzero(valid)[error.row])
        raise rules.error(row, error.reason) from None


def _as_rows(rules: Rules, values: Any) -> Values | NDArray[Any]:
    """Lists and ndarrays as they are, other containers as one of them."""
    if is_array(values) or is_plain_list(values):
        return values
    if is_bytes(values) or is_mapping(values) or type(values) is str or not hasattr(values, "__getitem__"):
        raise rules.error(None, f"expected a list of values, one per row, got {type_name(values)}")
    if is_scipy(values):
        return split_scipy(values)
    if hasattr(values, "__array__"):
        found: NDArray[Any] = np.asarray(values)
        return found
    return list(values)
