"""`python -m tests.faults.soak --minutes 30 --engine lite|milvus`: mixed work over a link that breaks, for a long time.

The work is done by a process of its own (`soak_work`), so that its memory, threads and file descriptors are the
library's. The faults come from the proxy between it and the engine, which is killed and started again at half-time.

--seconds N    instead of --minutes
--seed N       of the work and of the faults (default: 1)
--json FILE    write the report and all samples
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.faults.engine import NAMES, ROOT, OwnEngine, start
from tests.faults.ledger import Check, Ledger, Told, check, create
from tests.faults.proxy import Fault, Proxy

SAMPLES = 360
WARM_UP = 1 / 6
"""Part of the time that does not count: connections are opened, modules imported, caches filled."""
CALM = 10.0
"""Seconds without faults at the end, in which what is under way comes to its end."""
LIMITS = {"memory": 8 * 1024, "threads": 2, "files": 2}
"""How much the median of the last third may be above that of the first: KiB, threads, file descriptors.

A leak grows with the work. Between the middles of the two thirds lie 17 of 30 minutes, in which the workers do some
25,000 operations: 8 MiB are 330 bytes for each, less than a session, a request or a batch of rows that is kept. What
the allocator keeps of 80 workers that fail at the same time comes within the first 25 minutes and then no more (2 and
6 MiB were seen). Threads and files are a fixed number for so many connections; a fault that hits the middle sample of
a third can move it by one or two.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process has, some seconds after the start; memory in KiB."""

    seconds: float
    memory: int
    threads: int
    files: int


@dataclass(frozen=True, slots=True)
class Flat:
    """Whether something stayed flat: its medians after the warm-up."""

    first_third: float
    last_third: float
    limit: float

    @property
    def is_flat(self) -> bool:
        return self.last_third - self.first_third <= self.limit


@dataclass(frozen=True, slots=True)
class Report:
    """What a soak came to."""

    engine: str
    seed: int
    seconds: float
    operations: dict[str, int]
    errors: dict[str, int]
    wrong: dict[str, int]
    faults: dict[str, int]
    check: Check
    flat: dict[str, Flat]

    @property
    def is_good(self) -> bool:
        """Nothing lost, doubled or wrong, and all flat."""
        return self.check.is_good and not self.wrong and all(each.is_flat for each in self.flat.values())

    def text(self) -> str:
        """For people."""
        lines = [
            f"soak on {self.engine}, seed {self.seed}, {self.seconds:.0f} s: {'good' if self.is_good else 'BAD'}",
            f"  operations   {told(self.operations)}",
            f"  faults       {told(self.faults)}",
            f"  errors       {told(self.errors)}",
            f"  wrong        {told(self.wrong)}",
            f"  rows         {told(asdict(self.check))}",
        ]
        for name, each in self.flat.items():
            unit, part = (" MiB", 1024) if name == "memory" else ("", 1)
            first, last, limit = each.first_third / part, each.last_third / part, each.limit / part
            lines.append(f"  {name:12} {first:.1f} -> {last:.1f}{unit} (limit +{limit:g})")
        return "\n".join(lines)


def told(counts: dict[str, int]) -> str:
    """`store 1,200, count 600`."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "none"


class Faults(threading.Thread):
    """Breaks the link every few seconds."""

    def __init__(self, proxy: Proxy, seed: int) -> None:
        super().__init__(daemon=True)
        self.counts: dict[str, int] = {}
        self._proxy = proxy
        self._random = random.Random(seed)
        self._calm = threading.Event()

    def run(self) -> None:
        while not self._calm.wait(self._random.uniform(2, 6)):
            fault = self._random.choice([None, *(each for each in Fault if each is not Fault.NONE)])
            name = fault.name.lower() if fault else "cut"
            self.counts[name] = self.counts.get(name, 0) + 1
            if fault:
                self._proxy.times = self._random.randint(1, 5)
                self._proxy.delay = self._random.uniform(0.05, 0.5)
                self._proxy.fault = fault
                self._calm.wait(self._random.uniform(0.5, 3))
                self._proxy.fault = Fault.NONE
            if fault not in {Fault.DELAY, Fault.RESET_ON_REPLY}:
                self._proxy.cut()  # bytes are missing in its streams

    def calm(self) -> None:
        """No more faults."""
        self._calm.set()
        self.join()


def soak(name: str, seconds: float, seed: int, folder: Path) -> tuple[Report, list[Sample]]:
    """Run it; the report and the samples."""
    ledger = folder / "ledger"
    with closing(start(name, folder)) as engine, closing(Proxy(engine.target).start()) as proxy:
        create(engine.uri)
        uri = f"http://127.0.0.1:{proxy.port}"
        command = [sys.executable, "-m", "tests.faults.soak_work", uri, str(ledger), str(seed)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as work:
            assert work.stdout is not None
            if work.stdout.readline() != "ready\n":
                raise RuntimeError("the work did not start")
            faults = Faults(proxy, seed)
            faults.start()
            samples = watch(work.pid, seconds, engine, faults)
            stdout, _ = work.communicate(timeout=120)
        done: dict[str, Any] = json.loads(stdout)
        found = check(engine.uri, read_ledger(ledger))
        counted = {key: done[key] for key in ("operations", "errors", "wrong")}
        report = Report(
            engine.label, seed, done["seconds"], **counted, faults=faults.counts, check=found, flat=flat(samples)
        )
        return report, samples


def watch(pid: int, seconds: float, engine: OwnEngine, faults: Faults) -> list[Sample]:
    """Take samples until time is over; kill the engine and start it again at half-time."""
    began = time.monotonic()
    samples: list[Sample] = []
    kills = 0
    while (now := time.monotonic() - began) < seconds:
        samples.append(sample(pid, now))
        if now > seconds / 2 and not kills:
            engine.kill()
            engine.restart()
            kills = faults.counts["kill -9"] = 1
        if now > seconds - CALM:
            faults.calm()
        time.sleep(max(seconds / SAMPLES, 0.2))
    return samples


def sample(pid: int, seconds: float) -> Sample:
    """What a process has now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    status = {key: value for key, _, value in (line.partition(":") for line in lines)}
    files = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return Sample(round(seconds, 1), int(status["VmRSS"].split()[0]), int(status["Threads"]), files)


def flat(samples: list[Sample]) -> dict[str, Flat]:
    """Medians of the first and of the last third after the warm-up."""
    counted = samples[int(len(samples) * WARM_UP) :]
    third = max(len(counted) // 3, 1)
    return {
        name: Flat(
            median(getattr(each, name) for each in counted[:third]),
            median(getattr(each, name) for each in counted[-third:]),
            limit,
        )
        for name, limit in LIMITS.items()
    }


def read_ledger(path: Path) -> Ledger:
    """The lines that `soak_work` wrote."""
    ledger = Ledger()
    for line in path.read_text().splitlines():
        first, count, what, _ = line.split()
        ledger.note(range(int(first), int(first) + int(count)), Told(what))
    return ledger


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description="Mixed work over a bad link.")
    parser.add_argument("--engine", choices=NAMES, default="lite")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", default="")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report, samples = soak(options.engine, options.seconds or options.minutes * 60, options.seed, Path(folder))
    print(report.text())
    if options.json:
        whole = {**asdict(report), "good": report.is_good, "samples": [asdict(each) for each in samples]}
        Path(options.json).write_text(json.dumps(whole, indent=1) + "\n")
    return 0 if report.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
