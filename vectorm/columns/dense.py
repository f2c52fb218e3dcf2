"""Dense vectors: columns that hold one matrix, or one buffer per row as it was given."""

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.base import Column, Mask, Rows, selected
from vectorm.columns.kinds import is_array, viewed
from vectorm.enums import DataType

Buffer: TypeAlias = bytes | memoryview | NDArray[Any]

PHYSICAL: dict[DataType, np.dtype[Any]] = {
    DataType.FLOAT_VECTOR: np.dtype("<f4"),
    DataType.FLOAT16_VECTOR: np.dtype("<f2"),
    DataType.BFLOAT16_VECTOR: np.dtype("<u2"),
    DataType.INT8_VECTOR: np.dtype("i1"),
    DataType.BINARY_VECTOR: np.dtype("u1"),
}
"""What a vector is made of on the wire: BFLOAT16 as raw bits, BINARY as packed bytes."""


class DenseColumn(Column):
    """Dense vectors of one type and dimension.

    Attributes:
        dim: Dimensions; bits for BINARY_VECTOR.
    """

    __slots__ = ("_matrix", "_rows", "dim")

    def __init__(
        self,
        name: str,
        data_type: DataType,
        dim: int,
        vectors: NDArray[Any] | Sequence[Buffer],
        valid: Mask | None = None,
    ) -> None:
        """Vectors are an (n, width) ndarray of the physical dtype, or one contiguous buffer of it per row."""
        super().__init__(name, data_type, valid)
        self.dim = dim
        self._matrix = vectors if is_array(vectors) else None
        self._rows: Sequence[Buffer] = () if is_array(vectors) else vectors

    def __len__(self) -> int:
        return len(self._rows if self._matrix is None else self._matrix)

    @property
    def rows(self) -> Sequence[Buffer] | None:
        """The buffers of the rows as they were given; None where the vectors are a matrix."""
        return self._rows if self._matrix is None else None

    @property
    def width(self) -> int:
        """Physical items of one vector: `dim`, or `dim / 8` bytes of a BINARY_VECTOR."""
        return vector_width(self.data_type, self.dim)

    @property
    def raw(self) -> NDArray[Any]:
        """The (n, width) matrix as it travels: float32, float16, uint16 bits of bfloat16, int8, or packed uint8.

        May be a read-only view of the reply it came in; zeros at null rows.
        """
        if self._matrix is None:
            flat = np.frombuffer(join(self._rows), PHYSICAL[self.data_type])
            self._matrix = np.reshape(flat, (len(self._rows), self.width))
            self._rows = ()
        return self._matrix

    def matrix(self) -> NDArray[Any]:
        """The vectors as an (n, width) ndarray; BFLOAT16 widened to float32; zeros at null rows."""
        return widen_bfloat16(self.raw) if self.data_type is DataType.BFLOAT16_VECTOR else self.raw

    def buffers(self) -> Sequence[Buffer]:
        """Contiguous buffers of all vectors, to be joined without a copy of their own."""
        return self._rows if self._matrix is None else [np.ascontiguousarray(self._matrix)]

    def lie_in(self, data: bytes, end: int) -> None:
        """Read the vectors from now on where they were copied to: in `data`, up to `end`."""
        flat = np.frombuffer(data, PHYSICAL[self.data_type], len(self) * self.width, end - len(self) * self._row_size)
        self._matrix, self._rows = np.reshape(flat, (len(self), self.width)), ()

    def packed(self) -> list[bytes]:
        """Each vector as it travels."""
        rows = self._rows if self._matrix is None else self._matrix
        return [row.tobytes() if is_array(row) else bytes(row) for row in rows]

    def value(self, row: int) -> NDArray[Any]:
        """The vector of a row: a 1-D view (BFLOAT16: a float32 copy)."""
        if self._matrix is not None:
            vector = self._matrix[row]
        else:
            vector = np.frombuffer(self._rows[row], PHYSICAL[self.data_type])
        return widen_bfloat16(vector) if self.data_type is DataType.BFLOAT16_VECTOR else vector

    def to_list(self) -> list[Any]:
        """All vectors as 1-D views; None where null."""
        return self._with_nulls(list(self.matrix()))

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        valid = self._select_valid(rows)
        if self._matrix is not None:
            return type(self)(self.name, self.data_type, self.dim, self._matrix[rows], valid)
        return type(self)(self.name, self.data_type, self.dim, selected(self._rows, rows), valid)

    def spread(self, valid: Mask) -> Self:
        """The column with zero vectors at null rows (one copy)."""
        matrix = np.zeros((len(valid), self.width), PHYSICAL[self.data_type])
        matrix[valid] = self.raw
        return type(self)(self.name, self.data_type, self.dim, matrix, valid)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        matrix = np.concatenate([column.raw for column in self._family(others)])
        return type(self)(self.name, self.data_type, self.dim, matrix, self._joined_valid(others))

    def row_bytes(self) -> NDArray[np.int64]:
        """Size of each vector."""
        return np.full(len(self), self._row_size, np.int64)

    @property
    def _row_size(self) -> int:
        return vector_bytes(self.data_type, self.dim)


def join(buffers: Sequence[Buffer]) -> bytes:
    """Contiguous buffers as one (ndarrays have no `__buffer__` in the type stubs)."""
    return b"".join(cast("Sequence[bytes]", buffers))


def size_of(buffer: Buffer) -> int:
    """Bytes of a buffer."""
    return buffer.nbytes if isinstance(buffer, np.ndarray | memoryview) else len(buffer)


def vector_width(data_type: DataType, dim: int) -> int:
    """Physical items of one vector."""
    return dim // 8 if data_type is DataType.BINARY_VECTOR else dim


def vector_bytes(data_type: DataType, dim: int) -> int:
    """Bytes of one vector."""
    return vector_width(data_type, dim) * PHYSICAL[data_type].itemsize


def widen_bfloat16(bits: NDArray[Any]) -> NDArray[np.float32]:
    """Bfloat16 bits to the float32 of the same value."""
    return viewed(bits.astype(np.uint32) << 16, np.float32)


def round_bfloat16(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """float32 to bfloat16 bits, round to nearest even. NaN must have been refused before."""
    bits = viewed(np.ascontiguousarray(values, np.float32), np.uint32)
    odd = (bits >> 16) & 1
    rounded: NDArray[Any] = (bits + 0x7FFF + odd) >> 16
    return rounded.astype(np.uint16)
