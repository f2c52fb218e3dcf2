"""Milvus Lite in its own process: joined, supervised, killed, refused."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import little
from tests.support.process import freeze, thaw
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_connection
from vectorm.connection.settings import resolve
from vectorm.errors import CollectionNotLoaded, DeadlineExceeded, EmbeddedEngineError
from vectorm.ops import collection, load, read
from vectorm.transport import engine_place
from vectorm.transport.embedded import Engine, join

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and unix sockets")

SCRIPT = """
import sys
from tests.support import little
from tests.support.process import freeze, thaw
from vectorm.connection.open import open_connection
from vectorm.transport.embedded import join
path, work = sys.argv[1:]
engine = join(path, 30)
connection = open_connection(uri=path)
print(engine.pid, flush=True)
{body}
"""


def script(body: str, path: Path, work: str = "") -> "subprocess.Popen[str]":
    """Another process that uses the database; it prints the engine's pid first."""
    code = SCRIPT.format(body=body)
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, str(path), work],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> list[str]:
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    return out.split()


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(") ")[2][0] != "Z"  # nobody may be there to reap an orphan


def wait_until_gone(pid: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while is_running(pid):
        assert time.monotonic() < end, f"engine {pid} still runs after {seconds} s"
        time.sleep(0.05)


def fork() -> int:
    with warnings.catch_warnings():  # Python 3.12 warns of threads, and gRPC has some
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def engine_of(connection: Connection) -> Engine:
    return join(connection.address.path, 10)


def kill(engine: Engine) -> None:
    """End the engine and wait until its sockets are closed; a moment before, an insert would be lost on its way."""
    os.kill(engine.pid, signal.SIGKILL)
    end = time.monotonic() + 5
    while engine.is_alive():
        assert time.monotonic() < end, f"engine {engine.pid} still runs"
        time.sleep(0.01)
    engine.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    opened = open_connection(uri=str(path))
    yield opened
    opened.close()


def test_connections_of_one_process_share_an_engine(connection: Connection, path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path)
    linked = open_connection(uri=str(tmp_path / "link"))
    async_connection = AsyncConnection(resolve({"uri": f"lite:{path}"}))
    little.create(connection)

    assert linked.address == connection.address
    assert linked.run(collection.list_names) == [little.NAME]

    async def names() -> list[str]:
        try:
            return await async_connection.run(collection.list_names)
        finally:
            await async_connection.close()

    assert asyncio.run(names()) == [little.NAME]
    first, second = engine_of(connection), join(str(path), 10)
    assert first.pid == second.pid
    first.close()
    second.close()
    linked.close()


def test_two_processes_share_an_engine(connection: Connection, path: Path) -> None:
    little.create(connection)
    other = script("connection.run(little.insert(range(100, 200)))", path)

    connection.run(little.insert(range(100)))

    engine = engine_of(connection)
    assert finish(other) == [str(engine.pid)]
    assert little.stored(connection) == list(range(200))
    engine.close()


def test_processes_that_start_at_once_share_an_engine(path: Path) -> None:
    processes = [script("sys.stdin.read()", path) for _ in range(4)]

    pids = {first_line(process) for process in processes}

    assert len(pids) == 1
    for process in processes:
        finish(process)
    wait_until_gone(int(pids.pop()), 5)


def test_engine_ends_with_its_last_user_and_keeps_the_data(path: Path) -> None:
    connection = open_connection(uri=str(path))
    little.create(connection)
    connection.run(little.insert(range(500)))
    engine = engine_of(connection)
    connection.close()
    assert is_running(engine.pid)
    engine.close()
    wait_until_gone(engine.pid, 5)

    again = open_connection(uri=str(path))
    assert little.stored(again) == list(range(500))
    again.close()


def test_killed_user_leaves_no_engine_behind(path: Path) -> None:
    user = script("little.create(connection); connection.run(little.insert(range(50))); print('ok', flush=True)\n"
                  "sys.stdin.read()", path)  # fmt: skip
    engine = int(first_line(user))
    assert first_line(user) == "ok"

    user.kill()
    user.communicate()

    wait_until_gone(engine, 5)
    connection = open_connection(uri=str(path))
    assert little.stored(connection) == list(range(50))
    connection.close()


def test_killed_engine_is_started_again_and_has_all_acknowledged_rows(connection: Connection) -> None:
    little.create(connection)
    for batch in range(20):
        connection.run(little.insert(range(batch * 10, batch * 10 + 10)))
        if batch % 7 == 3:
            kill(engine_of(connection))

    assert little.stored(connection) == list(range(200))


def count(connection: Connection) -> int:
    return len(connection.run(lambda ctx: read.query(ctx, little.EVERYTHING)))  # count(*) needs no loaded collection


def test_a_read_goes_on_after_the_engine_was_killed(connection: Connection) -> None:
    """A new engine has every collection released."""
    little.create(connection)
    connection.run(little.insert(range(30)))
    kill(engine_of(connection))

    assert count(connection) == 30


def test_a_reopened_database_can_be_read(path: Path) -> None:
    (pid,) = finish(script("little.create(connection); connection.run(little.insert(range(30)))", path))
    wait_until_gone(int(pid), 10)
    connection = open_connection(uri=str(path))

    assert count(connection) == 30
    connection.close()


def test_a_released_collection_stays_released(connection: Connection) -> None:
    little.create(connection)
    connection.run(lambda ctx: load.release(ctx, little.NAME))

    with pytest.raises(CollectionNotLoaded, match=little.NAME):
        count(connection)
    assert little.stored(connection) == []  # which loads it
    kill(engine_of(connection))
    assert count(connection) == 0


def test_async_connection_starts_a_killed_engine_again(path: Path) -> None:
    connection = AsyncConnection(resolve({"uri": str(path)}))

    async def work() -> tuple[list[str], list[str]]:
        before = await connection.run(collection.list_names)
        engine = await asyncio.to_thread(join, str(path), 10)
        kill(engine)
        after = await connection.run(collection.list_names)
        await connection.close()
        return before, after

    assert asyncio.run(work()) == ([], [])


def test_one_async_connection_serves_several_event_loops(path: Path) -> None:
    connection = AsyncConnection(resolve({"uri": str(path)}))

    assert asyncio.run(connection.run(collection.list_names)) == []
    assert asyncio.run(connection.run(collection.list_names)) == []
    asyncio.run(connection.close())


def test_terminated_engine_closes_its_data(connection: Connection) -> None:
    little.create(connection)
    connection.run(little.insert(range(20)))
    engine = engine_of(connection)
    os.kill(engine.pid, signal.SIGTERM)
    wait_until_gone(engine.pid, 10)
    engine.close()

    assert little.stored(connection) == list(range(20))


def test_engine_is_out_of_reach_of_the_terminal(connection: Connection) -> None:
    """Ctrl-C reaches every process of the terminal's group."""
    engine = engine_of(connection)
    assert os.getsid(engine.pid) != os.getsid(0)
    engine.close()


def test_frozen_engine_is_a_deadline(connection: Connection) -> None:
    connection.connect()
    engine = engine_of(connection)
    freeze(engine.pid)
    try:
        with pytest.raises(DeadlineExceeded, match=r"0\.5 s"):
            connection.run(collection.list_names, timeout=0.5)
    finally:
        thaw(engine.pid)
        engine.close()
    assert connection.run(collection.list_names) == []


def test_joining_a_frozen_engine_ends_with_the_timeout(path: Path) -> None:
    """The kernel accepts the connection; nobody greets."""
    engine = join(str(path), 30)
    freeze(engine.pid)
    try:
        with pytest.raises(EmbeddedEngineError, match=r"runs but did not answer within 0\.[45] s") as caught:
            open_connection(uri=str(path), timeout=0.5)
    finally:
        thaw(engine.pid)
    if sys.platform == "linux":
        assert f"pid {engine.pid}" in str(caught.value)
    connection = open_connection(uri=str(path))  # the same engine goes on
    assert os.path.realpath(path) == connection.address.path
    again = engine_of(connection)
    assert again.pid == engine.pid
    for held in (again, engine, connection):
        held.close()


def test_forked_child_has_a_hold_of_its_own(connection: Connection) -> None:
    """The child goes on when the parent has closed, and nothing of the parent's connection is shared."""
    assert connection.run(collection.list_names) == []
    start, go = os.pipe()
    child = fork()
    if child == 0:
        status = 1
        try:
            os.close(go)
            held = connection.run(collection.list_names)
            os.read(start, 1)  # the parent has let go
            time.sleep(2)
            status = 0 if connection.run(collection.list_names, timeout=0.9) == held else 2
        finally:
            os._exit(status)
    os.close(start)
    time.sleep(1)
    connection.close()
    os.close(go)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_unused_forked_child_holds_nothing(path: Path) -> None:
    connection = open_connection(uri=str(path))
    engine = engine_of(connection)
    child = fork()
    if child == 0:
        try:
            time.sleep(20)
        finally:
            os._exit(0)
    try:
        connection.close()
        engine.close()
        wait_until_gone(engine.pid, 5)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_concurrent_writers_keep_all_rows(connection: Connection) -> None:
    little.create(connection)

    def write(thread: int) -> None:
        for batch in range(40):
            first = (thread * 40 + batch) * 5
            connection.run(little.insert(range(first, first + 5)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    assert little.stored(connection) == list(range(8 * 40 * 5))


def test_open_and_close_in_turns(path: Path) -> None:
    """An engine that is about to end must neither be joined nor be in the way of the next."""
    for pause in (0, 0.9, 1.0, 1.1, 1.2):
        connection = open_connection(uri=str(path))
        assert connection.run(collection.list_names) == []
        connection.close()
        time.sleep(pause)


def test_large_rows_pass(connection: Connection) -> None:
    """gRPC's own limit is 4 MB a message."""
    little.create(connection)
    connection.run(little.insert(range(100_000)), timeout=100)
    assert len(little.stored(connection)) == 100_000


def test_sockets_are_private(connection: Connection) -> None:
    place = engine_place.place_of(connection.address.path)

    folder = Path(place.socket).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.stat().st_uid == os.getuid()
    assert Path(place.socket).is_socket()
    assert len(place.socket) <= 100


def test_loopback_port_where_there_are_no_unix_sockets(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_place, "HAS_UNIX_SOCKETS", False)
    connection = open_connection(uri=str(path))
    engine = engine_of(connection)

    assert engine.target.startswith("127.0.0.1:")
    assert connection.run(collection.list_names) == []
    connection.close()
    engine.close()
    wait_until_gone(engine.pid, 5)


def test_threads_that_connect_at_once_share_an_engine(path: Path) -> None:
    connection = Connection(resolve({"uri": str(path)}))
    barrier = threading.Barrier(8)

    def first_call(_: int) -> list[str]:
        barrier.wait()
        return connection.run(collection.list_names)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(first_call, range(8))) == [[]] * 8
    connection.close()


def test_exit_is_quiet(path: Path) -> None:
    """A program that closes nothing ends without a word and without a warning."""
    finish(script("little.create(connection)", path))
