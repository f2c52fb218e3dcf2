"""`EmbeddingList`: several vectors that are one query."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.dense import PHYSICAL
from vectorm.columns.kinds import is_array, is_bytes, is_list, type_name
from vectorm.enums import DataType
from vectorm.errors import ParamError

Vector: TypeAlias = NDArray[Any] | bytes | Sequence[float]


class EmbeddingList:
    """Several vectors that are one query, to search lists of vectors: `search(data=[EmbeddingList(...), ...])`.

    Args:
        embeddings: Vectors: a 2-D ndarray, a list of vectors, or one 1-D ndarray.
        dim: Numbers of each vector; that of the first one if None.
        dtype: A numpy dtype, its name, or a vector type; that of the first vector if None (float32 for float64).

    Raises:
        ValueError: A vector of another length.
        TypeError: No vectors.
        ParamError: A type that is no dense vector.
    """

    def __init__(
        self,
        embeddings: NDArray[Any] | Sequence[Vector] | None = None,
        dim: int | None = None,
        dtype: "np.dtype[Any] | str | DataType | None" = None,
    ) -> None:
        self._vectors: list[NDArray[Any]] = []
        self._dim = dim
        self._dtype = None if dtype is None else _dtype(dtype)
        if embeddings is None:
            return
        if is_array(embeddings) and embeddings.ndim == 1:
            self.add(embeddings)
        elif is_array(embeddings) and embeddings.ndim != 2:
            raise ValueError(f"embeddings must have one or two dimensions, not {embeddings.ndim}")
        elif is_array(embeddings) or is_list(embeddings):
            self.add_batch(embeddings)
        else:
            raise TypeError(f"embeddings must be a list or an ndarray, not {type_name(embeddings)}")

    def add(self, embedding: Vector) -> Self:
        """Add one vector; bytes are read as items of the list's dtype (uint8 if it has none yet).

        Raises:
            ValueError: It is of another length.
        """
        dtype = self._dtype or np.dtype(np.uint8)
        vector: NDArray[Any] = np.frombuffer(embedding, dtype) if is_bytes(embedding) else np.asarray(embedding)
        if vector.ndim != 1:
            raise ValueError(f"an embedding must have one dimension, not {vector.ndim}")
        if self.dim and len(vector) != self.dim:
            raise ValueError(f"an embedding has {len(vector)} numbers, the others have {self.dim}")
        if self._dtype is None:
            self._dtype = np.dtype(np.float32) if vector.dtype == np.float64 else vector.dtype
        self._vectors.append(vector.astype(self._dtype, copy=False))
        return self

    def add_batch(self, embeddings: NDArray[Any] | Sequence[Vector]) -> Self:
        """Add several vectors.

        Raises:
            ValueError: One is of another length, or an ndarray has not two dimensions.
        """
        if is_array(embeddings) and embeddings.ndim != 2:
            raise ValueError(f"embeddings must have two dimensions, not {embeddings.ndim}")
        for embedding in embeddings:
            self.add(embedding)
        return self

    def clear(self) -> Self:
        """Take all vectors out."""
        self._vectors.clear()
        return self

    def to_flat_array(self) -> NDArray[Any]:
        """All vectors one after the other, as a 1-D ndarray.

        Raises:
            ValueError: There are none.
        """
        return np.concatenate(self._some())

    def to_numpy(self) -> NDArray[Any]:
        """The vectors as a (count, dim) ndarray.

        Raises:
            ValueError: There are none.
        """
        return np.stack(self._some())

    def _some(self) -> list[NDArray[Any]]:
        if not self._vectors:
            raise ValueError("the EmbeddingList is empty")
        return self._vectors

    @property
    def dim(self) -> int:
        """Numbers of each vector; 0 while it is not known."""
        return len(self._vectors[0]) if self._vectors else self._dim or 0

    @property
    def dtype(self) -> "np.dtype[Any] | None":
        """Type of the numbers; None while it is not known."""
        return self._dtype

    @property
    def shape(self) -> tuple[int, int]:
        """(count, dim)."""
        return (len(self), self.dim)

    @property
    def total_dim(self) -> int:
        """Numbers of all vectors."""
        return len(self) * self.dim

    @property
    def is_empty(self) -> bool:
        """Whether there is no vector."""
        return not self._vectors

    @property
    def nbytes(self) -> int:
        """Bytes of all vectors."""
        return sum(vector.nbytes for vector in self._vectors)

    def __len__(self) -> int:
        return len(self._vectors)

    def __getitem__(self, index: int) -> NDArray[Any]:
        return self._vectors[index]

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return iter(self._vectors)

    def __repr__(self) -> str:
        dtype = f", dtype={self._dtype}" if self._dtype else ""
        return f"EmbeddingList(count={len(self)}, dim={self.dim}{dtype})"

    def __str__(self) -> str:
        if self.is_empty:
            return "EmbeddingList(empty)"
        return f"EmbeddingList with {len(self)} embeddings of dimension {self.dim} ({self._dtype})"


def _dtype(given: object) -> "np.dtype[Any]":
    if isinstance(given, DataType):
        if given not in PHYSICAL:
            raise ParamError(message=f"an EmbeddingList cannot hold vectors of type {given.name}")
        return PHYSICAL[given]
    if isinstance(given, np.dtype | str):
        return np.dtype(cast("str", given))
    raise TypeError(f"dtype must be a numpy dtype, a str or a DataType, not {type_name(given)}")
