"""Runs the cases, each in a process of its own, and counts the verdicts."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.faults.catalogue.case import CASES, Case, Verdict
from tests.faults.catalogue.clients import ways_of
from tests.faults.catalogue.world import CANARY, TOKEN

ROOT = Path(__file__).parent.parent.parent.parent
SECRETS = [text for each in (CANARY, TOKEN) for text in (each, base64.b64encode(each.encode()).decode())]
AT_ONCE = 6
START_TIME = 60.0
"""Seconds beside a case's own for its process to clean up, and to wait for a processor."""
DOUBTFUL = {Verdict.HANG, Verdict.FAIL, Verdict.OBSCURE}
"""Verdicts that a machine without time to spare can bring about. A loss or a leak stands when it was seen once."""


@dataclass(frozen=True, slots=True)
class Run:
    """One case with one client, in one way, on one engine."""

    case: str
    group: str
    client: str
    way: str
    engine: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    run: Run
    verdict: Verdict
    text: str
    seconds: float
    first: str = ""
    """How it ended before it was run once more, by itself."""

    def as_json(self) -> dict[str, object]:
        """For a file."""
        how = {"verdict": self.verdict.value, "text": self.text, "seconds": self.seconds, "first": self.first}
        return {**asdict(self.run), **how}


def runs_of(
    cases: Iterable[Case], *, clients: Iterable[str], engines: Iterable[str], ways: Iterable[str] | None = None
) -> Iterator[Run]:
    """Every run of the cases; a case without ways runs once for each client and engine."""
    for case in cases:
        for engine in engines:
            for client in clients:
                able = [way for way in case.ways or ("client",) if way in ways_of(client)]
                for way in able:
                    if engine in case.engines and (ways is None or way in ways or not case.ways):
                        yield Run(case.name, case.group, client, way, engine)


class Worker:
    """Runs one at a time, each in a process of its own."""

    def __init__(self) -> None:
        self._zygotes: dict[str, subprocess.Popen[str]] = {}

    def run(self, run: Run, target: str, seed: int) -> Ended:
        """Run one; `target` is the gRPC target of its engine."""
        limit = CASES[run.case].seconds
        longest = limit + START_TIME
        zygote = self._zygotes.get(run.client) or self._start(run.client)
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        arguments = [run.case, run.client, run.way, run.engine, target, str(seed)]
        print(json.dumps([arguments, longest]), file=zygote.stdin, flush=True)
        printed: tuple[str, str] | None = json.loads(zygote.stdout.readline())
        if printed is None:
            return Ended(run, Verdict.HANG, f"not over after {longest:g} s", limit)
        return judged(run, *printed, limit)

    def _start(self, client: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.faults.catalogue.zygote", client]
        made = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._zygotes[client] = made
        return made

    def close(self) -> None:
        """End what is left."""
        for zygote in self._zygotes.values():
            zygote.communicate()


def run_all(runs: Iterable[Run], targets: dict[str, str], *, seed: int) -> Iterator[Ended]:
    """Run them, a few at once; what a busy machine may have spoiled runs once more, by itself.

    Args:
        runs: What to run.
        targets: gRPC target of each engine.
        seed: Of what is random in the cases.
    """
    free: SimpleQueue[Worker] = SimpleQueue()
    workers = [Worker() for _ in range(AT_ONCE)]
    for worker in workers:
        free.put(worker)

    def run_one(run: Run) -> Ended:
        worker = free.get()
        try:
            return worker.run(run, targets[run.engine], seed)
        finally:
            free.put(worker)

    again: list[Ended] = []
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for future in as_completed([pool.submit(run_one, run) for run in runs]):
                ended = future.result()
                if ended.verdict in DOUBTFUL:
                    again.append(ended)
                else:
                    yield ended
        for first in again:
            yield replace(run_one(first.run), first=f"{first.verdict.value}: {first.text}")
    finally:
        for worker in workers:
            worker.close()


def judged(run: Run, stdout: str, stderr: str, limit: float) -> Ended:
    """The verdict of a process from what it printed."""
    if any(secret in stdout + stderr for secret in SECRETS):  # whatever else it says
        return Ended(run, Verdict.LEAK, "the password stands in what was printed or logged", 0)
    lines = stdout.strip().splitlines()
    try:
        said: dict[str, Any] = json.loads(lines[-1]) if lines else {}
        verdict, text, seconds = Verdict(said["verdict"]), said["text"], said["seconds"]
    except (json.JSONDecodeError, KeyError, TypeError):
        tail = " | ".join(stderr.strip().splitlines()[-3:])
        return Ended(run, Verdict.FAIL, f"the process ended without a verdict: {tail[-300:]}", 0)
    if verdict is Verdict.PASS and seconds > limit:
        return Ended(run, Verdict.HANG, f"took {seconds} s, its limit is {limit:g} s", seconds)
    return Ended(run, verdict, text, seconds)
