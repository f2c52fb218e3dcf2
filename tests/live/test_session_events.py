"""Functions that a session calls, `merge`, `expire`, makers and scopes, on real engines."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from tests.fix_session import Open, doc, stored
from tests.live.models import Auto, Doc
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.errors import NoResultFound, ParamError, SessionError
from vectorm.model import Model, uuid7
from vectorm.query import select
from vectorm.session import CommitReport, Session, events, scoped_session, sessionmaker
from vectorm.session.base import SessionBase


@contextmanager
def listening(target: object, name: Any, function: Any) -> Generator[None]:
    events.listen(target, name, function)
    try:
        yield
    finally:
        events.remove(target, name, function)


def test_before_flush_may_add_and_after_flush_tells_the_report(open_session: Open) -> None:
    session, companion, told = open_session(), doc("companion"), list[CommitReport]()

    def add_companion(flushed: SessionBase) -> None:
        flushed.add(companion)

    def note(flushed: SessionBase, report: CommitReport) -> None:
        told.append(report)

    with listening(SessionBase, "before_flush", add_companion), listening(SessionBase, "after_flush", note):
        session.flush()
        assert told == []  # nothing to flush: not called
        session.add(doc("first"))
        session.commit()
    assert [report.upserted for report in told] == [2]
    assert open_session().get(Doc, companion.id) is not None


def test_an_object_can_be_changed_before_it_is_written(open_session: Open) -> None:
    (key,) = stored(open_session, doc("old", year=1))
    session = open_session()
    found = session.get_one(Doc, key)

    def stamp(obj: Doc) -> None:
        obj.year += 10

    with listening(Doc, "before_update", stamp), listening(Model, "before_insert", stamp):
        found.title = "new"
        fresh = doc("fresh", year=5)
        session.add(fresh)
        session.commit()
    assert [(each.title, each.year) for each in open_session().get_many(Doc, [key, fresh.id])] == [
        ("new", 11),
        ("fresh", 15),
    ]


def test_the_events_of_an_object_follow_its_life(open_session: Open) -> None:
    calls: list[tuple[str, str]] = []

    def note(name: str) -> Callable[[Doc], None]:
        def call(obj: Doc) -> None:
            calls.append((name, obj.title))

        return call

    names = [f"{when}_{what}" for when in ("before", "after") for what in ("insert", "update", "delete")]
    functions = {name: note(name) for name in [*names, "after_load"]}
    for name, function in functions.items():
        events.listen(Doc, name, function)  # type: ignore[arg-type]
    try:
        (key,) = stored(open_session, doc("a"))
        session = open_session()
        found = session.get_one(Doc, key)
        found.title = "b"
        session.commit()
        session.delete(found)
        session.commit()
    finally:
        for name, function in functions.items():
            events.remove(Doc, name, function)  # type: ignore[arg-type]
    assert calls == [
        ("before_insert", "a"),
        ("after_insert", "a"),
        ("after_load", "a"),
        ("before_update", "b"),
        ("after_update", "b"),
        ("before_delete", "b"),
        ("after_delete", "b"),
    ]


def test_what_after_load_changes_is_not_written(open_session: Open) -> None:
    (key,) = stored(open_session, doc("secret"))
    session = open_session()

    def decode(obj: Doc) -> None:
        obj.title = obj.title[::-1]

    with listening(Doc, "after_load", decode):
        assert session.get_one(Doc, key).title == "terces"
        assert session.dirty == []


def test_an_exception_before_the_flush_sends_nothing(open_session: Open) -> None:
    session, obj = open_session(), doc("x")

    def refuse(_: Model) -> None:
        raise ValueError("not today")

    session.add(obj)
    with listening(Doc, "before_insert", refuse), pytest.raises(ValueError, match="not today"):
        session.commit()
    assert session.new == [obj]
    assert open_session().get(Doc, obj.id) is None


def test_commit_and_rollback_are_told(open_session: Open) -> None:
    session, calls = open_session(), list[str]()

    def committed(_: SessionBase) -> None:
        calls.append("commit")

    def rolled_back(_: SessionBase) -> None:
        calls.append("rollback")

    with listening(SessionBase, "after_commit", committed), listening(SessionBase, "after_rollback", rolled_back):
        session.add(doc("x"))
        session.commit()
        session.rollback()
    assert calls == ["commit", "rollback"]


def test_an_event_that_the_target_does_not_have() -> None:
    with pytest.raises(ParamError, match=r"Doc has no event 'before_flush'") as caught:
        events.listen(Doc, "before_flush", print)
    assert "before_insert" in caught.value.hint
    with pytest.raises(ParamError, match="does not listen"):
        events.remove(Doc, "before_insert", print)


def test_merge_takes_the_values_that_were_set(open_session: Open) -> None:
    (key,) = stored(open_session, doc("old", number=1, year=7))
    session = open_session()
    given = Doc.model_construct(id=key, title="new", tags=["x"])
    merged = session.merge(given)
    assert (merged.title, merged.year, merged.tags) == ("new", 7, ["x"])
    assert session.state(given) is None
    given.tags.append("later")
    session.commit()
    read = open_session().get_one(Doc, key, vectors=True)
    assert (read.title, read.year, read.tags, read.dense.tolist()) == ("new", 7, ["x"], [1.0] * 4)


def test_merge_adds_what_is_not_stored(open_session: Open) -> None:
    session, given = open_session(), doc("fresh")
    merged = session.merge(given)
    assert merged is not given
    assert session.merge(merged) is merged
    session.commit()
    assert open_session().get_one(Doc, given.id).title == "fresh"
    made = session.merge(Auto(name="auto", dense=np.zeros(4)))
    session.commit()
    assert open_session().get_one(Auto, made.id).name == "auto"


def test_expire_forgets_changes_and_renews(open_session: Open) -> None:
    (key,) = stored(open_session, doc("a"))
    session, other = open_session(), open_session()
    obj = session.get_one(Doc, key)
    obj.title = "mine"
    theirs = other.get_one(Doc, key)
    theirs.title = "theirs"
    other.commit()
    session.expire(obj)
    assert session.dirty == []
    assert session.get_one(Doc, key) is obj
    assert obj.title == "theirs"
    with pytest.raises(SessionError, match="not a stored object"):
        session.expire(doc("never stored"))


def test_get_one_and_exists(open_session: Open) -> None:
    session = open_session()
    with pytest.raises(NoResultFound, match=r"no Doc with key 'nowhere'"):
        session.get_one(Doc, "nowhere")
    stored(open_session, doc("there, surely"))
    assert session.exists(select(Doc).where(Doc.title == "there, surely"))
    assert not session.exists(select(Doc).where(Doc.title == "there, surely not"))


def test_a_maker_and_a_session_for_each_thread(connections_of: tuple[Connection, AsyncConnection]) -> None:
    maker = sessionmaker(bind=connections_of[0], autoflush=False)
    current = scoped_session(maker)
    mine = current()
    assert current() is mine
    others: list[Session] = []
    thread = threading.Thread(target=lambda: others.append(current()))
    thread.start()
    thread.join()
    assert others[0] is not mine
    mine.add(doc("never sent"))
    current.remove()
    assert mine.new == []
    assert current() is not mine


def test_a_bind_for_a_model(open_session: Open, connections_of: tuple[Connection, AsyncConnection]) -> None:
    sync, _ = connections_of
    elsewhere = sync.with_database("no_such_database")
    with Session(bind=elsewhere, binds={Model: sync}) as session:
        obj = doc("bound")
        session.add(obj)
        session.add(Auto(name="bound", dense=np.zeros(4)))
        assert session.commit().requests == 2
        assert session.count(select(Doc).where(Doc.id == obj.id)) == 1


def test_a_change_by_a_function_is_written_though_nobody_holds_the_object(open_session: Open) -> None:
    def mark(obj: Doc) -> None:
        obj.meta["seen"] = True

    session, key = open_session(), uuid7()
    with listening(Doc, "after_insert", mark):
        session.add(Doc(id=key, title="new", dense=np.zeros(4, np.float32)))
        session.flush()
    assert session.commit().upserted == 1
    assert open_session().get_one(Doc, key).meta == {"seen": True}
