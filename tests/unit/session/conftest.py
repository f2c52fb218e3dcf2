"""Outboxes for tests: opened as a new process opens them, without the wait for the disk."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vectorm.session import flush as flushing
from vectorm.session.outbox import Outbox


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.outbox"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., Outbox]]:
    """Opens the outbox, as a new process does: the last one is closed."""
    made: list[Outbox] = []

    def open_again(max_bytes: int = 1 << 20) -> Outbox:
        while made:
            made.pop().close()
        made.append(Outbox(path, max_bytes=max_bytes))
        return made[-1]

    yield open_again
    made[-1].close()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the files that were synced, which takes long in truth. Batches are of one row."""
    monkeypatch.setattr(flushing, "MOST_ROWS", 1)
    sizes: list[int] = []

    def sync(fd: int) -> None:
        sizes.append(os.fstat(fd).st_size)

    monkeypatch.setattr(os, "fsync", sync)
    return sizes
