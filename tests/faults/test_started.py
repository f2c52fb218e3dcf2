"""Calls whose result is asked for later: what is sent when, and what becomes of failures."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.faults.peer import Peer, ask, slow
from vectorm.client.future import Future
from vectorm.errors import DeadlineExceeded, MilvusException, MilvusUnavailableException, OutcomeUnknown
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc, sleep
from vectorm.transport.address import Address
from vectorm.transport.channel import Channel
from vectorm.transport.deadline import Deadline
from vectorm.transport.started import Started

Start = Callable[..., tuple[Peer, int]]
INSERT = Rpc("Insert", b"rows", bytes.decode, Resend.UNSENT)
SEARCH = Rpc("Search", b"vectors", bytes.decode)


@pytest.fixture
def channel_to() -> Iterator[Callable[[int], Channel]]:
    opened: list[Channel] = []

    def open_channel(port: int) -> Channel:
        opened.append(Channel(Address(host="127.0.0.1", port=port)))
        return opened[-1]

    yield open_channel
    for channel in opened:
        channel.close()


def begin(channel: Channel, op: Op[str], method: str = "Insert", timeout: float = 10) -> Started[str]:
    started = channel.begin(op, method, Deadline(timeout), ())
    assert isinstance(started, Started)
    return started


def write(*parts: str) -> Op[str]:
    """Look at the schema, send the parts, ask for a time."""
    schema = yield from send(Rpc("DescribeCollection", b"schema", bytes.decode))
    found = [schema]
    for part in parts:
        stored = yield from send(replace(INSERT, request=part.encode(), is_last=part is parts[-1]))
        found.append(stored)
    yield from sleep(0.01)
    found.append((yield from send(Rpc("AllocTimestamp", b"time", bytes.decode))))
    return " ".join(found)


def methods(server: Peer) -> list[str]:
    return [method for method, _, _ in server.calls]


def test_all_up_to_the_last_request_is_sent_at_once(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    server, port = peer()
    started = begin(channel_to(port), write("a", "b", "c"))
    assert methods(server)[:3] == ["DescribeCollection", "Insert", "Insert"]
    assert started.result() == "schema a b c time"
    assert methods(server) == ["DescribeCollection", "Insert", "Insert", "Insert", "AllocTimestamp"]
    assert started.result() == "schema a b c time", "it may be asked again"
    assert len(server.calls) == 5
    assert started.is_done


def test_what_is_asked_for_by_nobody_is_sent_nevertheless(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    arrived = threading.Event()

    def answer(_method: str, request: bytes, _context: Any) -> bytes:
        if request == b"b":
            arrived.set()
        return request

    _, port = peer(answer)
    begin(channel_to(port), write("a", "b"))
    assert arrived.wait(10)


def test_an_operation_without_such_a_request_is_over(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    _, port = peer()
    assert channel_to(port).begin(send(SEARCH), "Insert", Deadline(10), ()) == "vectors"


def test_patience_of_the_caller(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    _, port = peer(slow(1))
    started = begin(channel_to(port), send(SEARCH), "Search")
    with pytest.raises(DeadlineExceeded):
        started.result(0.05)
    assert not started.is_done
    assert started.result() == "vectors"


def test_the_timeout_of_the_call(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    def answer(method: str, request: bytes, context: Any) -> bytes:
        return request if method == "Connect" else slow(5)(method, request, context)

    _, port = peer(answer)
    channel = channel_to(port)
    assert channel.run(ask("hello", "Connect"), timeout=10) == "hello"
    with pytest.raises(DeadlineExceeded, match=r"Search at .* did not finish"):
        begin(channel, send(SEARCH), "Search", 0.1).result()
    with pytest.raises(OutcomeUnknown):
        begin(channel, send(INSERT), timeout=0.1).result()


def test_failures_are_raised_each_time_and_reads_are_sent_again(
    peer: Start, channel_to: Callable[[int], Channel]
) -> None:
    server, port = peer()

    def refuse(_reply: bytes) -> str:
        if len(server.calls) < 3:
            raise MilvusUnavailableException(message="starting up")
        return "found"

    started = begin(channel_to(port), send(replace(SEARCH, decode=refuse)), "Search")
    assert started.result() == "found"
    assert methods(server) == ["Search"] * 3

    def fail(_reply: bytes) -> str:
        raise MilvusException(message="no such field")

    started = begin(channel_to(port), send(replace(INSERT, decode=fail)))
    for _ in range(2):
        with pytest.raises(MilvusException, match="no such field"):
            started.result()


def test_a_fault_of_our_own_is_raised_each_time(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    def faulty() -> Op[str]:
        yield from send(replace(INSERT, is_last=True))
        raise ZeroDivisionError("after the reply")

    _, port = peer()
    started = begin(channel_to(port), faulty())
    for _ in range(2):
        with pytest.raises(ZeroDivisionError, match="after the reply"):
            started.result()


def test_cancelling(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    server, port = peer(slow(5))
    channel = channel_to(port)
    search, insert = begin(channel, send(SEARCH), "Search"), begin(channel, send(INSERT))
    server.wait_for_calls(2)
    search.cancel()
    with pytest.raises(MilvusException, match="Search was cancelled"):
        search.result()
    insert.cancel()
    with pytest.raises(OutcomeUnknown, match="Insert was cancelled"):
        insert.result()
    assert server.cancelled.wait(5)


def test_closing_the_connection(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    _, port = peer(slow(5))
    channel = channel_to(port)
    started = begin(channel, send(INSERT))
    channel.close()
    with pytest.raises(OutcomeUnknown):
        started.result()


def test_threads_that_ask_at_the_same_time(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    server, port = peer(slow(0.2))
    started = begin(channel_to(port), write("a"))
    with ThreadPoolExecutor(8) as pool:
        assert {found.result() for found in [pool.submit(started.result) for _ in range(8)]} == {"schema a time"}
    assert methods(server).count("AllocTimestamp") == 1


def test_callbacks_of_futures(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    _, port = peer()
    heard: list[object] = []
    future: Future[str] = Future(begin(channel_to(port), write("a")), heard.append)
    future.add_callback(lambda: heard.append("nothing"))
    assert heard == []
    assert future.done()
    assert heard == ["schema a time", "nothing"]
    assert future.result() == "schema a time"
    assert len(heard) == 2, "each is called once"
    assert future.is_done()
    future.exception()


def test_a_failed_call_is_done(peer: Start, channel_to: Callable[[int], Channel]) -> None:
    def fail(_reply: bytes) -> str:
        raise MilvusException(message="no such field")

    _, port = peer()
    heard: list[object] = []
    future: Future[str] = Future(begin(channel_to(port), send(replace(INSERT, decode=fail))), heard.append)
    assert future.done()
    for wait in (future.result, future.exception):
        with pytest.raises(MilvusException, match="no such field"):
            wait()
    assert heard == []


def test_futures_of_results_that_are_there() -> None:
    heard: list[object] = []
    future = Future("found", heard.append)
    future.cancel()
    assert (future.is_done(), future.result(timeout=1), heard) == (True, "found", ["found"])
