"""Sessions of asyncio. A line marked `# error` is one in both checkers; no other line is."""

from collections.abc import AsyncIterator

from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Doc
from vectorm import (
    AsyncSession,
    BulkReport,
    CommitReport,
    async_schema,
    async_sessionmaker,
    connections,
    delete,
    hybrid,
    scoped_session,
    search,
    select,
)
from vectorm.query import Hits, Result


async def good() -> None:
    await async_schema.ensure(Doc, Auto, bind="prod")
    async with AsyncSession(scope=Doc.title == "acme") as session:
        assert_type(session, AsyncSession)
        session.add(Doc(id=1, title="x", dense=[1.0]))
        assert_type(await session.commit(), CommitReport)
        assert_type(await session.get(Doc, 1), Doc | None)
        assert_type(await session.get_one(Doc, 1), Doc)
        assert_type(await session.get_many(Doc, [1]), list[Doc])
        assert_type(await session.scalars(select(Doc)), Result[Doc])
        assert_type((await session.scalars(select(Doc))).all(), list[Doc])
        assert_type(await session.search(search(Doc.dense).near([1.0])), Hits[Doc])
        assert_type(await session.search(hybrid(search(Doc.dense).near([1.0]))), Hits[Doc])
        assert_type(await session.search(search(Doc.dense).near_all([[1.0]])), list[Hits[Doc]])
        assert_type(await session.count(select(Doc)), int)
        assert_type(await session.execute(delete(Doc).where(Doc.id == 1)), int)
        assert_type(await session.bulk_insert(Doc, []), BulkReport)
        assert_type(session.stream(select(Doc)), AsyncIterator[Doc])
        assert_type([doc.title async for doc in session.stream(select(Doc))], list[str])
        assert_type(await session.merge(Auto(v=[1.0])), Auto)
    current = scoped_session(async_sessionmaker(bind="prod"))
    assert_type(current(), AsyncSession)
    AsyncSession(bind=connections.get_async())


async def bad(session: AsyncSession) -> None:
    _ = session.commit().upserted  # error: attr-defined | reportAttributeAccessIssue
    _ = session.get(Doc, 1).title  # error: attr-defined | reportAttributeAccessIssue
    for _ in session.stream(select(Doc)):  # error: attr-defined | reportGeneralTypeIssues
        pass
    for _ in session.scalars(select(Doc)):  # error: attr-defined | reportGeneralTypeIssues
        pass
    await session.add(Doc(id=1, title="x", dense=[1.0]))  # error: func-returns-value,misc | reportGeneralTypeIssues
    await session.rollback()  # error: misc | reportGeneralTypeIssues
    with AsyncSession():  # error: attr-defined | reportGeneralTypeIssues
        pass
    AsyncSession(bind=connections.get())  # error: arg-type | reportArgumentType
    await async_schema.ensure("docs")  # error: arg-type | reportArgumentType
    await session.search(select(Doc))  # error: call-overload | reportArgumentType,reportCallIssue
    await session.scalars(Doc)  # error: arg-type | reportArgumentType
    _ = (await session.get(Doc, 1)).title  # error: union-attr | reportOptionalMemberAccess
    _ = (await session.search(search(Doc.dense)))[0].obj.nothing  # error: attr-defined | reportAttributeAccessIssue
    async_sessionmaker(bind=connections.get())  # error: arg-type | reportArgumentType
