"""The process that the soak watches: 16 threads and 64 tasks that write, read, search and delete.

    python -m tests.faults.soak_work ADDRESS LEDGER SEED

It prints `ready`, works until its standard input closes, then prints its counts as JSON. What the engine told it stands
in the file LEDGER, a line for each write: `first number, count, told, time`. Nothing here grows with time: what grows
is a leak.
"""

import asyncio
import json
import random
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import IO, Any

from tests.faults.either import run_here, settled
from tests.faults.ledger import COUNTED, KEYED, Counted, Keyed, Told, objects, rows
from vectorm import AsyncMilvusClient, AsyncSession, MilvusClient, Session, connections, delete, search, select
from vectorm.errors import FlushError, MilvusException, OutcomeUnknown

THREADS = 16
TASKS = 64
TIMEOUT = 5.0
BATCH = 5
ALIVE = 4
"""Batches that a worker keeps, beside one of twenty of the others: with more rows Milvus Lite falls behind."""
STEPS = 25
"""Steps between two openings of a client."""
PAUSE = 3.0
"""Mean pause of a worker between two steps, in seconds: the soak looks for leaks, not for speed."""


class Notes:
    """What happened, shared by the workers."""

    def __init__(self, ledger: IO[str]) -> None:
        self.operations: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self._ledger = ledger
        self._lock = threading.Lock()

    def did(self, operation: str) -> None:
        with self._lock:
            self.operations[operation] += 1

    def failed(self, error: Exception) -> None:
        """An error; one that is not of the library's tree is wrong."""
        with self._lock:
            self.errors[type(error).__name__] += 1
            if not isinstance(error, MilvusException):
                self.wrong[f"raised {type(error).__name__}: {error}"[:300]] += 1

    def is_wrong(self, what: str) -> None:
        with self._lock:
            self.wrong[what] += 1

    def told(self, first: int, told: Told) -> None:
        with self._lock:
            self._ledger.write(f"{first} {BATCH} {told.value} {time.time():.2f}\n")


class Worker(ABC):
    """One of them. It is written for tasks; in a thread nothing that it awaits has to wait (`run_here`)."""

    collection = KEYED

    def __init__(self, number: int, uri: str, notes: Notes, seed: int, *, is_async: bool) -> None:
        self.uri = uri
        self.notes = notes
        self.is_async = is_async
        self.random = random.Random(seed * 1_000 + number)
        self.next = number * 1_000_000_000
        self.alive: deque[tuple[int, Told]] = deque()

    @property
    def model(self) -> type[Keyed] | type[Counted]:
        return Keyed if self.collection == KEYED else Counted

    @abstractmethod
    async def open(self) -> None:
        """Open a session or a client."""

    @abstractmethod
    async def close(self) -> None:
        """Close it."""

    @abstractmethod
    async def store(self, numbers: range) -> None:
        """Write rows."""

    @abstractmethod
    async def remove(self, numbers: range) -> None:
        """Delete rows."""

    @abstractmethod
    async def count(self, numbers: range) -> int:
        """How many of the numbers are stored; it sees the worker's own writes."""

    @abstractmethod
    async def search(self) -> int:
        """How many hits a search for 5 has."""

    async def work(self, stop: threading.Event) -> None:
        """Work until told to stop."""
        while not stop.is_set():
            try:
                await self.open()
            except MilvusException as error:
                self.notes.failed(error)
                await self.pause(PAUSE, stop)
                continue
            for _ in range(STEPS):
                if stop.is_set():
                    break
                await self.step()
                await self.pause(self.random.uniform(0, 2 * PAUSE), stop)
            await self.close()

    async def pause(self, seconds: float, stop: threading.Event) -> None:
        if self.is_async:
            await asyncio.sleep(seconds)
        else:
            stop.wait(seconds)

    async def step(self) -> None:
        """One operation; an error of it is counted."""
        kind = self.random.choice(["store", "store", "count", "search"])
        try:
            if kind == "store":
                await self.write()
            elif kind == "count":
                await self.read()
            elif await self.search() > 5:
                self.notes.is_wrong("a search gave more hits than asked for")
            self.notes.did(kind)
        except Exception as error:  # noqa: BLE001  # counted
            self.notes.failed(error)

    async def write(self) -> None:
        """Write a batch; with enough of them, delete the oldest."""
        first, self.next = self.next, self.next + BATCH
        told = await self.tell(first, self.store(batch(first)), Told.STORED)
        self.alive.append((first, told))
        if len(self.alive) > ALIVE:
            oldest, _ = self.alive.popleft()
            if self.random.randrange(20):
                await self.tell(oldest, self.remove(batch(oldest)), Told.GONE)
                self.notes.did("delete")

    async def tell(self, first: int, call: Coroutine[Any, Any, None], done: Told) -> Told:
        """Write or delete, and note in the ledger what came of it. A refused delete leaves what was."""
        told = done
        try:
            await call
        except MilvusException as error:
            self.notes.failed(error)
            lost = bool(error.unknown) if isinstance(error, FlushError) else isinstance(error, OutcomeUnknown)
            told = Told.UNKNOWN if lost or done is Told.GONE else Told.REFUSED
        self.notes.told(first, told)
        return told

    async def read(self) -> None:
        """Read a batch of one's own."""
        if self.alive:
            first, told = self.random.choice(self.alive)
            found = await self.count(batch(first))
            if told is not Told.UNKNOWN and found != (BATCH if told is Told.STORED else 0):
                self.notes.is_wrong(f"{type(self).__name__}: {found} rows were read of {BATCH} that are {told.value}")


class InSession(Worker):
    """`Session`, `AsyncSession`; one session for all of the worker's life."""

    session: Any = None

    async def open(self) -> None:
        if self.session is None:
            self.session = (AsyncSession if self.is_async else Session)(bind="soak", timeout=TIMEOUT)

    async def close(self) -> None:
        await settled(self.session.close())

    async def store(self, numbers: range) -> None:
        try:
            self.session.add_all(objects(self.model, numbers))
            await settled(self.session.commit())
        finally:
            await self.close()  # lets go of what is unknown

    async def remove(self, numbers: range) -> None:
        model = self.model
        await settled(self.session.execute(delete(model).where(within(model, numbers))))

    async def count(self, numbers: range) -> int:
        return int(await settled(self.session.count(select(self.model).where(within(self.model, numbers)))))

    async def search(self) -> int:
        statement = search(self.model.dense).near([self.random.random()] * 8).limit(5)
        return len(await settled(self.session.search(statement)))


class InSessionCounted(InSession):
    """The same with keys that the server makes."""

    collection = COUNTED


class InClient(Worker):
    """`MilvusClient`, `AsyncMilvusClient`, opened and closed again and again."""

    client: Any = None

    async def open(self) -> None:
        self.client = (AsyncMilvusClient if self.is_async else MilvusClient)(uri=self.uri, timeout=TIMEOUT)

    async def close(self) -> None:
        await settled(self.client.close())

    async def store(self, numbers: range) -> None:
        await settled(self.client.upsert(KEYED, rows(Keyed, numbers), timeout=TIMEOUT))

    async def remove(self, numbers: range) -> None:
        await settled(self.client.delete(KEYED, ids=list(numbers), timeout=TIMEOUT))

    async def count(self, numbers: range) -> int:
        where = f"number >= {numbers.start} and number < {numbers.stop}"
        options = {"output_fields": ["number"], "consistency_level": "Strong", "timeout": TIMEOUT}
        return len(await settled(self.client.query(self.collection, filter=where, **options)))

    async def search(self) -> int:
        data = [[self.random.random()] * 8]
        return len((await settled(self.client.search(self.collection, data=data, limit=5, timeout=TIMEOUT)))[0])


class InClientCounted(InClient):
    """The same with keys that the server makes, and deletes by filter."""

    collection = COUNTED

    async def store(self, numbers: range) -> None:
        await settled(self.client.insert(COUNTED, rows(Counted, numbers), timeout=TIMEOUT))

    async def remove(self, numbers: range) -> None:
        where = f"number >= {numbers.start} and number < {numbers.stop}"
        await settled(self.client.delete(COUNTED, filter=where, timeout=TIMEOUT))


KINDS: tuple[Callable[..., Worker], ...] = (InSession, InClient, InSessionCounted, InClientCounted)


def batch(first: int) -> range:
    """The numbers of a batch."""
    return range(first, first + BATCH)


def within(model: type[Keyed] | type[Counted], numbers: range) -> Any:
    """The condition for numbers."""
    return (model.number >= numbers.start) & (model.number < numbers.stop)


async def run_tasks(workers: list[Worker], stop: threading.Event) -> None:
    await asyncio.gather(*(worker.work(stop) for worker in workers))


def main(uri: str, ledger: str, seed: int) -> None:
    """Work until standard input closes."""
    connections.connect("soak", uri=uri)
    print("ready", flush=True)
    stop = threading.Event()
    with Path(ledger).open("w", buffering=1) as file:
        notes = Notes(file)
        made = [
            KINDS[number % len(KINDS)](number, uri, notes, seed, is_async=number >= THREADS)
            for number in range(THREADS + TASKS)
        ]
        running = [threading.Thread(target=run_here, args=(each.work(stop),)) for each in made[:THREADS]]
        running.append(threading.Thread(target=lambda: asyncio.run(run_tasks(made[THREADS:], stop))))
        for thread in running:
            thread.start()
        started = time.monotonic()
        sys.stdin.read()
        stop.set()
        for thread in running:
            thread.join()
    told = {"operations": notes.operations, "errors": notes.errors, "wrong": notes.wrong}
    print(json.dumps({**told, "seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
