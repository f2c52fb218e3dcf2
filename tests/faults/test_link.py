"""A real engine behind a link that breaks: nothing acknowledged is lost, nothing is stored twice, nothing hangs."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.proxy import Fault, Proxy
from tests.support import little
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_connection
from vectorm.errors import ConnectError, DeadlineExceeded, MilvusException, OutcomeUnknown
from vectorm.ops import collection
from vectorm.transport.embedded import join


@pytest.fixture
def direct(tmp_path: Path) -> Iterator[Connection]:
    """The engine itself."""
    connection = open_connection(uri=str(tmp_path / "test.db"))
    little.create(connection)
    yield connection
    connection.close()


@pytest.fixture
def proxy(direct: Connection) -> Iterator[Proxy]:
    engine = join(direct.address.path, 10)
    made = Proxy(engine.target).start()
    yield made
    made.close()
    engine.close()


@pytest.fixture
def connection(proxy: Proxy) -> Iterator[Connection]:
    """Through the proxy, connected."""
    opened = open_connection(host="127.0.0.1", port=proxy.port)
    opened.run(lambda ctx: collection.cached(ctx, little.NAME))
    yield opened
    opened.close()


def after(seconds: float, action: Callable[[], object]) -> None:
    threading.Timer(seconds, action).start()


@pytest.mark.parametrize("fault", [Fault.SWALLOW_REPLIES, Fault.RESET_ON_REPLY, Fault.CUT_REPLY])
def test_lost_answer_to_an_insert(direct: Connection, connection: Connection, proxy: Proxy, fault: Fault) -> None:
    proxy.fault = fault

    with pytest.raises(OutcomeUnknown, match="Insert"):
        connection.run(little.insert(range(10)), timeout=2)

    proxy.fault = Fault.NONE
    assert little.stored(direct) in ([], list(range(10)))  # once or not at all


@pytest.mark.parametrize("fault", [Fault.RESET_ON_REPLY, Fault.CUT_REPLY])
def test_lost_answer_to_a_read(connection: Connection, proxy: Proxy, fault: Fault) -> None:
    proxy.fault = fault
    proxy.times = 2

    assert connection.run(collection.list_names) == [little.NAME]
    assert proxy.times == 0


def test_silent_link_ends_with_the_timeout(connection: Connection, proxy: Proxy) -> None:
    proxy.fault = Fault.SWALLOW_ALL

    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match="1 s"):
        connection.run(collection.list_names, timeout=1)
    assert time.monotonic() - started < 3


def test_silent_link_at_connect(proxy: Proxy) -> None:
    proxy.fault = Fault.SWALLOW_ALL

    with pytest.raises(ConnectError, match="no answer from"):
        open_connection(host="127.0.0.1", port=proxy.port, timeout=1)


def test_closed_port_that_opens_again(direct: Connection, connection: Connection, proxy: Proxy) -> None:
    """Nothing was sent while the port was closed, so even an insert is tried again."""
    proxy.refuse()
    after(0.5, proxy.start)

    connection.run(little.insert(range(10)))

    assert little.stored(direct) == list(range(10))


def test_cut_connection_while_idle(direct: Connection, connection: Connection, proxy: Proxy) -> None:
    proxy.cut()
    time.sleep(0.2)

    assert connection.run(collection.list_names) == [little.NAME]
    connection.run(little.insert(range(10)))
    assert little.stored(direct) == list(range(10))


def test_flapping_link(direct: Connection, connection: Connection, proxy: Proxy) -> None:
    """acknowledged <= stored <= acknowledged or unknown, and no number twice."""
    stop = threading.Event()

    def flap() -> None:
        while not stop.wait(0.03):
            proxy.cut()

    flapping = threading.Thread(target=flap)
    flapping.start()
    acknowledged: set[int] = set()
    unknown: set[int] = set()
    try:
        for batch in range(60):
            numbers = range(batch * 5, batch * 5 + 5)
            try:
                connection.run(little.insert(numbers), timeout=10)
                acknowledged.update(numbers)
            except OutcomeUnknown:
                unknown.update(numbers)
    finally:
        stop.set()
        flapping.join()

    stored = little.stored(direct)
    assert len(stored) == len(set(stored))
    assert acknowledged <= set(stored) <= acknowledged | unknown
    assert acknowledged


def test_every_failure_names_the_server(connection: Connection, proxy: Proxy) -> None:
    proxy.refuse()

    with pytest.raises(MilvusException, match=rf"127\.0\.0\.1:{proxy.port}"):
        connection.run(collection.list_names, timeout=0.5)
