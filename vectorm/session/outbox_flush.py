"""What a flush does about an outbox: replay what is due, record what will be sent, note the answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from vectorm.errors import (
    AuthenticationError,
    CollectionNotExistException,
    ConnectError,
    DeadlineExceeded,
    MilvusException,
    OutboxError,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
)
from vectorm.model import Model
from vectorm.ops import collection, write
from vectorm.ops.context import Context
from vectorm.ops.policy import may_be_done
from vectorm.ops.step import Op, Rpc, Sleep, work
from vectorm.session.naming import spec_of
from vectorm.session.outbox import Mark, Outbox, OutboxBatch, Recorded, Requests
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.write import WriteResult

if TYPE_CHECKING:
    from vectorm.session.flush import Send

DEFAULT_DATABASE = "default"

_WRITES = frozenset({"Insert", "Upsert", "Delete"})

_PAUSE = 0.02
"""Seconds between two looks whether another session has replayed what is due."""

_LATER = (OutcomeUnknown, ConnectError, DeadlineExceeded, RateLimited, AuthenticationError, PermissionDenied)
"""Errors after which the same request may succeed: a server that comes back, a quota, a right that is granted."""


def replay(ctx: Context, outbox: Outbox) -> Op[None]:
    """Send what is due to this database, in its order. One session does it at a time; others wait.

    Raises:
        OutboxError: A batch could not be sent; it stays in the outbox, and those after it.
    """
    place = place_of(ctx)
    while outbox.due(*place):
        if not outbox.replaying.acquire(blocking=False):
            yield Sleep(_PAUSE)
            continue
        try:
            schemas: dict[str, str] = {}
            for batch in outbox.due(*place):
                yield from _replay(ctx, outbox, batch, schemas)
        finally:
            outbox.replaying.release()


def place_of(ctx: Context) -> tuple[str, str]:
    """The address and the database of a connection, as batches name them."""
    return ctx.address, ctx.database or DEFAULT_DATABASE


def _replay(ctx: Context, outbox: Outbox, batch: OutboxBatch, schemas: dict[str, str]) -> Op[None]:
    """Send a batch again; one that can never be sent is parked."""
    try:
        if batch.collection not in schemas:
            info = yield from collection.describe(ctx, batch.collection)
            schemas[batch.collection] = fingerprint(info.spec)
        if schemas[batch.collection] != batch.schema:
            outbox.mark(batch, Mark.PARKED, "the fields of the collection were changed since")
            return
        requests = yield from work(partial(outbox.requests, batch))
        yield from write.sent_again(ctx, batch.collection, requests)
    except CollectionNotExistException:
        outbox.mark(batch, Mark.PARKED, "the collection does not exist any more")
    except MilvusException as error:
        if not is_final(error):
            raise OutboxError(
                error.code,
                f"outbox {outbox.path}: the {batch} could not be replayed: {error.message}",
                hint="it stays in the outbox, and nothing is sent before it; outbox.discard(batch) drops it",
            ) from error
        outbox.mark(batch, Mark.PARKED, f"the server refused it: {error.message}")
    else:
        outbox.mark(batch, Mark.DONE)


class Unit:
    """The batches of one flush, from the record of the first to the last answer."""

    def __init__(self, outbox: Outbox) -> None:
        self._sends: dict[str, tuple[OutboxBatch, Send]] = {}
        self._outbox = outbox
        self._unit = outbox.begin()

    def record(self, ctx: Context, stages: Sequence[Sequence["Send"]]) -> Op[list[list["Send"]]]:
        """Record every request before the first one is sent.

        Returns:
            The same requests, which note their answers in the outbox.

        Raises:
            OutboxError: The outbox is full or cannot be written to.
            CollectionNotExistException: There is no such collection.
        """
        try:
            recorded: list[list[Send]] = []
            for sends in stages:
                recorded.append([])
                for send in sends:
                    recorded[-1].append((yield from self._recorded(ctx, send)))
            yield from work(partial(self._outbox.seal, self._unit))
        except BaseException:
            self._outbox.abort(self._unit)
            raise
        return recorded

    def release(self) -> "list[tuple[OutboxBatch, Send]]":
        """The flush is over: the batches that are not done, and what they were to send."""
        left = self._outbox.release(batch for batch, _ in self._sends.values())
        return [self._sends[batch.id] for batch in left]

    def _recorded(self, ctx: Context, send: "Send") -> Op["Send"]:
        name = spec_of(ctx, type(send.objects[0])).name
        info = yield from collection.cached(ctx, name)
        address, database = place_of(ctx)
        requests = yield from _requests(send.start())
        what = Recorded(
            kind=send.kind,
            rows=len(send.objects),
            collection=name,
            database=database,
            address=address,
            schema=fingerprint(info.spec),
        )
        batch = yield from work(partial(self._outbox.record, self._unit, what, requests))
        self._sends[batch.id] = batch, send
        return replace(send, start=_noted(self._outbox, batch, send.start))


def refusal_of(outbox: Outbox, model: type[Model], kind: str) -> OutboxError | None:
    """Why a batch must not be recorded: it would do harm if it were sent twice."""
    if kind == "delete" or not model.__spec__.primary.auto_id:
        return None
    return OutboxError(
        message=f"outbox {outbox.path} takes no {model.__name__}: the server makes its keys, so that rows which "
        "are sent again would be stored twice",
        hint="make the keys yourself, as in field(primary_key=True, default_factory=uuid7, max_length=36), or "
        "write these objects in a session without outbox",
    )


def _noted(outbox: Outbox, batch: OutboxBatch, start: Callable[[], Op[WriteResult]]) -> Callable[[], Op[WriteResult]]:
    """A write whose answer is noted in the outbox."""

    def run() -> Op[WriteResult]:
        try:
            result = yield from start()
        except MilvusException as error:
            if is_final(error):
                outbox.mark(batch, Mark.REFUSED)
            raise
        outbox.mark(batch, Mark.DONE)
        return result

    return run


def _requests(op: Op[WriteResult]) -> Op[Requests]:
    """The requests that a write would send. Nothing is sent but what it reads."""
    found: list[tuple[str, bytes]] = []
    reply: Any = None
    try:
        while True:
            step = op.send(reply)
            if isinstance(step, Rpc) and step.method in _WRITES:
                found.append((step.method, step.request))
                reply = WriteResult()
            elif isinstance(step, Rpc) and step.method == "AllocTimestamp":
                reply = 0
            else:
                reply = yield step
    except StopIteration:
        return found
    finally:
        op.close()


def is_final(error: MilvusException) -> bool:
    """Whether the server said no, and would say so again."""
    return not (isinstance(error, _LATER) or error.retriable or may_be_done(error))


def fingerprint(spec: CollectionSpec) -> str:
    """Something that changes when rows that fitted a collection may not fit any more."""
    fields = [f"{field.name}: {_told(field)}" for field in spec.fields]
    fields += [f"{struct.name}[{field.name}]: {_told(field)}" for struct in spec.structs for field in struct.fields]
    text = "\n".join([f"dynamic: {spec.enable_dynamic_field}", *sorted(fields)])
    return sha256(text.encode()).hexdigest()[:16]


def _told(field: FieldSpec) -> str:
    numbers = (field.data_type, field.element_type or 0, field.dim, field.max_length, field.max_capacity)
    flags = (field.is_primary, field.auto_id, field.nullable, field.is_partition_key)
    return f"{[number and int(number) for number in numbers]} {flags}"
