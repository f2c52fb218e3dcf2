"""Outboxes: a unit of work is recorded before it is sent, and replayed when its answers did not come."""

import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.unit.session.models import Auto, Doc, context, described, refused, stored
from vectorm.errors import (
    CollectionNotExistException,
    DeadlineExceeded,
    EmbeddedEngineError,
    FlushError,
    OutboxError,
    RateLimited,
)
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.ops.context import Context
from vectorm.session import Session
from vectorm.session import flush as flushing
from vectorm.session.binds import Binds
from vectorm.session.outbox import Mark, Outbox, read_outbox, shared
from vectorm.session.outbox import Recorded as What
from vectorm.session.outbox_flush import replay
from vectorm.session.state import SessionState
from vectorm.session.unit import ObjectState
from vectorm.transport.recorded import Recorded, Reply
from vectorm.wire.messages import AllocTimestampResponse, DescribeCollectionResponse

CLOCK = AllocTimestampResponse(timestamp=42).SerializeToString()
LOST = DeadlineExceeded(4, "no answer")
NO_SERVER = EmbeddedEngineError(14, "nobody there")  # a ConnectError that is not tried again


class Keyed(Model, collection="docs"):
    id: Mapped[int] = field(primary_key=True)
    tenant: Mapped[str] = field(partition_key=True, max_length=8)
    v: Mapped[FloatVector] = vector(dim=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.outbox"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., Outbox]]:
    """Opens the outbox, as a new process does: the last one is closed."""
    made: list[Outbox] = []

    def open_again(max_bytes: int = 1 << 20) -> Outbox:
        while made:
            made.pop().close()
        made.append(Outbox(path, max_bytes=max_bytes))
        return made[-1]

    yield open_again
    made[-1].close()


def doc(key: int, title: str = "a") -> Doc:
    return Doc(id=key, title=title, v=[1.0, 2.0])


def work(outbox: Outbox | None, title: str = "a") -> SessionState:
    """A session that has a row to delete and three to write."""
    state, gone = SessionState(outbox=outbox), doc(9)
    state.unit.loaded([gone])
    state.unit.delete(gone)
    state.unit.add([doc(1, title), doc(2, title), doc(3, title)])
    return state


def server(*upserts: Reply, **more: Sequence[Reply]) -> Recorded:
    """A server that knows the collection and deletes, with its replies to upserts. Without one the test ends there."""
    known: dict[str, Sequence[Reply]] = {
        "DescribeCollection": [described()] * 99,
        "AllocTimestamp": [CLOCK] * 99,
        "Delete": [stored()] * 99,
    }
    return Recorded({**known, "Upsert": upserts, **more})


def writes(recorded: Recorded) -> list[tuple[str, bytes]]:
    return [(rpc.method, rpc.request) for rpc in recorded.sent if rpc.method in {"Insert", "Upsert", "Delete"}]


def kill(state: SessionState, recorded: Recorded) -> None:
    """Flush until the server has no reply left, and end there as a killed process does."""
    with pytest.raises(AssertionError, match="no reply is scripted"):
        recorded.run(flushing.flush(context(), state))


def replayed(outbox: Outbox, recorded: Recorded | None = None) -> list[tuple[str, bytes]]:
    recorded = recorded or server(*[stored()] * 99)
    recorded.run(replay(context(), outbox))
    return writes(recorded)


@pytest.fixture(autouse=True)
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the files that were synced, which takes long in truth. Batches are of one row."""
    monkeypatch.setattr(flushing, "MOST_ROWS", 1)
    sizes: list[int] = []

    def sync(fd: int) -> None:
        sizes.append(os.fstat(fd).st_size)

    monkeypatch.setattr(os, "fsync", sync)
    return sizes


def test_a_unit_is_on_the_disk_before_anything_is_sent(
    opened: Callable[..., Outbox], path: Path, synced: list[int]
) -> None:
    kill(work(opened()), server(Delete=[]))
    assert synced[-1] == path.stat().st_size
    assert len(read_outbox(path)) == 4


def test_a_unit_that_is_done_leaves_nothing_behind(opened: Callable[..., Outbox], path: Path) -> None:
    outbox = opened()
    empty = path.stat().st_size
    sent = server(*[stored()] * 3)
    report = sent.run(flushing.flush(context(), work(outbox)))
    without = server(*[stored()] * 3)
    without.run(flushing.flush(context(), work(None)))
    assert (report.upserted, report.deleted) == (3, 1)
    assert writes(sent) == writes(without)
    assert (outbox.pending(), path.stat().st_size) == ([], empty)


@pytest.mark.parametrize("answered", range(4))
def test_what_was_not_answered_is_sent_by_the_next_process_byte_for_byte(
    opened: Callable[..., Outbox], answered: int
) -> None:
    """Also what the first process had not sent: the unit is recorded as a whole, before its first request."""
    whole = server(*[stored()] * 3)
    whole.run(flushing.flush(context(), work(None)))
    replies: Sequence[Reply] = [stored()] * max(answered - 1, 0)
    deleted: Sequence[Reply] = [stored()] * min(answered, 1)
    kill(work(opened()), server(*replies, Delete=deleted))
    outbox = opened()
    assert [batch.kind for batch in outbox.pending()] == ["delete", "upsert", "upsert", "upsert"][answered:]
    assert replayed(outbox) == writes(whole)[answered:]
    assert replayed(opened()) == []


def test_the_next_flush_replays_before_it_sends(opened: Callable[..., Outbox]) -> None:
    kill(work(opened(), "old"), server(Delete=[]))
    recorded = server(*[stored()] * 6)
    recorded.run(flushing.flush(context(), work(opened(), "new")))
    assert [method for method, _ in writes(recorded)] == ["Delete", *["Upsert"] * 3] * 2
    assert [b"old" in request for method, request in writes(recorded) if method == "Upsert"] == [True] * 3 + [False] * 3


def record(outbox: Outbox, bodies: Sequence[bytes], *, collection: str = "docs", schema: str = "") -> list[str]:
    """Put a unit of work into an outbox; the numbers of its batches."""
    unit = outbox.begin()
    what = What("upsert", 1, collection, "default", "", schema)
    batches = [outbox.record(unit, what, [("Upsert", body)]) for body in bodies]
    outbox.seal(unit)
    return [batch.id for batch in outbox.release(batches)]


def test_a_file_cut_at_any_byte_holds_the_units_that_are_whole(opened: Callable[..., Outbox], path: Path) -> None:
    outbox = opened()
    ends: list[tuple[int, list[str]]] = [(0, [])]
    first = record(outbox, [b"one", b"two"])
    ends.append((path.stat().st_size, first))
    outbox.mark(outbox.pending()[0], Mark.DONE)
    ends.append((path.stat().st_size, first[1:]))
    second = record(outbox, [b"three", b"four"])
    ends.append((path.stat().st_size, [*first[1:], *second]))
    outbox.close()
    whole = path.read_bytes()
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        held = [ids for end, ids in ends if end <= size][-1]
        assert [batch.id for batch in read_outbox(path)] == held, size
        if size % 50 == 0:
            assert [batch.id for batch in opened().pending()] == held, size


def test_a_refused_batch_is_not_replayed_and_stays_pending_in_the_session(opened: Callable[..., Outbox]) -> None:
    state = work(opened())
    with pytest.raises(FlushError, match="3 objects done, 1 failed"):
        server(stored(), refused("disk full"), stored()).run(flushing.flush(context(), state))
    assert len(state.unit.objects(ObjectState.PENDING)) == 1
    assert opened().pending() == []


@pytest.mark.parametrize("error", [LOST, NO_SERVER, RateLimited(8, "slow down")])
def test_what_may_succeed_later_is_kept_and_replayed_by_the_next_flush(
    opened: Callable[..., Outbox], error: DeadlineExceeded
) -> None:
    outbox = opened()
    state = work(outbox)
    replies: list[Reply] = [stored(), *[error] * 99] if isinstance(error, RateLimited) else [stored(), error, stored()]
    with pytest.raises(FlushError):
        server(*replies).run(flushing.flush(context(), state))
    left = len(outbox.pending())
    assert left == (2 if isinstance(error, RateLimited) else 1)
    assert len(replayed(outbox)) == left
    assert opened().pending() == []


def test_a_replay_that_fails_keeps_the_batch_and_sends_nothing_after_it(opened: Callable[..., Outbox]) -> None:
    kill(work(opened()), server(Delete=[]))
    outbox = opened()
    state, recorded = work(outbox), server(stored(), NO_SERVER)
    with pytest.raises(OutboxError, match=r"a\.outbox: the upsert of 1 rows, collection docs .* could not be replayed"):
        recorded.run(flushing.flush(context(), state))
    assert [method for method, _ in writes(recorded)] == ["Delete", "Upsert", "Upsert"]
    assert len(outbox.pending()) == 2
    assert len(state.unit.objects(ObjectState.PENDING)) == 3


def changed() -> bytes:
    reply = DescribeCollectionResponse.FromString(described())
    reply.schema.fields.add(name="more", data_type=5)
    return reply.SerializeToString()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"DescribeCollection": [changed()]}, "the fields of the collection were changed since"),
        ({"DescribeCollection": [CollectionNotExistException(100, "gone")]}, "the collection does not exist any more"),
        (
            {"Upsert": [refused("bad row")], "Delete": [refused("no")]},
            "the server refused it: collection docs: bad row",
        ),
    ],
)
def test_what_can_never_be_replayed_is_parked(
    opened: Callable[..., Outbox], more: dict[str, Sequence[Reply]], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    state = SessionState(outbox=opened())
    state.unit.add([doc(1, "kept")])
    kill(state, server())
    recorded = server(**more)
    outbox = opened()
    recorded.run(replay(context(), outbox))
    assert "parked upsert of 1 rows" in caplog.text
    outbox = opened()
    assert (replayed(outbox), outbox.pending()) == ([], [])
    [parked] = outbox.parked()
    assert parked.reason == reason
    [row] = outbox.rows(parked)
    assert (row["id"], row["title"], row["v"].tolist()) == (1, "kept", [1.0, 2.0])
    outbox.discard(parked)
    assert opened().parked() == []
    with pytest.raises(OutboxError, match="does not hold this upsert of 1 rows"):
        outbox.rows(parked)


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


def test_rows_that_are_deleted_and_inserted_anew_are_replayed_so(opened: Callable[..., Outbox]) -> None:
    """Milvus 2.3.5 and partition keys: `ops.write.store`. The new rows are recorded before the old ones are deleted."""
    state = SessionState(outbox=opened())
    state.unit.add([Keyed(id=1, tenant="a", v=[1.0, 2.0])])
    recorded = server(Delete=[stored()])
    with pytest.raises(AssertionError, match="Insert"):
        recorded.run(flushing.flush(context(), state))
    outbox = opened()
    assert [method for method, _ in outbox.pending()[0].requests] == ["Delete", "Insert"]
    assert replayed(outbox, server(Insert=[stored(1)])) == writes(recorded)


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


def test_a_full_outbox_refuses_the_unit_and_sends_nothing(opened: Callable[..., Outbox], path: Path) -> None:
    kill(work(opened()), server())
    outbox = opened(max_bytes=4096 + 3000)
    state, recorded = SessionState(outbox=outbox), server(*[stored()] * 9)
    state.unit.add([doc(1)])
    recorded.run(flushing.flush(context(), state))  # the old unit goes first, which makes room
    record(outbox, [bytes(1000)], collection="elsewhere")
    state.unit.add([doc(key) for key in range(20)])
    elsewhere = outbox.pending()
    sent = len(writes(recorded))
    with pytest.raises(FlushError, match=r"a\.outbox is full: \d+ batches of 7,096 bytes wait in it"):
        recorded.run(flushing.flush(other_place(), state))
    assert len(writes(recorded)) == sent
    assert len(state.unit.objects(ObjectState.PENDING)) == 20
    assert outbox.pending() == read_outbox(path) == elsewhere


def other_place() -> Context:
    found = context()
    found.address = "other:19530"
    return found


def test_a_file_that_grows_is_rewritten_with_what_waits(opened: Callable[..., Outbox], path: Path) -> None:
    outbox = opened(max_bytes=20_000)
    first = record(outbox, [b"stays", b"goes"])
    outbox.mark(outbox.pending()[1], Mark.DONE)
    record(outbox, [b"aside"])
    outbox.mark(outbox.pending()[1], Mark.PARKED, "for a reason")
    for _ in range(40):  # 40,000 bytes in all
        record(outbox, [bytes(1000)])
        outbox.mark(outbox.pending()[-1], Mark.DONE)
        assert path.stat().st_size <= 20_000
    outbox = opened()
    assert [batch.id for batch in outbox.pending()] == first[:1]
    assert outbox.requests(outbox.pending()[0]) == [("Upsert", b"stays")]
    assert [(outbox.requests(each), each.reason) for each in outbox.parked()] == [
        ([("Upsert", b"aside")], "for a reason")
    ]


def test_batches_for_another_server_wait(opened: Callable[..., Outbox]) -> None:
    kill(work(opened()), server(Delete=[]))
    outbox = opened()
    server().run(replay(other_place(), outbox))
    assert len(outbox.pending()) == 4


def test_what_another_session_is_sending_is_not_replayed(opened: Callable[..., Outbox]) -> None:
    outbox = opened()
    unit = outbox.begin()
    batch = outbox.record(unit, What("upsert", 1, "docs", "default", "", ""), [("Upsert", b"")])
    for step in (lambda: outbox.seal(unit), lambda: outbox.release([batch])):
        assert outbox.due("", "default") == []
        step()
    assert outbox.due("", "default") == outbox.pending() == [batch]


def test_a_unit_that_is_given_up_while_it_is_recorded_is_not_sent(opened: Callable[..., Outbox]) -> None:
    """Also where a thread still writes its last record: a cancelled task does not wait for it."""
    outbox = opened()
    unit, what = outbox.begin(), What("upsert", 1, "docs", "default", "", "")
    outbox.record(unit, what, [("Upsert", b"")])
    outbox.abort(unit)
    outbox.record(unit, what, [("Upsert", b"")])
    outbox.seal(unit)
    assert outbox.pending() == opened().pending() == []


def test_a_mark_that_cannot_be_written_is_written_before_the_next_record(
    opened: Callable[..., Outbox], caplog: pytest.LogCaptureFixture
) -> None:
    outbox = opened()
    record(outbox, [b"done", b"waits"])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    outbox.mark(outbox.pending()[0], Mark.DONE)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "File too large" in caplog.text
    record(outbox, [b"next"])
    outbox = opened()
    assert [outbox.requests(batch)[0][1] for batch in outbox.pending()] == [b"waits", b"next"]


def test_sessions_of_a_process_share_the_file(opened: Callable[..., Outbox], path: Path) -> None:
    outbox = opened()
    assert shared(path) is shared(str(path)) is shared(outbox) is outbox
    outbox.close()
    with shared(path) as other:
        assert other is not outbox
    with pytest.raises(OutboxError, match="is closed"):
        outbox.record(outbox.begin(), What("upsert", 1, "docs", "default", "", ""), [])


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


def test_a_child_does_not_wait_for_locks_of_threads_that_it_has_not_got(opened: Callable[..., Outbox]) -> None:
    outbox = opened()
    has_it, is_over = threading.Event(), threading.Event()

    def work_long() -> None:
        with outbox._lock:  # pyright: ignore[reportPrivateUsage]
            has_it.set()
            is_over.wait()

    thread = threading.Thread(target=work_long)
    thread.start()
    has_it.wait()
    child = os.fork()
    if not child:
        signal.alarm(5)
        os._exit(len(outbox.pending()))
    _, status = os.waitpid(child, 0)
    is_over.set()
    thread.join()
    assert status == 0


def test_an_outbox_that_is_closed_twice_closes_no_other(opened: Callable[..., Outbox], path: Path) -> None:
    old = opened()
    new = opened()
    old.close()
    assert shared(path) is new
