"""Sessions on real engines, sync and async: the numbered semantics of the unit of work."""

import asyncio
import threading

import numpy as np
import pytest

from tests.fix_session import Open, doc, stored
from tests.live.models import Auto, Doc
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_async_connection
from vectorm.errors import FlushError, SessionError
from vectorm.model import uuid7
from vectorm.query import delete, search, select
from vectorm.session import AsyncSession, ObjectState, Session, async_schema


def test_1_work_on_one_key_folds_into_the_last(open_session: Open) -> None:
    session, first = open_session(), doc("first")
    second = Doc(id=first.id, title="second", dense=np.zeros(4, np.float32))
    session.add(first)
    session.add(second)
    assert session.commit().upserted == 1
    found = open_session().get(Doc, first.id)
    assert found is not None
    assert found.title == "second"
    assert session.state(first) is None


def test_2_writing_twice_changes_nothing(open_session: Open) -> None:
    obj = doc("twice")
    for _ in range(2):
        stored(open_session, Doc(id=obj.id, title="twice", dense=obj.dense))
    assert open_session().count(select(Doc).where(Doc.id == obj.id)) == 1


def test_3_leaving_the_block_commits_and_an_exception_discards(open_session: Open, client_mode: str) -> None:
    if client_mode == "async":
        pytest.skip("the block of an AsyncSession is tested in test_async_block")
    kept, dropped = doc("kept"), doc("dropped")
    with open_session() as session:
        session.add(kept)

    def fail() -> None:
        with open_session() as session:
            session.add(dropped)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [obj.id for obj in open_session().get_many(Doc, [kept.id, dropped.id])] == [kept.id]


def test_async_block(connections_of: tuple[Connection, AsyncConnection]) -> None:
    kept = doc("kept by async with")

    async def body() -> list[str]:
        connection = open_async_connection(uri=connections_of[0].settings.address.path or _uri(connections_of[0]))
        async with AsyncSession(bind=connection) as session:
            await async_schema.ensure(Doc, bind=connection)
            session.add(kept)
        found = [obj.title async for obj in AsyncSession(bind=connection).stream(select(Doc).where(Doc.id == kept.id))]
        await connection.close()
        return found

    assert asyncio.run(body()) == ["kept by async with"]


def _uri(connection: Connection) -> str:
    return f"http://{connection.address.target}"


def test_4_nothing_is_lost_silently(open_session: Open) -> None:
    good, bad = doc("good"), doc("bad")
    session = open_session()
    session.add_all([good, bad])
    bad.dense = np.array([1, 2, 3, np.inf], np.float32)
    with pytest.raises(FlushError, match=r"Doc\.dense, row 1") as caught:
        session.commit()
    assert [culprit for culprit, _ in caught.value.failed] == [bad]
    assert session.new == [good, bad]
    bad.dense = np.zeros(4, np.float32)
    assert session.commit().upserted == 2


def test_5_batches_in_flight_store_every_row(open_session: Open) -> None:
    session = open_session()
    objects = [doc(f"batch {number}", number, year=3000) for number in range(12_000)]
    session.add_all(objects)
    report = session.commit()
    assert (report.upserted, report.requests) == (12_000, 2)
    assert session.count(select(Doc).where(Doc.year == 3000)) == 12_000
    assert session.execute(delete(Doc).where(Doc.year == 3000)) >= 0
    assert session.count(select(Doc).where(Doc.year == 3000)) == 0


def test_6_reads_see_ones_own_writes_and_the_token_carries_them(open_session: Open) -> None:
    for number in range(20):
        session, obj = open_session(), doc("own", number)
        session.add(obj)
        session.commit()
        session.expunge(obj)
        assert session.get(Doc, obj.id) is not None
        session.delete(obj)
        session.commit()
        session.expunge_all()
        assert session.get(Doc, obj.id) is None


def test_7_queries_flush_first_and_one_object_stands_for_a_key(open_session: Open) -> None:
    session, obj = open_session(), doc("auto flushed")
    session.add(obj)
    assert session.scalars(select(Doc).where(Doc.id == obj.id)).one() is obj
    hits = session.search(search(Doc.dense).near(obj.dense).where(Doc.id == obj.id).limit(1))
    assert hits[0].obj is obj
    assert hits[0].score == pytest.approx(0.0)


@pytest.mark.parametrize("change", ["title", "tags", "meta", "dense"])
def test_7_changes_in_place_are_written(open_session: Open, change: str) -> None:
    [key] = stored(open_session, doc("before", 1))
    session = open_session()
    obj = session.get(Doc, key, vectors=True)
    assert obj is not None
    if change == "title":
        obj.title = "after"
    elif change == "tags":
        obj.tags.append("new")
    elif change == "meta":
        obj.meta["a"] = {"b": [1, None, "ü"]}
    else:
        obj.dense[2] = 9.0
    assert session.dirty == [obj]
    session.commit()
    assert session.dirty == []
    again = open_session().get(Doc, key, vectors=True)
    assert again is not None
    assert (again.title, again.tags, again.meta) == (obj.title, obj.tags, obj.meta)
    assert again.dense.tolist() == obj.dense.tolist()


def test_7_an_object_read_without_its_vector_keeps_the_stored_one(open_session: Open) -> None:
    [key] = stored(open_session, doc("before", 7))
    session = open_session()
    obj = session.scalars(select(Doc).where(Doc.id == key).only(Doc.title)).one()
    obj.title = "after"
    session.commit()
    again = open_session().get(Doc, key, vectors=True)
    assert again is not None
    assert (again.title, again.year, again.dense.tolist()) == ("after", 2000, [7.0] * 4)


def test_7_an_object_that_was_deleted_and_added_again_keeps_its_vector(open_session: Open) -> None:
    [key] = stored(open_session, doc("before", 7))
    session = open_session()
    obj = session.get_one(Doc, key)
    session.delete(obj)
    session.add(obj)
    obj.title = "after"
    session.commit()
    again = open_session().get_one(Doc, key, vectors=True)
    assert (again.title, again.dense.tolist()) == ("after", [7.0] * 4)


def test_8_a_session_is_for_one_thread(connections_of: tuple[Connection, AsyncConnection]) -> None:
    session = Session(bind=connections_of[0])
    caught: list[BaseException] = []
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with session._state.exclusive():  # pyright: ignore[reportPrivateUsage]
            inside.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    try:
        session.add(doc("x"))
    except SessionError as error:
        caught.append(error)
    done.set()
    thread.join()
    assert "in use by another thread or task" in str(caught[0])


def test_server_made_keys_come_back_and_objects_can_be_deleted(open_session: Open) -> None:
    session = open_session()
    objects = [Auto(name=f"n{number}", dense=np.zeros(4, np.float32)) for number in range(5)]
    session.add_all(objects)
    assert session.commit().inserted == 5
    assert len({obj.id for obj in objects}) == 5
    found = session.get_many(Auto, [obj.id for obj in objects])
    assert all(one is other for one, other in zip(found, objects, strict=True))
    session.delete(objects[0])
    assert session.commit().deleted == 1
    assert session.state(objects[0]) is None
    assert open_session().get(Auto, objects[0].id) is None


def test_a_changed_object_of_a_server_made_key_stays_one_row(open_session: Open) -> None:
    session = open_session()
    obj = Auto(name="before", dense=np.zeros(4, np.float32))
    session.add(obj)
    session.commit()
    obj.name = "after"
    session.commit()
    fresh = open_session()
    rows = fresh.scalars(select(Auto).where(Auto.name.in_(["before", "after"]))).all()
    assert [(row.name, row.id) for row in rows] == [("after", obj.id)]
    session.delete(obj)
    session.commit()


def test_states_follow_the_object(open_session: Open) -> None:
    session, obj = open_session(), doc("states")
    assert session.state(obj) is None
    session.add(obj)
    assert session.state(obj) is ObjectState.PENDING
    session.flush()
    assert session.state(obj) is ObjectState.PERSISTENT
    session.delete(obj)
    assert session.state(obj) is ObjectState.DELETED
    session.rollback()
    assert session.state(obj) is None
    assert open_session().get(Doc, obj.id) is not None


def test_refresh_takes_the_stored_values(open_session: Open) -> None:
    session, obj = open_session(), doc("mine")
    session.add(obj)
    session.commit()
    stored(open_session, Doc(id=obj.id, title="theirs", dense=np.ones(4, np.float32)))
    obj.title = "lost change"
    assert session.refresh(obj)
    assert (obj.title, obj.dense.tolist(), session.dirty) == ("theirs", [1.0] * 4, [])


def test_a_stream_reads_every_row_once_and_keeps_changes(connections_of: tuple[Connection, AsyncConnection]) -> None:
    session = Session(bind=connections_of[0])
    session.add_all([doc(f"s{number:04}", number, year=4000) for number in range(500)])
    session.commit()
    seen: list[str] = []
    for obj in session.stream(select(Doc).where(Doc.year == 4000), page_size=64):
        seen.append(obj.title)
        if obj.title == "s0123":
            obj.meta = {"changed": True}
    assert sorted(seen) == [f"s{number:04}" for number in range(500)]
    assert session.commit().upserted == 1
    [changed] = session.scalars(select(Doc).where(Doc.year == 4000, Doc.meta["changed"] == True)).all()  # noqa: E712
    assert changed.title == "s0123"
    assert len(session.scalars(select(Doc).where(Doc.year == 4000))) == 500
    session.execute(delete(Doc).where(Doc.year == 4000))


def test_keys_of_any_text_can_be_read_and_deleted(open_session: Open) -> None:
    keys = ["it's", 'say "hi"', "back\\slash", "zzz'] or id not in ['", "näme 🦊", "new\nline"]
    session = open_session()
    session.add_all([Doc(id=key, title="odd key", dense=np.zeros(4, np.float32)) for key in keys])
    session.commit()
    fresh = open_session()
    assert [obj.id for obj in fresh.get_many(Doc, keys)] == keys
    for obj in fresh.get_many(Doc, keys):
        fresh.delete(obj)
    assert fresh.commit().deleted == len(keys)
    assert fresh.count(select(Doc).where(Doc.title == "odd key")) == 0


def test_a_statement_of_another_kind_is_refused_and_does_nothing(open_session: Open) -> None:
    [key] = stored(open_session, doc("stays"))
    session = open_session()
    with pytest.raises(SessionError, match="Select does not go here"):
        session.execute(select(Doc).where(Doc.id == key))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    with pytest.raises(SessionError, match="Search does not go here"):
        session.scalars(search(Doc.dense).near([0, 0, 0, 0]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert session.count(select(Doc).where(Doc.id == key)) == 1


def test_limit_and_offset_cut_one_order(open_session: Open) -> None:
    stored(open_session, *(doc(f"o{number}", number, year=5000) for number in range(30)))
    session, numbered = open_session(), select(Doc).where(Doc.year == 5000)
    pages = [session.scalars(numbered.limit(7).offset(offset)).ids for offset in range(0, 35, 7)]
    assert [len(page) for page in pages] == [7, 7, 7, 7, 2]
    assert [key for page in pages for key in page] == session.scalars(numbered).ids
    session.execute(delete(Doc).where(Doc.year == 5000))


def test_an_object_is_renewed_after_the_unit_of_work(open_session: Open) -> None:
    session, obj = open_session(), doc("mine")
    session.add(obj)
    session.commit()
    stored(open_session, Doc(id=obj.id, title="theirs", dense=np.ones(4, np.float32)))
    assert session.get(Doc, obj.id) is obj
    assert obj.title == "theirs"


def test_order_by_with_limit_and_offset(open_session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorm.ops.iterate.LARGEST_PAGE", 4)
    mark = uuid7()
    years = [3, 1, 2, 3, 5, 1, 4, 2, 0, 3]
    stored(open_session, *(doc(f"{mark} {number}", year=year) for number, year in enumerate(years)))
    session, mine = open_session(), select(Doc).where(Doc.title.like(f"{mark}%"))
    told = [(each.year, each.title[-1]) for each in session.scalars(mine.order_by(Doc.year.desc(), Doc.title))]
    expected = sorted(((-year, str(number)) for number, year in enumerate(years)))
    assert told == [(-year, number) for year, number in expected]
    some = session.scalars(mine.order_by(Doc.year.desc(), Doc.title).offset(2).limit(5).only(Doc.title))
    assert [each.title[-1] for each in some] == [number for _, number in expected][2:7]
    assert some.batch.names == ["id", "title"]


def test_a_stream_has_its_own_order(connections_of: tuple[Connection, AsyncConnection]) -> None:
    with pytest.raises(SessionError, match="order of the keys"):
        list(Session(bind=connections_of[0]).stream(select(Doc).order_by(Doc.year)))


@pytest.mark.parametrize("end", ["commit", "rollback", "expire"])
def test_rows_that_were_read_before_do_not_renew_objects(open_session: Open, end: str) -> None:
    key, other = stored(open_session, doc("old"), doc("old"))
    session, writer = open_session(), open_session()
    late = session.scalars(select(Doc).where(Doc.id.in_([key, other])))
    known = session.get_one(Doc, key)
    session.expire(known) if end == "expire" else getattr(session, end)()
    for obj in writer.get_many(Doc, [key, other]):
        obj.title = "new"
    writer.commit()
    found = {obj.id: obj for obj in late}  # only now objects are made of the rows
    assert found[key] is known
    assert session.get_one(Doc, key) is known
    assert session.get_one(Doc, other) is found[other]
    assert (known.title, found[other].title) == ("new", "new")
