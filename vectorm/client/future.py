"""What a call with `_async=True` returns: the request is sent, its result is asked for later."""

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar, cast

from vectorm.client.mutation import MutationResult
from vectorm.client.search_result import SearchResult
from vectorm.client.status import Status
from vectorm.connection.registry import connections
from vectorm.errors import MilvusException
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.records import dataclass
from vectorm.transport.started import Started

R = TypeVar("R")

Callback: TypeAlias = Callable[..., object]
"""A function of the result, or of nothing."""


@dataclass(frozen=True, slots=True)
class Later:
    """That a call is asked for with `_async=True`, and its `_callback`."""

    callback: Callback | None = None


class Future(Generic[R]):
    """A call whose request is sent. Its reply is read, and callbacks run, on the thread that calls `result` or `done`.

    Made by `begin`.
    """

    def __init__(self, state: Started[R] | R, callback: Callback | None = None) -> None:
        self._state = state
        self._callbacks = [] if callback is None else [callback]

    def result(self, *, timeout: float | None = None) -> R:
        """Wait for the result.

        Args:
            timeout: Most seconds to wait; until the timeout of the call if None.

        Raises:
            MilvusException: What the call raised.
            DeadlineExceeded: There is none yet after `timeout` seconds.
        """
        found = cast("Started[R]", self._state).result(timeout) if isinstance(self._state, Started) else self._state
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            _call(callback, found)
        return found

    def done(self) -> bool:
        """Wait for the end of the call; does not raise what it raised. Returns True."""
        try:
            self.result()
        except MilvusException as error:
            if not self.is_done():
                raise error from None
        return True

    def is_done(self) -> bool:
        """Whether the reply is here; does not wait."""
        return cast("Started[R]", self._state).is_done if isinstance(self._state, Started) else True

    def exception(self) -> None:
        """Wait for the end of the call, and raise what it raised."""
        self.result()

    def cancel(self) -> None:
        """Do not wait for the reply any more; the server may carry out the request nevertheless."""
        if isinstance(self._state, Started):
            cast("Started[R]", self._state).cancel()

    def add_callback(self, func: Callback) -> None:
        """Call a function with the result, or with nothing if it takes nothing, before `result` returns it."""
        self._callbacks.append(func)


BaseFuture = Future
"""PyMilvus's name of the same."""


class SearchFuture(Future[SearchResult]):
    """The result of a search to come."""


class MutationFuture(Future[MutationResult]):
    """The result of a write to come."""


class CreateIndexFuture(Future[Status]):
    """The end of an index build to come."""


class FlushFuture(Future[None]):
    """The end of a flush to come."""


F = TypeVar("F", bound=Future[Any])


def begin(
    kind: Callable[[Any, Callback | None], F],
    using: str,
    start: Callable[[Context], Op[Any]],
    method: str,
    timeout: float | None,
    callback: Callback | None,
) -> F:
    """Start an operation, and return the future of it.

    Args:
        kind: The class of the future.
        using: Alias of the connection.
        start: Makes the operation.
        method: The method whose last request is not waited for.
        timeout: Seconds; 30 if None.
        callback: A function of the result, or of nothing.

    Raises:
        MilvusException: What went wrong before the request was sent.
    """
    return kind(connections.get(using).begin(start, method, timeout=timeout), callback)


def _call(callback: Callback, found: object) -> None:
    if inspect.signature(callback).parameters:
        callback(found)
    else:
        callback()
