"""The sync driver: runs operations over one gRPC channel that threads share."""

import os
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from vectorm.errors import ConnectionNotExistException, MilvusException, MilvusUnavailableException
from vectorm.ops.step import Op, Rpc, Sleep, Step, Stream, Work
from vectorm.transport.address import Address
from vectorm.transport.calls import Metadata, Method, Pending, RawChannel, StreamMethod, decoded, headers_of, time_left
from vectorm.transport.deadline import Deadline, deadline_exceeded
from vectorm.transport.embedded import Engine, join
from vectorm.transport.errors import failure_of, tls_expected, translate
from vectorm.transport.gather import Gathering
from vectorm.transport.methods import method_path
from vectorm.transport.options import channel_credentials, channel_options
from vectorm.transport.started import Started
from vectorm.transport.tls_probe import speaks_tls

R = TypeVar("R")


class Channel:
    """One gRPC channel and the driver of operations on it. Thread-safe; a forked child gets a connection of its own.

    Nothing is opened before the first `run`.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._closed = False
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._grpc: RawChannel | None = None
        self._engine: Engine | None = None
        self._methods: dict[str, Method] = {}
        self._answered = False

    def run(self, op: Op[R], *, timeout: float, metadata: Sequence[tuple[str, str]] = ()) -> R:
        """Run an operation to its end.

        Args:
            op: The operation.
            timeout: Seconds for all of it: connecting, calls, retries and waits.
            metadata: Headers of every call.

        Raises:
            MilvusException: What the operation raised.
        """
        return self.drive(op, Deadline(timeout), tuple(metadata))

    def drive(self, op: Op[R], deadline: Deadline, metadata: Metadata) -> R:
        """Run an operation to its end before a deadline."""
        return self.go_on(op, None, None, deadline, metadata)

    def begin(self, op: Op[R], method: str, deadline: Deadline, metadata: Metadata) -> Started[R] | R:
        """Run an operation until its last request of a method is sent.

        Returns:
            The operation as it stands, or its result if it ended without such a request.
        """
        reply: Any = None
        error: MilvusException | None = None
        try:
            while True:
                step = op.send(reply) if error is None else op.throw(error)
                reply, error = None, None
                if isinstance(step, Rpc) and step.method == method and step.is_last:
                    call = self.start(step, deadline, metadata)
                    _hold(call)
                    return Started(self, op, step, call, deadline, metadata)
                try:
                    reply = self._perform(step, deadline, metadata)
                except MilvusException as failure:
                    error = failure
        except StopIteration as stop:
            return cast("R", stop.value)
        finally:
            error = None

    def go_on(
        self, op: Op[R], reply: object, error: MilvusException | None, deadline: Deadline, metadata: Metadata
    ) -> R:
        """Run an operation to its end that waits for a reply, or for the error in its place."""
        try:
            while True:
                step = op.send(reply) if error is None else op.throw(error)
                reply, error = None, None
                try:
                    reply = self._perform(step, deadline, metadata)
                except MilvusException as failure:
                    error = failure
        except StopIteration as stop:
            return cast("R", stop.value)
        finally:
            error = None  # its traceback holds this frame, and the frame holds the request
            op.close()

    def start(self, rpc: Rpc[R], deadline: Deadline, metadata: Metadata) -> Pending:
        """Send a request and do not wait for the reply."""
        method = self._method(rpc.method, deadline)
        return method.future(rpc.request, timeout=time_left(rpc, deadline), metadata=headers_of(rpc, metadata))

    def finish(self, call: Pending, rpc: Rpc[R], deadline: Deadline, wait: float | None = None) -> R:
        """Wait for the reply of a call that was started, for `wait` seconds at most."""
        import grpc

        try:
            reply = call.result(wait)
        except grpc.FutureTimeoutError:
            raise deadline_exceeded(rpc.method, wait or 0.0, sent=True) from None
        except grpc.FutureCancelledError:
            raise MilvusUnavailableException(message=f"{rpc.method}: the connection was closed") from None
        except grpc.RpcError as error:
            raise self._failed(error, rpc, deadline) from None
        self._answered = True
        return decoded(rpc, reply)

    def stream(self, stream: Stream[R], deadline: Deadline, metadata: Metadata, *, endless: bool) -> Iterator[R]:
        """The replies of a stream as they come. Ending the iterator ends the call.

        Args:
            stream: What to send.
            deadline: The end of all of it; with `endless` that of connecting only.
            metadata: Headers of the call.
            endless: Whether the stream may last for any time.
        """
        import grpc

        rpc = stream.rpc
        method = self._stream_method(rpc.method, deadline)
        call = method(rpc.request, timeout=None if endless else time_left(rpc, deadline), metadata=metadata)
        try:
            for reply in call:
                self._answered = True
                yield decoded(rpc, reply)
        except grpc.RpcError as error:
            raise self._failed(error, rpc, deadline) from None
        finally:
            call.cancel()

    def close(self) -> None:
        """End the connection; calls in flight fail. May be called again."""
        if self._pid != os.getpid():
            self._start_over()
        with self._lock:
            self._closed = True
            self._hang_up()

    def _perform(self, step: Step, deadline: Deadline, metadata: Metadata) -> Any:
        if isinstance(step, Rpc):
            return self._call(step, deadline, metadata)
        if isinstance(step, Sleep):
            deadline.check(step.seconds)
            time.sleep(step.seconds)
            return None
        if isinstance(step, Work):
            deadline.check()
            return step.run()
        return Gathering(self, step, deadline, metadata).run()

    def _call(self, rpc: Rpc[R], deadline: Deadline, metadata: Metadata) -> R:
        import grpc

        method = self._method(rpc.method, deadline)
        try:
            reply = method(rpc.request, timeout=time_left(rpc, deadline), metadata=headers_of(rpc, metadata))
        except grpc.RpcError as error:
            raise self._failed(error, rpc, deadline) from None
        self._answered = True
        return decoded(rpc, reply)

    def _failed(self, error: Exception, rpc: Rpc[R], deadline: Deadline) -> MilvusException:
        failure = failure_of(error, rpc, self.address, deadline, answered=self._answered)
        if failure.may_need_tls and speaks_tls(self.address):
            return tls_expected(failure)
        return translate(failure)

    def _method(self, name: str, deadline: Deadline) -> Method:
        """The callable of a method, on a channel of this process to an engine that lives."""
        if self._pid != os.getpid():
            self._start_over()
        method = self._methods.get(name)
        if method is not None and (self._engine is None or self._engine.is_alive()):
            return method
        with self._turn(deadline):
            channel = self._connected(deadline)
            if name not in self._methods:
                self._methods[name] = channel.unary_unary(method_path(name), None, None)
            return self._methods[name]

    def _stream_method(self, name: str, deadline: Deadline) -> StreamMethod:
        if self._pid != os.getpid():
            self._start_over()
        with self._turn(deadline):
            return self._connected(deadline).unary_stream(method_path(name), None, None)

    @contextmanager
    def _turn(self, deadline: Deadline) -> Generator[None, None, None]:
        """Only one thread connects; the others wait until their deadline."""
        if not self._lock.acquire(timeout=max(deadline.remaining(), 0)):
            raise deadline_exceeded(f"connecting to {self.address.describe()}", deadline.seconds, sent=False)
        try:
            yield
        finally:
            self._lock.release()

    def _connected(self, deadline: Deadline) -> RawChannel:
        if self._closed:
            raise ConnectionNotExistException(message=f"the connection to {self.address.describe()} is closed")
        if self._engine is not None and not self._engine.is_alive():
            self._hang_up()
        if self._grpc is None:
            self._grpc = self._dial(deadline)
        return self._grpc

    def _dial(self, deadline: Deadline) -> RawChannel:
        import grpc

        options = channel_options(self.address)
        if self.address.path:
            self._engine = join(self.address.path, deadline.remaining())
            return cast("RawChannel", grpc.insecure_channel(self._engine.target, options))
        if self.address.tls is None:
            return cast("RawChannel", grpc.insecure_channel(self.address.target, options))
        credentials = channel_credentials(self.address.tls)
        return cast("RawChannel", grpc.secure_channel(self.address.target, credentials, options))

    def _hang_up(self) -> None:
        if self._grpc is not None:
            self._grpc.close()
        if self._engine is not None:
            self._engine.close()
        self._grpc, self._engine, self._methods = None, None, {}

    def _start_over(self) -> None:
        """Forget the connection: a forked child must not touch its parent's."""
        self._lock = threading.Lock()
        self._grpc, self._engine, self._methods = None, None, {}
        self._answered = False
        self._pid = os.getpid()


def _hold(call: Pending) -> None:
    """Keep a call alive until it has ended: gRPC cancels one that nobody refers to, and futures are thrown away."""
    held = [call]
    call.add_done_callback(lambda _: held.clear())
