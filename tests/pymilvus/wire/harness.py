"""Run a case with pymilvus and with vectorm, and list how their requests differ."""

import asyncio
import atexit
import importlib
import inspect
import pkgutil
import time
import warnings
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import vectorm
from tests.pymilvus.wire import compare, theirs
from tests.pymilvus.wire.callers import noting
from tests.pymilvus.wire.recording_server import Call, RecordingServer
from tests.pymilvus.wire.replies import CREATED, answer
from tests.pymilvus.wire.results import Noting, Result

Body = TypeVar("Body", bound=Callable[..., None])
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """A function to be run with both libraries.

    Attributes:
        name: `alias.create[async]`.
        style: `sync` and `async` are given a client; `orm` finds a connection; `bare` connects by itself.
        body: The function.
    """

    name: str
    style: str
    body: Callable[..., None]


@dataclass(slots=True)
class Cases:
    """The cases of a file; its methods are decorators. Give it `__name__`."""

    module: str
    found: list[Case] = field(default_factory=list[Case])

    def client(self, body: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        """A case of `MilvusClient` and of `AsyncMilvusClient`."""
        return self.sync_client(self.async_client(body))

    def sync_client(self, body: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        """A case of `MilvusClient` alone."""
        return self._add(body, "sync")

    def async_client(self, body: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        """A case of `AsyncMilvusClient` alone. What it returns is awaited already."""
        return self._add(body, "async")

    def orm(self, body: Callable[[Any], None]) -> Callable[[Any], None]:
        """A case of `connections`, `Collection`, `utility`, ...; it is connected already."""
        return self._add(body, "orm")

    def bare(self, body: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
        """A case that connects by itself: it is given the library and the server's URI."""
        return self._add(body, "bare")

    def _add(self, body: Body, style: str) -> Body:
        topic = self.module.rpartition(".cases_")[2]
        self.found.append(Case(f"{topic}.{body.__name__}[{style}]", style, body))
        return body


class Blocking:
    """An async client whose coroutines are run at once."""

    def __init__(self, client: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._client, self._loop = client, loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._client, name)
        return self._wrapped(value) if callable(value) else value

    def _wrapped(self, function: Any) -> Callable[..., Any]:
        def call(*args: Any, **keywords: Any) -> Any:
            result = function(*args, **keywords)
            if inspect.isasyncgen(result):
                return self._loop.run_until_complete(_all_of(result))
            if hasattr(cast("object", type(result)), "hybrid_search"):  # a session
                return Blocking(result, self._loop)
            return self._loop.run_until_complete(result) if inspect.isawaitable(result) else result

        return call


async def _all_of(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case.

    Attributes:
        shared: Methods that both called.
        reached: Functions of pymilvus that ran.
        differences: How their requests differ.
        results: What the clients' methods returned to each.
        failure: Why the case did not run to its end.
    """

    shared: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    differences: tuple[compare.Difference, ...] = ()
    results: tuple[tuple[Result, Result], ...] = ()
    failure: Exception | None = None


def all_cases() -> list[Case]:
    """The cases of all files `cases_*.py` of this folder."""
    package = __name__.rpartition(".")[0]
    names = sorted(info.name for info in pkgutil.iter_modules([str(HERE)]) if info.name.startswith("cases_"))
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    return [case for module in modules for case in module.CASES.found]


@cache
def outcome(case: Case) -> Outcome:
    """Run a case with both, once."""
    try:
        reached: set[str] = set()
        results: tuple[list[Result], list[Result]] = [], []
        with noting(reached):
            sent = record(theirs.pymilvus, case, results[0])
        ours = record(vectorm, case, results[1])
        assert sent, f"{case.name}: pymilvus sends nothing"
    except Exception as failure:  # noqa: BLE001  # the test of this case tells it, the others go on
        return Outcome(failure=failure)
    shared = frozenset(call.method for call in sent) & frozenset(call.method for call in ours)
    pairs = tuple(zip(*results, strict=True))
    return Outcome(shared, frozenset(reached), tuple(compare.differences(sent, ours)), pairs)


def record(lib: Any, case: Case, results: list[Result] | None = None) -> list[Call]:
    """The requests of a case with one library; those of opening and closing the connection only of `bare` cases.

    What the client's methods return is put into `results`.
    """
    results = [] if results is None else results
    server = recording_server()
    with warnings.catch_warnings(), without_pauses():
        warnings.simplefilter("ignore", theirs.DeprecationWarning_)
        theirs.GlobalCache._reset_for_testing()  # or the cases would depend on each other
        theirs.ConnectionManager._reset_instance()
        CREATED.clear()
        server.take()
        if case.style == "bare":
            case.body(lib, server.uri)
            return server.take()
        with _CONNECTED[case.style](lib, server.uri) as args:
            server.take()
            case.body(lib, *(Noting(client, results) for client in args))
            return server.take()


def pass_by(_seconds: float) -> None:
    """Instead of `time.sleep`."""


async def async_pass_by(_seconds: float) -> None:
    """Instead of `asyncio.sleep`."""


@contextmanager
def without_pauses() -> Generator[None]:
    """pymilvus waits half a second before it looks at an index, a load or a flush."""
    blocking, awaiting = theirs.grpc_handler.time, theirs.async_grpc_handler.asyncio
    theirs.grpc_handler.time = SimpleNamespace(**{**vars(time), "sleep": pass_by})
    theirs.async_grpc_handler.asyncio = SimpleNamespace(**{**vars(asyncio), "sleep": async_pass_by})
    try:
        yield
    finally:
        theirs.grpc_handler.time, theirs.async_grpc_handler.asyncio = blocking, awaiting


@cache
def recording_server() -> RecordingServer:
    """The one server; it ends with the process."""
    server = RecordingServer(answer, theirs.STREAMED)
    atexit.register(server.close)
    return server


@contextmanager
def _sync(lib: Any, uri: str) -> Generator[tuple[Any, ...]]:
    client = lib.MilvusClient(uri)
    try:
        yield (client,)
    finally:
        client.close()


@contextmanager
def _async(lib: Any, uri: str) -> Generator[tuple[Any, ...]]:
    loop = asyncio.new_event_loop()
    try:
        client = lib.AsyncMilvusClient(uri)
        loop.run_until_complete(client.__aenter__())
        yield (Blocking(client, loop),)
        loop.run_until_complete(client.close())
    finally:
        loop.close()


@contextmanager
def _orm(lib: Any, uri: str) -> Generator[tuple[Any, ...]]:
    lib.connections.connect(uri=uri)
    try:
        yield ()
    finally:
        lib.connections.disconnect("default")


_CONNECTED = {"sync": _sync, "async": _async, "orm": _orm}
