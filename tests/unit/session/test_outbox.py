"""Outboxes: a unit of work is recorded before it is sent, and replayed when its answers did not come."""

import os
import resource
import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.unit.session.models import context, described, refused, stored
from tests.unit.session.outbox_work import LOST, NO_SERVER, Keyed, doc, kill, replayed, server, work, writes
from vectorm.errors import (
    CollectionNotExistException,
    DeadlineExceeded,
    FlushError,
    OutboxError,
    RateLimited,
)
from vectorm.ops.context import Context
from vectorm.session import flush as flushing
from vectorm.session.outbox import Mark, Outbox, read_outbox, shared
from vectorm.session.outbox import Recorded as What
from vectorm.session.outbox_flush import replay
from vectorm.session.state import SessionState
from vectorm.session.unit import ObjectState
from vectorm.transport.recorded import Reply
from vectorm.wire.messages import DescribeCollectionResponse

pytestmark = pytest.mark.usefixtures("synced")


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
