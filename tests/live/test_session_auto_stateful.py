"""Random work with objects whose keys the server makes, with calls that fail in between, against plain records.

pytest tests/live/test_session_auto_stateful.py                                          a few runs an engine
pytest tests/live/test_session_auto_stateful.py --hypothesis-profile=nightly --timeout=0 many
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.fix_session import Opened
from tests.live.models import Auto
from tests.live.session_machine import RUNS, faults, numbers, picks, run_machine
from tests.support.recording_proxy import Fault
from vectorm.errors import FlushError, SessionError
from vectorm.query import delete, select
from vectorm.session import ObjectState, Session


@dataclass(eq=False)
class Record:
    """What is known of one object.

    Attributes:
        stored: Its row, as (name, year, first number of the vector); None before it is written.
        is_deleted: Whether it is to be deleted.
    """

    obj: Auto
    stored: tuple[str, int, float] | None = None
    is_deleted: bool = False


def row_of(obj: Auto) -> tuple[str, int, float]:
    return (obj.name, obj.year, float(np.asarray(obj.dense)[0]))


class AutoWork(RuleBasedStateMachine):
    """A session, the records of its objects, and the rows that are stored and in no session."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.open, self.proxy = opened.open, opened.proxy
        self.session: Session = self.open()
        self.mark = uuid.uuid4().hex[:8]
        self.records: list[Record] = []
        self.rest: Counter[tuple[str, int, float]] = Counter()

    @rule(year=numbers)
    def add(self, year: int) -> None:
        self.records.append(Record(self._new(year)))

    @rule(pick=picks, year=numbers, in_place=st.booleans())
    def change(self, pick: int, year: int, in_place: bool) -> None:
        obj = self._picked(pick).obj
        if in_place:
            obj.dense[0] += 1
        else:
            obj.year = year

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        record = self._picked(pick)
        self.session.delete(record.obj)
        record.is_deleted = True
        if record.stored is None:
            self.records.remove(record)
            assert self.session.state(record.obj) is None

    @rule(pick=picks)
    def expunge(self, pick: int) -> None:
        record = self._picked(pick)
        self.session.expunge(record.obj)
        self._leave(record)

    @rule(pick=picks)
    def refresh(self, pick: int) -> None:
        record = self._picked(pick)
        assume(record.stored and not record.is_deleted)
        assert self.session.refresh(record.obj)
        assert row_of(record.obj) == record.stored

    @rule(pick=picks)
    def get(self, pick: int) -> None:
        record = self._picked(pick)
        self.session.flush()
        self._all_done()
        found = self.session.get(Auto, record.obj.id, vectors=True)
        assert found is (None if record.is_deleted else record.obj)

    @rule(year=numbers)
    def delete_where(self, year: int) -> None:
        """Objects that are stored leave the session."""
        self.session.execute(delete(Auto).where(Auto.name == self.mark, Auto.year >= year))
        self._all_done()
        self.rest += Counter(record.stored for record in self.records if record.stored)
        self.rest = Counter({row: count for row, count in self.rest.items() if row[1] < year})
        self.records = []

    @rule(years=st.lists(numbers, min_size=1, max_size=3))
    def bulk_insert(self, years: list[int]) -> None:
        rows: list[dict[str, Any]] = [{"name": self.mark, "year": year, "dense": [year] * 4} for year in years]
        report = self.session.bulk_insert(Auto, rows)
        self._all_done()
        assert len(set(report.ids)) == len(years)
        self.rest += Counter((self.mark, year, float(year)) for year in years)

    @rule(commit=st.booleans())
    def flush(self, commit: bool) -> None:
        self.session.commit() if commit else self.session.flush()
        self._all_done()

    @rule(years=st.lists(numbers, min_size=1, max_size=3), fault=faults)
    def insert_fails(self, years: list[int], fault: Fault) -> None:
        """An insert is never sent twice: whether its rows are stored, only the user can say."""
        self.session.flush()
        self._all_done()
        added = [Record(self._new(year)) for year in years]
        objects = [record.obj for record in added]
        self.proxy.faults = {"Insert": fault}
        with pytest.raises(FlushError) as caught:
            self.session.flush()
        self.proxy.faults = {}
        if fault is Fault.REFUSED:
            assert [obj for obj, _ in caught.value.failed] == objects
            self.records += added
            return
        assert caught.value.unknown == objects
        with pytest.raises(SessionError, match="the server makes the keys"):
            self.session.resolve("verify")
        assert self.session.resolve("forget").forgotten == objects
        self.rest += Counter(row_of(obj) for obj in objects)
        self.open().count(select(Auto).consistency("Strong"))  # later reads see rows that were not acknowledged

    @rule(pick=picks, year=numbers)
    def change_is_refused(self, pick: int, year: int) -> None:
        record = self._picked(pick)
        self.session.flush()
        self._all_done()
        assume(record in self.records and year != record.obj.year)
        record.obj.year = year
        # Milvus 2.3 replaces such a row by a new one; Milvus Lite upserts it.
        self.proxy.faults = {"Upsert": Fault.REFUSED, "Insert": Fault.REFUSED}
        with pytest.raises(FlushError) as caught:
            self.session.flush()
        self.proxy.faults = {}
        assert [obj for obj, _ in caught.value.failed] == [record.obj]
        assert self.session.dirty == [record.obj]

    @precondition(lambda self: self.records)
    @rule()
    def rollback(self) -> None:
        """What was not flushed is forgotten; changed objects leave."""
        self.session.rollback()
        for record in list(self.records):
            if record.is_deleted or record.stored != row_of(record.obj):
                assert self.session.state(record.obj) is None
                self._leave(record)

    def teardown(self) -> None:
        """In the end, everything is stored, each row once."""
        self.session.commit()
        self._all_done()
        stored = self.open().scalars(select(Auto).with_vectors().where(Auto.name == self.mark)).all()
        assert len({obj.id for obj in stored}) == len(stored)
        assert Counter(map(row_of, stored)) == self.rest + Counter(record.stored for record in self.records)
        for record in self.records:
            assert row_of(next(obj for obj in stored if obj.id == record.obj.id)) == record.stored

    def _new(self, year: int) -> Auto:
        obj = Auto(name=self.mark, year=year, dense=np.full(4, year, np.float32))
        self.session.add(obj)
        return obj

    def _picked(self, pick: int) -> Record:
        assume(self.records)
        return self.records[pick % len(self.records)]

    def _leave(self, record: Record) -> None:
        self.records.remove(record)
        if record.stored:
            self.rest[record.stored] += 1

    def _all_done(self) -> None:
        self.records = [record for record in self.records if not record.is_deleted]
        assert (self.session.new, self.session.dirty, self.session.deleted) == ([], [], [])
        for record in self.records:
            assert self.session.state(record.obj) in {ObjectState.PERSISTENT, None}
            record.stored = row_of(record.obj)


def test_rows_of_server_made_keys_are_what_plain_records_say(opened: Opened) -> None:
    class WorkHere(AutoWork):
        def __init__(self) -> None:
            super().__init__(opened)

    run_machine(WorkHere, RUNS // 2)
