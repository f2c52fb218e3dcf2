"""XXH64 of many byte strings at once (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md), seed 0."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Digests: TypeAlias = NDArray[np.uint64]

_P1 = np.uint64(0x9E3779B185EBCA87)
_P2 = np.uint64(0xC2B2AE3D27D4EB4F)
_P3 = np.uint64(0x165667B19E3779F9)
_P4 = np.uint64(0x85EBCA77C2B2AE63)
_P5 = np.uint64(0x27D4EB2F165667C5)
_SEEDS = (0x60EA27EEADC0B5D6, 0xC2B2AE3D27D4EB4F, 0, 0x61C8864E7A143579)
"""What the four accumulators of a stripe begin with: P1 + P2, P2, 0, -P1."""

_STRIPE = 32
_LANE, _HALF_LANE, _BYTE = "<u8", "<u4", "u1"


def xxh64(rows: NDArray[np.uint8]) -> Digests:
    """The digest of each row.

    Args:
        rows: Byte strings of one length as a matrix, one a row.
    """
    count, length = rows.shape
    stripes = length // _STRIPE
    done = stripes * _STRIPE
    digest = _stripes(_words(rows[:, :done], _LANE), stripes) if stripes else np.full(count, _P5)
    digest = digest + np.uint64(length)
    while length - done >= 8:
        lane = _words(rows[:, done : done + 8], _LANE)[:, 0]
        digest = _rotated(digest ^ _round(np.zeros_like(digest), lane), 27) * _P1 + _P4
        done += 8
    if length - done >= 4:
        half = _words(rows[:, done : done + 4], _HALF_LANE)[:, 0]
        digest = _rotated(digest ^ half * _P1, 23) * _P2 + _P3
        done += 4
    for place in range(done, length):
        digest = _rotated(digest ^ _words(rows[:, place : place + 1], _BYTE)[:, 0] * _P5, 11) * _P1
    return _mixed(digest)


def _stripes(lanes: Digests, stripes: int) -> Digests:
    """All whole stripes of 32 bytes, each of four lanes."""
    sums = [np.full(len(lanes), seed, np.uint64) for seed in _SEEDS]
    for stripe in range(stripes):
        sums = [_round(each, lanes[:, 4 * stripe + lane]) for lane, each in enumerate(sums)]
    digest = _rotated(sums[0], 1) + _rotated(sums[1], 7) + _rotated(sums[2], 12) + _rotated(sums[3], 18)
    for each in sums:
        digest = (digest ^ _round(np.zeros_like(digest), each)) * _P1 + _P4
    return digest


def _words(rows: NDArray[np.uint8], dtype: str) -> Digests:
    """Rows of bytes as rows of little-endian words."""
    words = np.frombuffer(np.ascontiguousarray(rows), dtype)
    return np.asarray(np.reshape(words, (len(rows), -1)), np.uint64)


def _round(total: Digests, lane: Digests) -> Digests:
    sums: Digests = _rotated(total + lane * _P2, 31) * _P1
    return sums


def _rotated(value: Digests, bits: int) -> Digests:
    turned: Digests = (value << np.uint64(bits)) | (value >> np.uint64(64 - bits))
    return turned


def _mixed(digest: Digests) -> Digests:
    digest = (digest ^ (digest >> np.uint64(33))) * _P2
    digest = (digest ^ (digest >> np.uint64(29))) * _P3
    mixed: Digests = digest ^ (digest >> np.uint64(32))
    return mixed
