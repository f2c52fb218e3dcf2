"""Bloom filters for `membership_match(field, {ids}, type=bloom)`: many keys in a few bytes each.

A filter is a header and a split-block Bloom filter as Parquet has it
(https://github.com/apache/parquet-format/blob/master/BloomFilter.md), hashed with XXH64.
"""

import math
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from threading import Lock
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.client.keywords import checked, checked_methods
from vectorm.columns.xxh64 import Digests, xxh64
from vectorm.errors import ParamError

_HEADER = struct.Struct("<4sHHQdIB3x")  # magic, version, format, members, rate, blocks, kinds of members
_INTEGERS, _TEXTS = 1, 2
_SALT = (0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31)
_WORDS = len(_SALT)
_BITS: NDArray[np.uint32] = np.array([1 << bit for bit in range(32)], np.uint32)
_BLOCK_BYTES = 4 * _WORDS
_LEAST_BITS, _MOST_BITS = 8 * _BLOCK_BYTES, 8 * 128 * 1024 * 1024
_RATES = (0.0001, 0.05)
_RATE = 0.005
_BATCH = 1 << 14
_UINT64 = 1 << 64


@checked_methods
class BloomFilterBuilder:
    """A filter that is filled batch by batch, for more keys than fit in memory.

    Args:
        n: About how many keys it will hold; more of them make wrong hits likelier.
        fpr: How likely a key that is not in it passes, 0.0001 to 0.05.

    Raises:
        ParamError: A wrong argument.
    """

    def __init__(self, n: int, fpr: float = _RATE) -> None:
        if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n < _UINT64:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ParamError(message=f"n of a Bloom filter must be the number of its keys, not {n!r}")
        self._n = n
        self._fpr = _rate(fpr)
        self._blocks = _bytes_for(n, self._fpr) // _BLOCK_BYTES
        self._words = np.zeros(self._blocks * _WORDS, np.dtype("<u4"))
        self._kinds = 0
        self._lock = Lock()

    def add_int64_batch(self, values: Iterable[int]) -> Self:
        """Add keys of an integer field.

        Raises:
            ParamError: One is no int, or does not fit in 64 bits; those before it may have been added.
        """
        for batch in _batches(values):
            _check_all(batch, int)
            try:
                keys = np.fromiter(batch, np.dtype("<i8"), len(batch))
            except OverflowError:
                raise ParamError(message="a key of a Bloom filter does not fit in 64 bits") from None
            self._add(_digests(keys.tobytes(), 8), _INTEGERS)
        return self

    def add_string_batch(self, values: Iterable[str]) -> Self:
        """Add keys of a VARCHAR field.

        Raises:
            ParamError: One is no str; those before it may have been added.
        """
        for batch in _batches(values):
            _check_all(batch, str)
            by_length: dict[int, list[bytes]] = {}
            for key in cast("Sequence[str]", batch):
                packed = key.encode()
                by_length.setdefault(len(packed), []).append(packed)
            for length, keys in by_length.items():
                self._add(_digests(b"".join(keys), length, len(keys)), _TEXTS)
        return self

    @property
    def domains(self) -> int:
        """Kinds of keys that were added: 1 integers, 2 texts, 3 both, 0 none."""
        return self._kinds

    @property
    def num_blocks(self) -> int:
        """Its size in blocks of 32 bytes."""
        return self._blocks

    def build(self) -> bytes:
        """The filter, to be given in `filter_params`."""
        with self._lock:
            head = _HEADER.pack(b"MBF1", 1, 1, self._n, self._fpr, self._blocks, self._kinds)
            return head + self._words.tobytes()

    def _add(self, digests: Digests, kind: int) -> None:
        """Set the bits of keys: one in each of the eight words of a block."""
        blocks = (((digests >> np.uint64(32)) * np.uint64(self._blocks)) >> np.uint64(32)).astype(np.intp)
        low = (digests & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        with self._lock:
            self._kinds |= kind
            for word, salt in enumerate(_SALT):
                shifts = np.asarray((low * np.uint32(salt)) >> np.uint32(27), np.uint32)
                np.bitwise_or.at(self._words, blocks * _WORDS + word, _BITS[shifts])


@checked
def build_bloom_filter(members: Sequence[int | str], fpr: float = _RATE) -> bytes:
    """A filter of keys, to be given in `filter_params`.

    Args:
        members: A list of int for an integer field, or of str for a VARCHAR field.
        fpr: How likely a key that is not in it passes, 0.0001 to 0.05.

    Raises:
        ParamError: A wrong argument.
    """
    if not isinstance(members, list | tuple):
        raise ParamError(message=f"members of a Bloom filter must be a list, not {type(members).__name__}")
    builder = BloomFilterBuilder(len(members), fpr)
    given: Any = members
    if given and isinstance(given[0], str):
        return builder.add_string_batch(given).build()
    return builder.add_int64_batch(given).build()


def _digests(packed: bytes, length: int, count: int = -1) -> Digests:
    """The digests of keys of one length in bytes."""
    return xxh64(np.reshape(np.frombuffer(packed, np.uint8), (count, length)))


def _batches(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    left = iter(values)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _check_all(batch: Sequence[object], kind: type) -> None:
    for found in set(map(type, batch)):
        if found is bool or not issubclass(found, kind):
            raise ParamError(message=f"keys of a Bloom filter must all be int or all str; one is {found.__name__}")


def _rate(fpr: object) -> float:
    least, most = _RATES
    if isinstance(fpr, bool) or not isinstance(fpr, int | float) or not least <= fpr <= most:
        raise ParamError(message=f"fpr of a Bloom filter must be from {least} to {most}, not {fpr!r}")
    return float(fpr)


def _bytes_for(count: int, fpr: float) -> int:
    """The least power of two of bytes for which the wrong hits stay below `fpr`."""
    bits = -8.0 * count / math.log(1.0 - math.pow(fpr, 1.0 / 8.0))
    wanted = min(max(int(min(bits, _MOST_BITS)), _LEAST_BITS), _MOST_BITS)
    rounded = wanted if wanted & (wanted - 1) == 0 else 1 << wanted.bit_length()
    return min(rounded, _MOST_BITS) // 8
