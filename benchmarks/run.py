"""Run a case: every variant in a process of its own, rounds interleaved."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from benchmarks.model import Case, Options, Sample, Variant

ROOT = Path(__file__).parent.parent

ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Of the processes: an import reads bytecode, as it does where a package is installed."""

Samples = dict[str, list[Sample]]
"""By name of the variant, the sample of each round."""


def run(case: Case, options: Options, rounds: int) -> Samples:
    """The samples of each variant.

    Rounds are interleaved (a b c, a b c, ...), so that a slow moment of the machine meets every variant.
    """
    samples: Samples = {variant.name: [] for variant in case.variants}
    with ExitStack() as stack:
        address = stack.enter_context(null_server(case, options) if case.server is None else case.server())
        lasting = {
            variant.name: stack.enter_context(closing(Child(case, variant, address, options)))
            for variant in case.variants
            if not variant.fresh
        }
        rounds = min(rounds, case.most_rounds)
        for number in range(1, rounds + 1):
            for variant in case.variants:
                tell(f"{case.name}, dim {options.dim}: round {number}/{rounds}, {variant.name}")
                child = lasting.get(variant.name)
                if child is not None:
                    samples[variant.name].append(child.run())
                    continue
                with closing(Child(case, variant, address, options)) as child:
                    samples[variant.name].append(child.run())
    tell("")
    return samples


class Child:
    """A process that runs one variant when told so."""

    def __init__(self, case: Case, variant: Variant, address: str, options: Options) -> None:
        self._name = f"{case.name}, {variant.name}"
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed by close()
        sizes = [str(size) for size in (options.rows, options.batch, options.dim)]
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.child", case.name, variant.name, address, *sizes]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True, cwd=ROOT, env=ENV
        )
        self._line("ready")  # nothing is measured while another process prepares itself

    def run(self) -> Sample:
        """One run."""
        assert self._process.stdin
        self._process.stdin.write("run\n")
        self._process.stdin.flush()
        return Sample(**json.loads(self._line("{")))

    def _line(self, start: str) -> str:
        assert self._process.stdout
        while line := self._process.stdout.readline():
            if line.startswith(start):
                return line
        self._errors.seek(0)
        raise RuntimeError(f"{self._name} failed:\n{self._errors.read()[-3000:]}")

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._errors.close()


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


def tell(text: str) -> None:
    """Say on the screen what is under way."""
    print(f"\r{text:<110}", end="" if text else "\r", file=sys.stderr, flush=True)
