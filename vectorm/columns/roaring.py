"""64-bit Roaring bitmaps in the portable format (https://github.com/RoaringBitmap/RoaringFormatSpec)."""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NO_RUNS, _WITH_RUNS = 12346, 12347
_MOST_OF_ARRAY = 4096
_BITMAP_BYTES = 8192
_BITMAP_IN_MEMORY = 32 + _BITMAP_BYTES
"""Go's roaring weighs runs against a bitmap by its size in memory; the same bytes need the same choice."""
_FEW = 4
"""Below this many containers, one of which has runs, the offsets are left out."""

_U16 = np.dtype("<u2")
_U32 = np.dtype("<u4")


def encode_roaring(keys: NDArray[np.uint64]) -> bytes:
    """A bitmap of sorted, distinct keys: one 32-bit bitmap for each upper half."""
    uppers, starts = _groups((keys >> np.uint64(32)).astype(np.int64))
    lower = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    parts = [struct.pack("<Q", len(uppers))]
    for upper, values in zip(uppers.tolist(), np.split(lower, starts[1:]), strict=bool(len(keys))):
        parts += [struct.pack("<I", upper), _bitmap32(values)]
    return b"".join(parts)


def _bitmap32(values: NDArray[np.int64]) -> bytes:
    """A bitmap of sorted, distinct numbers of 32 bits: one container for each upper half."""
    uppers, starts = _groups(values >> 16)
    containers = [_container(part) for part in np.split(values & 0xFFFF, starts[1:])]
    sizes = np.diff(starts, append=len(values))
    runs = np.array([is_run for is_run, _ in containers])
    if runs.any():
        head = struct.pack("<HH", _WITH_RUNS, len(containers) - 1) + np.packbits(runs, bitorder="little").tobytes()
    else:
        head = struct.pack("<II", _NO_RUNS, len(containers))
    head += np.column_stack([uppers, sizes - 1]).astype(_U16).tobytes()
    if not runs.any() or len(containers) >= _FEW:
        lengths = np.array([len(body) for _, body in containers])
        before = np.cumsum(lengths) - lengths
        head += (before + len(head) + 4 * len(containers)).astype(_U32).tobytes()
    return head + b"".join(body for _, body in containers)


def _container(values: NDArray[np.int64]) -> tuple[bool, bytes]:
    """Sorted, distinct numbers of 16 bits in the smallest of three forms, and whether these are runs."""
    breaks = np.flatnonzero(np.diff(values) != 1)
    runs = len(breaks) + 1
    if 2 + 4 * runs < min(2 * len(values), _BITMAP_IN_MEMORY):
        first = values[np.concatenate([[0], breaks + 1])]
        last = values[np.concatenate([breaks, [len(values) - 1]])]
        return True, struct.pack("<H", runs) + np.column_stack([first, last - first]).astype(_U16).tobytes()
    if len(values) <= _MOST_OF_ARRAY:
        return False, values.astype(_U16).tobytes()
    bits = np.zeros(8 * _BITMAP_BYTES, np.bool_)
    bits[values] = True
    return False, np.packbits(bits, bitorder="little").tobytes()


def _groups(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """The distinct values of a sorted array, and where each begins."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    return values[starts], starts
