"""A file of records to which one process appends: framing, checksums, lock, size. It knows nothing of sessions.

    vectorm outbox 1, and a line feed                      the header
    mark | bytes of head | bytes of body | CRC-32 | head | body      each record; numbers are little endian

The head is a JSON object, the body any bytes. The checksum is that of the two sizes, the head and the body.
"""

import json
import os
import struct
import weakref
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, cast
from zlib import crc32

from vectorm.errors import OutboxError, OutboxLocked
from vectorm.records import dataclass

Head: TypeAlias = Mapping[str, Any]

HEADER = b"vectorm outbox 1\n"
_MARK = b"\xffREC"
_SIZES = struct.Struct("<IQ")
_FRAME = len(_MARK) + _SIZES.size + 4
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record of the file.

    Attributes:
        start: Where the body begins, from the start of the file.
        size: Bytes of the body.
    """

    head: Head
    start: int
    size: int


class OutboxFile:
    """The file, open and locked: no other process opens it, and a forked child cannot write to it.

    A tail that a crash left behind is cut off. The file is made if there is none; nobody else may read it (mode 0600).

    Args:
        path: The file.
        most_bytes: What `has_room` looks at.

    Attributes:
        path: The real path of the file.
        records: What was in it when it was opened.

    Raises:
        OutboxLocked: It is in use.
        OutboxError: It cannot be opened, is no outbox, or is damaged in its middle.
    """

    def __init__(self, path: str | os.PathLike[str], most_bytes: int) -> None:
        self.path = os.path.realpath(Path(path).expanduser())
        self._most_bytes = most_bytes
        self._pid = os.getpid()
        self._stop = len(HEADER)
        self._is_renamed = False
        with _told(self.path):
            self._fd = _open_locked(self.path)
            _open_files.add(self)
            try:
                self.records = self._read()
            except BaseException:
                self.close()
                raise

    def append(self, head: Head, body: Sequence[bytes] = ()) -> Record:
        """Write a record at the end. It is safe from a crash of the machine after the next `sync`.

        Raises:
            OutboxError: It cannot be written; the file is as it was.
        """
        with self._own():
            try:
                record, stop = _write(self._fd, self._stop, head, body)
            except BaseException:
                os.ftruncate(self._fd, self._stop)
                raise
            self._stop = stop
            return record

    def sync(self) -> None:
        """Wait until all that was written is on the disk."""
        with self._own():
            os.fsync(self._fd)
            if self._is_renamed:
                _sync_folder(self.path)
                self._is_renamed = False

    def body(self, record: Record) -> bytes:
        """The body of a record."""
        with self._own():
            return _read_at(self._fd, record.start, record.size)

    def has_room(self, size: int) -> bool:
        """Whether the file may grow by so many bytes."""
        return self._stop + size <= self._most_bytes

    def clear(self) -> None:
        """Forget every record."""
        with self._own():
            os.ftruncate(self._fd, len(HEADER))
            self._stop = len(HEADER)

    def rewrite(self, entries: Iterable[tuple[Head, Record | None]]) -> list[Record]:
        """Put other records in the place of all, each with a head and the body of an old one: all of it, or nothing.

        After a crash of the machine before the next `sync` there may be either file.
        """
        with self._own():
            new = f"{self.path}.new"
            fd = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                _lock(fd, self.path)  # before it has the name that others open
                stop, records = os.pwrite(fd, HEADER, 0), list[Record]()
                for head, old in entries:
                    body = [] if old is None else [self.body(old)]
                    record, stop = _write(fd, stop, head, body)
                    records.append(record)
                os.fsync(fd)
                Path(new).replace(self.path)
            except BaseException:
                os.close(fd)
                Path(new).unlink(missing_ok=True)  # the disk may be full of it
                raise
            os.close(self._fd)
            self._fd, self._stop, self._is_renamed = fd, stop, True
            return records

    def close(self) -> None:
        """Let go of the file and its lock. May be called again."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> list[Record]:
        size = os.fstat(self._fd).st_size
        if size < len(HEADER) and _read_at(self._fd, 0, size) == HEADER[:size]:  # new, or torn when it was made
            os.pwrite(self._fd, HEADER, 0)
            os.fsync(self._fd)
            _sync_folder(self.path)
        records, self._stop = _records(self._fd, self.path)
        if self._stop < os.fstat(self._fd).st_size:
            os.ftruncate(self._fd, self._stop)
            os.fsync(self._fd)
        return records

    @contextmanager
    def _own(self) -> Generator[None]:
        """What every use of the file is wrapped in: it is open, and was opened by this process."""
        if self._pid != os.getpid():
            raise OutboxError(
                message=f"outbox {self.path} belongs to process {self._pid}, which forked this one",
                hint="give each process an outbox file of its own, and open it after the fork",
            )
        if self._fd < 0:
            raise OutboxError(message=f"outbox {self.path} is closed")
        with _told(self.path):
            yield


def read_records(path: str | os.PathLike[str]) -> list[Record]:
    """The whole records of a file that may be in use: nothing is locked, cut or changed.

    Raises:
        OutboxError: There is no such file, it is no outbox, or it is damaged in its middle.
    """
    real = os.path.realpath(Path(path).expanduser())
    with _told(real):
        fd = os.open(real, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return _records(fd, real)[0]
        finally:
            os.close(fd)


@contextmanager
def _told(path: str) -> Generator[None]:
    """Errors of the system become `OutboxError`, with the path."""
    try:
        yield
    except OSError as error:
        raise OutboxError(message=f"outbox {path}: {error.strerror or error}") from error


def _open_locked(path: str) -> int:
    """A descriptor of the file that holds its lock."""
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(fd, path)
            if os.path.samestat(os.fstat(fd), Path(path).stat()):  # else it was rewritten in between
                os.fchmod(fd, 0o600)
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)


def _lock(fd: int, path: str) -> None:
    try:
        import fcntl
    except ImportError:
        message = f"outbox {path}: this system has no file locks of POSIX"
        raise OutboxError(message=message, hint="an outbox needs Linux or macOS") from None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutboxLocked(
            message=f"outbox {path} is in use by another process",
            hint="an outbox has one writer: give each process a file of its own, of a name that it has after a restart",
        ) from None


def _write(fd: int, start: int, head: Head, body: Sequence[bytes]) -> tuple[Record, int]:
    """Write a record; tells where the next one begins."""
    text = json.dumps(head).encode()
    size = sum(map(len, body))
    sizes = _SIZES.pack(len(text), size)
    checksum = crc32(text, crc32(sizes))
    for piece in body:
        checksum = crc32(piece, checksum)
    stop = start
    for piece in (_MARK + sizes + checksum.to_bytes(4, "little") + text, *body):
        left = memoryview(piece)
        while left:
            written = os.pwrite(fd, left, stop)
            left, stop = left[written:], stop + written
    return Record(head, stop - size, size), stop


def _records(fd: int, path: str) -> tuple[list[Record], int]:
    """The records up to the first that is not whole, and where that one begins.

    Raises:
        OutboxError: It is no outbox, or whole records follow: this is no torn tail, and nobody knows what is missing.
    """
    size = os.fstat(fd).st_size
    if not HEADER.startswith(_read_at(fd, 0, len(HEADER))):  # it may be torn
        raise OutboxError(message=f"{path} is no outbox", hint="name a file that vectorm made, or a new one")
    records, stop = list[Record](), len(HEADER)
    while (record := _record(fd, stop, size)) is not None:
        records.append(record)
        stop = record.start + record.size
    following = _next_record(fd, stop + 1, size)
    if following is not None:
        raise OutboxError(
            message=f"outbox {path} is damaged at byte {stop}: whole records follow at byte {following}",
            hint="move the file away; what it held may have to be written anew",
        )
    return records, stop


def _record(fd: int, start: int, size: int) -> Record | None:
    """The record at an offset; None if it is not whole."""
    frame = _read_at(fd, start, _FRAME)
    if len(frame) < _FRAME or not frame.startswith(_MARK):
        return None
    sizes, checksum = frame[len(_MARK) : -4], int.from_bytes(frame[-4:], "little")
    of_head, of_body = _SIZES.unpack(sizes)
    body = start + _FRAME + of_head
    if body + of_body > size:
        return None
    text = _read_at(fd, start + _FRAME, of_head)
    found = crc32(text, crc32(sizes))
    for each in range(body, body + of_body, _CHUNK):
        found = crc32(_read_at(fd, each, min(_CHUNK, body + of_body - each)), found)
    return Record(cast("Head", json.loads(text)), body, of_body) if found == checksum else None


def _next_record(fd: int, start: int, size: int) -> int | None:
    """Where the next whole record begins, from an offset on."""
    for chunk in range(start, size, _CHUNK):
        data = _read_at(fd, chunk, _CHUNK + len(_MARK) - 1)
        place = data.find(_MARK)
        while place >= 0:
            if _record(fd, chunk + place, size) is not None:
                return chunk + place
            place = data.find(_MARK, place + 1)
    return None


def _read_at(fd: int, start: int, size: int) -> bytes:
    """So many bytes; fewer where the file ends."""
    data = os.pread(fd, size, start)
    while len(data) < size and (more := os.pread(fd, size - len(data), start + len(data))):
        data += more
    return data


def _sync_folder(path: str) -> None:
    """Make sure that a new name of a file outlives a crash of the machine."""
    fd = os.open(Path(path).parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


_open_files: "weakref.WeakSet[OutboxFile]" = weakref.WeakSet()


def _close_all() -> None:
    """A forked child lets go of its parent's files: their locks must end with the parent."""
    for each in list(_open_files):
        each.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_all)
