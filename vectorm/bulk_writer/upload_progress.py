"""How far an upload is."""

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TypeAlias

from vectorm.errors import MilvusException
from vectorm.records import dataclass

_INTERVAL = 5.0
"""Seconds between two calls of the callback."""


@dataclass(frozen=True)
class UploadProgress:
    """How far an upload is. Sizes in bytes; `current_file` is "" at the end."""

    uploaded_bytes: int
    total_bytes: int
    completed_files: int
    total_files: int
    current_file: str
    current_file_uploaded_bytes: int
    current_file_total_bytes: int
    percent: float


OnProgress: TypeAlias = Callable[[UploadProgress], object]


class Tracker:
    """Counts the bytes of all files of an upload, and tells the callback every few seconds and at the end."""

    def __init__(self, total_bytes: int, total_files: int, callback: OnProgress | None) -> None:
        self._total = (total_bytes, total_files)
        self._callback = callback
        self._sent: dict[str, int] = {}
        self._uploaded = 0
        self._completed = 0
        self._next = 0.0
        self._lock = Lock()

    def sent(self, file: str, sent: int, size: int) -> None:
        """So many bytes of a file are sent."""
        with self._lock:
            self._uploaded += sent - self._sent.get(file, 0)  # less than before when a file begins anew
            self._sent[file] = sent
            progress = self._snapshot(file, sent, size)
            due = time.monotonic() >= self._next
            self._next = time.monotonic() + _INTERVAL if due else self._next
        if due:
            self._tell(progress)

    def completed(self, file: str, size: int) -> None:
        """A file is uploaded."""
        with self._lock:
            self._completed += 1
        self.sent(file, size, size)

    def end(self) -> None:
        """All files are uploaded."""
        self._tell(self._snapshot("", 0, 0))

    def _tell(self, progress: UploadProgress) -> None:
        if self._callback is not None:
            self._callback(progress)

    def _snapshot(self, file: str, sent: int, size: int) -> UploadProgress:
        (total_bytes, total_files), uploaded = self._total, self._uploaded
        done, total = (uploaded, total_bytes) if total_bytes else (self._completed, total_files)
        percent = 100.0 * done / total if total else 100.0
        return UploadProgress(uploaded, total_bytes, self._completed, total_files, file, sent, size, percent)


class FileProgress(Thread):
    """One try to upload a file, as MinIO's client reports it: by its type a thread, but never started."""

    def __init__(self, tracker: Tracker, file: str, size: int, stop: Event) -> None:
        super().__init__(daemon=True)
        self._told = (tracker, file, size)
        self._sent = 0
        self._stopping = stop

    def set_meta(self, object_name: str, total_length: int) -> None:
        """What is uploaded; known already."""

    def update(self, length: int) -> None:
        """So many more bytes are sent.

        Raises:
            MilvusException: Another file could not be uploaded: this one need not be.
        """
        if self._stopping.is_set():
            raise MilvusException(message="the upload of another file failed")
        tracker, file, size = self._told
        self._sent += length
        tracker.sent(file, self._sent, size)
