"""`python -m tests.faults.own_writes`: a session reads what it has written, and no more what it has deleted.

The collection is at level Bounded, where a reader need not see the last seconds. Each pair is a write and a read, or a
delete and a read; the reads take turns: `count`, `scalars`, `exists`, `search`.

--engine lite --engine milvus   which engines (default: both)
--pairs N                       writes and reads, and as many deletes and reads; half of them async (default: 1000)
--json FILE                     write the report
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.command import on_engines, parser_of
from tests.faults.either import run_here, settled
from tests.faults.engine import start
from tests.faults.ledger import Keyed, create, objects
from vectorm import AsyncSession, Session, connections, search, select


async def counted(session: Any, number: int) -> bool:
    return bool(await settled(session.count(select(Keyed).where(Keyed.number == number))) == 1)


async def listed(session: Any, number: int) -> bool:
    return bool((await settled(session.scalars(select(Keyed).where(Keyed.number == number)))).ids)


async def exists(session: Any, number: int) -> bool:
    return bool(await settled(session.exists(select(Keyed).where(Keyed.number == number))))


async def searched(session: Any, number: int) -> bool:
    statement = search(Keyed.dense).near([0.5] * 8).where(Keyed.number == number).limit(1)
    return list((await settled(session.search(statement))).ids) == [number]


READS: tuple[Callable[[Any, int], Any], ...] = (counted, listed, exists, searched)


@dataclass(slots=True)
class Report:
    """How many of the pairs saw what they had to."""

    engine: str
    writes: int = 0
    writes_seen: int = 0
    deletes: int = 0
    deletes_seen: int = 0

    @property
    def is_good(self) -> bool:
        return self.writes == self.writes_seen and self.deletes == self.deletes_seen

    def text(self) -> str:
        """For people."""
        return (
            f"{self.engine}: {self.writes_seen:,} of {self.writes:,} writes were read, "
            f"{self.deletes_seen:,} of {self.deletes:,} deletes"
        )


async def pairs(session: Any, numbers: range, report: Report) -> None:
    """Write, read, delete, read."""
    for number in numbers:
        is_stored = READS[number % len(READS)]
        (obj,) = objects(Keyed, [number])
        session.add(obj)
        await settled(session.flush())
        report.writes += 1
        report.writes_seen += await is_stored(session, number)
        session.delete(obj)
        await settled(session.flush())
        report.deletes += 1
        report.deletes_seen += not await is_stored(session, number)


def own_writes(name: str, count: int, folder: Path) -> Report:
    """Run the pairs on one engine."""
    with closing(start(name, folder)) as engine:
        create(engine.uri)
        connections.connect("own", uri=engine.uri)
        report = Report(engine.label)
        run_here(pairs(Session(bind="own"), range(count // 2), report))
        asyncio.run(pairs(AsyncSession(bind="own"), range(count // 2, count), report))
        connections.disconnect("own")
    return report


def main(arguments: list[str]) -> int:
    parser = parser_of("own_writes", "Reads of own writes.")
    parser.add_argument("--pairs", type=int, default=1000)
    options = parser.parse_args(arguments)
    reports = on_engines(options, lambda name, folder: own_writes(name, options.pairs, folder))
    return 0 if all(each.is_good for each in reports) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
