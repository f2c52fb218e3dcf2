"""Opening a connection: nobody there, somebody else there, or the wrong address."""

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.faults.catalogue.case import CORE, Verdict, case
from tests.faults.catalogue.world import World, require
from tests.faults.proxy import Fault, reset

opening = partial(case, "connect", ways=CORE, engines=("lite",))
DEAF = ["deadline|timeout|timed out|no answer"]


def refuses(world: World, uri: str, *, says: list[str], timeout: float = 3, kind: str = "ConnectError") -> None:
    """Opening fails in time and says why."""
    world.must_fail(lambda: world.open(uri=uri, timeout=timeout), says=says, kind=kind, timeout=timeout)


def listen(serve: Callable[[socket.socket], None]) -> str:
    """Listen on a loopback port; `serve` gets each connection. The URI."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=serve, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def free_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@opening()
def nobody_listens(world: World) -> None:
    """No server at the port."""
    port = free_port()
    refuses(world, f"http://127.0.0.1:{port}", says=[f"127.0.0.1:{port}", "refused|no server|unreachable"])


@opening()
def unknown_host(world: World) -> None:
    """The host name does not exist."""
    says = ["no-such-host.invalid", "resolve|dns|name|host is not known"]
    refuses(world, "http://no-such-host.invalid:19530", says=says)


@opening()
def deaf_listener(world: World) -> None:
    """Something accepts and never answers."""
    refuses(world, listen(lambda client: time.sleep(60)), says=DEAF, timeout=2)


@opening()
def black_hole_at_connect(world: World) -> None:
    """The link swallows everything from the start."""
    world.proxy.fault = Fault.SWALLOW_ALL
    refuses(world, world.uri, says=DEAF, timeout=2)


@opening(seconds=30)
def deaf_listener_without_timeout(world: World) -> None:
    """Something accepts and never answers; no timeout was given: 10 s."""
    uri = listen(lambda client: time.sleep(60))
    world.must_fail(lambda: world.open(uri=uri), says=DEAF, kind="ConnectError", timeout=10)


@opening()
def web_server(world: World) -> None:
    """A web server answers with HTTP/1."""

    def answer(client: socket.socket) -> None:
        with suppress(OSError):
            client.recv(100)
            client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            time.sleep(1)

    uri = listen(answer)
    refuses(world, uri, says=[uri.removeprefix("http://"), "http|grpc|not milvus|no milvus"])


@opening()
def hangs_up(world: World) -> None:
    """Something accepts and closes at once."""
    uri = listen(lambda client: client.close())
    refuses(world, uri, says=[uri.removeprefix("http://"), "clos|hung up|broke|no milvus|not milvus|reset"])


@opening()
def resets_at_connect(world: World) -> None:
    """Something accepts and resets at once."""
    uri = listen(reset)
    refuses(world, uri, says=[uri.removeprefix("http://"), "clos|hung up|broke|no milvus|not milvus|reset"])


@opening()
def no_such_socket(world: World) -> None:
    """There is no unix socket of that path."""
    path = world.folder / "nothing.sock"
    refuses(world, f"unix:{path}", says=[str(path), "no such|not exist|no server"])


@opening()
def dead_web_proxy_is_named(world: World) -> None:
    """The variable http_proxy names a proxy that is not there."""
    os.environ["http_proxy"] = f"http://127.0.0.1:{free_port()}"
    refuses(world, "http://milvus.example.invalid:19530", says=["proxy"])


@opening()
def loopback_goes_past_the_web_proxy(world: World) -> None:
    """The variable http_proxy does not catch what goes to this machine."""
    os.environ["http_proxy"] = f"http://127.0.0.1:{free_port()}"
    world.connect(filled=1, timeout=5)


@opening()
def server_comes_late(world: World) -> None:
    """The port opens 1.5 s after the client began to connect."""
    world.proxy.refuse()
    threading.Timer(1.5, world.proxy.start).start()
    world.connect(filled=1, timeout=9)


@opening()
def unknown_scheme(world: World) -> None:
    """The URI begins with ftp://."""
    refuses(world, "ftp://127.0.0.1:19530", says=["ftp", "scheme|http|illegal uri"], kind="MilvusException")


@opening()
def port_out_of_range(world: World) -> None:
    """The port is 99999."""
    refuses(world, "http://127.0.0.1:99999", says=["port", "65535"], kind="MilvusException")


@opening()
def missing_database(world: World) -> None:
    """The database does not exist: the first call says so, and names it."""

    def use() -> None:
        world.open(db_name="no_such_db", timeout=5)
        world.way.query("number >= 0", timeout=5)

    world.must_fail(use, says=["no_such_db", "database"], timeout=10)


@case("connect", ways=["collection"], engines=["lite"])
def alias_of_another_address(world: World) -> None:
    """An alias that is in use is connected to another address: refused, both are named."""
    world.connect(filled=1)
    world.must_fail(lambda: world.open(uri="http://127.0.0.2:19530", timeout=2), says=["127.0.0.2|alias"], timeout=3)
    require(len(world.way.query("number >= 0")) == 1, Verdict.FAIL, "the alias does not work any more")


@case("connect", ways=["collection"], engines=["lite"])
def unknown_alias(world: World) -> None:
    """A collection is opened over an alias that nobody connected."""
    world.must_fail(
        lambda: world.lib.Collection("anything", using="no_such_alias"), says=["no_such_alias", "connect"], timeout=1
    )


@case("connect", ways=["client", "async"])
def closing_one_of_two(world: World) -> None:
    """Two clients of one address: closing one leaves the other."""
    first = world.connect(filled=1)
    second = world.open()
    second.query("number >= 0")
    first.close()
    require(len(second.query("number >= 0")) == 1, Verdict.FAIL, "the other client is broken")


@case("connect", ways=CORE)
def call_after_close(world: World) -> None:
    """A closed client is used: it says so, or works; it does not hang."""
    way = world.connect(filled=1)
    if world.way_name == "async":
        way.run(way.client.close())
    else:
        way.close()
    error = world.attempt(lambda: way.query("number >= 0", timeout=3), timeout=3)
    if error is not None:
        world.explains(error, ["clos|connect"])


@case("connect", ways=["client", "collection"])
def closing_twice(world: World) -> None:
    """Closing a closed client is no error."""
    way = world.connect()
    way.close()
    error = world.attempt(way.close)
    require(error is None, Verdict.FAIL, f"the second close raised {error}")


@case("connect", ways=["client", "collection"], engines=["lite"], seconds=60)
def failed_connects_leave_nothing(world: World) -> None:
    """Thirty failed connects leave no thread and no open file."""
    uri = f"http://127.0.0.1:{free_port()}"

    def fail() -> None:
        world.attempt(lambda: world.open(uri=uri, timeout=0.3), timeout=1)

    for _ in range(5):
        fail()
    files, threads = open_files(), threading.active_count()
    for _ in range(30):
        fail()
    time.sleep(1)
    require(threading.active_count() <= threads + 2, Verdict.LEAK, f"{threading.active_count() - threads} threads more")
    require(open_files() <= files + 5, Verdict.LEAK, f"{open_files() - files} open files more")


@case("connect", ways=["client"])
def sixteen_threads_connect(world: World) -> None:
    """Sixteen threads open a client each, at once."""
    world.connect(filled=1)
    failures: list[Exception] = []

    def use() -> None:
        try:
            other = world.library.way("client", world.collection, auto_id=False)
            other.open(uri=world.uri)
            other.query("number >= 0")
            other.close()
        except Exception as error:  # noqa: BLE001  # counted
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    require(not failures, Verdict.FAIL, f"{len(failures)} of 16 failed: {failures[:1]}")


def open_files() -> int:
    """Open file descriptors of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))
