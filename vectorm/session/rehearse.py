"""Rehearsals: a session's work is run on copies of its objects, and nothing of it is written.

A rehearsal runs the very operations that a flush or a statement runs, step by step, and notes their requests. Reads
that later requests depend on are done; a write is answered here. So the requests that it holds are those that are sent.
"""

from collections.abc import Collection
from copy import deepcopy
from dataclasses import field, replace
from typing import Any, TypeVar

from vectorm.enums import ConsistencyLevel
from vectorm.errors import MilvusException
from vectorm.model import Model
from vectorm.model.embed import withheld
from vectorm.ops.context import Context
from vectorm.ops.step import Gather, Op, Rpc, Step
from vectorm.query import Delete, Grouped, Hybrid, Search, SearchAll, Select
from vectorm.records import dataclass
from vectorm.session import flush as flushing
from vectorm.session import reads
from vectorm.session.state import SessionState
from vectorm.session.unit import UnitOfWork
from vectorm.spec.capabilities import Engine
from vectorm.spec.outline import Outline
from vectorm.spec.write import WriteResult
from vectorm.wire import outline

R = TypeVar("R")

Statement = Select[Any] | Grouped[Any] | Search[Any] | SearchAll[Any] | Hybrid[Any] | Delete[Any]

_WRITES = frozenset({"Insert", "Upsert", "Delete"})
_ABOUT_ROWS = _WRITES | {"Query", "Search", "HybridSearch"}
"""What is noted. Others are looked up once by a connection (schemas) or follow from an answer (timestamps)."""

_FRESH = frozenset({ConsistencyLevel.SESSION, None})
"""Levels of reads that name the last write that they must have seen."""


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One request of a rehearsal.

    Attributes:
        request: The bytes that are sent.
        outline: What they say.
        is_read_now: Whether it was sent by the rehearsal already, because later requests depend on its answer.
        open: Fields of the message that are known only when it is sent, because rows are written before it: on Milvus
            `guarantee_timestamp` of a read; `placeholder_group` of a search by stored rows, which may be other ones
            by then.
    """

    request: bytes = field(repr=False)
    outline: Outline
    is_read_now: bool = False
    open: tuple[str, ...] = ()


@dataclass(slots=True)
class Rehearsal:
    """One rehearsal of a session.

    Attributes:
        state: Copies of what the session has to write.
        embeds: Whether texts are embedded; if not, zeros stand for their vectors.
        requests: The requests so far.
        texts: By field, how many texts are to be embedded.
        engines: The engines that were asked, by name and version.
    """

    state: SessionState
    embeds: bool = False
    requests: list[PlannedRequest] = field(default_factory=list[PlannedRequest])
    texts: dict[str, int] = field(default_factory=dict[str, int])
    engines: dict[str, None] = field(default_factory=dict[str, None])
    _contexts: dict[int, Context] = field(default_factory=dict[int, Context])
    _written: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, state: SessionState, *, embeds: bool) -> "Rehearsal":
        """A rehearsal of what a session has to do now."""
        return cls(replace(state, unit=_copied(state.unit), written=dict(state.written), outbox=None), embeds)

    def flush(self, ctx: Context, models: Collection[type[Model]] | None) -> Op[None]:
        """Run a flush to one connection."""
        yield from self._run(ctx, flushing.flush(self._context(ctx), self.state, models, rehearsed=True))

    def statement(self, ctx: Context, statement: Statement) -> Op[None]:
        """Run a statement until its own request is noted, which is not sent."""
        copy = self._context(ctx)
        if isinstance(statement, Select):
            yield from self._run(ctx, reads.select(copy, self.state, statement), until="Query")
        elif isinstance(statement, Grouped):
            yield from self._run(ctx, reads.groups(copy, self.state, statement), until="Query")
        elif isinstance(statement, Hybrid):
            yield from self._run(ctx, reads.hybrid(copy, self.state, statement), until="HybridSearch")
        elif isinstance(statement, Delete):
            yield from self._run(ctx, reads.delete(copy, self.state, statement), until="Delete")
        else:
            yield from self._run(ctx, reads.search(copy, self.state, statement), until="Search")

    def _context(self, ctx: Context) -> Context:
        """A connection's context whose write timestamps are the rehearsal's own."""
        self.engines[ctx.capabilities.label] = None
        return self._contexts.setdefault(id(ctx), replace(ctx, written=dict(ctx.written)))

    def _run(self, ctx: Context, op: Op[R], until: str = "") -> Op[R | None]:
        """Run an operation; it ends with the request of method `until`, or by itself."""
        reply: Any = None
        error: MilvusException | None = None
        try:
            while True:
                step = self._next(op, reply, error)
                reply, error = None, None
                try:
                    if isinstance(step, Gather):
                        reply = yield from self._gathered(ctx, step)
                    elif isinstance(step, Rpc) and step.method in _ABOUT_ROWS:
                        self._note(ctx, step, is_read_now=step.method not in {*_WRITES, until})
                        if step.method == until:
                            return None
                        reply = self._answer(ctx) if step.method in _WRITES else (yield step)
                    else:
                        reply = yield step
                except MilvusException as failure:
                    error = failure
        except StopIteration as stop:
            result: R = stop.value
            return result
        finally:
            error = None
            op.close()

    def _next(self, op: Op[R], reply: Any, error: MilvusException | None) -> Step:
        """The next step of an operation. Texts are kept from the embedder while it is made."""
        with withheld(None if self.embeds else self.texts):
            return op.send(reply) if error is None else op.throw(error)

    def _gathered(self, ctx: Context, step: Gather) -> Op[list[Any]]:
        """The results of operations, which run one after the other here."""
        results: list[Any] = []
        for each in step.operations:
            try:
                results.append((yield from self._run(ctx, each)))
            except MilvusException as failure:  # noqa: PERF203
                results.append(failure)
        return results

    def _note(self, ctx: Context, rpc: Rpc[Any], *, is_read_now: bool) -> None:
        told = outline.outline(rpc.method, rpc.request, rpc.collection)
        unknown: list[str] = []
        if rpc.method in _WRITES:
            self._written.add(rpc.collection)
        elif rpc.collection in self._written:
            if told.level in _FRESH and ctx.capabilities.engine is Engine.MILVUS:
                unknown.append("guarantee_timestamp")
            if self.requests[-1].is_read_now:  # before the rows were written
                unknown.append("placeholder_group")
        self.requests.append(PlannedRequest(rpc.request, told, is_read_now, tuple(unknown)))

    def _answer(self, ctx: Context) -> WriteResult:
        """What a server might answer to the last request: keys that are nobody's, and an early time."""
        rows = self.requests[-1].outline.rows or 0
        first = -sum(each.outline.rows or 0 for each in self.requests)
        # Without a timestamp Milvus would be asked for one; Milvus Lite has none.
        timestamp = 1 if ctx.capabilities.engine is Engine.MILVUS else 0
        return WriteResult(ids=list(range(first, first + rows)), timestamp=timestamp)


def _copied(unit: UnitOfWork) -> UnitOfWork:
    """A unit of work with copies of the objects that have to be written: what is done with them leaves ours alone."""
    copied = UnitOfWork()
    for change in unit.changes():
        obj = deepcopy(change.obj)
        before, place = unit.before(change.obj), unit.partition(change.obj)
        if before:
            copied.stored([obj], [dict(before)], place)
        if change.delete or (before and change.fields is None):  # deleted, perhaps to be added again
            copied.delete(obj)
        if not change.delete and change.fields is None:
            copied.add([obj], place or "")
    return copied
