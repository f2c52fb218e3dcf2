"""The engine in a file: paths that cannot be opened, engines that are killed, frozen or shared."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.catalogue.case import EVERY_WAY, Bad, Verdict, case
from tests.faults.catalogue.world import TOKEN, World, require
from tests.support.process import freeze, thaw
from vectorm import MilvusClient
from vectorm.transport.embedded import join

embedded = partial(case, "embedded", engines=["lite"])
opening = partial(case, "embedded", ways=["client", "collection"], engines=["lite"])


def at(world: World, path: Path | str) -> None:
    """From now on client and truth use the engine of a path. One process has it, vectorm's share theirs."""
    if not world.library.is_ours:
        raise Bad(Verdict.NOT_THERE, "the case and the client cannot both have the file open")
    world.truth.close()
    world.truth = MilvusClient(uri=str(path), token=TOKEN)


def open_path(world: World, name: str = "own.db", **options: Any) -> Any:
    """A client on a database of its own."""
    path = str(world.folder / name)
    at(world, path)
    return world.connect(uri=path, **options)


def refused(world: World, path: Path | str, *says: str) -> None:
    world.must_fail(lambda: world.open(uri=str(path), timeout=10), says=says, kind="EmbeddedEngineError", timeout=12)


@opening()
def path_is_a_text_file(world: World) -> None:
    """The path is a file that holds text."""
    path = world.folder / "notes.db"
    path.write_text("these are notes")
    refused(world, path, "notes.db")
    require(path.read_text() == "these are notes", Verdict.LOSS, "the file was changed")


@opening()
def folder_is_missing(world: World) -> None:
    """The folder above the path does not exist: made, or refused by name."""
    path = world.folder / "no" / "such" / "own.db"
    error = world.attempt(lambda: world.open(uri=str(path), timeout=20), timeout=20)
    if error is not None:
        world.explains(error, ["such|folder|directory"])


@embedded(ways=EVERY_WAY)
def path_with_spaces_and_letters(world: World) -> None:
    """The path has spaces, quotes and letters of other alphabets."""
    (world.folder / "Ärger mit 'Namen'").mkdir()
    way = open_path(world, "Ärger mit 'Namen'/日本 語.db", filled=2)
    require(len(way.query("number >= 0")) == 2, Verdict.LOSS, "rows are missing")


@embedded(ways=["client"])
def relative_path(world: World) -> None:
    """The path is relative, and the working directory changes later."""
    os.chdir(world.folder)
    way = world.library.way("client", world.collection, auto_id=False)
    way.open(uri="./own.db")
    at(world, world.folder / "own.db")
    world.create()
    way.insert(world.rows(2))
    os.chdir("/")
    require(len(way.query("number >= 0")) == 2, Verdict.LOSS, "rows are missing")


@embedded(ways=EVERY_WAY, seconds=90)
def opened_by_two_processes(world: World) -> None:
    """Another process has the path open: both work, or the second says who has it."""
    path = str(world.folder / "shared.db")
    code = (
        f"import sys, time; from {world.lib.__name__} import MilvusClient as C;"
        "c = C(uri=sys.argv[1]); c.list_collections();"
        "print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            error = world.attempt(lambda: world.open(uri=path, timeout=20), timeout=20)
        finally:
            other.kill()
    if error is not None:
        world.explains(error, ["shared.db", "lock|in use|another|process"])


def engine_pid(path: str) -> int:
    """The process of the embedded engine of a path."""
    engine = join(os.path.realpath(path), 10)
    try:
        return engine.pid
    finally:
        engine.close()


def needs_own_engine(world: World) -> None:
    """PyMilvus starts another engine process, whose pid is not known here."""
    if not world.library.is_ours:
        raise Bad(Verdict.NOT_THERE, "the engine runs elsewhere")


@embedded(ways=EVERY_WAY, seconds=90)
def engine_killed(world: World) -> None:
    """The engine is killed with SIGKILL: acknowledged rows are there, and the same connection works."""
    needs_own_engine(world)
    way = open_path(world)
    way.insert(world.rows(200), timeout=20)
    os.kill(engine_pid(str(world.folder / "own.db")), signal.SIGKILL)
    time.sleep(0.2)
    found = sorted(row["number"] for row in way.query("number >= 0", timeout=30))
    require(found == list(range(200)), Verdict.LOSS, f"{len(found)} of 200 rows")


@embedded(ways=["client", "session"], seconds=120)
def engine_killed_ten_times(world: World) -> None:
    """Ten kills while rows are written: acknowledged <= stored <= acknowledged or unknown."""
    needs_own_engine(world)
    way = open_path(world)
    acknowledged: list[int] = []
    unknown: list[int] = []
    for turn in range(10):
        pid = engine_pid(str(world.folder / "own.db"))
        subprocess.Popen(["/bin/sh", "-c", f"sleep {0.05 + 0.1 * world.random.random():.3f}; kill -9 {pid}"])
        for batch in range(20):
            rows = world.rows(10, start=turn * 1_000 + batch * 10)
            error = world.attempt(partial(way.insert, rows, timeout=20), timeout=20)
            (unknown if error else acknowledged).extend(row["number"] for row in rows)
    world.check_stored(acknowledged, unknown)


@embedded(ways=EVERY_WAY, seconds=60)
def engine_frozen(world: World) -> None:
    """The engine is stopped with SIGSTOP: a call ends with its timeout; thawed, it works."""
    needs_own_engine(world)
    way = open_path(world, filled=3)
    pid = engine_pid(str(world.folder / "own.db"))
    freeze(pid)
    try:
        world.must_fail(lambda: way.query("number >= 0", timeout=2), says=["deadline|timeout|timed out"], timeout=2)
    finally:
        thaw(pid)
    require(len(way.query("number >= 0", timeout=20)) == 3, Verdict.LOSS, "rows are missing")


@embedded(ways=["client"], seconds=60)
def engine_ends_with_its_user(world: World) -> None:
    """A process that used the engine is killed: the engine ends by itself, the rows are there."""
    needs_own_engine(world)
    path = str(world.folder / "own.db")
    code = (
        "import sys, os; from vectorm import MilvusClient as C; from vectorm.transport.embedded import join;"
        "c = C(uri=sys.argv[1]); c.create_collection('a', dimension=4);"
        "c.insert('a', [{'id': 1, 'vector': [1, 2, 3, 4]}]);"
        "print(join(os.path.realpath(sys.argv[1]), 10).pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False, timeout=40)
    pid = int(done.stdout.split()[0])
    end = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists():
        require(time.monotonic() < end, Verdict.LEAK, "the engine still runs after 10 s")
        time.sleep(0.1)
    at(world, path)
    require(len(world.truth.query("a", filter="id >= 0")) == 1, Verdict.LOSS, "the row is missing")


@embedded(ways=EVERY_WAY, seconds=60)
def rows_survive_closing(world: World) -> None:
    """What was written is there when the path is opened again."""
    way = open_path(world)
    way.insert(world.rows(50), timeout=20)
    world.truth.close()
    way.close()
    time.sleep(2)
    at(world, world.folder / "own.db")
    world.check_stored(range(50))
