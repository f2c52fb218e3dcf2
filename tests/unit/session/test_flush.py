"""Flush: what is sent, in which order, and what becomes of each object (DESIGN: session semantics 2, 4, 5)."""

import numpy as np
import pytest

from tests.unit.session.models import Auto, Doc, context, described, lite, refused, rows_of, stored
from vectorm.errors import DataNotMatchException, FlushError, MilvusUnavailableException, OutcomeUnknown
from vectorm.model import Embed, FloatVector, Mapped, Model, field, vector
from vectorm.ops.context import Context
from vectorm.ops.step import Gather
from vectorm.session import flush as flushing
from vectorm.session.state import SessionState
from vectorm.session.unit import ObjectState
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import (
    AllocTimestampResponse,
    DeleteRequest,
    InsertRequest,
    QueryResults,
    ShowPartitionsResponse,
    UpsertRequest,
)


def doc(key: int, title: str = "a") -> Doc:
    return Doc(id=key, title=title, v=[1.0, 2.0])


def added(*objects: Doc | Auto) -> SessionState:
    state = SessionState()
    for obj in objects:
        state.unit.add([obj])
    return state


def test_keyed_objects_are_upserted_and_server_made_keys_inserted_after() -> None:
    auto = Auto(v=[1.0, 2.0])
    state = added(auto, doc(1), doc(2))
    recorded = Recorded({"Upsert": [stored(1, 2)], "Insert": [stored(77)]})
    report = recorded.run(flushing.flush(context(), state))
    assert (report.upserted, report.inserted, report.requests) == (2, 1, 2)
    assert auto.id == 77
    assert state.unit.find(Auto, 77) is auto


def test_deletes_go_first() -> None:
    state = added(doc(1))
    gone = doc(2)
    state.unit.loaded([gone])
    state.unit.delete(gone)
    clock = AllocTimestampResponse(timestamp=42).SerializeToString()
    replies = {"DescribeCollection": [described()], "Delete": [stored()], "AllocTimestamp": [clock]}
    recorded = Recorded({**replies, "Upsert": [stored(1)]})
    report = recorded.run(flushing.flush(context(), state))
    assert recorded.methods == ["DescribeCollection", "Delete", "AllocTimestamp", "Upsert"]
    assert state.written == {"docs": 42}
    assert (report.deleted, report.upserted) == (1, 1)
    assert state.unit.state(gone) is None


def test_nothing_to_do_sends_nothing() -> None:
    recorded = Recorded()
    assert recorded.run(flushing.flush(context(), SessionState())).requests == 0


def test_a_changed_object_goes_out_as_a_partial_upsert_where_the_server_can() -> None:
    for ctx, partial in ((lite(), True), (context(), False)):
        state, obj = SessionState(), doc(1)
        state.unit.loaded([obj], "")
        obj.title = "new"
        recorded = Recorded([stored(1)])
        recorded.run(flushing.flush(ctx, state))
        request = UpsertRequest.FromString(recorded.sent[0].request)
        assert request.partial_update is partial
        names = {column.field_name for column in request.fields_data}
        assert names == ({"id", "title"} if partial else {"id", "title", "tags", "meta", "v"})
        assert state.unit.changed_fields(obj) == set()


def test_batches_are_cut_and_all_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flushing, "MOST_ROWS", 3)
    state = added(*(doc(key) for key in range(8)))
    recorded = Recorded([stored(0, 1, 2), stored(3, 4, 5), stored(6, 7)])
    assert recorded.run(flushing.flush(context(), state)).upserted == 8
    assert [UpsertRequest.FromString(rpc.request).num_rows for rpc in recorded.sent] == [3, 3, 2]


def test_a_bad_row_names_model_field_and_row_and_sends_nothing() -> None:
    bad = doc(2)
    bad.v = np.array([1.0, np.nan], np.float32)
    state = added(doc(1), bad)
    recorded = Recorded()
    with pytest.raises(FlushError, match=r"Doc\.v, row 1") as caught:
        recorded.run(flushing.flush(context(), state))
    assert recorded.sent == []
    [(culprit, reason)] = caught.value.failed
    assert culprit is bad
    assert isinstance(reason, DataNotMatchException)


def test_a_refused_batch_stays_pending_and_a_second_flush_finishes_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flushing, "MOST_ROWS", 1)
    first, second = doc(1), doc(2)
    state = added(first, second)
    with pytest.raises(
        FlushError, match="1 objects done, 1 failed; first: ServerError: collection docs: disk full"
    ) as caught:
        Recorded([stored(1), refused("disk full")]).run(flushing.flush(context(), state))
    assert caught.value.done == [first]
    assert [state.unit.state(obj) for obj in (first, second)] == [ObjectState.PERSISTENT, ObjectState.PENDING]
    recorded = Recorded([stored(2)])
    assert recorded.run(flushing.flush(context(), state)).upserted == 1
    assert len(recorded.sent) == 1


def test_a_lost_insert_is_unknown_and_not_sent_again_until_it_is_added_again() -> None:
    auto = Auto(v=[1.0, 2.0])
    state = added(auto)
    with pytest.raises(FlushError, match="1 unknown") as caught:
        Recorded([MilvusUnavailableException(14, "reset")]).run(flushing.flush(context(), state))
    assert caught.value.unknown == [auto]
    assert "session.resolve" in caught.value.hint
    recorded = Recorded()
    recorded.run(flushing.flush(context(), state))
    assert recorded.sent == []
    assert state.unit.objects(ObjectState.UNKNOWN) == [auto]
    state.unit.add([auto])
    recorded = Recorded([stored(5)])
    recorded.run(flushing.flush(context(), state))
    assert InsertRequest.FromString(recorded.sent[0].request).num_rows == 1


def test_rollback_forgets_unknown_objects() -> None:
    auto = Auto(v=[1.0, 2.0])
    state = added(auto)
    with pytest.raises(FlushError):
        Recorded([MilvusUnavailableException(14, "reset")]).run(flushing.flush(context(), state))
    state.unit.rollback()
    assert state.unit.state(auto) is None


def test_an_interruption_keeps_what_is_done_marks_what_was_begun_and_leaves_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(flushing, "MOST_ROWS", 1)
    done, begun, waiting = (Auto(v=[1.0, 2.0]) for _ in range(3))
    state = added(done, begun, waiting)
    op = flushing.flush(context(), state)
    gathering = next(op)
    assert isinstance(gathering, Gather)
    first, second, _ = gathering.operations
    Recorded([stored(5)]).run(first)
    next(second)
    second.close()
    with pytest.raises(KeyboardInterrupt):
        op.throw(KeyboardInterrupt())
    states = [state.unit.state(obj) for obj in (done, begun, waiting)]
    assert states == [ObjectState.PERSISTENT, ObjectState.UNKNOWN, ObjectState.PENDING]
    assert done.id == 5


def test_a_replaced_object_is_not_sent_by_a_later_flush() -> None:
    old, new = doc(1, "old"), doc(1, "new")
    state = added(old, new)
    Recorded([stored(1)]).run(flushing.flush(context(), state))
    recorded = Recorded()
    recorded.run(flushing.flush(context(), state))
    assert recorded.sent == []
    assert state.unit.state(old) is None


def test_an_object_is_replaced_only_when_the_other_one_is_written() -> None:
    state, old, new = SessionState(), doc(1, "old"), doc(1, "new")
    state.unit.loaded([old], "")
    old.title = "changed"
    state.unit.add([new])
    with pytest.raises(FlushError, match="0 objects done, 1 failed"):
        Recorded([refused("disk full")]).run(flushing.flush(context(), state))
    state.unit.expunge(new)
    recorded = Recorded([stored(1)])
    recorded.run(flushing.flush(context(), state))
    assert sent_texts(recorded, "title") == [["changed"]]


def test_a_lost_answer_replaces_an_object_too() -> None:
    state, old, new = SessionState(), doc(1, "old"), doc(1, "new")
    state.unit.add([old, new])
    with pytest.raises(FlushError, match="1 unknown"):
        Recorded([OutcomeUnknown(4, "reset")]).run(flushing.flush(context(), state))
    assert [state.unit.state(obj) for obj in (old, new)] == [None, ObjectState.UNKNOWN]


def test_write_timestamps_are_kept_for_reading_ones_own_writes() -> None:
    state = added(doc(1))
    Recorded([stored(1, timestamp=99)]).run(flushing.flush(context(), state))
    assert state.written == {"docs": 99}
    other = SessionState()
    other.take_token(state.token())
    assert other.written == {"docs": 99}


def test_changed_rows_of_server_made_keys_are_replaced_where_the_server_cannot_upsert_them() -> None:
    state, obj = SessionState(), Auto(v=[1.0, 2.0])
    vars(obj)["id"] = 5
    state.unit.loaded([obj], "")
    obj.v[0] = 9.0
    clock = AllocTimestampResponse(timestamp=42).SerializeToString()
    replies = {"DescribeCollection": [described()], "AllocTimestamp": [clock]}
    recorded = Recorded({**replies, "Insert": [stored(6)], "Delete": [stored()]})
    assert recorded.run(flushing.flush(context(), state)).upserted == 1
    assert [column.field_name for column in InsertRequest.FromString(recorded.sent[0].request).fields_data] == ["v"]
    assert DeleteRequest.FromString(recorded.sent[2].request).expr == "id in [5]"
    assert obj.id == 6
    assert (state.unit.find(Auto, 5), state.unit.find(Auto, 6)) == (None, obj)


def sent_texts(recorded: Recorded, name: str) -> list[list[str]]:
    """The values of a text field, upsert by upsert."""
    requests = [UpsertRequest.FromString(rpc.request) for rpc in recorded.sent]
    columns = [column for request in requests for column in request.fields_data if column.field_name == name]
    return [list(column.scalars.string_data.data) for column in columns]


@pytest.mark.parametrize("ctx", [lite(), context()], ids=["partial upsert", "whole upsert"])
@pytest.mark.parametrize("is_new", [True, False])
def test_what_is_changed_while_an_embedder_works_is_for_the_next_flush(ctx: Context, *, is_new: bool) -> None:
    waiting: list[Model] = []

    def encode(texts: list[str]) -> list[list[float]]:
        for obj in waiting:
            vars(obj).update(title="new", body="changed meanwhile")
        waiting.clear()
        return [[float(len(text))] * 2 for text in texts]

    class Page(Model, collection="pages"):
        id: Mapped[int] = field(primary_key=True)
        title: Mapped[str] = field(default="old", max_length=20)
        body: Mapped[str] = field(max_length=20)
        v: Mapped[FloatVector] = vector(dim=2, embed=Embed(encode, source="body"))

    state, page = SessionState(), Page(id=1, body="text")
    if is_new:
        state.unit.add([page])
    else:
        state.unit.loaded([page], "")
        page.body = "text, changed"
    waiting.append(page)
    recorded = Recorded([stored(1), stored(1)])
    recorded.run(flushing.flush(ctx, state))
    assert state.unit.changed_fields(page) == {"title", "body"}
    recorded.run(flushing.flush(ctx, state))
    assert state.unit.changed_fields(page) == set()
    assert sent_texts(recorded, "body") == [["text" if is_new else "text, changed"], ["changed meanwhile"]]
    assert page.v.tolist() == [17.0, 17.0]


def test_a_row_goes_back_to_a_partition_that_was_made_since_the_last_flush() -> None:
    state, first, second = SessionState(), doc(1), doc(2)
    state.unit.loaded([first, second])
    before, after = (ShowPartitionsResponse(partition_names=names) for names in (["_default"], ["_default", "late"]))
    replies = {
        "ShowPartitions": [
            each.SerializeToString() for each in (before, after, after)
        ],  # a read that finds nothing asks
        "Query": [QueryResults().SerializeToString(), rows_of(second)],
        "Upsert": [stored(1), stored(2)],
    }
    recorded = Recorded(replies)
    for obj in (first, second):
        obj.title = "new"
        recorded.run(flushing.flush(lite(), state))
    upserts = [UpsertRequest.FromString(rpc.request) for rpc in recorded.sent if rpc.method == "Upsert"]
    assert [request.partition_name for request in upserts] == ["", "late"]


def test_a_session_without_objects_has_nothing_to_flush() -> None:
    assert SessionState().is_idle
    assert not added(doc(1)).is_idle
    state = SessionState()
    kept = state.unit.loaded([doc(2)])
    assert not state.is_idle, "what was read may have been changed"
    del kept
