"""`python -m tests.faults.kills`: SIGKILL the engine, and the client's process, while rows are written.

Eight writers (sessions and clients, in threads and in tasks, with keys of their own and with keys that the server
makes) write all the time. An engine is killed at a random moment and started again; when each writer, with the session
or client that it had, has stored rows again, they rest, and every row is read at consistency Strong. Then a process
that writes through a session is killed a few times. Nothing acknowledged may be missing, nothing may be there twice.

--engine lite --engine milvus   which engines (default: both)
--kills N                       of each engine, and of the client's process (default: 10)
--seed N                        of the times of the kills (default: 1)
--json FILE                     write the report
"""

import asyncio
import random
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.faults.command import on_engines, parser_of
from tests.faults.either import run_here
from tests.faults.engine import ROOT, OwnEngine, start
from tests.faults.kills_writers import BATCH, KINDS
from tests.faults.ledger import Check, Ledger, Told, check, create
from vectorm import connections

LONGEST = 300.0
"""Seconds that a writer may take to go on after a restart: on a busy machine Milvus needs minutes to recover."""
COUNTS = ("lost", "foreign", "doubled")
CLIENT = 900_000_000_000
"""First number of the processes that are killed."""


@dataclass(slots=True)
class Report:
    """What the kills of one engine came to.

    Attributes:
        deaths: How often the engine ended by itself.
        back: Seconds from each restart of the engine until all writers had stored rows again.
        checks: What was read after each kill of the engine, and after those of the client.
    """

    engine: str
    seed: int
    engine_kills: int = 0
    client_kills: int = 0
    deaths: int = 0
    back: list[float] = field(default_factory=list[float])
    checks: list[Check] = field(default_factory=list[Check])

    @property
    def is_good(self) -> bool:
        return all(each.is_good for each in self.checks)

    def text(self) -> str:
        """For people."""
        said = "good" if self.is_good else "BAD"
        last = self.checks[-1]
        bad = ", ".join(f"{name} {sum(getattr(each, name) for each in self.checks)}" for name in COUNTS)
        return (
            f"{self.engine}, seed {self.seed}: killed {self.engine_kills} times (ended by itself {self.deaths} times), "
            f"its clients {self.client_kills} times: {said}\n"
            f"  rows: acknowledged {last.acknowledged:,}, unknown {last.unknown:,}, stored {last.stored:,}, {bad}\n"
            f"  all write again after a restart: median {median(self.back):.1f} s, worst {max(self.back):.1f} s"
        )


class Writers:
    """The writers, and the event loop of those that are tasks."""

    def __init__(self, uri: str, ledger: Ledger) -> None:
        self.loop = asyncio.new_event_loop()
        self.all = [
            kind(2 * number + is_async, uri, ledger, is_async=is_async)
            for number, kind in enumerate(KINDS)
            for is_async in (False, True)
        ]
        for writer in self.all:
            self.loop.run_until_complete(writer.open())

    def start(self, stop: threading.Event) -> list[threading.Thread]:
        """Let them write until told to stop."""
        works: list[threading.Thread] = [threading.Thread(target=self._run_tasks, args=(stop,))]
        works += [threading.Thread(target=run_here, args=(each.run(stop),)) for each in self.all if not each.is_async]
        for work in works:
            work.start()
        return works

    def _run_tasks(self, stop: threading.Event) -> None:
        self.loop.run_until_complete(together([each.run(stop) for each in self.all if each.is_async]))

    def close(self) -> None:
        """Close their clients and the loop."""
        for writer in self.all:
            self.loop.run_until_complete(writer.close())
        self.loop.close()

    def wait(self, since: float, engine: OwnEngine, report: Report) -> float:
        """Wait until all have stored rows since a time of the monotonic clock; the seconds that it took.

        An engine that ends by itself meanwhile is started again.
        """
        while any(each.acknowledged_at < since for each in self.all):
            if time.monotonic() > since + LONGEST:
                idle = [type(each).__name__ for each in self.all if each.acknowledged_at < since]
                raise TimeoutError(f"{', '.join(idle)}: nothing stored {LONGEST:g} s after the restart")
            if not engine.is_alive():
                report.deaths += 1
                engine.restart()
            time.sleep(0.05)
        return time.monotonic() - since


async def together(works: list[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*works)


def kill_engine(engine: OwnEngine, writers: Writers, report: Report, chance: random.Random) -> None:
    """Kill the engine under writes, start it again, and wait until all have written again."""
    stop = threading.Event()
    works = writers.start(stop)
    try:
        writers.wait(time.monotonic(), engine, report)
        time.sleep(chance.uniform(0.05, 1.5))
        engine.kill()
        report.engine_kills += 1
        engine.restart()
        report.back.append(writers.wait(time.monotonic(), engine, report))
    finally:
        stop.set()
        for work in works:
            work.join()


def kill_client(engine: OwnEngine, ledger: Ledger, number: int, chance: random.Random) -> None:
    """Kill a process that writes."""
    command = [sys.executable, "-m", "tests.faults.kills_writers", engine.uri, str(CLIENT + number * 1_000_000)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first:
            raise RuntimeError("the process that was to be killed ended by itself")
        threading.Timer(chance.uniform(0.05, 1), process.kill).start()
        lines = [first, *process.stdout]
    for line in lines:
        said, start = line.split()
        told = Told.UNKNOWN if said == "sending" else Told(said)
        ledger.note(range(int(start), int(start) + BATCH), told)


def kills(name: str, count: int, seed: int, folder: Path) -> Report:
    """Kill an engine and clients of it, each `count` times."""
    chance, ledger = random.Random(seed), Ledger()
    with closing(start(name, folder)) as engine:
        report = Report(engine.label, seed)
        create(engine.uri)
        connections.connect("kills", uri=engine.uri, timeout=60)
        with closing(Writers(engine.uri, ledger)) as writers:
            for _ in range(count):
                kill_engine(engine, writers, report, chance)
                report.checks.append(check(engine.uri, ledger))
                print(f"kill {report.engine_kills}: {report.checks[-1]}", flush=True)
        for number in range(count):
            kill_client(engine, ledger, number, chance)
            report.client_kills += 1
        report.checks.append(check(engine.uri, ledger))
        connections.disconnect("kills")
    return report


def main(arguments: list[str]) -> int:
    parser = parser_of("kills", "SIGKILLs under writes.")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    reports = on_engines(options, lambda name, folder: kills(name, options.kills, options.seed, folder))
    return 0 if all(each.is_good for each in reports) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
