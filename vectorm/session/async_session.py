"""The unit of work over an async connection. `Session` is generated from it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar, overload

from typing_extensions import Self

from vectorm import query
from vectorm.connection.handle import LONG_TIMEOUT, AsyncConnection
from vectorm.connection.registry import connections
from vectorm.errors import NoResultFound, SessionError
from vectorm.model.base import Model
from vectorm.records import dataclass
from vectorm.session import bulk, events, explain, hit_pages, merge, pages, plan, reads, rehearse, resolve
from vectorm.session import flush as flushing
from vectorm.session import report as reports
from vectorm.session.base import PAGE, SessionBase, expect
from vectorm.session.binds import Binds

if TYPE_CHECKING:
    from vectorm.expr.node import Condition
    from vectorm.ops.context import Context
    from vectorm.ops.step import Op
    from vectorm.query import Delete, Grouped, Groups, Hit, Hits, Hybrid, Result, Search, SearchAll, Select
    from vectorm.session.bulk import BulkReport
    from vectorm.session.explain import Explanation
    from vectorm.session.outbox import Outbox
    from vectorm.session.plan import Key
    from vectorm.session.rehearse import Statement
    from vectorm.session.report import CommitReport
    from vectorm.session.resolve import How, Resolution
    from vectorm.session.tables import Bulk

M = TypeVar("M", bound=Model)
R = TypeVar("R")


class AsyncSession(SessionBase):
    """A unit of work: objects are added, changed and deleted, and a flush sends what has to be sent.

    Milvus has no transactions. What was flushed stays stored; `rollback` forgets only what was not flushed. Leaving the
    `with` block commits, an exception in it discards what was not sent. One session serves one thread or task.

    Args:
        bind: Alias of a connection or name of an environment, or a connection.
        binds: Other connections for models, or for all models of a base class.
        scope: A condition, or one for each model, that every row meets which the session reads, writes or deletes:
            `Doc.tenant == "acme"`. Models that it says nothing of cannot be touched.
        autoflush: Whether reads flush first, so that they see what is pending.
        timeout: Seconds for each call, retries included; 30 for reads and 600 for flushes if None.
        token: Another session's `token`: reads see that session's writes.
        outbox: A file, or an `Outbox`, in which each unit of work is recorded before it is sent: see `outbox()`.

    Raises:
        ConnectionNotExistException: There is no such alias or environment.
        OutboxError: The outbox cannot be opened.
    """

    def __init__(
        self,
        bind: str | AsyncConnection = "default",
        *,
        binds: Mapping[type[Model], str | AsyncConnection] | None = None,
        scope: Condition | Sequence[Condition] | None = None,
        autoflush: bool = True,
        timeout: float | None = None,
        token: str = "",
        outbox: Outbox | str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(scope=scope, autoflush=autoflush, timeout=timeout, token=token, outbox=outbox)
        self._binds = Binds(_connection(bind), {model: _connection(each) for model, each in (binds or {}).items()})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            await self.commit()
        else:
            self.rollback()

    async def close(self) -> None:
        """Discard what was not sent and forget every object. The connection stays open: others use it too."""
        self.expunge_all()

    async def flush(self) -> CommitReport:
        """Send what is new, changed or deleted.

        Raises:
            FlushError: Not everything is done: `.done`, `.failed`, `.unknown`, `.batches`. What was refused or not sent
                stays pending; of what was sent and not answered, `resolve` says what to do.
        """
        report = await self._flush()
        self._check_unknown()
        return report

    async def commit(self) -> CommitReport:
        """Flush, and end the unit of work: the next read of an object renews what was not changed.

        Raises:
            FlushError: As `flush`; a second commit sends what is left.
        """
        report = await self.flush()
        self._state.end()
        self._tell("after_commit")
        return report

    async def resolve(self, how: How, objects: Iterable[Model] | None = None) -> Resolution:
        """Say what to do about objects that were sent and whose answer was lost; a flush refuses to pass them over.

        Args:
            how: "verify" reads their rows, at consistency Strong: what is as it should be is done, the rest is sent
                again. "upsert" sends all of them again: with keys of your own that is harmless, unless somebody else
                has written the row since. "forget" takes them out of the session.
            objects: Some of `session.unknown`; all of them by default.

        Raises:
            SessionError: The server makes the keys of an object: its row cannot be found, and sent again it may be
                stored twice. Only "forget" is left, and `session.add(obj)`, which sends it all the same.
        """
        with self._state.exclusive():
            resolution, doubtful = resolve.resolve_here(self._state.unit, how, objects)
            for model in dict.fromkeys(map(type, doubtful)):
                rows = [obj for obj in doubtful if type(obj) is model]
                start = partial(resolve.verify, state=self._state, objects=rows)
                found = await self._binds.of(model).run(start, timeout=self._timeout)
                resolution.done.extend(found.done)
                resolution.pending.extend(found.pending)
        return resolution

    async def get(self, model: type[M], key: Key, *, vectors: bool = False) -> M | None:
        """The object of a key, or None. An object that the session has is not read again.

        Args:
            model: The model.
            key: Primary key, a value of its field's type: a UUID where the model has `Mapped[UUID]`.
            vectors: Whether to read vectors too.

        Raises:
            ParamError: The key is of another type.
        """
        found = await self.get_many(model, [key], vectors=vectors)
        return found[0] if found else None

    async def get_one(self, model: type[M], key: Key, *, vectors: bool = False) -> M:
        """The object of a key, as `get`.

        Raises:
            NoResultFound: It is not stored.
        """
        found = await self.get(model, key, vectors=vectors)
        if found is None:
            raise NoResultFound(message=f"no {model.__name__} with key {key!r}")
        return found

    async def get_many(self, model: type[M], keys: Sequence[Key], *, vectors: bool = False) -> list[M]:
        """Objects by key, in the order of the keys; keys that are not stored are left out.

        Raises:
            ParamError: A key is not of the key's type.
        """
        return await self._read(model, lambda ctx: reads.get_many(ctx, self._state, model, keys, vectors=vectors))

    async def refresh(self, obj: Model) -> bool:
        """Read an object's row again, vectors included; its changes are lost. False when the row is gone."""
        return await self._read(type(obj), lambda ctx: reads.refresh(ctx, self._state, obj), autoflush=False)

    async def merge(self, obj: M) -> M:
        """The session's object of that key, with the values of this one: read if it is stored, new if it is not.

        The given object stays outside the session. Fields that it does not have keep their stored values.
        """
        if obj in self:
            return obj
        key = plan.key_of(obj)
        known = None if key is None else await self.get(type(obj), key)
        merged = merge.merge_object(obj, known)
        if known is None:
            self.add(merged)
        return merged

    async def scalars(self, statement: Select[M]) -> Result[M]:
        """The objects of a select, by their keys: `.all()`, `.first()`, `.one()`, `.rows()`, `.ids`."""
        expect(statement, query.Select, "scalars(select(Model))")
        return await self._read(statement.model, lambda ctx: reads.select(ctx, self._state, statement))

    @overload
    async def search(self, statement: Search[M] | Hybrid[M]) -> Hits[M]: ...
    @overload
    async def search(self, statement: SearchAll[M]) -> list[Hits[M]]: ...
    async def search(self, statement: Search[M] | SearchAll[M] | Hybrid[M]) -> Hits[M] | list[Hits[M]]:
        """The nearest rows: `Hits` of a search or a hybrid search, a list of them for `near_all`."""
        expect(statement, (query.Search, query.SearchAll, query.Hybrid), "search(search(Model.vector).near(...))")
        if isinstance(statement, query.Hybrid):
            merged = statement
            return (await self._read(merged.model, lambda ctx: reads.hybrid(ctx, self._state, merged)))[0]
        single = statement
        found = await self._read(single.model, lambda ctx: reads.search(ctx, self._state, single))
        return found if isinstance(statement, query.SearchAll) else found[0]

    async def count(self, statement: Select[M]) -> int:
        """Exact number of rows that a select finds; its limit and offset do not count."""
        expect(statement, query.Select, "count(select(Model))")
        return await self._read(statement.model, lambda ctx: reads.count(ctx, self._state, statement))

    async def exists(self, statement: Select[M]) -> bool:
        """Whether a select finds any row; its limit and offset do not count."""
        expect(statement, query.Select, "exists(select(Model))")
        return await self._read(statement.model, lambda ctx: reads.exists(ctx, self._state, statement))

    @overload
    async def execute(self, statement: Delete[M]) -> int: ...
    @overload
    async def execute(self, statement: Grouped[M]) -> Groups: ...
    async def execute(self, statement: Delete[M] | Grouped[M]) -> int | Groups:
        """Read groups of rows, or delete rows by filter at once: how many. Their objects then leave the session."""
        expect(
            statement, (query.Delete, query.Grouped), "execute(delete(Model).where(...)); scalars(select(Model)) reads"
        )
        if isinstance(statement, query.Grouped):
            grouped = statement
            return await self._read(grouped.model, lambda ctx: reads.groups(ctx, self._state, grouped))
        doomed = statement
        return await self._read(doomed.model, lambda ctx: reads.delete(ctx, self._state, doomed))

    async def bulk_insert(self, model: type[Model], data: Bulk) -> BulkReport:
        """Write rows at once, without an object for each: upserted by key, or inserted where the server makes it.

        Defaults, adapters and embedders of the model work as for objects, its validators do not. The rows are taken and
        sent in chunks of 10,000.

        Args:
            model: The model of the rows.
            data: Columns by field name (vectors as an array of shape (n, dim)), dict rows in any number, an Arrow table
                or a DataFrame of pandas or polars.

        Raises:
            DataNotMatchException: A row does not fit; rows of earlier chunks are stored.
            FlushError: A chunk failed; `done`, `failed` and `unknown` hold ranges of row numbers.
        """
        await self._flush()
        work = bulk.BulkInsert(self._state, model, data)
        with self._state.exclusive():
            while (batch := work.next_batch()) is not None:
                await self._binds.of(model).run(partial(work.send, batch=batch), timeout=self._write_timeout)
        return work.report

    @overload
    def stream(self, statement: Select[M], *, page_size: int = PAGE) -> AsyncIterator[M]: ...
    @overload
    def stream(self, statement: Search[M], *, page_size: int = PAGE) -> AsyncIterator[Hit[M]]: ...
    async def stream(self, statement: Select[M] | Search[M], *, page_size: int = PAGE) -> AsyncIterator[M | Hit[M]]:
        """Objects of a select one by one, ordered by key, or hits of a search, nearest first: any number of them.

        Memory is constant for a select; a search keeps the keys of its hits where the server makes no pages.

        Args:
            statement: The select or search; its limit bounds the stream, the offset of a select skips rows.
            page_size: Rows of one request, 1 to 16,384.
        """
        expect(
            statement, (query.Select, query.Search), "stream(select(Model)) or stream(search(Model.vector).near(...))"
        )
        if statement.parts.orders:
            raise SessionError(message="a stream is in the order of the keys", hint="scalars(...) takes order_by")
        if self._state.autoflush:
            await self._flush()
        if isinstance(statement, query.Search):
            found = hit_pages.HitPages(self._state, statement, page_size)
            while len(hits := await self._read(statement.model, found.next_page, autoflush=False)):
                for hit in hits:
                    yield hit
            return
        ctx = await self._binds.of(statement.model).connect()
        rows = pages.Pages(ctx, self._state, statement, page_size)
        while len(batch := await self._read(statement.model, rows.next_page, autoflush=False)):
            for obj in reads.loader(self._state, statement.model, statement.parts.partitions)(batch):
                yield obj

    async def explain(self, statement: Statement | None = None, *, embed: bool = False) -> Explanation:
        """What a flush would send, or a statement with the flush before it: the very bytes. Nothing is written.

        It is a dry run on copies of the objects: models' `before_...` functions are called with the copies, those of
        `before_flush` are not called. What later requests depend on is read.

        Args:
            statement: A select, search, hybrid search or delete; None for a flush alone.
            embed: Whether texts are embedded; if not, zeros stand for their vectors, and `texts` counts them.

        Raises:
            FlushError: A flush would end before it sends anything.
            Unsupported: The engine cannot do it.
            NoResultFound: A key to search with is not stored.
        """
        rehearsal = rehearse.Rehearsal.of(self._state, embeds=embed)
        with self._state.exclusive():
            if statement is None or self._state.autoflush:
                for connection, models in self._binds.pending(rehearsal.state.unit):
                    await connection.run(partial(rehearsal.flush, models=models), timeout=self._write_timeout)
            if statement is not None:
                start = partial(rehearsal.statement, statement=statement)
                await self._binds.of(statement.model).run(start, timeout=self._timeout)
        return explain.explanation(rehearsal, statement, has_listeners=bool(events.listeners(self, "before_flush")))

    @property
    def _write_timeout(self) -> float:
        return LONG_TIMEOUT if self._timeout is None else self._timeout

    async def _flush(self) -> CommitReport:
        if self._state.is_idle:
            return reports.CommitReport()
        self._announce_flush()
        report = reports.CommitReport()
        with self._state.exclusive():
            for connection, models in self._binds.pending(self._state.unit, everywhere=self._state.has_due):
                start = partial(flushing.flush, state=self._state, models=models)
                sent = await connection.run(start, timeout=self._write_timeout)
                report = report + sent
        self._report_flush(report)
        return report

    async def _read(self, model: type[Model], start: Callable[[Context], Op[R]], *, autoflush: bool = True) -> R:
        if autoflush and self._state.autoflush:
            await self._flush()
        with self._state.exclusive():
            return await self._binds.of(model).run(start, timeout=self._timeout)


@dataclass(frozen=True, slots=True, kw_only=True)
class async_sessionmaker:  # noqa: N801  # SQLAlchemy's name
    """Makes sessions: `Local = async_sessionmaker(bind="prod")`, then `async with Local() as session: ...`.

    Attributes:
        bind: As of `AsyncSession`; a name is looked up when a session is made.
        binds: As of `AsyncSession`.
        autoflush: As of `AsyncSession`.
        timeout: As of `AsyncSession`.
        outbox: As of `AsyncSession`; a file is opened when the first session is made.
        class_: The class of the sessions, where you have a subclass.
    """

    bind: str | AsyncConnection = "default"
    binds: Mapping[type[Model], str | AsyncConnection] = field(default_factory=dict[type[Model], str | AsyncConnection])
    autoflush: bool = True
    timeout: float | None = None
    outbox: Outbox | str | os.PathLike[str] | None = None
    class_: type[AsyncSession] = AsyncSession

    def __call__(self, *, scope: Condition | Sequence[Condition] | None = None, token: str = "") -> AsyncSession:
        """A new session.

        Args:
            scope: As of `AsyncSession`.
            token: Another session's `token`: reads see that session's writes.

        Raises:
            ConnectionNotExistException: There is no such alias or environment.
        """
        return self.class_(
            bind=self.bind,
            binds=self.binds,
            scope=scope,
            autoflush=self.autoflush,
            timeout=self.timeout,
            token=token,
            outbox=self.outbox,
        )


def _connection(bind: str | AsyncConnection) -> AsyncConnection:
    return connections.get_async(bind) if isinstance(bind, str) else bind
