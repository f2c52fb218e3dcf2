"""A driver without a server: operations run against scripted replies, on a clock that only `Sleep` moves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from vectorm.errors import MilvusException
from vectorm.ops.step import Gather, Op, Rpc, Sleep, Step, Stream, Work
from vectorm.transport.calls import decoded
from vectorm.transport.deadline import Deadline

R = TypeVar("R")

Reply: TypeAlias = bytes | MilvusException


class Recorded:
    """Runs operations against scripted replies and records what was sent.

    Args:
        replies: Reply bytes, or the error to throw, one per call: in the order of the calls, or by method name.
            The operations of a `Gather` run one after the other.

    Attributes:
        sent: Every `Rpc`, in order.
        slept: Seconds of every `Sleep`, in order.
        metadata: The metadata of each `run`.
        now: The virtual time in seconds.
    """

    def __init__(self, replies: Sequence[Reply] | Mapping[str, Sequence[Reply]] = ()) -> None:
        self._in_order: list[Reply] = []
        self._by_method: dict[str, list[Reply]] | None = None
        if isinstance(replies, Mapping):
            self._by_method = {method: list(of_method) for method, of_method in replies.items()}
        else:
            self._in_order = list(replies)
        self.sent: list[Rpc[Any]] = []
        self.slept: list[float] = []
        self.metadata: list[tuple[tuple[str, str], ...]] = []
        self.now = 0.0

    @property
    def methods(self) -> list[str]:
        """The names of the methods called, in order."""
        return [rpc.method for rpc in self.sent]

    @property
    def left(self) -> int:
        """How many scripted replies were not used."""
        by_method = self._by_method or {}
        return len(self._in_order) + sum(len(replies) for replies in by_method.values())

    def run(self, op: Op[R], *, timeout: float = 30.0, metadata: Sequence[tuple[str, str]] = ()) -> R:
        """Run an operation to its end.

        Raises:
            AssertionError: The script has no reply for a call.
        """
        self.metadata.append(tuple(metadata))
        return self._drive(op, Deadline(timeout, clock=lambda: self.now))

    def stream(self, stream: Stream[R]) -> Iterator[R]:
        """The replies of a stream: all that the script has left for its method."""
        self.sent.append(stream.rpc)
        replies = self._in_order if self._by_method is None else self._by_method.get(stream.rpc.method, [])
        while replies:
            reply = replies.pop(0)
            if isinstance(reply, MilvusException):
                raise reply
            yield decoded(stream.rpc, reply)

    def close(self) -> None:
        """Nothing to close."""

    def _drive(self, op: Op[R], deadline: Deadline) -> R:
        reply: Any = None
        error: MilvusException | None = None
        try:
            while True:
                step = op.send(reply) if error is None else op.throw(error)
                reply, error = None, None
                try:
                    reply = self._perform(step, deadline)
                except MilvusException as failure:
                    error = failure
        except StopIteration as stop:
            return cast("R", stop.value)
        finally:
            error = None
            op.close()

    def _perform(self, step: Step, deadline: Deadline) -> Any:
        if isinstance(step, Sleep):
            deadline.check(step.seconds)
            self.slept.append(step.seconds)
            self.now += step.seconds
            return None
        if isinstance(step, Gather):
            return [self._outcome(op, deadline) for op in step.operations]
        deadline.check()
        if isinstance(step, Work):
            return step.run()
        self.sent.append(step)
        reply = self._next_reply(step.method)
        if isinstance(reply, MilvusException):
            raise reply
        return decoded(step, reply)

    def _outcome(self, op: Op[Any], deadline: Deadline) -> Any:
        try:
            return self._drive(op, deadline)
        except MilvusException as error:
            return error

    def _next_reply(self, method: str) -> Reply:
        replies = self._in_order if self._by_method is None else self._by_method.get(method, [])
        if not replies:
            message = f"no reply is scripted for call {len(self.sent)}, {method}"
            raise AssertionError(message)
        return replies.pop(0)
