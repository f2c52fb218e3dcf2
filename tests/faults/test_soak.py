"""A minute of the soak on Milvus Lite; `docs/promises.md` has the figures of half an hour on each engine."""

from pathlib import Path

import pytest

from tests.faults.soak import LIMITS, Sample, flat, soak


@pytest.mark.timeout(300)
def test_a_minute_of_mixed_work_over_a_bad_link(tmp_path: Path) -> None:
    report, _ = soak("lite", 50, 1, tmp_path)
    assert report.is_good, report.text()
    assert report.operations["store"] > 0
    assert report.check.acknowledged > 0


@pytest.mark.parametrize("leaking", [*LIMITS, ""])
def test_a_leak_is_found(leaking: str) -> None:
    samples = [
        Sample(n, *(900 + 4 * limit * n // 100 * (leaking == name) for name, limit in LIMITS.items()))
        for n in range(100)
    ]
    assert {name for name, each in flat(samples).items() if not each.is_flat} == ({leaking} if leaking else set())
