"""Feed broken replies to every decoder of `vectorm.wire`, and read all that it accepts.

    python -m tests.fuzz.replies --minutes 10 --seed 1

A reply is either refused with an error of vectorm's tree, or it is consistent: as many values as rows, as many hits as
keys and scores. Nothing else is raised, no call takes long, and none takes memory out of proportion to the reply.
"""

import argparse
import dataclasses
import resource
import signal
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, cast
from unittest.mock import patch

import numpy as np

from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import Target, seeds, targets
from vectorm.client.query_result import query_result
from vectorm.client.search_result import search_result
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.hits import FoundRows, SearchHits
from vectorm.errors import DataNotMatchException, MilvusException, ProtocolError
from vectorm.ops.step import Rpc
from vectorm.transport.calls import decoded
from vectorm.wire import read

MOST_BYTES = 4_000_000
"""Memory that any reply may take, in bytes, beside `PER_BYTE` for each of its own."""
PER_BYTE = 2_000
MOST_SECONDS = 5
"""Processor time of one reply: a busy machine is no finding."""
ADDRESS_SPACE = 8 * 2**30


class Finding(Exception):
    """What must not happen."""


class Slow(BaseException):
    """Raised in the middle of what takes too long; nothing catches it on its way."""


def _stop(_signal: int, _frame: object) -> None:
    raise Slow


def check(target: Target, reply: bytes) -> str:
    """Decode a reply and read the result.

    Returns:
        "accepted", or the name of the error.

    Raises:
        Finding: Another kind of error, too much memory, or a result that contradicts itself.
    """
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        result = decoded(Rpc(target.name, b"", target.decode), reply)
        explore(result)
        outcome = "accepted"
    except ProtocolError as error:
        if isinstance(error.__cause__, MemoryError | RecursionError):
            raise Finding(f"{error!r} from {error.__cause__!r}") from error
        outcome = type(error).__name__
    except DataNotMatchException as error:
        raise Finding(f"a reply is no input of ours: {error}") from error
    except MilvusException as error:
        outcome = type(error).__name__
    except Finding:
        raise
    except Slow as slow:
        raise Finding(f"not over after {MOST_SECONDS} s") from slow
    except Exception as error:
        raise Finding(f"raised {type(error).__name__}: {error}") from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    taken = tracemalloc.get_traced_memory()[1] - before
    if taken > MOST_BYTES + PER_BYTE * len(reply):
        raise Finding(f"{taken:,} bytes of memory for a reply of {len(reply):,}")
    return outcome


def explore(value: Any) -> None:
    """Read all of a result, as programs do, and check that it does not contradict itself."""
    if isinstance(value, SearchHits):
        _explore_hits(value)
    elif isinstance(value, FoundRows):
        _explore_rows(value)
    elif isinstance(value, ColumnBatch):
        _explore_batch(value)
    elif isinstance(value, Mapping):
        explore(list(cast("Mapping[str, Any]", value).values()))
    elif isinstance(value, list | tuple):
        for each in cast("list[Any]", value):
            explore(each)
    elif dataclasses.is_dataclass(value):
        repr(value)
        for field in dataclasses.fields(value):
            explore(getattr(value, field.name))


def _explore_rows(found: FoundRows) -> None:
    if found.element_indices is not None:
        _same("element indices", len(found.element_indices), len(found.batch))
    _explore_batch(found.batch)
    repr(query_result(found))


def _explore_batch(batch: ColumnBatch) -> None:
    _same("rows", len(batch.rows()), len(batch))
    for column in batch.columns:
        _explore_column(column, len(batch))


def _explore_column(column: Column, rows: int) -> None:
    values = column.to_list()
    _same(f"values of {column.name}", len(values), rows)
    if column.valid is not None:
        _same(f"null mask of {column.name}", len(column.valid), rows)
    for row in range(min(rows, 3)):
        if repr(column[row]) != repr(values[row]):
            raise Finding(f"{column.name}[{row}] is {column[row]!r}, in the list it is {values[row]!r}")
    if rows:
        _same(f"reversed {column.name}", len(column.select(np.arange(rows)[::-1])), rows)


def _explore_hits(hits: SearchHits) -> None:
    count = len(hits.ids)
    _same("scores", len(hits.scores), count)
    _same("rows", len(hits.batch), count)
    _same("end", hits.offsets[-1], count)
    if hits.offsets[0] or hits.offsets != sorted(hits.offsets):
        raise Finding(f"offsets {hits.offsets}")
    for name, each in hits.highlights.items():
        _same(f"highlights of {name}", len(each), count)
    if hits.group_by is not None:
        _same("groups", len(hits.group_by), count)
        _explore_column(hits.group_by, count)
    if hits.element_indices is not None:
        _same("element indices", len(hits.element_indices), count)
    _explore_batch(hits.batch)
    hits.page(1, 1)
    explore(hits.buckets)
    shown = search_result(hits, pk_name="id")
    _same("queries", len(shown), len(hits))
    for query in shown:
        for hit in query:
            repr(hit)


def _same(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise Finding(f"{found} {what}, not {expected}")


def run(random: Random, *, cases: int | None = None, seconds: float = 0) -> Counter[str]:
    """Check so many broken replies, or for so long; counts the outcomes.

    Raises:
        Finding: One that must not happen; the message holds the reply.
    """
    every, corpus = targets(), seeds(random)
    others = [reply for replies in corpus.values() for reply in replies]
    reads = [target for target in every if target.name.startswith("read.")]
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds
    tracemalloc.start()
    try:
        while (outcomes.total() < cases) if cases is not None else (time.monotonic() < end):
            target = random.choice(reads if random.random() < 0.6 else every)
            reply = mutated(random.choice(corpus[target.name]), target.kind, others, random)
            smallest = random.choice([0, 2**30])  # vectors lifted out, or parsed with the rest
            try:
                with patch.object(read, "SMALLEST", smallest):
                    outcomes[check(target, reply)] += 1
            except Finding as finding:
                where = f"{target.name}, {'parsed' if smallest else 'vectors lifted'}, reply {reply.hex()}"
                raise Finding(f"{finding}\n{where}") from finding
    finally:
        tracemalloc.stop()
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.replies", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="file for the report")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    started = time.monotonic()
    try:
        outcomes = run(Random(given.seed), seconds=given.minutes * 60)
    except Finding as finding:
        print(f"seed {given.seed}: {finding}", file=sys.stderr)
        return 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = ", ".join(f"{name} {count:,}" for name, count in outcomes.most_common())
    text = (
        f"seed {given.seed}: {outcomes.total():,} replies in {time.monotonic() - started:.0f} s, {peak:.0f} MB: {told}"
    )
    print(text)
    if given.keep:
        given.keep.write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
