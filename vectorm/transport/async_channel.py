"""The async driver: runs operations over one gRPC channel per event loop."""

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from vectorm.errors import ConnectionNotExistException, MilvusException
from vectorm.ops.step import Gather, Op, Rpc, Sleep, Step, Stream, Work
from vectorm.transport.address import Address
from vectorm.transport.calls import (
    AsyncMethod,
    AsyncRawChannel,
    AsyncStreamMethod,
    Metadata,
    decoded,
    headers_of,
    time_left,
)
from vectorm.transport.deadline import Deadline, deadline_exceeded
from vectorm.transport.embedded import Engine, join
from vectorm.transport.errors import failure_of, hung_up, tls_expected, translate
from vectorm.transport.methods import method_path
from vectorm.transport.options import channel_credentials, channel_options
from vectorm.transport.tls_probe import speaks_tls

R = TypeVar("R")


@dataclass(slots=True)
class _Link:
    """The connection of one event loop."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    channel: AsyncRawChannel | None = None
    engine: Engine | None = None
    methods: dict[str, AsyncMethod] = field(default_factory=dict[str, AsyncMethod])


class AsyncChannel:
    """The async twin of `Channel`. Tasks share it; every event loop gets a gRPC channel of its own.

    The constructor needs no running loop. Nothing is opened before the first `run`.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._closed = False
        self._start_over()

    async def run(self, op: Op[R], *, timeout: float, metadata: Sequence[tuple[str, str]] = ()) -> R:
        """Run an operation to its end.

        Args:
            op: The operation.
            timeout: Seconds for all of it: connecting, calls, retries and waits.
            metadata: Headers of every call.

        Raises:
            MilvusException: What the operation raised.
        """
        return await self.drive(op, Deadline(timeout), tuple(metadata))

    async def close(self) -> None:
        """End the connection of this event loop; calls in flight fail. May be called again."""
        self._closed = True
        link = self._links.pop(asyncio.get_running_loop(), None)
        if link is not None:
            await _hang_up(link)
        for other in list(self._links.values()):
            if other.engine is not None:
                other.engine.close()
        self._links.clear()

    async def stream(
        self, stream: Stream[R], deadline: Deadline, metadata: Metadata, *, endless: bool
    ) -> AsyncGenerator[R, None]:
        """The replies of a stream as they come. Ending the iterator, or the task that reads it, ends the call.

        Args:
            stream: What to send.
            deadline: The end of all of it; with `endless` that of connecting only.
            metadata: Headers of the call.
            endless: Whether the stream may last for any time.
        """
        import grpc

        rpc = stream.rpc
        link = self._link()
        method = await self._stream_method(link, rpc.method, deadline)
        channel = link.channel
        earlier = _cancellations()
        call = method(rpc.request, timeout=None if endless else time_left(rpc, deadline), metadata=metadata)
        try:
            async for reply in call:
                self._answered = True
                yield decoded(rpc, reply)
        except grpc.RpcError as error:
            raise await self._failed(error, rpc, deadline) from None
        except asyncio.CancelledError:
            if _cancellations() > earlier or link.channel is channel:
                raise
            raise hung_up(rpc, self.address, deadline) from None
        finally:
            call.cancel()

    async def drive(self, op: Op[R], deadline: Deadline, metadata: Metadata) -> R:
        """Run an operation to its end before a deadline."""
        reply: Any = None
        error: MilvusException | None = None
        try:
            while True:
                step = op.send(reply) if error is None else op.throw(error)
                reply, error = None, None
                try:
                    reply = await self._perform(step, deadline, metadata)
                except MilvusException as failure:
                    error = failure
        except StopIteration as stop:
            return cast("R", stop.value)
        finally:
            error = None
            op.close()

    async def _perform(self, step: Step, deadline: Deadline, metadata: Metadata) -> Any:
        if isinstance(step, Rpc):
            return await self._call(step, deadline, metadata)
        if isinstance(step, Sleep):
            deadline.check(step.seconds)
            await asyncio.sleep(step.seconds)
            return None
        if isinstance(step, Work):
            return await _work(step, deadline)
        return await self._gather(step, deadline, metadata)

    async def _gather(self, step: Gather, deadline: Deadline, metadata: Metadata) -> list[Any]:
        places = asyncio.Semaphore(max(step.limit, 1))

        async def outcome(op: Op[Any]) -> Any:
            async with places:
                try:
                    return await self.drive(op, deadline, metadata)
                except MilvusException as error:
                    return error

        tasks = [asyncio.create_task(outcome(op)) for op in step.operations]
        try:
            return await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _call(self, rpc: Rpc[R], deadline: Deadline, metadata: Metadata) -> R:
        import grpc

        method = await self._method(rpc.method, deadline)
        earlier = _cancellations()
        try:
            reply = await method(rpc.request, timeout=time_left(rpc, deadline), metadata=headers_of(rpc, metadata))
        except grpc.RpcError as error:
            raise await self._failed(error, rpc, deadline) from None
        except asyncio.CancelledError:
            if _cancellations() > earlier or not self._was_hung_up(rpc.method, method):
                raise
            raise hung_up(rpc, self.address, deadline) from None
        self._answered = True
        return decoded(rpc, reply)

    async def _failed(self, error: Exception, rpc: Rpc[R], deadline: Deadline) -> MilvusException:
        failure = failure_of(error, rpc, self.address, deadline, answered=self._answered)
        if failure.may_need_tls and await asyncio.to_thread(speaks_tls, self.address):
            return tls_expected(failure)
        return translate(failure)

    async def _method(self, name: str, deadline: Deadline) -> AsyncMethod:
        """The callable of a method, on a channel of this process and loop to an engine that lives."""
        link = self._link()
        method = link.methods.get(name)
        if method is not None and (link.engine is None or link.engine.is_alive()):
            return method
        async with self._turn(link, deadline):
            channel = await self._connected(link, deadline)
            if name not in link.methods:
                link.methods[name] = channel.unary_unary(method_path(name), None, None)
            return link.methods[name]

    async def _stream_method(self, link: _Link, name: str, deadline: Deadline) -> AsyncStreamMethod:
        async with self._turn(link, deadline):
            return (await self._connected(link, deadline)).unary_stream(method_path(name), None, None)

    def _link(self) -> _Link:
        """The connection of this event loop, in this process."""
        if self._pid != os.getpid():
            self._start_over()
        loop = asyncio.get_running_loop()
        link = self._links.get(loop)
        if link is None:
            self._forget_closed_loops()
            link = self._links[loop] = _Link()
        return link

    @asynccontextmanager
    async def _turn(self, link: _Link, deadline: Deadline) -> AsyncGenerator[None, None]:
        """Only one task of an event loop connects; the others wait until their deadline."""
        earlier = _cancellations()
        try:
            await asyncio.wait_for(link.lock.acquire(), max(deadline.remaining(), 0))
        except asyncio.TimeoutError:
            raise deadline_exceeded(f"connecting to {self.address.describe()}", deadline.seconds, sent=False) from None
        try:
            if _cancellations() > earlier:  # before Python 3.12, wait_for loses one that comes when the lock is got
                raise asyncio.CancelledError
            yield
        finally:
            link.lock.release()

    def _was_hung_up(self, name: str, method: AsyncMethod) -> bool:
        link = self._links.get(asyncio.get_running_loop())
        return link is None or link.methods.get(name) is not method

    async def _connected(self, link: _Link, deadline: Deadline) -> AsyncRawChannel:
        if self._closed:
            raise ConnectionNotExistException(message=f"the connection to {self.address.describe()} is closed")
        if link.engine is not None and not link.engine.is_alive():
            await _hang_up(link)
        if link.channel is None:
            link.channel = await self._dial(link, deadline)
        return link.channel

    async def _dial(self, link: _Link, deadline: Deadline) -> AsyncRawChannel:
        import grpc.aio

        options = channel_options(self.address)
        if self.address.path:
            link.engine = await asyncio.to_thread(join, self.address.path, deadline.remaining())
            return cast("AsyncRawChannel", grpc.aio.insecure_channel(link.engine.target, options))
        if self.address.tls is None:
            return cast("AsyncRawChannel", grpc.aio.insecure_channel(self.address.target, options))
        credentials = channel_credentials(self.address.tls)
        return cast("AsyncRawChannel", grpc.aio.secure_channel(self.address.target, credentials, options))

    def _forget_closed_loops(self) -> None:
        """Nobody can await the channel of a closed loop; it ends when nothing refers to it any more."""
        for loop in list(self._links):  # loops of other threads may come and go meanwhile
            link = self._links.pop(loop, None) if loop.is_closed() else None
            if link is not None and link.engine is not None:
                link.engine.close()

    def _start_over(self) -> None:
        """Forget the connections: at the start, and in a forked child, which must not touch its parent's."""
        self._links: dict[asyncio.AbstractEventLoop, _Link] = {}
        self._answered = False
        self._pid = os.getpid()


async def _hang_up(link: _Link) -> None:
    channel, engine = link.channel, link.engine
    link.channel, link.engine = None, None
    link.methods.clear()  # before the first await: a call that gRPC cancels sees that it was not its task
    if channel is not None:
        await channel.close(None)
    if engine is not None:
        engine.close()


async def _work(step: Work, deadline: Deadline) -> Any:
    deadline.check()
    if not step.is_async:
        return await asyncio.to_thread(step.function)
    try:
        return await asyncio.wait_for(step.function(), deadline.remaining())
    except asyncio.TimeoutError:
        if deadline.remaining() > 0:  # the function's own
            raise
        raise deadline_exceeded("an async function of the application", deadline.seconds, sent=False) from None


def _cancellations() -> int:
    """How often this task was cancelled: its clean-up after that goes on. 0 on Python 3.10."""
    cancelling = getattr(asyncio.current_task(), "cancelling", None)
    return cancelling() if cancelling is not None else 0
