"""The sync and the async driver do the same with every step and every failure."""

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from tests.faults.peer import Peer, ask, slow
from vectorm.errors import (
    ConnectError,
    ConnectionNotExistException,
    DeadlineExceeded,
    MilvusException,
    MilvusUnavailableException,
    OutcomeUnknown,
    ProtocolError,
    ServerError,
    Unsupported,
)
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc, Sleep, gather, sleep
from vectorm.transport import options
from vectorm.transport.address import Address
from vectorm.transport.async_channel import AsyncChannel
from vectorm.transport.channel import Channel

R = TypeVar("R")
Start = Callable[..., tuple[Peer, int]]
ROOT = Path(__file__).parent.parent.parent


class Driver(Protocol):
    def run(self, op: Op[R], *, timeout: float = 10) -> R: ...
    def close(self) -> None: ...


class SyncDriver:
    def __init__(self, address: Address) -> None:
        self.channel = Channel(address)

    def run(self, op: Op[R], *, timeout: float = 10) -> R:
        return self.channel.run(op, timeout=timeout, metadata=[("dbname", "books")])

    def close(self) -> None:
        self.channel.close()


class AsyncDriver:
    def __init__(self, address: Address) -> None:
        self.channel = AsyncChannel(address)
        self.loop = asyncio.new_event_loop()

    def run(self, op: Op[R], *, timeout: float = 10) -> R:
        return self.loop.run_until_complete(self.channel.run(op, timeout=timeout, metadata=[("dbname", "books")]))

    def close(self) -> None:
        if not self.loop.is_closed():
            self.loop.run_until_complete(self.channel.close())
            self.loop.close()


@pytest.fixture(params=[SyncDriver, AsyncDriver])
def connect(request: pytest.FixtureRequest) -> "Iterator[Callable[[int], Driver]]":
    opened: list[Driver] = []

    def open_driver(port: int) -> Driver:
        opened.append(request.param(Address(host="127.0.0.1", port=port)))
        return opened[-1]

    yield open_driver
    for driver in opened:
        driver.close()


def test_reply_and_metadata(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer()

    assert connect(port).run(ask("hello")) == "hello"
    method, request, metadata = server.calls[0]
    assert (method, request, metadata["dbname"]) == ("GetVersion", b"hello", "books")


def test_the_key_of_a_batch_is_a_header(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer()

    def writes() -> Op[None]:
        yield Rpc("Insert", b"", len, Resend.UNSENT, key="a-key")
        yield Rpc("Insert", b"", len, Resend.UNSENT)

    connect(port).run(writes())
    assert [metadata.get("idempotency-key") for _, _, metadata in server.calls] == ["a-key", None]


def test_a_reply_that_cannot_be_read(peer: Start, connect: Callable[[int], Driver]) -> None:
    """A hostile or broken server: never an error of protobuf, numpy or Python; a write may have been done."""
    driver = connect(peer()[1])
    with pytest.raises(ProtocolError, match=r"reply to GetVersion \(3 bytes\) cannot be read: UnicodeDecodeError"):
        driver.run(send(Rpc("GetVersion", b"\xff\xfe\xfd", bytes.decode)))
    with pytest.raises(OutcomeUnknown, match="cannot be read"):
        driver.run(send(Rpc("Insert", b"\xff\xfe\xfd", bytes.decode, Resend.UNSENT)))


def test_grpc_sends_nothing_again_by_itself(
    peer: Start, connect: Callable[[int], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever service config it gets, from a name server for instance."""

    def unavailable(_method: str, _request: bytes, context: Any) -> bytes:
        context.abort(_code("UNAVAILABLE"), "try again")
        return b""

    policy = {
        "maxAttempts": 4,
        "initialBackoff": "0.01s",
        "maxBackoff": "0.01s",
        "backoffMultiplier": 1,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    config = json.dumps({"methodConfig": [{"name": [{}], "retryPolicy": policy}]})
    base = options._BASE  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(options, "_BASE", (*base, ("grpc.service_config", config)))
    server, port = peer(unavailable)
    with pytest.raises(MilvusUnavailableException):
        connect(port).run(ask("x"))
    assert len(server.calls) == 1


def test_error_of_decode_goes_into_the_operation(peer: Start, connect: Callable[[int], Driver]) -> None:
    def refuse(_reply: bytes) -> str:
        raise ServerError(message="refused")

    def caught() -> Op[str]:
        try:
            yield Rpc("Search", b"x", refuse)
        except ServerError as error:
            return error.message
        return ""

    assert connect(peer()[1]).run(caught()) == "refused"


def test_sleep_waits(peer: Start, connect: Callable[[int], Driver]) -> None:
    started = time.monotonic()
    connect(peer()[1]).run(sleep(0.2))
    assert time.monotonic() - started >= 0.2


def test_sleep_beyond_the_deadline_ends_at_once(peer: Start, connect: Callable[[int], Driver]) -> None:
    with pytest.raises(DeadlineExceeded):
        connect(peer()[1]).run(sleep(100), timeout=5)


def test_one_deadline_for_all_calls(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer(slow(0.4))

    def many() -> Op[None]:
        for _ in range(100):
            yield from ask("x")

    with pytest.raises(DeadlineExceeded, match="1 s"):
        connect(port).run(many(), timeout=1)
    assert len(server.calls) <= 3


def test_gather_keeps_order_and_limit(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer(slow(0.05))

    def chain(number: int) -> Op[str]:
        first = yield from ask(f"{number}a")
        yield Sleep(0.01 * (number % 3))
        second = yield from ask(f"{number}b")
        return first + second

    results = connect(port).run(gather([chain(number) for number in range(12)], limit=3))

    assert results == [f"{number}a{number}b" for number in range(12)]
    assert 2 <= server.most_at_once <= 3


def test_gather_gives_errors_in_their_place(peer: Start, connect: Callable[[int], Driver]) -> None:
    def odd_fails(method: str, request: bytes, context: Any) -> bytes:
        if request.endswith(b"1"):
            context.abort(_code("UNIMPLEMENTED"), "no such thing")
        return request

    results = connect(peer(odd_fails)[1]).run(gather([ask("0"), ask("1"), ask("2")]))

    assert (results[0], results[2]) == ("0", "2")
    assert isinstance(results[1], Unsupported)


def test_gather_in_gather(peer: Start, connect: Callable[[int], Driver]) -> None:
    def inner(name: str) -> Op[list[str | Exception]]:
        return (yield from gather([ask(name + "1"), ask(name + "2")]))

    assert connect(peer()[1]).run(gather([inner("a"), inner("b")])) == [["a1", "a2"], ["b1", "b2"]]


def test_bug_in_a_gathered_operation_ends_all(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer(slow(20))

    def broken() -> Op[str]:
        yield Sleep(0.3)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        connect(port).run(gather([ask("long"), broken()]), timeout=30)
    assert server.cancelled.wait(5)


def test_gather_ends_with_the_deadline(peer: Start, connect: Callable[[int], Driver]) -> None:
    driver = connect(peer(slow(20))[1])

    results = driver.run(gather([ask(str(number)) for number in range(6)], limit=2), timeout=1)

    assert len(results) == 6
    assert all(isinstance(result, DeadlineExceeded | ConnectError) for result in results)
    # The later ones were never sent, and so may be sent again.
    assert [getattr(result, "sent", None) for result in results[2:]] == [False] * 4


def test_refused(connect: Callable[[int], Driver]) -> None:
    with pytest.raises(ConnectError, match=r"127\.0\.0\.1:1: .*refused"):
        connect(1).run(ask("x"))


def test_server_restart_needs_nothing(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer()
    driver = connect(port)
    assert driver.run(ask("a")) == "a"
    server.stop()
    with pytest.raises(MilvusException):
        driver.run(ask("b"))
    peer(port=port)

    assert driver.run(send(Rpc("GetVersion", b"c", bytes.decode))) == "c"


def test_stopped_server_breaks_the_call(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer(slow(20))
    threading.Thread(target=server.stop_after_first_call).start()

    with pytest.raises(MilvusUnavailableException, match="broke during GetVersion"):
        connect(port).run(ask("x"))


def test_lost_answer_to_an_insert_is_unknown(peer: Start, connect: Callable[[int], Driver]) -> None:
    server, port = peer(slow(20))
    driver = connect(port)
    threading.Thread(target=server.stop_after_first_call).start()

    with pytest.raises(OutcomeUnknown):
        driver.run(send(Rpc("Insert", b"x", bytes.decode, Resend.UNSENT)))
    assert len(server.calls) == 1


def test_failed_server_leaves_an_insert_unknown(peer: Start, connect: Callable[[int], Driver]) -> None:
    def fail(_method: str, _request: bytes, _context: Any) -> bytes:
        raise ZeroDivisionError

    server, port = peer(fail)

    with pytest.raises(OutcomeUnknown):
        connect(port).run(send(Rpc("Insert", b"x", bytes.decode, Resend.UNSENT)))
    assert len(server.calls) == 1


def test_large_messages_pass(peer: Start, connect: Callable[[int], Driver]) -> None:
    server = Peer()
    port = server.start(options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)])

    assert len(connect(port).run(ask("x" * 20_000_000))) == 20_000_000
    server.stop()


def test_closed_channel_says_so(peer: Start, connect: Callable[[int], Driver]) -> None:
    driver = connect(peer()[1])
    driver.run(ask("x"))
    driver.close()

    if isinstance(driver, SyncDriver):
        with pytest.raises(ConnectionNotExistException, match="is closed"):
            driver.run(ask("x"))


def test_threads_share_a_channel(peer: Start) -> None:
    _, port = peer()
    channel = Channel(Address(host="127.0.0.1", port=port))

    def work(thread: int) -> list[str]:
        return [channel.run(ask(f"{thread}.{number}"), timeout=20) for number in range(50)]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(8)))

    assert results == [[f"{thread}.{number}" for number in range(50)] for thread in range(8)]
    channel.close()


@pytest.mark.skipif(sys.platform != "linux", reason="counts files in /proc")
def test_event_loops_leave_nothing_behind(peer: Start) -> None:
    """Every `asyncio.run` is a new event loop."""
    _, port = peer()
    channel = AsyncChannel(Address(host="127.0.0.1", port=port))

    def use(loops: int) -> int:
        for _ in range(loops):
            assert asyncio.run(channel.run(ask("x"), timeout=5)) == "x"
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    before = use(3)
    assert use(20) <= before + 5
    asyncio.run(channel.close())


FORKING = """
import os, sys, threading
from tests.faults.peer import ask
from vectorm.ops.step import gather
from vectorm.transport.address import Address
from vectorm.transport.channel import Channel
channel = Channel(Address(host="127.0.0.1", port=int(sys.argv[1])))
channel.run(gather([ask("a"), ask("b")]), timeout=5)
for _ in range(3):
    child = os.fork()
    if child == 0:
        sys.exit(0 if channel.run(ask("child"), timeout=5) == "child" else 1)
    assert channel.run(ask("parent"), timeout=5) == "parent"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_forked_children_have_connections_of_their_own(peer: Start) -> None:
    server, port = peer()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", "-c", FORKING, str(port)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [request for _, request, _ in server.calls].count(b"child") == 3


def test_cancelled_task_cancels_the_call(peer: Start) -> None:
    server, port = peer(slow(20))

    async def work() -> None:
        channel = AsyncChannel(Address(host="127.0.0.1", port=port))
        task = asyncio.create_task(channel.run(gather([ask("a"), ask("b")]), timeout=20))
        await asyncio.to_thread(server.wait_for_calls, 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await channel.close()

    asyncio.run(work())
    assert server.cancelled.wait(5)


def test_closing_is_no_cancellation_for_calls_under_way(peer: Start) -> None:
    server, port = peer(slow(20))

    async def work() -> list[str | Exception]:
        channel = AsyncChannel(Address(host="127.0.0.1", port=port))
        read = asyncio.create_task(channel.run(send(Rpc("Query", b"a", bytes.decode)), timeout=20))
        both = asyncio.create_task(channel.run(gather([ask("b"), ask("c")]), timeout=20))
        write = asyncio.create_task(channel.run(send(Rpc("Insert", b"d", bytes.decode, Resend.UNSENT)), timeout=20))
        await asyncio.to_thread(server.wait_for_calls, 4)
        await channel.close()
        with pytest.raises(ConnectionNotExistException, match="is closed"):
            await read
        with pytest.raises(OutcomeUnknown, match="was closed here"):
            await write
        return await both

    assert [type(result) for result in asyncio.run(work())] == [MilvusUnavailableException] * 2


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tasks do not tell whether they are cancelled")
def test_a_cancelled_task_stays_cancelled_when_the_channel_closes(peer: Start) -> None:
    server, port = peer(slow(20))

    async def work() -> None:
        channel = AsyncChannel(Address(host="127.0.0.1", port=port))
        task = asyncio.create_task(channel.run(ask("a"), timeout=20))
        await asyncio.to_thread(server.wait_for_calls, 1)
        task.cancel()
        await channel.close()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(work())


def test_ctrl_c_cancels_the_call(peer: Start) -> None:
    """KeyboardInterrupt reaches the program within a second, in a plain call and in a `Gather`."""
    server, port = peer(slow(20))
    code = (
        "import signal, sys, time\n"
        "from tests.faults.peer import ask\n"
        "from vectorm.ops.step import gather\n"
        "from vectorm.transport.address import Address\n"
        "from vectorm.transport.channel import Channel\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it\n"
        f"channel = Channel(Address(host='127.0.0.1', port={port}))\n"
        "for op in (ask('x'), gather([ask('y'), ask('z')])):\n"
        "    try:\n"
        "        channel.run(op, timeout=20)\n"
        "    except KeyboardInterrupt:\n"
        "        print('interrupted', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        for calls in (1, 3):
            server.wait_for_calls(calls)
            server.cancelled.clear()
            os.kill(process.pid, signal.SIGINT)
            assert process.stdout is not None
            assert process.stdout.readline() == "interrupted\n"
            assert server.cancelled.wait(5)
        _, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (0, "")


def _code(name: str) -> Any:
    import grpc

    return grpc.StatusCode[name]
