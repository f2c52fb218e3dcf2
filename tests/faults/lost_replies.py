"""`python -m tests.faults.lost_replies`: answers to writes get lost, in five ways, over every kind of write.

Each answer is reset, swallowed, cut in the middle, half-closed away or late. What was sent must then be sent again
where that is safe, or the error must be `OutcomeUnknown` (in a session: a `FlushError` that names the objects);
sessions then find out with `resolve("verify")`. In the end every row is read at consistency Strong: none is missing,
none there twice.

--engine lite --engine milvus   which engines (default: both)
--events N                      of each engine (default: 320: each kind by each fault, blocking and async, four times)
--seed N                        of their order (default: 1)
--json FILE                     write the report
"""

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from tests.faults.command import on_engines, parser_of
from tests.faults.either import run_here, settled
from tests.faults.engine import start
from tests.faults.ledger import (
    COUNTED,
    KEYED,
    Check,
    Counted,
    Keyed,
    Ledger,
    Numbered,
    Told,
    check,
    create,
    objects,
    rows,
)
from tests.faults.proxy import Fault, Proxy
from vectorm import AsyncMilvusClient, AsyncSession, MilvusClient, Session, connections
from vectorm.errors import FlushError, MilvusException, OutcomeUnknown

R = TypeVar("R")

FAULTS = (Fault.RESET_ON_REPLY, Fault.SWALLOW_REPLIES, Fault.CUT_REPLY, Fault.HALF_CLOSE, Fault.DELAY)
BATCH = 5
TIMEOUT = 1.0
PATIENCE = 30
LATE = 1.5
"""Seconds of a late answer: more than the timeout."""


class Side:
    """The blocking or the async names, over one link."""

    def __init__(self, uri: str, *, is_async: bool) -> None:
        self.is_async = is_async
        self.loop = asyncio.new_event_loop()
        self.run(self._open(uri))

    async def _open(self, uri: str) -> None:
        self.client: Any = (AsyncMilvusClient if self.is_async else MilvusClient)(uri=uri, timeout=60)
        self.session: Any = (AsyncSession if self.is_async else Session)(bind="lost", timeout=TIMEOUT)

    async def prepare(self, numbers: range) -> None:
        """Connect anew, load the objects of numbers: the next answer is that of a write."""
        self.session.expunge_all()
        for model, collection in ((Counted, COUNTED), (Keyed, KEYED)):
            await settled(self.client.query(collection, filter="number < 0", timeout=30))
            self.loaded = await settled(self.session.get_many(model, list(numbers)))

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        return self.loop.run_until_complete(work) if self.is_async else run_here(work)

    def close(self) -> None:
        async def end() -> None:
            await settled(self.client.close())

        self.run(end())
        self.loop.close()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of write."""

    name: str
    write: Callable[[Side, range], Awaitable[object]]
    model: Numbered = Keyed
    deletes: bool = False


async def insert(side: Side, numbers: range) -> None:
    await settled(side.client.insert(KEYED, rows(Keyed, numbers), timeout=TIMEOUT))


async def insert_counted(side: Side, numbers: range) -> None:
    await settled(side.client.insert(COUNTED, rows(Counted, numbers), timeout=TIMEOUT))


async def upsert(side: Side, numbers: range) -> None:
    await settled(side.client.upsert(KEYED, rows(Keyed, numbers), timeout=TIMEOUT))


async def delete_keys(side: Side, numbers: range) -> None:
    await settled(side.client.delete(KEYED, ids=list(numbers), timeout=TIMEOUT))


async def delete_filter(side: Side, numbers: range) -> None:
    where = f"number >= {numbers.start} and number < {numbers.stop}"
    await settled(side.client.delete(KEYED, filter=where, timeout=TIMEOUT))


async def flush(side: Side, numbers: range) -> None:
    side.session.add_all(objects(Keyed, numbers))
    await settled(side.session.flush())


async def flush_counted(side: Side, numbers: range) -> None:
    side.session.add_all(objects(Counted, numbers))
    await settled(side.session.flush())


async def flush_deletes(side: Side, numbers: range) -> None:
    for obj in side.loaded:
        side.session.delete(obj)
    await settled(side.session.flush())


KINDS = (
    Kind("insert", insert),
    Kind("insert, server's keys", insert_counted, Counted),
    Kind("upsert", upsert),
    Kind("delete by keys", delete_keys, deletes=True),
    Kind("delete by filter", delete_filter, deletes=True),
    Kind("flush", flush),
    Kind("flush, server's keys", flush_counted, Counted),
    Kind("flush of deletes", flush_deletes, deletes=True),
)


class Outcome(str, Enum):
    """What the client said of a write whose answer was lost."""

    ANSWERED = "sent again"
    UNKNOWN = "unknown"
    FAILED = "called failed"
    """Wrong: it may be done."""


async def outcome_of(side: Side, kind: Kind, numbers: range) -> tuple[Outcome, str]:
    """Write; what the client says, and the error's text."""
    try:
        await kind.write(side, numbers)
    except OutcomeUnknown as error:
        return Outcome.UNKNOWN, str(error)
    except FlushError as error:  # it names the objects
        return Outcome.UNKNOWN if len(error.unknown) == BATCH else Outcome.FAILED, str(error)
    except MilvusException as error:
        return Outcome.FAILED, str(error)
    return Outcome.ANSWERED, ""


async def resolve(side: Side) -> None:
    """Find out what became of the objects that a session does not know, and send again what is not done."""
    if side.session.unknown:
        await settled(side.session.resolve("verify"))
    await settled(side.session.flush())


async def patiently(work: Callable[[], Awaitable[None]]) -> None:
    """Do what no fault is meant for: the timeout is short, and a busy machine may need another try."""
    for _ in range(PATIENCE):
        with suppress(MilvusException):
            return await work()
    return await work()


@dataclass(slots=True)
class Report:
    """What the lost answers of one engine came to.

    Attributes:
        outcomes: How often each kind of write ended how.
        resolved: Unknown flushes that `resolve("verify")` brought to an end.
        spared: Events in which no answer was lost, for the fault came too late: they do not count.
        wrong: Errors of writes that were called failed.
    """

    engine: str
    seed: int
    outcomes: dict[str, dict[str, int]]
    faults: dict[str, int]
    resolved: int = 0
    spared: int = 0
    wrong: list[str] = field(default_factory=list[str])
    check: Check | None = None

    @property
    def events(self) -> int:
        return sum(self.faults.values())

    @property
    def is_good(self) -> bool:
        return not self.wrong and self.check is not None and self.check.is_good

    def text(self) -> str:
        """For people."""
        said = [outcome.value for outcome in Outcome]
        lines = [f"{self.engine}, seed {self.seed}: {self.events} answers lost, {'good' if self.is_good else 'BAD'}"]
        lines += [
            f"  {name:22} " + ", ".join(f"{each} {counts[each]}" for each in said)
            for name, counts in self.outcomes.items()
        ]
        lines += [
            f"  resolved by verify {self.resolved}, nothing lost {self.spared}",
            f"  {dict(self.faults)}",
            f"  {self.check}",
        ]
        return "\n".join(lines + [f"  {each}" for each in self.wrong[:5]])


class Run:
    """All events on one engine."""

    def __init__(self, uri: str, target: str, report: Report) -> None:
        self.report = report
        self.ledger = Ledger()
        self.next = 0
        self.truth = MilvusClient(uri=uri, timeout=60)
        self.proxy = Proxy(target, delay=LATE).start()
        address = f"http://127.0.0.1:{self.proxy.port}"
        connections.connect("lost", uri=address, timeout=60)
        self.sides = [Side(address, is_async=is_async) for is_async in (False, True)]

    async def begin(self, side: Side) -> None:
        """Write through a link without faults: the schemas are known from now on."""
        numbers = range(self.next, self.next + 2 * BATCH)
        self.next += 2 * BATCH
        await settled(side.client.upsert(KEYED, rows(Keyed, numbers[:BATCH]), timeout=60))
        await settled(side.client.insert(COUNTED, rows(Counted, numbers[BATCH:]), timeout=60))
        self.ledger.note(numbers, Told.STORED)

    def event(self, side: Side, kind: Kind, fault: Fault) -> None:
        """One write whose answer is lost."""
        numbers = range(self.next, self.next + BATCH)
        self.next += BATCH
        if kind.deletes:
            self.store(numbers)
        side.run(patiently(lambda: side.prepare(numbers)))
        before = self.proxy.lost
        self.proxy.times, self.proxy.fault = 1, fault
        outcome, text = side.run(outcome_of(side, kind, numbers))
        self.proxy.fault = Fault.NONE
        self.proxy.cut()  # bytes are missing in its streams
        if self.proxy.lost == before:
            self.report.spared += 1
        else:
            self.report.faults[fault.name.lower()] += 1
            self.report.outcomes[kind.name][outcome.value] += 1
        if outcome is Outcome.FAILED:
            self.report.wrong.append(f"{kind.name}, {fault.name.lower()}: {text}")
        is_resolved = bool(side.session.unknown) and kind.model is Keyed
        if is_resolved:
            side.run(patiently(lambda: resolve(side)))
        self.report.resolved += is_resolved
        done = Told.GONE if kind.deletes else Told.STORED
        self.ledger.note(numbers, done if is_resolved or outcome is Outcome.ANSWERED else Told.UNKNOWN)

    def store(self, numbers: range) -> None:
        """Rows to delete, which every read sees from now on."""
        self.truth.upsert(KEYED, rows(Keyed, numbers), timeout=60)
        self.truth.query(KEYED, filter=f"id == {numbers.start}", consistency_level="Strong", timeout=60)

    def close(self) -> None:
        for side in self.sides:
            side.close()
        connections.disconnect("lost")
        self.proxy.close()
        self.truth.close()


def lose(name: str, count: int, seed: int, folder: Path) -> Report:
    """Lose answers of one engine: every kind of write, by every fault, blocking and async, in a random order."""
    chance = random.Random(seed)
    with closing(start(name, folder)) as engine:
        outcomes = {kind.name: {outcome.value: 0 for outcome in Outcome} for kind in KINDS}
        report = Report(engine.label, seed, outcomes, {fault.name.lower(): 0 for fault in FAULTS})
        create(engine.uri)
        with closing(Run(engine.uri, engine.target, report)) as run:
            for side in run.sides:
                side.run(run.begin(side))
            events = [(side, kind, fault) for side in run.sides for kind in KINDS for fault in FAULTS]
            for number in range(count):
                if number % len(events) == 0:
                    chance.shuffle(events)
                run.event(*events[number % len(events)])
        report.check = check(engine.uri, run.ledger)
    return report


def main(arguments: list[str]) -> int:
    parser = parser_of("lost_replies", "Lost answers to writes.")
    parser.add_argument("--events", type=int, default=320)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    reports = on_engines(options, lambda name, folder: lose(name, options.events, options.seed, folder))
    print(f"{sum(each.events for each in reports)} answers lost")
    return 0 if all(each.is_good for each in reports) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
