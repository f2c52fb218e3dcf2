"""The catalogue of failures, as far as it fits here: every case once on Milvus Lite, each in another way.

`python -m tests.faults.catalogue` (or `nox -s faults`) runs every case in every way on every engine, PyMilvus beside.
"""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.catalogue import cases
from tests.faults.catalogue.case import CASES, Verdict
from tests.faults.catalogue.run import ROOT, SECRETS, Ended, Run, Worker, judged, run_all, runs_of
from vectorm.transport.embedded import join

cases.load()
SEED = 1
LONGEST = 40
"""Cases that may take longer (calls without a timeout, kills) are left to the whole run."""


def one_way_each() -> list[Run]:
    """A run for each case that needs Milvus Lite only; the ways take turns."""
    chosen: list[Run] = []
    for turn, case in enumerate(case for case in CASES.values() if case.seconds <= LONGEST):
        runs = list(runs_of([case], clients=["vectorm"], engines=["lite"]))
        chosen += runs[turn % len(runs) :][:1] if runs else []
    return chosen


RUNS = one_way_each()


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with closing(join(str(tmp_path_factory.mktemp("catalogue") / "catalogue.db"), 60)) as engine:
        yield engine.target


@pytest.fixture(scope="module")
def ended(target: str) -> dict[Run, Ended]:
    """All runs, a few at once: they wait more than they work."""
    return {each.run: each for each in run_all(RUNS, {"lite": target}, seed=SEED)}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.case}-{run.way}")
def test_a_failure_is_handled(run: Run, ended: dict[Run, Ended]) -> None:
    assert ended[run].verdict in {Verdict.PASS, Verdict.NOT_THERE}, f"{ended[run].verdict.value}: {ended[run].text}"


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ("auto_id_insert_reply_reset", Verdict.LOSS),
        ("delete_by_any_key", Verdict.LOSS),
        ("missing_collection_on_delete", Verdict.FAIL),
    ],
)
def test_a_broken_client_is_found(case: str, verdict: Verdict, target: str) -> None:
    """It sends inserts again, does not escape, swallows errors."""
    with closing(Worker()) as worker:
        ended = worker.run(Run(case, CASES[case].group, "broken", "client", "lite"), target, SEED)
    assert ended.verdict is verdict, ended.text


@pytest.mark.parametrize("secret", SECRETS)
def test_a_password_that_a_run_prints_is_a_leak(secret: str) -> None:
    """Whatever else it says: that it passed, that it took too long, nothing at all."""
    run = Run("password_in_an_error", "secrets", "vectorm", "client", "lite")
    passed = '{"verdict": "pass", "text": "", "seconds": 1}'
    assert judged(run, passed, "", 5).verdict is Verdict.PASS
    for stdout, stderr, limit in [(passed, f"DEBUG: {secret}", 5), (f"{secret}\n{passed}", "", 0.1), ("", secret, 5)]:
        assert judged(run, stdout, stderr, limit).verdict is Verdict.LEAK


def test_the_catalogue_is_large() -> None:
    assert len(CASES) >= 130
    assert {case.group for case in CASES.values()} >= {"connect", "tls", "auth", "secrets", "restart", "link", "data"}


def test_the_promises_name_what_exists() -> None:
    page = (ROOT / "docs" / "promises.md").read_text()
    named = {name for line in page.splitlines() if line.startswith("| P") for name in re.findall(r"`(\w+)`", line)}
    groups = {case.group for case in CASES.values()}
    errors = {"OutcomeUnknown", "MilvusException", "flush"}
    assert named - set(CASES) - groups - errors == set()
    for test in re.findall(r"`(tests/[\w/]+\.py)(?:::\w+)?`", page):
        assert (ROOT / test).exists()
