"""Run a case: every variant in a process of its own, rounds interleaved, medians."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.model import Case, Options, Sample, Variant

ROOT = Path(__file__).parent.parent


def run(case: Case, options: Options, rounds: int, clients: frozenset[str]) -> dict[Variant, Sample]:
    """The median of each variant.

    Rounds are interleaved (a b c, a b c, ...), so that a slow moment of the machine meets every variant.
    """
    variants = [each for each in case.variants if each.client in clients]
    samples: dict[Variant, list[Sample]] = {variant: [] for variant in variants}
    with null_server(case, options) as address:
        for number in range(1, rounds + 1):
            for variant in variants:
                print(
                    f"\r{case.name}: round {number}/{rounds}, {variant.name:<50}", end="", file=sys.stderr, flush=True
                )
                samples[variant].append(run_once(case, variant, address, options))
    print(f"\r{'':<100}\r", end="", file=sys.stderr, flush=True)
    return {variant: median(found) for variant, found in samples.items()}


def run_once(case: Case, variant: Variant, address: str, options: Options) -> Sample:
    sizes = [str(size) for size in (options.rows, options.batch, options.dim)]
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.child", case.name, variant.name, address, *sizes]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"{case.name}, {variant.name} failed:\n{done.stderr[-3000:]}")
    return Sample(**json.loads(done.stdout.splitlines()[-1]))


def median(samples: list[Sample]) -> Sample:
    return Sample(
        cpu=statistics.median(each.cpu for each in samples),
        wall=statistics.median(each.wall for each in samples),
        memory=statistics.median(each.memory for each in samples),
    )


@contextmanager
def null_server(case: Case, options: Options) -> Iterator[str]:
    """The address of a null server in another process."""
    sizes = [str(size) for size in (options.rows, options.batch, options.dim)]
    command = [sys.executable, "-m", "benchmarks.server", case.name, *sizes]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout
        assert server.stdin
        port = server.stdout.readline().strip()
        if not port:
            raise RuntimeError("the null server did not start")
        yield f"127.0.0.1:{port}"
        server.stdin.close()
