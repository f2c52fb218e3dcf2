"""The words on sessions that users may rely on, where `test_session.py` does not show the whole sentence.

The numbers are those of docs/explanation/unit-of-work.md.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.fix_engines import Engine
from tests.fix_session import Open, Opened, doc, stored
from tests.live.models import Auto, Doc, Note
from tests.support.recording_proxy import Fault
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_connection
from vectorm.errors import FlushError, SessionError
from vectorm.model import uuid7
from vectorm.query import delete, select
from vectorm.session import AsyncSession, ObjectState, Session, async_sessionmaker, scoped_session
from vectorm.wire.messages import UpsertRequest

ROOT = Path(__file__).parent.parent.parent


def auto(name: str) -> Auto:
    return Auto(name=name, dense=np.zeros(4, np.float32))


def test_1_deletes_and_writes_of_one_key_fold_into_the_last(open_session: Open) -> None:
    written, deleted = stored(open_session, doc("a"), doc("b"))
    session = open_session()
    session.delete(session.get_one(Doc, written))
    session.add(Doc(id=written, title="again", dense=np.zeros(4, np.float32)))
    session.add(Doc(id=deleted, title="in vain", dense=np.zeros(4, np.float32)))
    session.delete(Doc(id=deleted, title="gone", dense=np.zeros(4, np.float32)))
    report = session.commit()
    assert (report.upserted, report.deleted) == (1, 1)
    assert [obj.title for obj in open_session().get_many(Doc, [written, deleted])] == ["again"]


def test_1_work_is_folded_for_each_collection_apart(open_session: Open) -> None:
    note = Note(id=int(uuid7()[:8], 16), title="note", dense=np.zeros(4, np.float32))
    other = Doc(id=str(note.id), title="doc", dense=np.zeros(4, np.float32))
    session = open_session()
    session.add_all([note, other])
    session.commit()
    session.delete(note)
    other.title = "stays"
    session.commit()
    assert open_session().get(Note, note.id) is None
    assert open_session().get_one(Doc, other.id).title == "stays"


def test_2_an_upsert_whose_answer_was_lost_is_sent_again(opened: Opened) -> None:
    session, obj = opened.open(), doc("twice")
    session.add(obj)
    opened.proxy.methods.clear()
    opened.proxy.faults = {"Upsert": Fault.LOST}
    assert session.commit().upserted == 1
    assert opened.proxy.methods.count("Upsert") == 2
    assert "Insert" not in opened.proxy.methods
    assert opened.open().count(select(Doc).where(Doc.id == obj.id)) == 1


def test_2_an_insert_whose_answer_was_lost_is_never_sent_again(opened: Opened) -> None:
    name = uuid7()
    session, obj = opened.open(), auto(name)
    session.add(obj)
    opened.proxy.methods.clear()
    opened.proxy.faults = {"Insert": Fault.LOST}
    with pytest.raises(FlushError) as caught:
        session.commit()
    assert caught.value.unknown == [obj]
    with pytest.raises(FlushError, match="unknown since an earlier flush"):
        session.commit()
    assert opened.proxy.methods.count("Insert") == 1
    assert "Upsert" not in opened.proxy.methods
    assert opened.open().count(select(Auto).where(Auto.name == name).consistency("Strong")) == 1


def test_3_what_was_flushed_stays(open_session: Open) -> None:
    session, sent, kept = open_session(), doc("sent"), doc("not sent")
    session.add(sent)
    session.flush()
    session.add(kept)
    session.rollback()
    session.commit()
    assert [obj.title for obj in open_session().get_many(Doc, [sent.id, kept.id])] == ["sent"]


def test_3_an_exception_discards_what_was_not_sent_also_in_async_blocks(
    connections_of: tuple[Connection, AsyncConnection], event_loop_of_tests: asyncio.AbstractEventLoop
) -> None:
    sent, dropped, kept = doc("sent"), doc("dropped"), doc("kept")

    async def body() -> None:
        async with AsyncSession(bind=connections_of[1]) as session:
            session.add(kept)
        async with AsyncSession(bind=connections_of[1]) as session:
            session.add(sent)
            await session.flush()
            session.add(dropped)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        event_loop_of_tests.run_until_complete(body())
    three = select(Doc).where(Doc.id.in_([sent.id, dropped.id, kept.id])).consistency("Strong")
    assert {obj.title for obj in Session(bind=connections_of[0]).scalars(three)} == {"sent", "kept"}


def test_3_commit_ends_the_unit_and_flush_does_not(open_session: Open) -> None:
    session, obj = open_session(), doc("mine")
    session.add(obj)
    session.flush()
    stored(open_session, Doc(id=obj.id, title="theirs", dense=np.zeros(4, np.float32)))
    assert session.get_one(Doc, obj.id).title == "mine"
    session.commit()
    assert session.get_one(Doc, obj.id).title == "theirs"
    assert obj.title == "theirs"


def test_4_done_failed_and_unknown_are_told_apart_and_a_second_commit_finishes(opened: Opened) -> None:
    name = uuid7()
    session, written, refused, lost = opened.open(), doc("done"), doc("failed"), auto(name)
    session.add(refused)
    opened.proxy.faults = {"Upsert": Fault.REFUSED}
    with pytest.raises(FlushError) as failed:
        session.flush()
    [(culprit, reason)] = failed.value.failed
    assert culprit is refused
    assert "refused by the test" in str(reason)
    assert session.state(refused) is ObjectState.PENDING
    session.add_all([written, lost])
    opened.proxy.faults = {"Insert": Fault.BROKEN}
    with pytest.raises(FlushError) as broken:
        session.flush()
    assert (set(broken.value.done), broken.value.failed, broken.value.unknown) == ({written, refused}, [], [lost])
    assert session.state(lost) is ObjectState.UNKNOWN
    session.resolve("forget")
    session.commit()
    assert {obj.title for obj in opened.open().get_many(Doc, [written.id, refused.id])} == {"done", "failed"}
    assert opened.open().count(select(Auto).where(Auto.name == name).consistency("Strong")) == 1


def test_5_several_batches_are_in_flight(opened: Opened, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """But on Milvus Lite, which does not promise concurrent writes to one collection."""
    monkeypatch.setattr("vectorm.session.flush.MOST_ROWS", 100)
    session, year = opened.open(), 6000
    session.add_all([doc(f"batch {number}", number, year=year) for number in range(1_200)])
    opened.proxy.most_at_once = 0
    assert session.commit().requests == 12
    assert (opened.proxy.most_at_once == 1) if engine.name == "lite" else (2 <= opened.proxy.most_at_once <= 4)
    assert session.count(select(Doc).where(Doc.year == year)) == 1_200
    session.execute(delete(Doc).where(Doc.year == year))


def test_6_the_token_carries_writes_to_other_connections(open_session: Open, engine: Engine) -> None:
    with contextlib.closing(open_connection(uri=engine.uri)) as elsewhere:
        for number in range(10):
            session, obj = open_session(), doc("own", number)
            session.add(obj)
            session.commit()
            assert Session(bind=elsewhere, token=session.token).get(Doc, obj.id) is not None
            session.delete(obj)
            session.commit()
            assert Session(bind=elsewhere, token=session.token).get(Doc, obj.id) is None


def test_7_only_changed_fields_are_sent_where_the_server_can(opened: Opened, engine: Engine) -> None:
    [key] = stored(opened.open, doc("before", 7))
    session = opened.open()
    obj = session.get_one(Doc, key)
    obj.year = 1999
    opened.proxy.methods.clear()
    opened.proxy.requests.clear()
    session.commit()
    sent = UpsertRequest.FromString(opened.proxy.requests[opened.proxy.methods.index("Upsert")])
    names = {field.field_name for field in sent.fields_data}
    if engine.can("partial_upsert"):
        assert (sent.partial_update, names) == (True, {"id", "year"})
        assert "Query" not in opened.proxy.methods
    else:
        assert (sent.partial_update, names) == (False, {"id", "title", "year", "tags", "meta", "dense"})
        assert opened.proxy.methods.index("Query") < opened.proxy.methods.index("Upsert")
    again = opened.open().get_one(Doc, key, vectors=True)
    assert (again.title, again.year, again.dense.tolist()) == ("before", 1999, [7.0] * 4)


def test_7_every_kind_of_read_flushes_first(open_session: Open) -> None:
    year = 7000
    session = open_session()
    rows = select(Doc).where(Doc.year == year)
    session.add(doc("first", year=year))
    assert session.count(rows) == 1
    session.add(doc("second", year=year))
    assert len(session.scalars(rows)) == 2
    session.add(doc("pending", year=year))
    assert session.exists(rows.where(Doc.title == "pending"))
    lazy = open_session(autoflush=False)
    lazy.add(doc("not flushed", year=year))
    assert lazy.count(rows) == 3
    session.execute(delete(Doc).where(Doc.year == year))


def test_a_stream_goes_past_16_384_rows(connections_of: tuple[Connection, AsyncConnection]) -> None:
    """The most that one query gives."""
    count, first = 17_000, int(uuid7()[-10:], 16) * 100_000
    session = Session(bind=connections_of[0])
    columns = {"id": np.arange(first, first + count), "title": ["many"] * count, "dense": np.zeros((count, 4))}
    session.bulk_insert(Note, columns)
    rows = select(Note).where(Note.id.between(first, first + count)).only(Note.title)
    assert [obj.id for obj in session.stream(rows, page_size=16_384)] == list(range(first, first + count))
    session.execute(delete(Note).where(Note.id >= first))


def test_8_a_session_is_for_one_task(
    connections_of: tuple[Connection, AsyncConnection], event_loop_of_tests: asyncio.AbstractEventLoop
) -> None:
    async def both() -> list[object]:
        session = AsyncSession(bind=connections_of[1])
        reads = [session.count(select(Doc).consistency("Strong")) for _ in range(2)]
        return list(await asyncio.gather(*reads, return_exceptions=True))

    first, second = event_loop_of_tests.run_until_complete(both())
    assert isinstance(first, int)
    assert isinstance(second, SessionError)
    assert "in use by another thread or task" in str(second)


def test_8_a_connection_is_for_all_threads_and_tasks(
    connections_of: tuple[Connection, AsyncConnection], event_loop_of_tests: asyncio.AbstractEventLoop
) -> None:
    sync, aio = connections_of
    mark = uuid7()

    def write(number: int) -> str:
        with Session(bind=sync) as session:
            obj = doc(f"{mark} {number}", number)
            session.add(obj)
        return Session(bind=sync).get_one(Doc, obj.id).title

    async def awrite(number: int) -> str:
        async with AsyncSession(bind=aio) as session:
            obj = doc(f"{mark} {number}", number)
            session.add(obj)
        return (await AsyncSession(bind=aio).get_one(Doc, obj.id)).title

    async def tasks() -> list[str]:
        return list(await asyncio.gather(*(awrite(number) for number in range(20, 30))))

    with ThreadPoolExecutor(8) as threads:
        titles = list(threads.map(write, range(20)))
    titles += event_loop_of_tests.run_until_complete(tasks())
    assert titles == [f"{mark} {number}" for number in range(30)]


def test_8_a_scoped_session_is_another_in_every_task(
    connections_of: tuple[Connection, AsyncConnection], event_loop_of_tests: asyncio.AbstractEventLoop
) -> None:
    current = scoped_session(async_sessionmaker(bind=connections_of[1]))

    async def work(number: int) -> tuple[AsyncSession, str]:
        obj = doc(f"task {number}", number)
        current().add(obj)
        await asyncio.sleep(0)
        assert current().new == [obj]
        await current().commit()
        return current(), (await current().get_one(Doc, obj.id)).title

    async def tasks() -> list[tuple[AsyncSession, str]]:
        return list(await asyncio.gather(*(work(number) for number in range(5))))

    done = event_loop_of_tests.run_until_complete(tasks())
    assert len({id(session) for session, _ in done}) == 5
    assert [title for _, title in done] == [f"task {number}" for number in range(5)]


FORKING = """
import os, sys
from vectorm.connection.open import open_connection
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.query import select
from vectorm.session import Session

uri, collection, key = sys.argv[1:]

class Doc(Model, collection=collection):
    id: Mapped[str] = field(primary_key=True, max_length=36)
    dense: Mapped[FloatVector] = vector(dim=4)

connection = open_connection(uri=uri)

def count() -> int:
    return Session(bind=connection).count(select(Doc).where(Doc.id == key).consistency("Strong"))

assert count() == 1
child = os.fork()
if child == 0:
    os._exit(0 if count() == 1 else 1)
assert count() == 1
assert os.waitpid(child, 0)[1] == 0
assert count() == 1
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_8_a_connection_lives_on_after_a_fork(
    connections_of: tuple[Connection, AsyncConnection], engine: Engine
) -> None:
    session, obj = Session(bind=connections_of[0]), doc("forked")
    session.add(obj)
    session.commit()
    warnings = ["-W", "error", "-W", "ignore::DeprecationWarning"]
    done = subprocess.run(
        [sys.executable, *warnings, "-c", FORKING, engine.uri, Doc.__spec__.name, obj.id],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
