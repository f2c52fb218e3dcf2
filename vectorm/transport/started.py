"""Operations whose request is on its way, and whose result is asked for later."""

import threading
from typing import Any, Generic, Protocol, TypeVar, cast

from vectorm.errors import MilvusException, OutcomeUnknown
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.transport.calls import Metadata, Pending
from vectorm.transport.deadline import Deadline

R = TypeVar("R")


class Resuming(Protocol):
    """What is needed of a channel."""

    def finish(self, call: Pending, rpc: Rpc[R], deadline: Deadline, wait: float | None = None) -> R:
        """The result of a call."""
        ...

    def go_on(
        self, op: Op[R], reply: object, error: MilvusException | None, deadline: Deadline, metadata: Metadata
    ) -> R:
        """Run an operation that waits for a reply to its end."""
        ...


class Started(Generic[R]):
    """An operation that was run until its request was sent. Thread-safe.

    What is left of it, retries too, runs where the result is asked for: on that thread, at that time.
    """

    def __init__(
        self, driver: Resuming, op: Op[R], rpc: Rpc[Any], call: Pending, deadline: Deadline, metadata: Metadata
    ) -> None:
        self._driver = driver
        self._op = op
        self._rpc = rpc
        self._call = call
        self._deadline = deadline
        self._metadata = metadata
        self._lock = threading.Lock()
        self._is_over = False
        self._value: R | None = None
        self._error: Exception | None = None

    def result(self, wait: float | None = None) -> R:
        """Wait for the end of the operation. May be asked again.

        Args:
            wait: Most seconds to wait for the reply; until the timeout of the call if None.

        Raises:
            MilvusException: What the operation raised.
            DeadlineExceeded: There is no reply after `wait` seconds; it may be asked again.
        """
        with self._lock:
            if not self._is_over:
                self._finish(wait)
        if self._error is not None:
            raise self._error
        return cast("R", self._value)

    def cancel(self) -> None:
        """Do not wait for the reply any more. What was sent may be carried out nevertheless."""
        if not self._call.cancel():
            return
        with self._lock:
            if not self._is_over:
                self._end(error=_cancelled(self._rpc))

    @property
    def is_done(self) -> bool:
        """Whether the reply is here, or will not come."""
        return self._is_over or self._call.done()

    def _finish(self, wait: float | None) -> None:
        reply: object = None
        error: MilvusException | None = None
        try:
            reply = self._driver.finish(self._call, self._rpc, self._deadline, wait)
        except MilvusException as failure:
            if not self._call.done():
                raise  # only the patience of this caller is over
            error = failure
        # What comes after the reply has time of its own: nobody knows when the result is asked for.
        deadline = Deadline(self._deadline.seconds)
        try:
            self._end(value=self._driver.go_on(self._op, reply, error, deadline, self._metadata))
        except Exception as failure:  # noqa: BLE001  # it is raised by `result`, each time it is asked
            self._end(error=failure)
        finally:
            error = None  # its traceback holds this frame, and the frame holds the request

    def _end(self, value: R | None = None, error: Exception | None = None) -> None:
        self._value, self._error, self._is_over = value, error, True
        self._op.close()


def _cancelled(rpc: Rpc[Any]) -> MilvusException:
    if rpc.resend is Resend.UNSENT:
        return OutcomeUnknown(message=f"{rpc.method} was cancelled: it may or may not be done")
    return MilvusException(message=f"{rpc.method} was cancelled")
