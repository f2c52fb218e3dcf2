"""Roaring bitmaps for `membership_match(field, {ids}, type=roaring)`: exact sets of integer keys, compressed."""

import struct
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.client.keywords import checked, checked_methods
from vectorm.columns.roaring import encode_roaring
from vectorm.errors import ParamError

_HEADER = struct.Struct("<4sHHQQQ")  # magic, version, format, keys, bytes of the bitmap, reserved
_MOST_UPPER = 1 << 18
_MOST_BYTES = 128 * 1024 * 1024
_MOST_DECODED = 64 * 1024 * 1024
_UPPER_COST, _CONTAINER_COST = 128, 64
"""What the server reckons for each upper half of 32 bits and each container of 16 bits, in bytes."""
_MERGE = 1 << 20


@checked_methods
class RoaringBitmapBuilder:
    """A bitmap that is filled batch by batch; keys may come in any order, and more than once."""

    def __init__(self) -> None:
        self._keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._parts: list[NDArray[np.uint64]] = []
        self._pending = 0
        self._lock = Lock()

    def add_int64_batch(self, values: Iterable[int]) -> Self:
        """Add keys of an integer field: all of them, or none when it raises.

        Raises:
            ParamError: One is no int, or does not fit in 64 bits.
        """
        keys = _as_keys(values if isinstance(values, list | tuple) else list(values))
        with self._lock:
            self._parts.append(keys)
            self._pending += len(keys)
            if self._pending >= max(_MERGE, len(self._keys)):  # each key is merged a few times only
                self._merge()
        return self

    @property
    def cardinality(self) -> int:
        """Number of distinct keys."""
        with self._lock:
            return len(self._merge())

    def build(self) -> bytes:
        """The bitmap, to be given in `filter_params`. More keys may be added afterwards.

        Raises:
            ParamError: It is larger than servers take.
        """
        with self._lock:
            keys = self._merge()
        containers = _check_spread(keys)
        body = encode_roaring(keys)
        if len(body) > _MOST_BYTES or (len(keys) and containers + len(body) > _MOST_DECODED):
            raise ParamError(message=f"a Roaring bitmap of {len(keys)} keys is too large", hint="split the keys")
        return _HEADER.pack(b"MRB1", 1, 1, len(keys), len(body), 0) + body

    def _merge(self) -> NDArray[np.uint64]:
        if self._parts:
            self._keys = np.unique(np.concatenate([self._keys, *self._parts]))
            self._parts, self._pending = [], 0
        return self._keys


@checked
def build_roaring_bitmap(members: Sequence[int]) -> bytes:
    """A bitmap of keys, to be given in `filter_params`.

    Args:
        members: A list of int, in any order.

    Raises:
        ParamError: A wrong argument, or the bitmap is larger than servers take.
    """
    if not isinstance(members, list | tuple):
        raise ParamError(message=f"members of a Roaring bitmap must be a list of int, not {type(members).__name__}")
    return RoaringBitmapBuilder().add_int64_batch(members).build()


def _as_keys(values: Sequence[Any]) -> NDArray[np.uint64]:
    """Keys as the unsigned numbers of the same 64 bits."""
    for found in set(map(type, values)):
        if found is bool or not issubclass(found, int):
            raise ParamError(message=f"keys of a Roaring bitmap must be int; one is {found.__name__}")
    try:
        return np.asarray(np.fromiter(values, np.int64, len(values)).astype(np.uint64))
    except OverflowError:
        raise ParamError(message="a key of a Roaring bitmap does not fit in 64 bits") from None


def _check_spread(keys: NDArray[np.uint64]) -> int:
    """What the server reckons for the parts of a bitmap, in bytes.

    Raises:
        ParamError: The keys lie so far apart that no server takes their bitmap.
    """
    uppers, containers = _distinct(keys >> np.uint64(32)), _distinct(keys >> np.uint64(16))
    cost = uppers * _UPPER_COST + containers * _CONTAINER_COST
    if uppers > _MOST_UPPER or cost > _MOST_DECODED:
        raise ParamError(
            message=f"{len(keys)} keys lie too far apart for a Roaring bitmap: they need {containers} containers",
            hint="a Bloom filter takes keys of any spread",
        )
    return cost


def _distinct(values: NDArray[np.uint64]) -> int:
    """How many distinct values a sorted array has."""
    return int(np.count_nonzero(values[1:] != values[:-1])) + 1 if len(values) else 0
