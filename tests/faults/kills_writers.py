"""The writers of `kills`: each has one session or client for the whole run, and tells the ledger what it was told.

    python -m tests.faults.kills_writers ADDRESS FIRST

runs one of them alone, until somebody kills it; it prints `sending N` and `stored N` for the batch that begins with N.
"""

import asyncio
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from tests.faults.either import run_here, settled
from tests.faults.ledger import COUNTED, KEYED, Counted, Keyed, Ledger, Told, objects, rows
from vectorm import AsyncMilvusClient, AsyncSession, MilvusClient, Session, connections
from vectorm.errors import FlushError, MilvusException, OutcomeUnknown

BATCH = 20
TIMEOUT = 10.0
PAUSE = 0.02
"""Seconds between two batches, and ten times that after an error."""


class Writer(ABC):
    """Writes a batch after another. Written for tasks; in a thread nothing that it awaits has to wait (`run_here`)."""

    def __init__(self, number: int, uri: str, ledger: Ledger, *, is_async: bool) -> None:
        self.uri = uri
        self.ledger = ledger
        self.is_async = is_async
        self.next = number * 1_000_000_000
        self.acknowledged_at = 0.0
        self.stop = threading.Event()

    @abstractmethod
    async def open(self) -> None:
        """Make the session or client."""

    async def close(self) -> None:  # noqa: B027  # a session needs none
        """Close it."""

    @abstractmethod
    async def write(self, numbers: range) -> Told:
        """Write rows, again and again if that is safe, until told to stop; what the library said."""

    async def run(self, stop: threading.Event) -> None:
        """Write until told to stop."""
        self.stop = stop
        while not stop.is_set():
            numbers = range(self.next, self.next + BATCH)
            self.next += BATCH
            self.ledger.note(numbers, Told.UNKNOWN)
            told = await self.write(numbers)
            self.ledger.note(numbers, told)
            if told is Told.STORED:
                self.acknowledged_at = time.monotonic()
            await self.pause(1 if told is Told.STORED else 10)

    async def pause(self, times: int = 10) -> None:
        if self.is_async:
            await asyncio.sleep(PAUSE * times)
        else:
            time.sleep(PAUSE * times)


class InSession(Writer):
    """One session: what is unknown is verified, and sent again if it has to be, until all is stored."""

    async def open(self) -> None:
        self.session: Any = (AsyncSession if self.is_async else Session)(bind="kills", timeout=TIMEOUT)

    async def write(self, numbers: range) -> Told:
        self.session.add_all(objects(Keyed, numbers))
        while not self.stop.is_set():
            try:
                if self.session.unknown:
                    await settled(self.session.resolve("verify"))
                await settled(self.session.commit())
                return Told.STORED
            except MilvusException:  # noqa: PERF203  # it tries again
                await self.pause()
        return Told.UNKNOWN


class InSessionCounted(InSession):
    """One session, with keys that the server makes: what is unknown stays unknown."""

    async def write(self, numbers: range) -> Told:
        self.session.add_all(objects(Counted, numbers))
        try:
            await settled(self.session.commit())
        except FlushError as error:
            self.session.expunge_all()
            return Told.UNKNOWN if error.unknown else Told.REFUSED
        return Told.STORED


class Upserting(Writer):
    """A client that upserts, again until it is told that the rows are stored."""

    async def open(self) -> None:
        self.client: Any = (AsyncMilvusClient if self.is_async else MilvusClient)(uri=self.uri, timeout=TIMEOUT)

    async def close(self) -> None:
        await settled(self.client.close())

    async def write(self, numbers: range) -> Told:
        while not self.stop.is_set():
            try:
                await settled(self.client.upsert(KEYED, rows(Keyed, numbers), timeout=TIMEOUT))
                return Told.STORED
            except MilvusException:  # noqa: PERF203  # it tries again
                await self.pause()
        return Told.UNKNOWN


class Inserting(Upserting):
    """A client that inserts rows whose keys the server makes, once."""

    async def write(self, numbers: range) -> Told:
        try:
            await settled(self.client.insert(COUNTED, rows(Counted, numbers), timeout=TIMEOUT))
        except OutcomeUnknown:
            return Told.UNKNOWN
        except MilvusException:
            return Told.REFUSED
        return Told.STORED


KINDS: tuple[Callable[..., Writer], ...] = (InSession, InSessionCounted, Upserting, Inserting)


class Printing(Ledger):
    """Prints instead of remembering."""

    def note(self, numbers: Any, told: Told) -> None:
        print("sending" if told is Told.UNKNOWN else told.value, numbers.start, flush=True)


def main(uri: str, first: int) -> None:
    """Write with a session until killed."""
    connections.connect("kills", uri=uri, timeout=60)
    writer = InSession(0, uri, Printing(), is_async=False)
    writer.next = first
    run_here(writer.open())
    run_here(writer.run(threading.Event()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
