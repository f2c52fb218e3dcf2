"""Random work with a session, with calls that fail in between, against plain dicts.

pytest tests/live/test_session_stateful.py                                          a few runs an engine
pytest tests/live/test_session_stateful.py --hypothesis-profile=nightly --timeout=0 many
"""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.fix_client import Blocking
from tests.fix_engines import Engine
from tests.live.models import Doc
from tests.live.session_shadow import Shadow, values_of
from tests.support.recording_proxy import Fault, RecordingProxy, recorded
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_async_connection, open_connection
from vectorm.errors import FlushError
from vectorm.query import select
from vectorm.session import AsyncSession, ObjectState, Session

RUNS = settings().max_examples // 5
"""20 with hypothesis's 100 examples, 400 with those of the profile `nightly`; for each engine, sync and async."""

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, *((Phase.shrink,) if RUNS > 20 else ()))
"""Shrinking takes minutes."""

Open = Callable[[], Session]

texts = st.sampled_from(["a", "b", "it's", 'say "hi"\\', "ü🦊\n", "%_"])
numbers = st.integers(-3, 3)
keys = st.sampled_from(["1", "2", 'k"3'])
picks = st.integers(0, 9)
faults = st.sampled_from(Fault)


class Work(RuleBasedStateMachine):
    """A session and its shadow."""

    def __init__(self, open_one: Open, proxy: RecordingProxy) -> None:
        super().__init__()
        self.open, self.proxy = open_one, proxy
        self.session = open_one()
        self.mark = uuid.uuid4().hex[:8]
        self.shadow = Shadow()

    @rule(key=keys, title=texts, number=numbers)
    def add_new(self, key: str, title: str, number: int) -> None:
        obj = self._make(key, title, number)
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
    def delete_unknown(self, key: str) -> None:
        obj = self._make(key, "only its key", 0)
        self.session.delete(obj)
        self.shadow.act(obj, delete=True)

    @rule(key=keys, title=texts, number=numbers)
    def merge(self, key: str, title: str, number: int) -> None:
        given = self._make(key, title, number)
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
    def get(self, key: str, vectors: bool) -> None:
        found = self.session.get(Doc, self.mark + key, vectors=vectors)
        self._all_done()
        self._check_read(self.mark + key, found)

    @rule()
    def read_all(self) -> None:
        found = {obj.id: obj for obj in self.session.scalars(select(Doc).where(Doc.id.startswith(self.mark)))}
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
        stored = [obj for obj in self.shadow.known.values() if not self.shadow.is_acting(obj)]
        assume(stored)
        obj = stored[pick % len(stored)]
        self.session.expire(obj)
        assert obj not in self.session.dirty
        self.shadow.take(obj)

    @rule(commit=st.booleans())
    def flush(self, commit: bool) -> None:
        self.session.commit() if commit else self.session.flush()
        self._all_done()

    @rule(fault=faults, method=st.sampled_from(["Upsert", "Delete"]))
    def flush_fails(self, fault: Fault, method: str) -> None:
        self.proxy.faults = {method: fault}
        failure = self._flush_failure()
        self.proxy.faults = {}
        if failure is None:
            self._all_done()
            return
        failed = [obj for obj, _ in failure.failed]
        assert fault is not Fault.LOST, f"{failure}: upserts and deletes by key can be sent again"
        assert failed
        assert not failure.unknown
        self.shadow.flushed(failure.done, [] if fault is Fault.REFUSED else failed)

    @rule()
    def rollback(self) -> None:
        self.session.rollback()
        self.shadow.rollback()

    @rule(key=keys, title=texts, number=numbers)
    def another_session_writes(self, key: str, title: str, number: int) -> None:
        """Of keys that the session does not know: what it has read is renewed with the next unit only."""
        obj = self._make(key, title, number)
        assume(all(each.id != obj.id for each in self.shadow.objects))
        other = self.open()
        other.add(obj)
        other.commit()
        self.shadow.rows[obj.id] = values_of(obj)

    def teardown(self) -> None:
        """In the end, everything is stored."""
        self.session.commit()
        self._all_done()
        stored = self.open().scalars(select(Doc).with_vectors().where(Doc.id.startswith(self.mark)))
        assert {obj.id: values_of(obj) for obj in stored} == self.shadow.rows

    def _flush_failure(self) -> FlushError | None:
        try:
            self.session.flush()
        except FlushError as error:
            return error
        return None

    def _make(self, key: str, title: str, number: int) -> Doc:
        dense = np.full(4, number, np.float32)
        return Doc(id=self.mark + key, title=title, year=number, tags=[title], meta={"n": number}, dense=dense)

    def _picked(self, pick: int) -> Doc:
        objects = self.shadow.objects
        assume(objects)
        return objects[pick % len(objects)]

    def _all_done(self) -> None:
        """Nothing is left to do; the objects of the session are those that must be there."""
        self.shadow.flushed([*(obj for obj, _ in self.shadow.plan().values()), *self.shadow.objects])
        assert (self.session.new, self.session.dirty, self.session.deleted) == ([], [], [])
        for key, obj in self.shadow.known.items():
            assert self.session.state(obj) is ObjectState.PERSISTENT
            row = self.shadow.rows[key]
            assert values_of(obj) == {name: row[name] for name in values_of(obj)}

    def _check_read(self, key: str, found: Doc | None) -> None:
        if key not in self.shadow.rows:
            assert found is None
            return
        assert found is not None
        assert found is self.shadow.known.get(key, found)
        row = self.shadow.rows[key]
        assert values_of(found) == {name: row[name] for name in values_of(found)}
        assert values_of(found).keys() >= row.keys() - {"dense"}
        self.shadow.take(found)


@pytest.fixture(scope="module")
def proxied(
    engine: Engine, connections_of: tuple[Connection, AsyncConnection]
) -> Iterator[tuple[RecordingProxy, Connection, AsyncConnection]]:
    """A proxy in front of the engine, which has the collection, and connections through it."""
    del connections_of
    with recorded(engine.uri) as proxy:
        sync = open_connection(uri=proxy.uri)
        yield proxy, sync, open_async_connection(uri=proxy.uri)
        sync.close()


def test_a_session_is_what_plain_dicts_say(
    proxied: tuple[RecordingProxy, Connection, AsyncConnection],
    client_mode: str,
    event_loop_of_tests: asyncio.AbstractEventLoop,
) -> None:
    proxy, sync, aio = proxied

    def open_one() -> Session:
        if client_mode == "sync":
            return Session(bind=sync)
        blocking: Any = Blocking(AsyncSession(bind=aio), event_loop_of_tests)
        return cast("Session", blocking)

    class WorkHere(Work):
        def __init__(self) -> None:
            super().__init__(open_one, proxy)

    run_state_machine_as_test(
        WorkHere,
        settings=settings(
            max_examples=RUNS,
            phases=PHASES,
            report_multiple_bugs=False,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
