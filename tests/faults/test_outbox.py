"""The small form of `python -m tests.faults.outbox_kills`."""

import random
from pathlib import Path

from tests.faults.outbox_kills import run


def test_killed_writers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    seed = random.randrange(1 << 16)
    tally = run("lite", 5, seed, tmp_path)
    assert tally.is_clean, f"seed {seed}: {tally}"
