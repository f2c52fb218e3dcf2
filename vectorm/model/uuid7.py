"""Version 7 UUIDs (RFC 9562): text keys that sort by the time they were made."""

import os
import threading
import time

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """A new key of 36 characters: 48 bits of Unix time in milliseconds, then 74 random bits.

    Keys made by one process strictly increase, so that rows written together stay together.
    """
    global _last  # noqa: PLW0603
    random = int.from_bytes(os.urandom(10), "big") & ((1 << _RANDOM_BITS) - 1)
    milliseconds = time.time_ns() // 1_000_000
    with _lock:
        number = (milliseconds << _RANDOM_BITS) | random
        if number <= _last:
            number = _last + 1 + (random & 0xFFFFFFFF)
        _last = number
    return _format(number)


def _format(number: int) -> str:
    """48 bits of time and 74 random bits as text, with version 7 and the RFC's variant between them."""
    head, random = number >> _RANDOM_BITS, number & ((1 << _RANDOM_BITS) - 1)
    value = (head << 80) | (7 << 76) | ((random >> 62) << 64) | (0b10 << 62) | (random & ((1 << 62) - 1))
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
