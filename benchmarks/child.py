"""Run one variant in this process, once for each line on standard input, and print what each run cost as JSON.

python -m benchmarks.child CASE VARIANT ADDRESS ROWS BATCH DIM
"""

import gc
import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.cases import load
from benchmarks.model import Options, Sample, Work


def main(case: str, name: str, address: str, rows: str, batch: str, dim: str) -> None:
    variant = next(each for each in load(case).variants if each.name == name)
    options = Options(int(rows), int(batch), int(dim))
    work = variant.prepare(address, options)
    if variant.warm:
        work()
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(asdict(measure(work, variant.count(options)))), flush=True)


def measure(work: Work, count: int) -> Sample:
    gc.collect()
    before = reset_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Sample(cpu, wall, peak() - before)


def reset_peak() -> float:
    """Start a new peak where the system can (Linux), and give the resident memory of now in MB."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        return status("VmRSS")
    except OSError:
        return peak()


def peak() -> float:
    """The highest resident memory in MB."""
    try:
        return status("VmHWM")
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def status(key: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise OSError(f"no {key} in /proc/self/status")


if __name__ == "__main__":
    main(*sys.argv[1:])
