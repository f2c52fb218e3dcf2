"""Run one variant once, in this process, and print what it cost as JSON.

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
from benchmarks.model import Options, Sample, Variant


def main(case: str, variant: str, address: str, rows: str, batch: str, dim: str) -> None:
    chosen = next(each for each in load(case).variants if each.name == variant)
    print(json.dumps(asdict(measure(chosen, address, Options(int(rows), int(batch), int(dim))))))


def measure(variant: Variant, address: str, options: Options) -> Sample:
    """Prepare, do the work once to warm up (imports, connection, schema), then count it."""
    work = variant.prepare(address, options)
    if variant.count(options) > 1:
        work()
    gc.collect()
    before = reset_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(variant.count(options)):
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
