"""`python -m tests.live.random_filters --filters 100000 --seed 1`: random filters in one run over both engines.

Each engine is asked half of them, no filter of a model twice, over random models with 100 rows each: it must find the
rows that `matches()` says, and go on running. Where the two are known to differ (`filter_differences`), rows are left
out.

--engine NAME   of lite and milvus: only this one, which then gets all filters
--models N      for each engine (default: one for each 1,000 filters)
--json FILE     write the figures
"""

import argparse
import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.faults.engine import NAMES, start
from tests.fix_engines import Engine
from tests.live.filter_check import Stored, is_alive, stored_model
from tests.property.draws import draws
from tests.property.typed_filters import Columns, conditions
from vectorm.connection.open import open_connection
from vectorm.errors import MilvusException, Unsupported
from vectorm.expr.node import Condition

IN_FLIGHT = 8
"""Filters that an engine is asked at once, while the next ones are drawn."""

TOLD = 20
"""Most failures that are told."""


@dataclass
class Figures:
    """What a run on one engine came to.

    Attributes:
        filters: Filters that were answered.
        selective: Of these, those that found some rows and not others.
        not_offered: Filters that the engine cannot be asked, and was not.
        mismatches: Filters that found other rows than they match, each with its model and a row.
        refusals: Filters that the engine refused.
    """

    engine: str
    seed: int
    models: int
    pid: int
    filters: int = 0
    selective: int = 0
    not_offered: int = 0
    mismatches: list[str] = field(default_factory=list[str])
    refusals: list[str] = field(default_factory=list[str])
    died: bool = False
    seconds: float = 0

    @property
    def is_good(self) -> bool:
        """Whether every filter was answered as it should be."""
        return not (self.mismatches or self.refusals or self.died)

    def __str__(self) -> str:
        process = f"pid {self.pid} {'DIED' if self.died else 'still runs'}"
        told = (
            f"{self.engine}: {self.filters:,} filters over {self.models} models from seed {self.seed}: "
            f"{len(self.mismatches)} mismatches, {len(self.refusals)} refusals, {process}\n"
            f"  {self.selective:,} found some rows and not others; {self.not_offered:,} more are not offered by the "
            f"engine and were not sent; {self.seconds:,.0f} s"
        )
        failures = [f"\n  {each}" for each in (*self.mismatches, *self.refusals)]
        return told + "".join(failures[:TOLD])


def run(name: str, filters: int, seed: int, models: int) -> Figures:
    """Random filters on an engine of their own."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="filters") as folder:
        own = start(name, Path(folder))
        try:
            with closing(open_connection(uri=own.uri)) as connection:
                engine = Engine(name, own.uri, connection.capabilities, own.pid)
            figures = Figures(own.label, seed, models, own.pid)
            for number in range(models):
                share = filters * (number + 1) // models - filters * number // models
                with stored_model(engine, seed + number) as stored:
                    ask(stored, share, figures)
                print(f"{own.label}: {figures.filters:,} filters", file=sys.stderr, flush=True)
                if figures.died:
                    break
            figures.died |= own.pid != figures.pid or not is_alive(figures.pid)
        finally:
            own.close()
    figures.seconds = time.monotonic() - began
    return figures


def ask(stored: Stored, filters: int, figures: Figures) -> None:
    """So many filters of one model, no two alike."""
    made = stored.made
    waiting: deque[tuple[Condition, Future[set[int | str]]]] = deque()
    seen: set[str] = set()
    end = figures.filters + filters
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for condition in draws(conditions(Columns(made.model, made.kinds)), made.seed):
            text = str(condition)
            if text not in seen:
                seen.add(text)
                waiting.append((condition, pool.submit(stored.found, condition)))
            while waiting and (len(waiting) >= IN_FLIGHT or figures.filters + len(waiting) >= end):
                note(stored, *waiting.popleft(), figures)
            if figures.filters >= end or figures.died:
                return


def note(stored: Stored, condition: Condition, answer: "Future[set[int | str]]", figures: Figures) -> None:
    """See what a filter came to."""
    try:
        found = answer.result()
    except Unsupported:
        figures.not_offered += 1
        return
    except MilvusException as error:
        figures.filters += 1
        figures.refusals.append(f"{stored.made}: {condition}: {error}")
        figures.died = not is_alive(figures.pid)
        return
    figures.filters += 1
    figures.selective += 0 < len(found) < len(stored.rows)
    rows = stored.unexplained(condition, found)
    if rows:
        figures.mismatches.append(f"{stored.made}: {condition}: {len(rows)} rows, such as {rows[0]!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; 1 if any filter was not answered as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filters", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=NAMES)
    parser.add_argument("--models", type=int)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    names = [options.engine] if options.engine else list(NAMES)
    share = options.filters // len(names)
    models = options.models or max(1, share // 1_000)
    with ProcessPoolExecutor(len(names), mp_context=get_context("spawn")) as pool:
        runs = [pool.submit(run, name, share, options.seed, models) for name in names]
        figures = [each.result() for each in runs]
    print("\n".join(map(str, figures)))
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in figures], indent=1))
    return 0 if all(each.is_good for each in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
