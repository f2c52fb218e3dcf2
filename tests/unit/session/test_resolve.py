"""Objects that were sent and not answered, and what a flush tells of each request."""

import numpy as np
import pytest

from tests.unit.session.models import Auto, Doc, context, described, lite, refused, rows_of, stored
from vectorm.errors import (
    BatchState,
    ConnectError,
    DeadlineExceeded,
    FlushError,
    MilvusException,
    ParamError,
    SessionError,
)
from vectorm.session import flush as flushing
from vectorm.session.resolve import Resolution, resolve_here, verify
from vectorm.session.state import SessionState
from vectorm.session.unit import ObjectState
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import QueryRequest

LOST = DeadlineExceeded(4, "time is up")


def doc(key: int, title: str = "a") -> Doc:
    return Doc(id=key, title=title, tags=["x"], meta={"n": [1, None]}, v=[1.0, 2.0])


def lost(*objects: Doc | Auto, deletes: bool = False) -> SessionState:
    """A session in which objects were sent and not answered."""
    state = SessionState()
    for obj in objects:
        state.unit.delete(obj) if deletes else state.unit.add([obj])
    with pytest.raises(FlushError) as caught:
        Recorded({"DescribeCollection": [described()], "Upsert": [LOST], "Insert": [LOST], "Delete": [LOST]}).run(
            flushing.flush(lite(), state)
        )
    assert caught.value.unknown == list(objects)
    return state


@pytest.mark.parametrize(
    ("reply", "state", "objects"),
    [
        (LOST, BatchState.UNKNOWN, ObjectState.UNKNOWN),
        (refused("disk full"), BatchState.REFUSED, ObjectState.PENDING),
        (ConnectError(14, "refused"), BatchState.NOT_SENT, ObjectState.PENDING),
    ],
)
def test_a_flush_tells_what_became_of_each_request(
    monkeypatch: pytest.MonkeyPatch, reply: bytes | MilvusException, state: BatchState, objects: ObjectState
) -> None:
    monkeypatch.setattr(flushing, "MOST_ROWS", 1)
    monkeypatch.setattr("vectorm.ops.policy.MOST_ATTEMPTS", 1)
    session, first, second = SessionState(), doc(1), doc(2)
    session.unit.add([first, second])
    with pytest.raises(FlushError) as caught:
        Recorded([stored(1), reply]).run(flushing.flush(context(), session))
    batches = caught.value.batches
    assert [(batch.state, batch.kind, list(batch.objects)) for batch in batches] == [
        (BatchState.APPLIED, "upsert", [first]),
        (state, "upsert", [second]),
    ]
    assert batches[0].cause is None
    assert isinstance(batches[1].cause, MilvusException)
    assert session.unit.state(second) is objects
    assert (session.sent.upserted, session.end().upserted, session.end().upserted) == (1, 1, 0)


def test_a_bad_row_keeps_all_requests_from_being_sent() -> None:
    session, bad, auto = SessionState(), doc(1), Auto(v=[1.0, 2.0])
    bad.v = np.array([np.inf, 1], np.float32)
    session.unit.add([bad, auto])
    with pytest.raises(FlushError) as caught:
        Recorded().run(flushing.flush(context(), session))
    told = [(batch.state, batch.kind, batch.cause is None) for batch in caught.value.batches]
    assert told == [(BatchState.NOT_SENT, "upsert", False), (BatchState.NOT_SENT, "insert", True)]


def test_unknown_objects_are_not_sent_by_a_flush() -> None:
    state = lost(doc(1))
    recorded = Recorded()
    recorded.run(flushing.flush(lite(), state))
    assert recorded.sent == []


def test_upsert_sends_them_again() -> None:
    obj = doc(1)
    state = lost(obj)
    assert resolve_here(state.unit, "upsert", None) == (Resolution(pending=[obj]), [])
    assert Recorded([stored(1)]).run(flushing.flush(lite(), state)).upserted == 1
    assert state.unit.state(obj) is ObjectState.PERSISTENT


def test_a_changed_object_is_changed_again() -> None:
    state, obj = SessionState(), doc(1)
    state.unit.loaded([obj], "")
    obj.title = "new"
    with pytest.raises(FlushError):
        Recorded([LOST]).run(flushing.flush(lite(), state))
    assert state.unit.state(obj) is ObjectState.UNKNOWN
    assert list(state.unit.changes()) == []
    resolve_here(state.unit, "upsert", [obj])
    assert [change.fields for change in state.unit.changes()] == [frozenset({"title"})]


def test_forget_lets_go() -> None:
    auto = Auto(v=[1.0, 2.0])
    state = lost(auto)
    assert resolve_here(state.unit, "forget", None) == (Resolution(forgotten=[auto]), [])
    assert state.unit.state(auto) is None


def test_verify_reads_the_rows_and_compares_them() -> None:
    same, other, absent = doc(1), doc(2), doc(3)
    state = lost(same, other, absent)
    rest, doubtful = resolve_here(state.unit, "verify", None)
    assert (rest, doubtful) == (Resolution(), [same, other, absent])
    recorded = Recorded({"DescribeCollection": [described()], "Query": [rows_of(doc(1), doc(2, "theirs"))]})
    resolution = recorded.run(verify(lite(), state, doubtful))
    assert resolution == Resolution(done=[same], pending=[other, absent])
    assert [state.unit.state(obj) for obj in (same, other)] == [ObjectState.PERSISTENT, ObjectState.PENDING]
    request = QueryRequest.FromString(recorded.sent[-1].request)
    assert request.consistency_level == 0  # Strong


def test_verify_of_deleted_objects() -> None:
    gone, there = doc(1), doc(2)
    state = lost(gone, there, deletes=True)
    resolution = Recorded({"DescribeCollection": [described()], "Query": [rows_of(doc(2))]}).run(
        verify(lite(), state, [gone, there])
    )
    assert resolution == Resolution(done=[gone], pending=[there])
    assert [state.unit.state(obj) for obj in (gone, there)] == [None, ObjectState.DELETED]


@pytest.mark.parametrize("how", ["upsert", "verify"])
def test_rows_of_server_made_keys_cannot_be_found(how: str) -> None:
    state = lost(Auto(v=[1.0, 2.0]))
    with pytest.raises(SessionError, match="the server makes the keys of Auto"):
        resolve_here(state.unit, how, None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_wrong_use() -> None:
    state = lost(doc(1))
    with pytest.raises(ParamError, match="'upsert', 'verify', 'forget'"):
        resolve_here(state.unit, "retry", None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(SessionError, match="the outcome of this Doc is not unknown"):
        resolve_here(state.unit, "forget", [doc(1)])
