"""Streams over a real connection: both drivers give the replies as they come, and end the call when nobody reads on."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Protocol, TypeVar

import pytest

from tests.faults.peer import Peer, StreamAnswer
from vectorm.errors import (
    ConnectError,
    ConnectionNotExistException,
    DeadlineExceeded,
    MilvusException,
    MilvusUnavailableException,
    ServerError,
)
from vectorm.ops.step import Rpc, Stream
from vectorm.transport.address import Address
from vectorm.transport.async_channel import AsyncChannel
from vectorm.transport.channel import Channel
from vectorm.transport.deadline import Deadline

R = TypeVar("R")
Start = Callable[..., tuple[Peer, int]]


class Driver(Protocol):
    def stream(self, stream: Stream[R], *, timeout: float = 10, endless: bool = False) -> Iterator[R]: ...
    def close(self) -> None: ...


class SyncDriver:
    def __init__(self, address: Address) -> None:
        self.channel = Channel(address)

    def stream(self, stream: Stream[R], *, timeout: float = 10, endless: bool = False) -> Iterator[R]:
        return self.channel.stream(stream, Deadline(timeout), (("dbname", "books"),), endless=endless)

    def close(self) -> None:
        self.channel.close()


class AsyncDriver:
    """The async driver in the shape of the sync one."""

    def __init__(self, address: Address) -> None:
        self.channel = AsyncChannel(address)
        self.loop = asyncio.new_event_loop()

    def stream(self, stream: Stream[R], *, timeout: float = 10, endless: bool = False) -> Iterator[R]:
        replies = self.channel.stream(stream, Deadline(timeout), (("dbname", "books"),), endless=endless)
        try:
            while found := self.loop.run_until_complete(first_of(replies)):
                yield found[0]
        finally:
            self.loop.run_until_complete(replies.aclose())

    def close(self) -> None:
        if not self.loop.is_closed():
            self.loop.run_until_complete(self.channel.close())
            self.loop.close()


async def first_of(replies: AsyncIterator[R]) -> list[R]:
    """The next reply in a list; an empty one at the end."""
    async for reply in replies:
        return [reply]
    return []


@pytest.fixture(params=[SyncDriver, AsyncDriver])
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[[int], Driver]]:
    opened: list[Driver] = []

    def open_driver(port: int) -> Driver:
        opened.append(request.param(Address(host="127.0.0.1", port=port)))
        return opened[-1]

    yield open_driver
    for driver in opened:
        driver.close()


def dump(text: str = "x") -> Stream[str]:
    return Stream(Rpc("DumpMessages", text.encode(), bytes.decode))


def counted(request: bytes, _context: Any) -> Iterator[bytes]:
    for number in range(int(request)):
        yield str(number).encode()


def without_end(_request: bytes, context: Any) -> Iterator[bytes]:
    """Two replies, and then silence until the client has gone."""
    gone = threading.Event()
    context.add_callback(gone.set)
    yield b"a"
    yield b"b"
    gone.wait(20)


def serving(peer: Start, stream: StreamAnswer) -> tuple[Peer, int]:
    server, port = peer()
    server.stream = stream
    return server, port


def test_replies_in_order_and_metadata(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = serving(peer, counted)
    driver = connect(port)
    assert list(driver.stream(dump("1000"))) == [str(number) for number in range(1000)]
    assert list(driver.stream(dump("0"))) == []
    assert [(method, request) for method, request, _ in server.calls] == [
        ("DumpMessages", b"1000"),
        ("DumpMessages", b"0"),
    ]
    assert server.calls[0][2]["dbname"] == "books"


def test_nothing_is_sent_before_the_first_is_asked_for(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = serving(peer, counted)
    replies = connect(port).stream(dump("1"))
    assert server.calls == []
    assert next(replies) == "0"


def test_a_reader_that_stops_ends_the_call(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = serving(peer, without_end)
    replies: Any = connect(port).stream(dump(), endless=True)
    assert next(replies) == "a"
    replies.close()
    assert server.cancelled.wait(10)


def test_the_deadline_ends_the_whole_stream(peer: Start, connect: Callable[[int], Driver]) -> None:
    _, port = serving(peer, without_end)
    replies = connect(port).stream(dump(), timeout=1)
    assert [next(replies), next(replies)] == ["a", "b"]
    with pytest.raises(DeadlineExceeded, match=r"DumpMessages at .* within the timeout of 1 s"):
        next(replies)


def test_an_endless_stream_outlasts_the_time_for_connecting(peer: Start, connect: Callable[[int], Driver]) -> None:
    more = threading.Event()

    def paused(_request: bytes, _context: Any) -> Iterator[bytes]:
        yield b"a"
        more.wait(10)
        yield b"b"

    _, port = serving(peer, paused)
    replies = connect(port).stream(dump(), timeout=0.5, endless=True)
    assert next(replies) == "a"
    threading.Timer(1.0, more.set).start()
    assert list(replies) == ["b"]


def test_an_error_of_decode_ends_it(peer: Start, connect: Callable[[int], Driver]) -> None:
    def refuse(reply: bytes) -> str:
        if reply == b"1":
            raise ServerError(message="refused")
        return reply.decode()

    server, port = serving(peer, without_end_counted)
    replies = connect(port).stream(Stream(Rpc("DumpMessages", b"", refuse)))
    assert next(replies) == "0"
    with pytest.raises(ServerError, match="refused"):
        next(replies)
    assert server.cancelled.wait(10)


def without_end_counted(_request: bytes, context: Any) -> Iterator[bytes]:
    gone = threading.Event()
    context.add_callback(gone.set)
    yield b"0"
    yield b"1"
    gone.wait(20)


def test_a_server_that_fails_in_the_middle(peer: Start, connect: Callable[[int], Driver]) -> None:
    def broken(_request: bytes, context: Any) -> Iterator[bytes]:
        yield b"a"
        context.abort(_internal(), "the log is gone")

    _, port = serving(peer, broken)
    replies = connect(port).stream(dump())
    assert next(replies) == "a"
    with pytest.raises(ServerError, match="the log is gone"):
        next(replies)


def _internal() -> Any:
    import grpc

    return grpc.StatusCode.INTERNAL


def test_a_server_that_ends_in_the_middle(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = serving(peer, without_end)
    replies = connect(port).stream(dump(), endless=True)
    assert next(replies) == "a"
    assert next(replies) == "b"
    server.stop()
    with pytest.raises(MilvusUnavailableException, match="broke during DumpMessages"):
        next(replies)


def test_no_server(connect: Callable[[int], Driver]) -> None:
    with pytest.raises(ConnectError):
        next(connect(1).stream(dump()))


def test_a_closed_connection(peer: Start) -> None:
    _, port = serving(peer, counted)
    channel = Channel(Address(host="127.0.0.1", port=port))
    channel.close()
    with pytest.raises(ConnectionNotExistException):
        next(channel.stream(dump("1"), Deadline(10), (), endless=False))


def test_a_cancelled_task_ends_the_call(peer: Start) -> None:
    server, port = serving(peer, without_end)
    seen: list[str] = []

    async def read(replies: AsyncIterator[str]) -> None:
        async for reply in replies:
            seen.append(reply)  # noqa: PERF401  # another task looks at them

    async def main() -> None:
        channel = AsyncChannel(Address(host="127.0.0.1", port=port))
        replies = channel.stream(dump(), Deadline(10), (), endless=True)
        task = asyncio.create_task(read(replies))
        while len(seen) < 2:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await channel.close()

    asyncio.run(main())
    assert seen == ["a", "b"]
    assert server.cancelled.wait(10)


def test_closing_the_connection_ends_the_stream_of_another_task(peer: Start) -> None:
    _, port = serving(peer, without_end)

    async def main() -> MilvusException:
        channel = AsyncChannel(Address(host="127.0.0.1", port=port))
        replies = channel.stream(dump(), Deadline(10), (), endless=True)
        assert await anext(replies) == "a"
        assert await anext(replies) == "b"

        async def rest() -> None:
            await anext(replies)

        task = asyncio.create_task(rest())
        await asyncio.sleep(0.05)
        await channel.close()
        with pytest.raises(MilvusException) as caught:
            await task
        return caught.value

    assert "closed" in asyncio.run(main()).message
