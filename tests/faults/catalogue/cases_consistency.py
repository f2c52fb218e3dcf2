"""What was written is seen, on collections of level Bounded too."""

from functools import partial
from typing import Any

from tests.faults.catalogue.case import ORM, Verdict, case
from tests.faults.catalogue.world import World, require
from vectorm import AsyncSession, Session, select


@case("consistency", ways=ORM, seconds=60)
def own_writes_are_read(world: World) -> None:
    """Twenty times: write in a session, read it in the same session."""
    read_own(world, deleting=False)


@case("consistency", ways=ORM, seconds=60)
def own_deletes_are_seen(world: World) -> None:
    """Twenty times: delete in a session, count in the same session."""
    read_own(world, deleting=True)


def read_own(world: World, *, deleting: bool) -> None:
    way = world.connect(consistency="Bounded")
    once = partial(sync_once if world.way_name == "session" else async_once, way=way, deleting=deleting)
    missed = sum(way.in_session(20, partial(once, row=row)) for row in world.rows(20))
    require(missed == 0, Verdict.LOSS, f"{missed} of 20 were not seen")


def sync_once(session: Any, *, way: Any, row: Any, deleting: bool) -> bool:
    """Whether a write was missed."""
    obj = way.model(**row)
    session.add(obj)
    session.flush()
    if deleting:
        session.delete(obj)
        session.flush()
    found = session.count(select(way.model).where(way.model.number == row["number"]))
    return bool(found != (0 if deleting else 1))


async def async_once(session: Any, *, way: Any, row: Any, deleting: bool) -> bool:
    """Whether a write was missed."""
    obj = way.model(**row)
    session.add(obj)
    await session.flush()
    if deleting:
        session.delete(obj)
        await session.flush()
    found = await session.count(select(way.model).where(way.model.number == row["number"]))
    return bool(found != (0 if deleting else 1))


@case("consistency", ways=["client", "async", "collection"], seconds=60)
def strong_reads_see_writes(world: World) -> None:
    """Twenty times: insert, then read it with a collection of level Strong."""
    way = world.connect()
    missed = 0
    for number in range(20):
        way.insert(world.rows(1, start=number), timeout=10)
        missed += not way.query(f"number == {number}", timeout=10)
    require(missed == 0, Verdict.LOSS, f"{missed} of 20 were not seen")


@case("consistency", ways=["client", "async", "collection"], seconds=60)
def strong_reads_see_deletes(world: World) -> None:
    """Ten times: delete by key, then read with a collection of level Strong."""
    way = world.connect(filled=10)
    missed = 0
    for number in range(10):
        way.delete([number], timeout=10)
        missed += bool(way.query(f"number == {number}", timeout=10))
    require(missed == 0, Verdict.LOSS, f"{missed} of 10 were still seen")


@case("consistency")
def count_after_deletes(world: World) -> None:
    """After 100 rows, 30 deletes and 20 upserts of stored keys, 70 rows are there."""
    way = world.connect(filled=100)
    way.delete(list(range(30)), timeout=10)
    way.upsert(world.rows(20, start=50), timeout=10)
    world.check_stored(range(30, 100))


@case("consistency")
def upsert_takes_the_place(world: World) -> None:
    """A row is written ten times under one key: it is there once, with its last value."""
    way = world.connect(filled=1)
    for number in range(1, 11):
        row = world.rows(1)[0]
        row["number"] = number
        way.upsert([row], timeout=10)
    world.check_stored([10])


@case("consistency", ways=ORM)
def token_in_another_session(world: World) -> None:
    """A session's token lets another session see its writes."""
    way = world.connect(consistency="Bounded")
    rows = [way.model(**row) for row in world.rows(5)]
    if world.way_name == "session":
        with Session(bind="catalogue") as session:
            session.add_all(rows)
            session.commit()
            token = session.token
        with Session(bind="catalogue", token=token) as other:
            found = other.count(select(way.model))
    else:

        async def work() -> int:
            async with AsyncSession(bind="catalogue") as session:
                session.add_all(rows)
                await session.commit()
                token = session.token
            async with AsyncSession(bind="catalogue", token=token) as other:
                return await other.count(select(way.model))

        found = way.loop.run_until_complete(work())
    require(found == 5, Verdict.LOSS, f"{found} rows of 5")
