"""Random work with a session, with calls that fail in between, against plain dicts.

pytest tests/live/test_session_stateful.py                                          a few runs an engine
pytest tests/live/test_session_stateful.py --hypothesis-profile=nightly --timeout=0 many
"""

import contextlib
import uuid
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.fix_session import Opened
from tests.live.models import Doc, Note
from tests.live.session_machine import faults, keys, numbers, picks, run_machine, texts
from tests.live.session_shadow import Key, Row, Shadow, values_of
from tests.support.recording_proxy import Fault
from vectorm.errors import FlushError, SessionError
from vectorm.expr.node import Condition
from vectorm.query import delete, select
from vectorm.session import ObjectState, Session
from vectorm.session.resolve import HOWS, How

FOREIGN = 99
"""The year of rows that a scoped session must not touch; all others are of earlier years."""


class Work(RuleBasedStateMachine):
    """A session and its shadow."""

    model: type[Row]
    session: Session

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.open, self.proxy = opened.open, opened.proxy
        self.mark = uuid.uuid4().hex[:16]
        self.shadow = Shadow()

    @initialize(model=st.sampled_from([Doc, Note]), scoped=st.booleans())
    def begin(self, model: type[Row], scoped: bool) -> None:
        """With a scoped session there are rows that it must leave alone."""
        self.model = model
        self.scoped = scoped
        self.foreign = [self._key(4), self._key(5)] if scoped else []
        with contextlib.closing(self.open()) as session:
            session.add_all([self._make(key, "foreign", FOREIGN) for key in self.foreign])
            session.commit()
        self.session = self.open(scope=model.year < FOREIGN) if scoped else self.open()

    @rule(key=keys, title=texts, number=numbers)
    def add_new(self, key: int, title: str, number: int) -> None:
        obj = self._make(self._key(key), title, number)
        self.session.add(obj)
        self.shadow.act(obj, delete=False)

    @rule(pick=picks)
    def add_again(self, pick: int) -> None:
        obj = self._picked(pick)
        self.session.add(obj)
        self.shadow.act(obj, delete=False)

    @rule(pick=picks, title=texts, number=numbers)
    def change(self, pick: int, title: str, number: int) -> None:
        obj = self._picked(pick)
        obj.title, obj.year = title, number
        if isinstance(obj, Note):
            cast("Any", obj).more = number

    @rule(pick=picks, text=texts, number=numbers, part=st.sampled_from(["tags", "meta", "dense"]))
    def change_in_place(self, pick: int, text: str, number: int, part: str) -> None:
        obj = self._picked(pick)
        assume(part in vars(obj))
        if part == "tags":
            obj.tags[:] = [*obj.tags[-3:], text]
        elif part == "meta":
            obj.meta[text] = [number, None]
        else:
            obj.dense[number] += 1

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        obj = self._picked(pick)
        self.session.delete(obj)
        self.shadow.act(obj, delete=True)

    @rule(key=keys)
    def delete_unknown(self, key: int) -> None:
        obj = self._make(self._key(key), "only its key", 0)
        self.session.delete(obj)
        self.shadow.act(obj, delete=True)

    @rule(key=keys, title=texts, number=numbers)
    def merge(self, key: int, title: str, number: int) -> None:
        given = self._make(self._key(key), title, number)
        self.session.flush()
        self._all_done()
        merged = self.session.merge(given)
        assert merged is not given
        if given.id in self.shadow.rows:
            assert merged is self.shadow.known.get(given.id, merged)
            if given.id not in self.shadow.known:
                self.shadow.known[given.id] = merged
                row = self.shadow.rows[given.id]
                self.shadow.before[id(merged)] = {name: row[name] for name in row if name != "dense"}
        else:
            self.shadow.act(merged, delete=False)
        assert values_of(merged) == values_of(given)

    @rule(key=keys, vectors=st.booleans())
    def get(self, key: int, vectors: bool) -> None:
        found = self.session.get(self.model, self._key(key), vectors=vectors)
        self._all_done()
        self._check_read(self._key(key), found)

    @rule()
    def read_all(self) -> None:
        found = {obj.id: obj for obj in self.session.scalars(select(self.model).where(self.mine))}
        self._all_done()
        assert found.keys() == self.shadow.rows.keys()
        for key, obj in found.items():
            self._check_read(key, obj)

    @rule(pick=picks)
    def expunge(self, pick: int) -> None:
        obj = self._picked(pick)
        self.session.expunge(obj)
        self.shadow.forget(obj)

    @precondition(lambda self: self.shadow.known)
    @rule(pick=picks)
    def expire(self, pick: int) -> None:
        obj = self._stored(pick)
        self.session.expire(obj)
        assert obj not in self.session.dirty
        self.shadow.take(obj)

    @precondition(lambda self: self.shadow.known)
    @rule(pick=picks)
    def refresh(self, pick: int) -> None:
        obj = self._stored(pick)
        assert self.session.refresh(obj)
        assert values_of(obj) == self.shadow.rows[obj.id]
        self.shadow.take(obj)

    @rule(year=numbers)
    def delete_where(self, year: int) -> None:
        self.session.execute(delete(self.model).where(self.mine, self.model.year >= year))
        self.shadow.all_flushed()
        self.shadow.rows = {key: row for key, row in self.shadow.rows.items() if row["year"] < year}
        for obj in list(self.shadow.known.values()):
            assert self.session.state(obj) is None
            self.shadow.forget(obj)
        self._all_done()

    @rule(some=st.sets(keys, min_size=1), title=texts, number=numbers, fault=st.none() | faults)
    def bulk_insert(self, some: set[int], title: str, number: int, fault: Fault | None) -> None:
        self.session.flush()
        self._all_done()
        objects = [self._make(self._key(key), title, number) for key in some]
        self.proxy.faults = {"Upsert": fault} if fault else {}
        failure: FlushError | None = None
        try:
            self.session.bulk_insert(self.model, [{"id": obj.id, **values_of(obj)} for obj in objects])
        except FlushError as error:
            failure = error
        self.proxy.faults = {}
        assert bool(failure) == (fault in {Fault.REFUSED, Fault.BROKEN})
        if fault is not Fault.REFUSED:
            self.shadow.rows |= {obj.id: values_of(obj) for obj in objects}
            self._wait_for_unknown()
        for key in {obj.id for obj in objects} & self.shadow.known.keys():
            self._check_read(key, self.session.get(self.model, key, vectors=True))

    @precondition(lambda self: self.scoped)
    @rule(add=st.booleans())
    def touch_foreign(self, add: bool) -> None:
        """Nothing is sent, also of what else is to be done."""
        obj = self._make(self.foreign[0], "mine", 0)
        self.session.add(obj) if add else self.session.delete(obj)
        with pytest.raises(SessionError, match="scope"):
            self.session.flush()
        self.session.expunge(obj)
        assert self.session.get(self.model, self.foreign[1]) is None
        self._all_done()

    @rule(commit=st.booleans())
    def flush(self, commit: bool) -> None:
        self.session.commit() if commit else self.session.flush()
        self._all_done()

    @rule(fault=faults, method=st.sampled_from(["Upsert", "Delete"]), how=st.sampled_from(HOWS))
    def flush_fails(self, fault: Fault, method: str, how: How) -> None:
        self.proxy.faults = {method: fault}
        failure = self._flush_failure()
        self.proxy.faults = {}
        if failure is None:
            self._all_done()
            return
        assert fault is not Fault.LOST, f"{failure}: upserts and deletes by key can be sent again"
        if fault is Fault.REFUSED:
            assert failure.failed
            assert not failure.unknown
            self.shadow.flushed(failure.done)
        else:
            self._resolve(failure, how)

    @rule()
    def rollback(self) -> None:
        self.session.rollback()
        self.shadow.rollback()

    @rule(key=keys, title=texts, number=numbers)
    def another_session_writes(self, key: int, title: str, number: int) -> None:
        """Of keys that the session does not know: what it has read is renewed with the next unit only."""
        obj = self._make(self._key(key), title, number)
        assume(all(each.id != obj.id for each in self.shadow.objects))
        other = self.open()
        other.add(obj)
        other.commit()
        self.shadow.rows[obj.id] = values_of(obj)

    def teardown(self) -> None:
        """In the end, everything is stored."""
        self.session.commit()
        self._all_done()
        found = self.open().scalars(select(self.model).with_vectors().where(self.mine))
        stored = {obj.id: values_of(obj) for obj in found}
        assert {key: stored.pop(key)["title"] for key in self.foreign} == dict.fromkeys(self.foreign, "foreign")
        assert stored == self.shadow.rows

    @property
    def mine(self) -> Condition:
        """All rows of this run, the foreign ones too."""
        if self.model is Doc:
            return Doc.id.startswith(self.mark)
        return Note.id.between(self._note_key(0), self._note_key(9))

    def _resolve(self, failure: FlushError, how: How) -> None:
        """Work that was done, and told to have failed."""
        unknown = cast("list[Row]", failure.unknown)
        assert unknown
        assert {self.session.state(obj) for obj in unknown} == {ObjectState.UNKNOWN}
        with pytest.raises(FlushError, match="unknown since an earlier flush"):
            self.session.flush()
        resolution = self.session.resolve(how)
        if how == "verify":
            assert resolution.done == unknown
            self.shadow.flushed([*failure.done, *unknown])
            return
        deletes = [self.shadow.is_deleting(obj) for obj in unknown]
        self.shadow.flushed(failure.done, unknown)
        for obj, is_delete in zip(unknown, deletes, strict=True):
            self.shadow.forget(obj)
            if how == "upsert":
                self.shadow.actions.append((obj, is_delete))
        self._wait_for_unknown()

    def _wait_for_unknown(self) -> None:
        """Later reads see what was done. A session's own reads wait for its acknowledged writes only."""
        self.open().count(select(self.model).consistency("Strong"))

    def _flush_failure(self) -> FlushError | None:
        try:
            self.session.flush()
        except FlushError as error:
            return error
        return None

    def _key(self, number: int) -> Key:
        return f'{self.mark}"{number}' if self.model is Doc else self._note_key(number)

    def _note_key(self, number: int) -> int:
        return int(self.mark, 16) % 2**59 * 10 + number

    def _make(self, key: Key, title: str, number: int) -> Row:
        values: dict[str, Any] = {"title": title, "year": number, "tags": [title], "meta": {"n": number}}
        if self.model is Note:
            values["more"] = number
        return self.model(id=cast("Any", key), **values, dense=np.full(4, number, np.float32))

    def _picked(self, pick: int) -> Row:
        objects = self.shadow.objects
        assume(objects)
        return objects[pick % len(objects)]

    def _stored(self, pick: int) -> Row:
        """An object that is neither added nor deleted."""
        stored = [obj for obj in self.shadow.known.values() if not self.shadow.is_acting(obj)]
        assume(stored)
        return stored[pick % len(stored)]

    def _all_done(self) -> None:
        """Nothing is left to do; the objects of the session are those that must be there."""
        self.shadow.all_flushed()
        assert (self.session.new, self.session.dirty, self.session.deleted) == ([], [], [])
        for key, obj in self.shadow.known.items():
            assert self.session.state(obj) is ObjectState.PERSISTENT
            row = self.shadow.rows[key]
            assert values_of(obj) == {name: row[name] for name in values_of(obj)}

    def _check_read(self, key: Key, found: Row | None) -> None:
        if key not in self.shadow.rows:
            assert found is None
            return
        assert found is not None
        assert found is self.shadow.known.get(key, found)
        row = self.shadow.rows[key]
        assert values_of(found) == {name: row[name] for name in values_of(found)}
        assert values_of(found).keys() >= row.keys() - {"dense"}
        self.shadow.take(found)


def test_a_session_is_what_plain_dicts_say(opened: Opened) -> None:
    class WorkHere(Work):
        def __init__(self) -> None:
            super().__init__(opened)

    run_machine(WorkHere)
