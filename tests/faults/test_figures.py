"""Small forms of the counted runs of `docs/promises.md`: kills, lost answers, reads of own writes."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.engine import start
from tests.faults.kills import kills
from tests.faults.ledger import COUNTED, KEYED, Check, Counted, Keyed, Ledger, Told, check, create, rows
from tests.faults.lost_replies import lose
from tests.faults.own_writes import own_writes
from vectorm import MilvusClient

pytestmark = pytest.mark.timeout(300)


def test_nothing_is_lost_when_engine_and_client_are_killed(tmp_path: Path) -> None:
    report = kills("lite", 1, seed=1, folder=tmp_path)
    assert report.is_good, report.checks
    assert report.checks[-1].acknowledged > 100


def test_a_lost_answer_is_made_good_or_unknown(tmp_path: Path) -> None:
    report = lose("lite", 16, seed=1, folder=tmp_path)
    assert report.is_good, report.text()
    assert report.events == 16


def test_a_session_reads_its_own_writes(tmp_path: Path) -> None:
    report = own_writes("lite", 24, tmp_path)
    assert report.is_good, report.text()
    assert (report.writes, report.deletes) == (24, 24)


def test_the_ledger_finds_what_is_lost_foreign_and_doubled(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.note([1, 2, 3, 10], Told.STORED)
    ledger.note([4, 5], Told.GONE)
    ledger.note([6, 7], Told.UNKNOWN)
    with closing(start("lite", tmp_path)) as engine, closing(MilvusClient(uri=engine.uri, timeout=60)) as client:
        create(engine.uri)
        client.insert(KEYED, rows(Keyed, [1, 4, 6]))
        client.insert(COUNTED, rows(Counted, [10, 10]))
        found = check(engine.uri, ledger)
    assert found == Check(acknowledged=4, unknown=2, stored=4, lost=2, foreign=1, doubled=1)
