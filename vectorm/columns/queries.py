"""Query vectors of a search, packed as the wire wants them."""

from math import isfinite
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Rules
from vectorm.columns.dense import PHYSICAL
from vectorm.columns.kinds import is_pair, is_plain_list, is_scipy, kinds_of, python_kinds, type_name
from vectorm.columns.pack import build_dense
from vectorm.columns.sparse import build_sparse, split_scipy
from vectorm.columns.text import build_text
from vectorm.enums import DataType


def pack_queries(data: Any, *, data_type: DataType, dim: int | None, field: str) -> list[bytes]:
    """Check query vectors and pack each of them.

    Args:
        data: A list of vectors, a 2-D ndarray, or one vector by itself (1-D ndarray, flat list of numbers, bytes,
            sparse dict, scipy row); for VARCHAR one text or a list of texts.
        data_type: Type of the searched field; VARCHAR for texts that the server turns into vectors.
        dim: Dimensions of the field; None for sparse vectors and texts.
        field: Name of the searched field, for errors.

    Raises:
        DataNotMatchException: A vector of another kind or dimension, or with a NaN; `row` is the number of the query.
    """
    query = data[0] if is_plain_list(data) and len(data) == 1 else data
    if data_type is DataType.FLOAT_VECTOR and _is_ready(query, dim):
        return [query.tobytes()]
    rules = Rules(name=field, data_type=data_type, dim=dim)
    queries = _as_queries(rules, data)
    if not len(queries):
        raise rules.error(None, "a search needs at least one query vector")
    if data_type is DataType.VARCHAR:
        return [text.encode() for text in build_text(rules, queries, python_kinds(queries)).values]
    if data_type is DataType.SPARSE_FLOAT_VECTOR:
        return build_sparse(rules, queries, set()).contents()
    if data_type not in PHYSICAL:
        raise rules.error(None, f"a field of type {data_type.name} cannot be searched")
    return build_dense(rules, queries, python_kinds(queries)).packed()


def _is_ready(query: object, dim: int | None) -> TypeGuard[NDArray[np.float32]]:
    """Whether this is one vector as it travels, as most searches have. The bytes of a masked array are other values."""
    if type(query) is not np.ndarray:
        return False
    array: NDArray[Any] = query
    if array.shape != (dim,) or array.dtype != PHYSICAL[DataType.FLOAT_VECTOR]:
        return False
    return isfinite(sum(array.tolist()))  # for one vector half the time of numpy's; doubles cannot overflow here


def _as_queries(rules: Rules, data: Any) -> Any:
    """The queries as a sequence of them; one query by itself as a sequence of one."""
    if is_scipy(data):
        return split_scipy(data)
    if isinstance(data, str | bytes | dict):
        return [data]
    array: NDArray[Any] | None = np.asarray(data) if hasattr(data, "__array__") else None
    if array is not None and array.ndim:
        return array[None] if array.ndim == 1 and array.dtype != object else array
    if array is not None or not hasattr(data, "__len__"):
        raise rules.error(None, f"expected query vectors, got {type_name(data)}")
    queries: list[Any] = list(data)
    is_one = bool(queries) and isinstance(queries[0], int | float | np.number) and not _is_pairs(rules, queries)
    return [queries] if is_one or _is_pairs(rules, queries) else queries


def _is_pairs(rules: Rules, queries: list[Any]) -> bool:
    """Whether this is one sparse vector written as (index, value) pairs."""
    if rules.data_type is not DataType.SPARSE_FLOAT_VECTOR:
        return False
    return bool(queries) and kinds_of(queries) == {tuple} and all(map(is_pair, queries))
