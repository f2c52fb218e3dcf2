"""One session per thread or task, found without passing it around."""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from vectorm.session.base import SessionBase

S = TypeVar("S", bound=SessionBase)


class scoped_session(Generic[S]):  # noqa: N801  # SQLAlchemy's name
    """The session of the running task, or of the thread where no task runs.

    `current = scoped_session(sessionmaker(bind="prod"))`; then `current()` is the same session wherever it is called in
    one thread or task, and another one in every other. What a session has not sent is forgotten when its thread or
    task ends: commit, then `remove()` it.

    Args:
        make: Makes a session: a `sessionmaker`, an `async_sessionmaker`, or any function.
    """

    def __init__(self, make: Callable[[], S]) -> None:
        self._make = make
        self._sessions: WeakKeyDictionary[Any, S] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def __call__(self) -> S:
        """The session of this thread or task; made if there is none yet."""
        scope = _scope()
        with self._lock:
            session = self._sessions.get(scope)
            if session is None:
                session = self._sessions[scope] = self._make()
            return session

    def remove(self) -> None:
        """Discard the session of this thread or task with all that it has not sent; the next call makes a new one."""
        with self._lock:
            session = self._sessions.pop(_scope(), None)
        if session is not None:
            session.expunge_all()


def _scope() -> object:
    import asyncio  # programs without an event loop load it when they connect

    try:
        task = asyncio.current_task()
    except RuntimeError:  # no event loop runs in this thread
        task = None
    return task or threading.current_thread()
