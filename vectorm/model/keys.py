"""Keys that the client makes: of the content of a row, or by time. With `uuid7` they are the strategies for keys."""

import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from vectorm.errors import ParamError
from vectorm.records import dataclass

KEY_LENGTH = 64
"""Characters of a content hash: SHA-256 has 256 bits, a hexadecimal digit 4."""

EPOCH = 1_704_067_200_000
"""Milliseconds from 1970 to 2024-01-01 UTC, where the time of a `snowflake` starts; its 41 bits last until 2093."""

_WORKER_BITS = 10
_SEQUENCE_BITS = 12


@dataclass(frozen=True, slots=True)
class ContentHash:
    """The key of an object is a hash of other fields of it. Made by `content_hash()`."""

    fields: tuple[str, ...]

    def __call__(self) -> str:
        """Only models can make such a key: they know the values.

        Raises:
            TypeError: Always.
        """
        raise TypeError("content_hash(...) is for field(primary_key=True, default_factory=content_hash(...))")

    def key(self, values: Sequence[object]) -> str:
        """The key of stored values, in the order of the fields."""
        import hashlib  # loads OpenSSL

        text = json.dumps(list(values), separators=(",", ":"), default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> object:
    """The value of a numpy scalar, as rows in bulk may have them."""
    return value.item()


def content_hash(*fields: str) -> ContentHash:
    r"""A text key made of other fields: the same content is the same row, whoever writes it and how often.

    `id: Mapped[str] = field(primary_key=True, default_factory=content_hash("url", "body"))`

    The key is the SHA-256 of the values as a JSON array, in 64 hexadecimal digits. The values stand in the order named,
    as Milvus stores them, without blanks, and what is not ASCII as `\uXXXX`. Texts that look alike but have other code
    points are other texts.

    It is made when an object is made without a key. An assignment after which such an object would have another key
    raises `DataNotMatchException`: other content is another row. A key that was given by hand stays.

    Args:
        fields: Names of fields of text, whole numbers or bool, or of adapted types that are stored as such.

    Raises:
        ParamError: No field, or one twice.
    """
    if not fields or len(set(fields)) < len(fields):
        message = f"content_hash{fields} names no field, or one twice"
        raise ParamError(message=message, hint='write content_hash("url", "body")')
    return ContentHash(fields)


def snowflake(worker: int) -> Callable[[], int]:
    """Makes int keys that sort by time, without a server.

    `id: Mapped[int] = field(primary_key=True, default_factory=snowflake(worker=3))`

    Unlike ids that a server makes they are known before anything is sent, so that a lost answer harms nothing: the rows
    are upserted again. A key has 41 bits of milliseconds since 2024, 10 of the worker and 12 of a counter. The keys of
    one process strictly increase; beyond 4,096 keys in a millisecond they run ahead of the clock.

    Args:
        worker: Number of this process among those that write to the collection, 0 to 1,023. Two processes of one number
            would make the same keys, and overwrite each other's rows.

    Raises:
        ParamError: The number is out of range; when a key is made: the process is a fork of one that made keys.
    """
    if not 0 <= worker < 1 << _WORKER_BITS:
        raise ParamError(message=f"snowflake(worker={worker}): workers have numbers from 0 to 1,023")
    return _Snowflake(worker)


class _Snowflake:
    def __init__(self, worker: int) -> None:
        self._worker = worker
        self._last = 0
        self._pid = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        pid = os.getpid()
        if self._pid not in (0, pid):
            raise ParamError(
                message=f"snowflake(worker={self._worker}): this process is a fork of one that has the number",
                hint="give each process a number of its own, or let the key be text: uuid7",
            )
        with self._lock:
            self._pid = pid
            tick = (time.time_ns() // 1_000_000 - EPOCH) << _SEQUENCE_BITS
            self._last = max(tick, self._last + 1)
            milliseconds, count = divmod(self._last, 1 << _SEQUENCE_BITS)
        return (milliseconds << _WORKER_BITS | self._worker) << _SEQUENCE_BITS | count
