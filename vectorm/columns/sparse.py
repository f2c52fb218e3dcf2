"""Sparse vectors: index and value pairs, as a ragged column."""

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.array import joined_offsets, lengths_to_offsets, ragged_positions, spread_offsets
from vectorm.columns.base import Column, Mask, Rows, Rules, Values
from vectorm.columns.kinds import Kinds, is_bytes, is_list, is_mapping, is_pair, is_scipy, type_name
from vectorm.enums import DataType

PAIR = np.dtype([("index", "<u4"), ("value", "<f4")])
"""One entry on the wire: 8 bytes."""
HIGHEST_INDEX = 2**32 - 2
"""Milvus refuses 2**32 - 1 (`pkg/util/typeutil/schema.go`, ValidateSparseFloatRows)."""
_FRAME = 6


class SparseColumn(Column):
    """Sparse float vectors.

    Attributes:
        pairs: The entries of all rows, each row sorted by index; dtype `PAIR`.
        offsets: Row `i` has the entries `offsets[i]` to `offsets[i + 1]`.
    """

    __slots__ = ("offsets", "pairs")

    def __init__(
        self, name: str, pairs: NDArray[np.void], offsets: NDArray[np.int64], valid: Mask | None = None
    ) -> None:
        super().__init__(name, DataType.SPARSE_FLOAT_VECTOR, valid)
        self.pairs = pairs
        self.offsets = offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def dim(self) -> int:
        """Highest index plus one; 0 without entries."""
        return int(self.pairs["index"].max()) + 1 if len(self.pairs) else 0

    def contents(self) -> list[bytes]:
        """The entries of each row as the wire wants them."""
        raw = self.pairs.tobytes()
        bounds: list[int] = (self.offsets * PAIR.itemsize).tolist()
        return [raw[start:end] for start, end in pairwise(bounds)]

    def value(self, row: int) -> dict[int, float]:
        """Index to value."""
        pairs = self.pairs[self.offsets[row] : self.offsets[row + 1]]
        return dict(zip(pairs["index"].tolist(), pairs["value"].tolist(), strict=True))

    def to_list(self) -> list[Any]:
        """Index to value for each row; None where null."""
        indices: list[int] = self.pairs["index"].tolist()
        values: list[float] = self.pairs["value"].tolist()
        bounds: list[int] = self.offsets.tolist()
        spans = pairwise(bounds)
        return self._with_nulls([dict(zip(indices[a:b], values[a:b], strict=True)) for a, b in spans])

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        positions, offsets = ragged_positions(self.offsets, rows)
        return type(self)(self.name, self.pairs[positions], offsets, self._select_valid(rows))

    def spread(self, valid: Mask) -> Self:
        """The column with empty vectors at null rows."""
        return type(self)(self.name, self.pairs, spread_offsets(self.offsets, valid), valid)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        family = self._family(others)
        pairs = np.concatenate([column.pairs for column in family])
        offsets = joined_offsets([column.offsets for column in family])
        return type(self)(self.name, pairs, offsets, self._joined_valid(others))

    def row_bytes(self) -> NDArray[np.int64]:
        """Size of each row's entries, with their frame."""
        return np.diff(self.offsets) * PAIR.itemsize + _FRAME


def from_contents(name: str, contents: Sequence[bytes]) -> SparseColumn:
    """The column of packed rows, as a reply has them."""
    offsets = lengths_to_offsets([len(content) // PAIR.itemsize for content in contents])
    return SparseColumn(name, np.frombuffer(b"".join(contents), PAIR), offsets)


def split_scipy(matrix: Any) -> list[list[tuple[int, float]]]:
    """The rows of a scipy sparse matrix or array as (index, value) pairs."""
    csr = matrix.tocsr()
    indices: list[int] = csr.indices.tolist()
    values: list[float] = csr.data.tolist()
    return [list(zip(indices[a:b], values[a:b], strict=True)) for a, b in pairwise(csr.indptr.tolist())]


def build_sparse(rules: Rules, values: Values | NDArray[Any], _kinds: Kinds) -> SparseColumn:
    """Check sparse vectors and make their column.

    Each is a dict of index to value, a list of (index, value) pairs, a scipy sparse row, or ready packed bytes.

    Raises:
        DataNotMatchException: Another kind of value, an index out of range or given twice, a value that is not finite.
    """
    rows = [_entries(rules, row, value) for row, value in enumerate(values)]
    offsets = lengths_to_offsets([len(indices) for indices, _ in rows])
    indices = _as_indices(rules, offsets, list(chain.from_iterable(indices for indices, _ in rows)))
    weights = _as_weights(rules, offsets, list(chain.from_iterable(weights for _, weights in rows)))
    owner = np.repeat(np.arange(len(rows)), np.diff(offsets))
    order = np.lexsort((indices, owner))
    pairs = np.empty(len(indices), PAIR)
    pairs["index"], pairs["value"] = indices[order], weights[order]
    twice = np.flatnonzero((np.diff(pairs["index"].astype(np.int64)) == 0) & (np.diff(owner) == 0))
    if len(twice):
        raise rules.error(int(owner[twice[0]]), f"index {pairs['index'][twice[0]]} stands twice in the sparse vector")
    return SparseColumn(rules.name, pairs, offsets)


def _entries(rules: Rules, row: int, value: Any) -> tuple[Sequence[Any], Sequence[Any]]:
    """Indices and weights of one row."""
    if is_mapping(value):
        return list(value.keys()), list(value.values())
    if is_bytes(value):
        if len(value) % PAIR.itemsize:
            raise rules.error(row, f"{len(value)} bytes are no whole number of (index, value) pairs")
        pairs = np.frombuffer(value, PAIR)
        return pairs["index"].tolist(), pairs["value"].tolist()
    if is_scipy(value):
        if len(value.shape) == 2 and value.shape[0] != 1:
            raise rules.error(row, f"expected one sparse vector, got {type_name(value)} of shape {value.shape}")
        csr = value.tocsr()
        return csr.indices.tolist(), csr.data.tolist()
    if is_list(value) and all(map(is_pair, value)):
        return [pair[0] for pair in value], [pair[1] for pair in value]
    raise rules.error(row, f"expected dict of index to value or list of (index, value) pairs, got {type_name(value)}")


def _as_indices(rules: Rules, offsets: NDArray[np.int64], given: list[Any]) -> NDArray[np.int64]:
    for position, index in enumerate(given):
        if type(index) is int or (isinstance(index, int | np.integer) and not isinstance(index, bool)):
            if 0 <= index <= HIGHEST_INDEX:
                continue
            told = f"sparse index {index} is not between 0 and 2**32 - 2"
        else:
            told = f"expected int as sparse index, got {type_name(index)}"
        raise rules.error(_owner(offsets, position), told)
    return np.array(given, np.int64)


def _as_weights(rules: Rules, offsets: NDArray[np.int64], given: list[Any]) -> NDArray[np.float32]:
    kinds = (float, int, np.floating, np.integer)
    for position, weight in enumerate(given):
        if not isinstance(weight, kinds) or isinstance(weight, bool):
            raise rules.error(_owner(offsets, position), f"expected float as sparse value, got {type_name(weight)}")
    with np.errstate(over="ignore"):
        weights = np.array(given, np.float64).astype(np.float32)
    bad = np.flatnonzero(~np.isfinite(weights))
    if len(bad):
        told = f"sparse value {float(given[bad[0]])} is not finite, or too large for float32"
        raise rules.error(_owner(offsets, int(bad[0])), told)
    return weights


def _owner(offsets: NDArray[np.int64], position: int) -> int:
    return int(np.searchsorted(offsets, position, side="right")) - 1
