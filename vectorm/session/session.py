# Generated from vectorm/session/async_session.py by tools/make_sync.py: do not edit.
"""The unit of work over a connection."""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TypeVar, overload

from typing_extensions import Self

from vectorm.connection.handle import LONG_TIMEOUT, Connection
from vectorm.connection.registry import connections
from vectorm.model import Model
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import Delete, Hits, Hybrid, Result, Search, SearchAll, Select
from vectorm.session import flush as flushing
from vectorm.session import reads
from vectorm.session.base import SessionBase, expect
from vectorm.session.explain import Explanation, Statement, explain
from vectorm.session.plan import Key
from vectorm.session.report import CommitReport

M = TypeVar("M", bound=Model)
R = TypeVar("R")


class Session(SessionBase):
    """A unit of work: objects are added, changed and deleted, and a flush sends what has to be sent.

    Milvus has no transactions. What was flushed stays stored; `rollback` forgets only what was not flushed. Leaving the
    `with` block commits, an exception in it discards what was not sent. One session serves one thread or task.

    Args:
        bind: Alias of a connection or name of an environment, or a connection.
        autoflush: Whether reads flush first, so that they see what is pending.
        timeout: Seconds for each call, retries included; 30 for reads and 600 for flushes if None.
        token: Another session's `token`: reads see that session's writes.

    Raises:
        ConnectionNotExistException: There is no such alias or environment.
    """

    def __init__(
        self,
        bind: str | Connection = "default",
        *,
        autoflush: bool = True,
        timeout: float | None = None,
        token: str = "",
    ) -> None:
        super().__init__(autoflush=autoflush, timeout=timeout, token=token)
        self._connection = connections.get(bind) if isinstance(bind, str) else bind

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.rollback()

    def close(self) -> None:
        """Discard what was not sent and forget every object. The connection stays open: others use it too."""
        self.expunge_all()

    def flush(self) -> CommitReport:
        """Send what is new, changed or deleted.

        Raises:
            FlushError: Not everything is done: `.done`, `.failed`, `.unknown`. What is not stays pending.
        """
        with self._state.exclusive():
            report = self._flush()
        self._check_unknown()
        return report

    def commit(self) -> CommitReport:
        """Flush, and end the unit of work: the next read of an object renews what was not changed.

        Raises:
            FlushError: As `flush`; a second commit sends what is left.
        """
        report = self.flush()
        self._state.unit.end()
        return report

    def get(self, model: type[M], key: Key, *, vectors: bool = False) -> M | None:
        """The object of a key, or None. An object that the session has is not read again.

        Args:
            model: The model.
            key: Primary key.
            vectors: Whether to read vectors too.
        """
        found = self.get_many(model, [key], vectors=vectors)
        return found[0] if found else None

    def get_many(self, model: type[M], keys: Sequence[Key], *, vectors: bool = False) -> list[M]:
        """Objects by key, in the order of the keys; keys that are not stored are left out."""
        return self._read(lambda ctx: reads.get_many(ctx, self._state, model, keys, vectors=vectors))

    def refresh(self, obj: Model) -> bool:
        """Read an object's row again, vectors included; its changes are lost. False when the row is gone."""
        return self._read(lambda ctx: reads.refresh(ctx, self._state, obj), autoflush=False)

    def scalars(self, statement: Select[M]) -> Result[M]:
        """The objects of a select, by their keys: `.all()`, `.first()`, `.one()`, `.rows()`, `.ids`."""
        expect(statement, Select, "scalars(select(Model))")
        return self._read(lambda ctx: reads.select(ctx, self._state, statement))

    @overload
    def search(self, statement: Search[M] | Hybrid[M]) -> Hits[M]: ...
    @overload
    def search(self, statement: SearchAll[M]) -> list[Hits[M]]: ...
    def search(self, statement: Search[M] | SearchAll[M] | Hybrid[M]) -> Hits[M] | list[Hits[M]]:
        """The nearest rows: `Hits` of a search or a hybrid search, a list of them for `near_all`."""
        expect(statement, (Search, SearchAll, Hybrid), "search(search(Model.vector).near(...))")
        if isinstance(statement, Hybrid):
            merged = statement
            return (self._read(lambda ctx: reads.hybrid(ctx, self._state, merged)))[0]
        single = statement
        found = self._read(lambda ctx: reads.search(ctx, self._state, single))
        return found if isinstance(statement, SearchAll) else found[0]

    def count(self, statement: Select[M]) -> int:
        """Exact number of rows that a select finds; its limit and offset do not count."""
        expect(statement, Select, "count(select(Model))")
        return self._read(lambda ctx: reads.count(ctx, self._state, statement))

    def execute(self, statement: Delete[M]) -> int:
        """Delete rows by filter at once; returns how many. Objects of the model leave the session."""
        expect(statement, Delete, "execute(delete(Model).where(...)); scalars(select(Model)) reads")
        return self._read(lambda ctx: reads.delete(ctx, self._state, statement))

    def stream(self, statement: Select[M], *, page_size: int = reads.PAGE) -> Iterator[M]:
        """Objects of a select one by one, ordered by key, in constant memory: any number of rows.

        Objects are held weakly once their page is over, unless they were changed.

        Args:
            statement: The select; its limit bounds the stream, its offset skips rows.
            page_size: Rows of one request, 1 to 16,384.
        """
        expect(statement, Select, "stream(select(Model))")
        with self._state.exclusive():
            if self._state.autoflush:
                self._flush()
            spec = reads.query_spec(self._connection.connect(), self._state, statement)
        pages = reads.pages_of(statement, spec, page_size)
        while len(batch := self._read(pages.next_page, autoflush=False)):
            objects = reads.loader(self._state, statement.model)(batch)
            for obj in objects:
                yield obj
            self._state.unit.unpin(objects)

    def explain(self, statement: Statement) -> Explanation:
        """What a statement would send: calls, filter, parameters. Nothing is read or written."""
        return explain(self._connection.connect(), self._state, statement)

    def _flush(self) -> CommitReport:
        timeout = LONG_TIMEOUT if self._timeout is None else self._timeout
        return self._connection.run(lambda ctx: flushing.flush(ctx, self._state), timeout=timeout)

    def _read(self, start: Callable[[Context], Op[R]], *, autoflush: bool = True) -> R:
        with self._state.exclusive():
            if autoflush and self._state.autoflush:
                self._flush()
            return self._connection.run(start, timeout=self._timeout)
