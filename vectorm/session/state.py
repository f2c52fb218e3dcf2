"""What a session keeps between calls: its unit of work, its write timestamps, and who is using it."""

import base64
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vectorm.enums import ConsistencyLevel
from vectorm.errors import SessionError
from vectorm.model import Model
from vectorm.ops.context import Context, keep_latest
from vectorm.session.naming import name_of
from vectorm.session.report import CommitReport, Outcome
from vectorm.session.scope import F, Scope
from vectorm.session.unit import UnitOfWork
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import DYNAMIC_FIELD
from vectorm.spec.read import ReadOptions

if TYPE_CHECKING:
    from vectorm.session.flush import Send
    from vectorm.session.outbox import Outbox, OutboxBatch  # few programs need them


@dataclass(slots=True)
class SessionState:
    """The state of one session.

    Attributes:
        scope: What every row that is read, written or deleted meets.
        written: Highest timestamp of this session's acknowledged writes, by collection.
        turn: Changes when rows that were read before do not renew objects any more.
        announcing: Whether the functions of `before_flush` are being called.
        flushes: Number of flushes that wrote something: rows that were read before one may be out of date.
        sent: What was stored since the last commit or rollback.
        outbox: Where units of work are recorded before they are sent.
        unfinished: What this session's flushes have left there since the last commit or rollback, and what it sends.
    """

    autoflush: bool = True
    scope: Scope | None = None
    unit: UnitOfWork = field(default_factory=UnitOfWork)
    written: dict[str, int] = field(default_factory=dict[str, int])
    flushes: int = 0
    turn: int = 0
    announcing: bool = False
    sent: CommitReport = field(default_factory=CommitReport)
    outbox: "Outbox | None" = None
    unfinished: "list[tuple[OutboxBatch, Send]]" = field(default_factory=list["tuple[OutboxBatch, Send]"])
    _busy: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def exclusive(self) -> Generator[None]:
        """Hold the session for one call.

        Raises:
            SessionError: Another thread or task is in a call of this session.
        """
        if not self._busy.acquire(blocking=False):
            raise SessionError(
                message="the session is in use by another thread or task",
                hint="open one session per thread or task; connections are shared, sessions are not",
            )
        try:
            yield
        finally:
            self._busy.release()

    def read_options(self, ctx: Context, spec: CollectionSpec, options: ReadOptions) -> ReadOptions:
        """Options with which a read sees this session's writes, and all others of its connection.

        An explicit level of the statement stays, and so does that of a collection without writes.
        """
        if spec.enable_dynamic_field and DYNAMIC_FIELD not in options.output_fields:
            # Without its undeclared keys an object could not be written back as a whole.
            options = replace(options, output_fields=(*options.output_fields, DYNAMIC_FIELD))
        timestamp = max(self.written.get(spec.name, 0), ctx.written.get(spec.name, 0))
        if options.consistency is not None or not timestamp or spec.consistency_level is ConsistencyLevel.STRONG:
            return options
        return replace(options, consistency=ConsistencyLevel.SESSION, guarantee_timestamp=timestamp)

    def scoped(self, ctx: Context, statement: F) -> F:
        """A statement about the collection of this connection, and the rows of it that the session may touch.

        Raises:
            SessionError: The session's scope says nothing of the model.
        """
        name = name_of(ctx, statement.model)
        if name != statement.collection:
            statement = statement.with_parts(statement.parts._replace(collection=name))
        return statement if self.scope is None else self.scope.narrowed(statement)

    def settle(self, outcome: Outcome) -> None:
        """Take in what became of the objects of a flush."""
        for obj in outcome.replaced:
            self.unit.replaced(obj)
        for obj in outcome.removed:
            self.unit.removed(obj)
        for objects, taken, partition in outcome.stored:
            self.unit.stored(objects, taken, partition)
        for obj in outcome.unknown:
            self.unit.lost(obj)
        for collection, timestamp in outcome.written.items():
            self.note_write(collection, timestamp)
        self.flushes += bool(outcome.report.requests)
        self.sent += outcome.report

    def expire(self, obj: Model) -> None:
        """Forget an object's changes, and renew it when it is read again.

        Raises:
            SessionError: It is not a stored object of the session.
        """
        self.unit.expire(obj)
        self.turn += 1

    def end(self) -> CommitReport:
        """The unit of work is over: what it has stored."""
        self.unit.end()
        self.turn += 1
        self.withdraw()
        stored, self.sent = self.sent, CommitReport()
        return stored

    def withdraw(self) -> None:
        """Take back what this session has left in the outbox."""
        if self.outbox is not None:
            self.outbox.withdraw(batch for batch, _ in self.unfinished)
            self.unfinished.clear()

    @property
    def is_idle(self) -> bool:
        """Whether a flush has nothing to look at, as in sessions that only search or read rows."""
        return self.outbox is None and self.unit.is_empty

    @property
    def has_due(self) -> bool:
        """Whether the outbox holds what no flush is about."""
        return self.outbox is not None and self.outbox.has_due

    def note_write(self, collection: str, timestamp: int) -> None:
        """Remember an acknowledged write."""
        keep_latest(self.written, collection, timestamp)

    def token(self) -> str:
        """The write timestamps as text that may travel to another process."""
        return base64.urlsafe_b64encode(json.dumps(self.written).encode()).decode()

    def take_token(self, token: str) -> None:
        """See the writes that a token tells of.

        Raises:
            SessionError: It is no token.
        """
        try:
            written = json.loads(base64.urlsafe_b64decode(token))
            for collection, timestamp in written.items():
                self.note_write(str(collection), int(timestamp))
        except (ValueError, AttributeError) as error:
            raise SessionError(message="this is no session token") from error
