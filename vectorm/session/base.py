"""What `Session` and `AsyncSession` share: everything that needs no server."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from vectorm.errors import FlushError, SessionError
from vectorm.model.base import Model
from vectorm.session import events
from vectorm.session import scope as scopes
from vectorm.session import state as states
from vectorm.session import unit as units

if TYPE_CHECKING:
    from vectorm.expr.node import Condition
    from vectorm.session.events import SessionEvent
    from vectorm.session.frozen import Frozen
    from vectorm.session.outbox import Outbox
    from vectorm.session.report import CommitReport
    from vectorm.session.unit import ObjectState

PAGE = 2_000
"""Rows of one page of a stream, unless told otherwise: 6 MB of vectors of 768 dimensions."""

_sessions: WeakValueDictionary[int, SessionBase] = WeakValueDictionary()


class SessionBase:
    """The unit of work of a session.

    Milvus has no transactions: what `flush()` or `commit()` sent stays stored, `rollback()` forgets only what was not.
    """

    def __init__(
        self,
        *,
        scope: Condition | Sequence[Condition] | None = None,
        autoflush: bool = True,
        timeout: float | None = None,
        token: str = "",
        outbox: Outbox | str | os.PathLike[str] | None = None,
    ) -> None:
        self._state = states.SessionState(autoflush=autoflush, scope=scopes.Scope.of(scope))
        self._timeout = timeout
        if token:
            self._state.take_token(token)
        if outbox is not None:
            self.outbox(outbox)
        _sessions[id(self)] = self

    def add(self, obj: Model, *, partition: str = "") -> None:
        """Write an object at the next flush: upserted by its key, or inserted when the server makes the key.

        Args:
            obj: The object. One that is stored need not be added: its changes are written anyway.
            partition: Name of a partition of a model without partition key; the default one if empty.

        Raises:
            SessionError: It is no object of a model, or one that is stored in another partition.
        """
        self.add_all([obj], partition=partition)

    def add_all(self, objects: Iterable[Model], *, partition: str = "") -> None:
        """Write several objects at the next flush: see `add`.

        Raises:
            SessionError: Something is not an object of a model, or is stored in another partition.
        """
        given = list(objects)
        for kind in set(map(type, given)):
            _check_model(kind)
        with self._state.exclusive():
            self._state.unit.add(given, partition)

    def delete(self, obj: Model) -> None:
        """Delete an object at the next flush, by its key."""
        with self._state.exclusive():
            self._state.unit.delete(_model_object(obj))

    def expunge(self, obj: Model) -> None:
        """Take an object out of the session: its changes are not written.

        Raises:
            SessionError: It is not in this session.
        """
        with self._state.exclusive():
            self._state.unit.expunge(_model_object(obj))

    def expunge_all(self) -> None:
        """Take every object out of the session, and back from its outbox."""
        with self._state.exclusive():
            self._state.unit.clear()
            self._state.withdraw()

    def expire(self, obj: Model) -> None:
        """Forget an object's changes; the next read of it renews every field that it reads.

        Changed fields are gone until then, as those of an object that was read without them.

        Raises:
            SessionError: It is not a stored object of this session.
        """
        with self._state.exclusive():
            self._state.expire(_model_object(obj))

    def expire_all(self) -> None:
        """Forget the changes of every stored object: see `expire`."""
        with self._state.exclusive():
            for obj in self._state.unit.objects(units.ObjectState.PERSISTENT):
                self._state.expire(obj)

    def rollback(self) -> CommitReport:
        """Forget what was not flushed. Changed objects leave the session; stored rows stay stored.

        Returns:
            What flushes have stored since the last commit or rollback: there is no way back for it.
        """
        with self._state.exclusive():
            self._state.unit.rollback()
            stored = self._state.end()
        self._tell("after_rollback")
        return stored

    def outbox(self, path: Outbox | str | os.PathLike[str]) -> Outbox:
        """Record each unit of work in a file before it is sent, so that one that a crash cuts off is finished later.

        The first flush to a server sends what an earlier process could not finish, before anything else.

        Args:
            path: The file, or an `Outbox`. All sessions of a process may share it, other processes may not.

        Returns:
            The outbox: `pending()` and `parked()` tell what is in it.

        Raises:
            OutboxLocked: Another process has it open.
            OutboxError: It cannot be opened, is no outbox, or is damaged in its middle.
        """
        from vectorm.session.outbox import shared

        with self._state.exclusive():
            self._state.outbox = shared(path)
            return self._state.outbox

    def state(self, obj: Model) -> ObjectState | None:
        """Where an object stands: pending, persistent, deleted, unknown; None when it is not in this session."""
        return self._state.unit.state(obj)

    def changed(self, obj: Model) -> tuple[Frozen, frozenset[str]]:
        """The frozen values of a stored object, and the names of its changed fields. `inspect` shows them."""
        return self._state.unit.before(obj), self._state.unit.changed_fields(obj)

    def _announce_flush(self) -> None:
        """Call the `before_flush` functions, if there is something to flush. They may use the session."""
        functions = events.listeners(self, "before_flush")
        if not functions or self._state.announcing or next(self._state.unit.changes(), None) is None:
            return
        self._state.announcing = True
        try:
            for function in functions:
                function(self)
        finally:
            self._state.announcing = False

    def _report_flush(self, report: CommitReport) -> None:
        if report.requests:
            for function in events.listeners(self, "after_flush"):
                function(self, report)

    def _tell(self, name: SessionEvent) -> None:
        for function in events.listeners(self, name):
            function(self)

    def _check_unknown(self) -> None:
        lost = self.unknown
        if lost:
            raise FlushError(f"0 objects failed, {len(lost)} unknown since an earlier flush", unknown=lost)

    def __repr__(self) -> str:
        unit, known = self._state.unit, units.ObjectState
        shown = (known.PENDING, known.PERSISTENT, known.DELETED, known.UNKNOWN)
        counts = [f"{len(unit.objects(state))} {state.value}" for state in shown]
        return f"<{type(self).__name__}: {', '.join(counts)}>"

    def __contains__(self, obj: object) -> bool:
        return isinstance(obj, Model) and self.state(obj) is not None

    @property
    def new(self) -> list[Model]:
        """Objects that the next flush writes for the first time."""
        return self._state.unit.objects(units.ObjectState.PENDING)

    @property
    def dirty(self) -> list[Model]:
        """Stored objects with changes, in place ones included."""
        unit = self._state.unit
        return [obj for obj in unit.objects(units.ObjectState.PERSISTENT) if unit.changed_fields(obj)]

    @property
    def deleted(self) -> list[Model]:
        """Objects that the next flush deletes."""
        return self._state.unit.objects(units.ObjectState.DELETED)

    @property
    def unknown(self) -> list[Model]:
        """Objects that were sent and whose answer was lost: `resolve` says what to do about them."""
        return self._state.unit.objects(units.ObjectState.UNKNOWN)

    @property
    def token(self) -> str:
        """This session's writes as text: `Session(token=...)` in another process sees them."""
        return self._state.token()


def sessions() -> list[SessionBase]:
    """All sessions that there are."""
    found = (each() for each in _sessions.valuerefs())
    return [session for session in found if session is not None]


def _model_object(obj: Model) -> Model:
    _check_model(type(obj))
    return obj


def _check_model(kind: type) -> None:
    if not issubclass(kind, Model):
        raise SessionError(message=f"a session holds objects of Model classes, not {kind.__name__}")


def expect(statement: object, kinds: type | tuple[type, ...], call: str) -> None:
    """Refuse a statement of another kind: a select must never delete.

    Raises:
        SessionError: Says what the method takes.
    """
    if not isinstance(statement, kinds):
        raise SessionError(message=f"{type(statement).__name__} does not go here", hint=f"write session.{call}")
