"""Vectors of texts that were embedded before in this process."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 64 << 20
"""Most bytes of vectors that are kept: about 20,000 of 768 dimensions."""

_Key: TypeAlias = tuple[Hashable, int, bytes]


class EmbedCache:
    """Vectors by embedder, dimension and hash of the text; those not used for longest go first. Thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._vectors: OrderedDict[_Key, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, embedder: Hashable, dim: int, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that are here, by text. They are shared: copy before you change one."""
        keys = _keys(embedder, dim, texts)
        found: dict[str, NDArray[np.float32]] = {}
        with self._lock:
            for text, key in zip(texts, keys, strict=True):
                if key in self._vectors:
                    self._vectors.move_to_end(key)
                    found[text] = self._vectors[key]
        return found

    def keep(self, embedder: Hashable, texts: Sequence[str], matrix: NDArray[np.float32]) -> None:
        """Remember the vectors of distinct texts, an array of shape (n, dim)."""
        if matrix.nbytes > self._most_bytes:
            return
        keys = _keys(embedder, matrix.shape[1], texts)
        with self._lock:
            for key, row in zip(keys, matrix, strict=True):
                self._bytes += row.nbytes if key not in self._vectors else 0
                self._vectors[key] = row.copy()  # a row of its own: it must not keep the whole array alive
                self._vectors.move_to_end(key)
            while self._bytes > self._most_bytes:
                self._bytes -= self._vectors.popitem(last=False)[1].nbytes

    def __len__(self) -> int:
        return len(self._vectors)


def _keys(embedder: Hashable, dim: int, texts: Sequence[str]) -> list[_Key]:
    import hashlib  # loads OpenSSL

    return [(embedder, dim, hashlib.sha256(text.encode(errors="surrogatepass")).digest()) for text in texts]


cache = EmbedCache()
"""The one of this process."""
