"""Types of gRPC calls that take and give bytes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Protocol, TypeAlias, TypeVar

from vectorm.errors import MilvusException, ProtocolError
from vectorm.ops.step import Op, Rpc
from vectorm.transport.deadline import Deadline, deadline_exceeded
from vectorm.transport.secret import Headers

R = TypeVar("R")

Metadata: TypeAlias = tuple[tuple[str, str], ...]


class Pending(Protocol):
    """A call in flight."""

    def result(self, timeout: float | None = None) -> bytes:
        """Wait for the reply."""
        ...

    def cancel(self) -> bool:
        """End the call; False when it has ended already."""
        ...

    def done(self) -> bool:
        """Whether it has ended."""
        ...

    def add_done_callback(self, fn: Callable[[object], None]) -> None:
        """Call `fn` when the call has ended."""
        ...


class Method(Protocol):
    """A gRPC method."""

    def __call__(self, request: bytes, timeout: float, metadata: Metadata) -> bytes:
        """Send and wait."""
        ...

    def future(self, request: bytes, timeout: float, metadata: Metadata) -> Pending:
        """Send."""
        ...


class Replies(Protocol):
    """A stream of replies in flight."""

    def __iter__(self) -> Iterator[bytes]:
        """The replies as they come."""
        ...

    def cancel(self) -> bool:
        """End the call."""
        ...


class StreamMethod(Protocol):
    """A gRPC method that answers with a stream."""

    def __call__(self, request: bytes, timeout: float | None, metadata: Metadata) -> Replies:
        """Send."""
        ...


class RawChannel(Protocol):
    """A `grpc.Channel`, as far as it is used here: with no serializers, methods take and give bytes."""

    def unary_stream(self, method: str, request_serializer: None, response_deserializer: None) -> StreamMethod:
        """The callable of a method that answers with a stream."""
        ...

    def unary_unary(self, method: str, request_serializer: None, response_deserializer: None) -> Method:
        """The callable of a method."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


class AsyncMethod(Protocol):
    """A gRPC method of `grpc.aio`."""

    def __call__(self, request: bytes, timeout: float, metadata: Metadata) -> Awaitable[bytes]:
        """Send; await the reply."""
        ...


class AsyncReplies(Protocol):
    """A stream of replies in flight."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The replies as they come."""
        ...

    def cancel(self) -> bool:
        """End the call."""
        ...


class AsyncStreamMethod(Protocol):
    """A gRPC method of `grpc.aio` that answers with a stream."""

    def __call__(self, request: bytes, timeout: float | None, metadata: Metadata) -> AsyncReplies:
        """Send."""
        ...


class AsyncRawChannel(Protocol):
    """A `grpc.aio.Channel`, as far as it is used here."""

    def unary_stream(self, method: str, request_serializer: None, response_deserializer: None) -> AsyncStreamMethod:
        """The callable of a method that answers with a stream."""
        ...

    def unary_unary(self, method: str, request_serializer: None, response_deserializer: None) -> AsyncMethod:
        """The callable of a method."""
        ...

    async def close(self, grace: float | None) -> None:
        """End the connection."""
        ...


class Driver(Protocol):
    """What `gather` needs of a channel."""

    def start(self, rpc: Rpc[R], deadline: Deadline, metadata: Metadata) -> Pending:
        """Send a request."""
        ...

    def finish(self, call: Pending, rpc: Rpc[R], deadline: Deadline) -> R:
        """The result of a call."""
        ...

    def drive(self, op: Op[R], deadline: Deadline, metadata: Metadata) -> R:
        """Run an operation to its end."""
        ...


def headers_of(rpc: Rpc[R], metadata: Metadata) -> Metadata:
    """The headers of a call: with the key of its batch, if it has one."""
    return Headers((*metadata, ("idempotency-key", rpc.key))) if rpc.key else metadata


def decoded(rpc: Rpc[R], reply: bytes) -> R:
    """What a reply says.

    Raises:
        MilvusException: The server refused the request.
        ProtocolError: The reply cannot be read, whatever is wrong with it.
    """
    try:
        return rpc.decode(reply)
    except MilvusException:
        raise
    except Exception as error:
        what = f"the reply to {rpc.method} ({len(reply):,} bytes) cannot be read: {type(error).__name__}: {error}"
        raise ProtocolError(message=what) from error


def time_left(rpc: Rpc[R], deadline: Deadline) -> float:
    """Seconds for a call.

    Raises:
        DeadlineExceeded: None are left; the call is not sent.
    """
    seconds = deadline.remaining()
    if seconds <= 0:
        raise deadline_exceeded(rpc.method, deadline.seconds, sent=False)
    return seconds
