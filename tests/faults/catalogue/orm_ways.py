"""The ways to use the object mapper: each call is a session of its own."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from inspect import isawaitable
from typing import Any

from tests.faults.catalogue.ways import ALIAS, Row, Way
from vectorm import FLAT, AsyncSession, FloatVector, Mapped, Model, Session, connections, delete, field, raw, select
from vectorm import search as nearest
from vectorm import vector as dense


def model_of(collection: str, *, auto_id: bool) -> type[Any]:
    """The model of a case's collection."""
    if auto_id:

        class Counted(Model, collection=collection):
            id: Mapped[int] = field(primary_key=True, auto_id=True)
            number: Mapped[int] = field()
            text: Mapped[str] = field(max_length=60_000)
            vector: Mapped[FloatVector] = dense(dim=4, index=FLAT(metric="L2"))

        return Counted

    class Keyed(Model, collection=collection):
        id: Mapped[int] = field(primary_key=True)
        number: Mapped[int] = field()
        text: Mapped[str] = field(max_length=60_000)
        vector: Mapped[FloatVector] = dense(dim=4, index=FLAT(metric="L2"))

    return Keyed


class OrmWay(Way):
    """What the sessions have in common: calls that are written alike, and awaited or not."""

    def __init__(self, lib: Any, collection: str, *, auto_id: bool) -> None:
        super().__init__(lib, collection, auto_id=auto_id)
        self.model = model_of(collection, auto_id=auto_id)

    @abstractmethod
    def in_session(self, timeout: float | None, work: Callable[[Any], Any]) -> Any:
        """What `work` gives for a session of its own, which commits then."""

    def open(self, **address: Any) -> None:
        connections.connect(alias=ALIAS, **address)

    def insert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.in_session(timeout, lambda session: session.add_all(self.model(**row) for row in rows))

    def upsert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.insert(rows, timeout)

    def delete_where(self, expr: str, timeout: float | None = None) -> None:
        self.in_session(timeout, lambda session: session.execute(delete(self.model).where(raw(expr))))

    def get(self, keys: Sequence[Any], timeout: float | None = None) -> list[Row]:
        return [as_row(obj) for obj in self.in_session(timeout, lambda session: session.get_many(self.model, keys))]

    def query(self, expr: str, timeout: float | None = None) -> list[Row]:
        return [as_row(obj) for obj in self.scalars(select(self.model).where(raw(expr)).limit(16_384), timeout)]

    def scalars(self, statement: Any, timeout: float | None = None) -> list[Any]:
        """The objects of a select."""
        return list(self.in_session(timeout, lambda session: session.scalars(statement)))

    def search(self, vector: Sequence[float], timeout: float | None = None) -> list[Any]:
        statement = nearest(self.model.vector).near(list(vector)).limit(10)
        return list(self.in_session(timeout, lambda session: session.search(statement)).ids)

    def close(self) -> None:
        connections.disconnect(ALIAS)


class SessionWay(OrmWay):
    """`Session`."""

    def in_session(self, timeout: float | None, work: Callable[[Any], Any]) -> Any:
        with Session(bind=ALIAS, timeout=timeout) as session:
            return work(session)

    def delete(self, keys: Sequence[Any], timeout: float | None = None) -> None:
        def work(session: Session) -> None:
            for obj in session.get_many(self.model, keys):
                session.delete(obj)

        self.in_session(timeout, work)


class AsyncSessionWay(OrmWay):
    """`AsyncSession`, on an event loop of its own."""

    def __init__(self, lib: Any, collection: str, *, auto_id: bool) -> None:
        super().__init__(lib, collection, auto_id=auto_id)
        self.loop = asyncio.new_event_loop()

    def in_session(self, timeout: float | None, work: Callable[[Any], Any]) -> Any:
        async def run() -> Any:
            async with AsyncSession(bind=ALIAS, timeout=timeout) as session:
                given = work(session)
                return await given if isawaitable(given) else given

        return self.loop.run_until_complete(run())

    def delete(self, keys: Sequence[Any], timeout: float | None = None) -> None:
        async def work(session: AsyncSession) -> None:
            for obj in await session.get_many(self.model, keys):
                session.delete(obj)

        self.in_session(timeout, work)

    def close(self) -> None:
        super().close()
        self.loop.close()


def as_row(obj: Any) -> Row:
    """What the other ways give."""
    return {"id": obj.id, "number": obj.number}
