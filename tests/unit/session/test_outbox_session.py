"""Sessions with an outbox: what is left there, finished, taken back and refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.session.models import Auto, Doc, context, refused, stored
from tests.unit.session.outbox_work import LOST, NO_SERVER, Keyed, doc, kill, replayed, server, work, writes
from vectorm.errors import DeadlineExceeded, FlushError
from vectorm.model import Model
from vectorm.session import Session
from vectorm.session import flush as flushing
from vectorm.session.binds import Binds
from vectorm.session.outbox import Outbox, read_outbox
from vectorm.session.state import SessionState
from vectorm.session.unit import ObjectState

pytestmark = pytest.mark.usefixtures("synced")


def test_the_next_flush_replays_before_it_sends(opened: Callable[..., Outbox]) -> None:
    kill(work(opened(), "old"), server(Delete=[]))
    recorded = server(*[stored()] * 6)
    recorded.run(flushing.flush(context(), work(opened(), "new")))
    assert [method for method, _ in writes(recorded)] == ["Delete", *["Upsert"] * 3] * 2
    assert [b"old" in request for method, request in writes(recorded) if method == "Upsert"] == [True] * 3 + [False] * 3


def test_a_refused_batch_is_not_replayed_and_stays_pending_in_the_session(opened: Callable[..., Outbox]) -> None:
    state = work(opened())
    with pytest.raises(FlushError, match="3 objects done, 1 failed"):
        server(stored(), refused("disk full"), stored()).run(flushing.flush(context(), state))
    assert len(state.unit.objects(ObjectState.PENDING)) == 1
    assert opened().pending() == []


def test_server_made_keys_are_refused_before_anything_is_sent(opened: Callable[..., Outbox], path: Path) -> None:
    outbox = opened()
    state, auto = work(outbox), Auto(v=[1.0, 2.0])
    state.unit.add([auto])
    recorded = server()
    with pytest.raises(FlushError, match=r"a\.outbox takes no Auto: the server makes its keys") as caught:
        recorded.run(flushing.flush(context(), state))
    assert [obj for obj, _ in caught.value.failed] == [auto]
    assert "uuid7" in caught.value.failed[0][1].hint
    assert writes(recorded) == []
    assert read_outbox(path) == []


def close(state: SessionState) -> None:
    session = Session.__new__(Session)
    session._state = state  # pyright: ignore[reportPrivateUsage]
    session.expunge_all()


@pytest.mark.parametrize("left", [SessionState.end, close])
def test_what_a_session_takes_back_is_not_replayed(
    opened: Callable[..., Outbox], left: Callable[[SessionState], object]
) -> None:
    outbox = opened()
    state = work(outbox)
    with pytest.raises(FlushError):
        server(NO_SERVER, NO_SERVER, stored()).run(flushing.flush(context(), state))
    assert len(outbox.pending()) == 2
    left(state)
    assert outbox.pending() == opened().pending() == []


def test_with_something_due_a_flush_goes_to_every_connection() -> None:
    binds = Binds("default", {Doc: "docs", Auto: "more", Keyed: "docs"})
    unit = work(None).unit
    docs, nothing = frozenset[type[Model]]({Doc}), frozenset[type[Model]]()
    assert list(binds.pending(unit)) == [("docs", docs)]
    assert list(binds.pending(unit, everywhere=True)) == [("docs", docs), ("default", nothing), ("more", nothing)]


@pytest.mark.parametrize("error", [LOST, NO_SERVER])
def test_a_second_flush_finishes_what_the_session_left_in_the_outbox(
    opened: Callable[..., Outbox], error: DeadlineExceeded
) -> None:
    """What is unknown too: it is sent once more, and needs no `resolve`."""
    outbox = opened()
    state = work(outbox)
    held = state.unit.objects(*ObjectState)  # a session holds stored objects weakly
    with pytest.raises(FlushError):
        server(stored(), stored(), error, Delete=[error]).run(flushing.flush(context(), state))
    for obj in held:
        if isinstance(obj, Doc) and obj.id == 3:
            obj.title = "new"
    recorded = server(*[stored()] * 3)
    report = recorded.run(flushing.flush(context(), state))
    assert [(method, b"new" in request) for method, request in writes(recorded)] == [
        ("Delete", False),
        ("Upsert", False),
        ("Upsert", True),
    ]
    assert (report.deleted, report.upserted) == (1, 2)
    assert len(state.unit.objects(ObjectState.PERSISTENT)) == 3
    assert state.unit.objects(ObjectState.UNKNOWN, ObjectState.PENDING, ObjectState.DELETED) == []
    assert outbox.pending() == []
    assert state.unfinished == []


def test_a_change_that_was_taken_back_before_the_replay_is_sent_after_it(opened: Callable[..., Outbox]) -> None:
    """Else the row has the change, and the object has not."""
    outbox = opened()
    state, kept, other = SessionState(outbox=outbox), doc(1), doc(2)
    state.unit.loaded([kept, other], "")
    kept.title = other.title = "new"
    with pytest.raises(FlushError):
        server(NO_SERVER, NO_SERVER).run(flushing.flush(context(), state))
    kept.title = "a"
    state.unit.expire(other)
    recorded = server(*[stored()] * 3)
    recorded.run(flushing.flush(context(), state))
    assert [b"new" in request for _, request in writes(recorded)] == [True, True, False]
    assert state.unit.changed_fields(kept) == frozenset()
    assert state.unit.find(Doc, 2) is None  # it is read again


def test_of_a_batch_that_was_sent_again_what_is_still_meant_is_done(
    opened: Callable[..., Outbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flushing, "MOST_ROWS", 10)
    outbox = opened()
    state = SessionState(outbox=outbox)
    objects = [doc(key) for key in range(3)]
    state.unit.add(objects)
    with pytest.raises(FlushError):
        server(LOST).run(flushing.flush(context(), state))
    state.unit.delete(objects[0])
    state.unit.expunge(objects[1])
    objects[2].title = "new"
    recorded = server(*[stored()] * 2)
    recorded.run(flushing.flush(context(), state))
    assert [method for method, _ in writes(recorded)] == ["Upsert", "Delete", "Upsert"]
    assert list(map(state.unit.state, objects)) == [None, None, ObjectState.PERSISTENT]
    assert state.unit.changed_fields(objects[2]) == frozenset()


@pytest.mark.parametrize("error", [LOST, NO_SERVER])
def test_what_another_session_has_sent_is_done(opened: Callable[..., Outbox], error: DeadlineExceeded) -> None:
    """Sent once more it would replace what the other one has written since."""
    outbox = opened()
    state, obj = SessionState(outbox=outbox), doc(1)
    state.unit.add([obj])
    with pytest.raises(FlushError):
        server(error).run(flushing.flush(context(), state))
    assert len(replayed(outbox)) == 1
    recorded = server()
    recorded.run(flushing.flush(context(), state))
    assert writes(recorded) == []
    assert state.unit.state(obj) is ObjectState.PERSISTENT
