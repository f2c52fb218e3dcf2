"""One test body for {sync, async} x engines: `client` is a `MilvusClient`, whichever of the two does the work."""

import asyncio
import inspect
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.fix_engines import Engine

if TYPE_CHECKING:
    from vectorm import MilvusClient

MODES = ("sync", "async")
DEFAULT_ENGINES = ("lite", "milvus")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrize `engine` and `client_mode` where a test or its fixtures use them."""
    if "engine" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("engines")
        metafunc.parametrize("engine", marker.args if marker else DEFAULT_ENGINES, indirect=True, scope="session")
    if "client_mode" in metafunc.fixturenames:
        metafunc.parametrize("client_mode", MODES)


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine of the test's parameter, started if it is not yet."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Engine)
    return found


@pytest.fixture(autouse=True)
def check_needs(request: pytest.FixtureRequest) -> None:
    """Skip what the engine cannot do (`needs` marker)."""
    features = [str(feature) for marker in request.node.iter_markers("needs") for feature in marker.args]
    if features:
        engine = request.getfixturevalue("engine")
        lacking = [feature for feature in features if not engine.can(feature)]
        if lacking:
            pytest.skip(f"{engine.capabilities.label} has no {', '.join(lacking)}")


class Blocking:
    """An `AsyncMilvusClient` in the shape of a `MilvusClient`: every coroutine is run to its end on one event loop."""

    def __init__(self, target: object, loop: asyncio.AbstractEventLoop) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        return self._wrap(value) if inspect.isroutine(value) else value

    def _wrap(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            result = method(*args, **kwargs)
            if inspect.isawaitable(result):
                result = self._loop.run_until_complete(_awaited(result))
            # An iterator of an async client has coroutine methods of its own.
            return (
                Blocking(result, self._loop) if inspect.iscoroutinefunction(getattr(result, "next", None)) else result
            )

        return run


async def _awaited(result: Any) -> Any:
    return await result


def in_mode(mode: str, uri: str, loop: asyncio.AbstractEventLoop) -> "MilvusClient":
    """A new client: a `MilvusClient`, or an `AsyncMilvusClient` in its shape."""
    from vectorm import AsyncMilvusClient, MilvusClient  # tests without a server need no grpc

    if mode == "sync":
        return MilvusClient(uri=uri)
    return cast("MilvusClient", Blocking(AsyncMilvusClient(uri=uri), loop))


@pytest.fixture(scope="session")
def event_loop_of_tests() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@pytest.fixture(scope="session")
def open_client(event_loop_of_tests: asyncio.AbstractEventLoop) -> "Iterator[Callable[[str, str], MilvusClient]]":
    """`open_client(uri, mode)`: a client for the whole run, one for each uri and mode."""
    opened: dict[tuple[str, str], MilvusClient] = {}

    def open_one(uri: str, mode: str) -> "MilvusClient":
        if (uri, mode) not in opened:
            opened[uri, mode] = in_mode(mode, uri, event_loop_of_tests)
        return opened[uri, mode]

    yield open_one
    for client in opened.values():
        client.close()


@pytest.fixture
def client(engine: Engine, client_mode: str, open_client: "Callable[[str, str], MilvusClient]") -> "MilvusClient":
    """A client of the engine, sync or async by turns."""
    return open_client(engine.uri, client_mode)


@pytest.fixture
def sync_client(engine: Engine, open_client: "Callable[[str, str], MilvusClient]") -> "MilvusClient":
    """A sync client of the engine, for tests where the mode cannot matter."""
    return open_client(engine.uri, "sync")


Fill = Callable[["MilvusClient", str], None]


@pytest.fixture(scope="module")
def collections_of_module() -> "Iterator[dict[tuple[str, str], tuple[MilvusClient, str]]]":
    made: dict[tuple[str, str], tuple[MilvusClient, str]] = {}
    yield made
    for client, collection in made.values():
        with suppress(Exception):
            client.drop_collection(collection)


@pytest.fixture
def shared(
    engine: Engine,
    sync_client: "MilvusClient",
    collections_of_module: "dict[tuple[str, str], tuple[MilvusClient, str]]",
) -> Callable[[Fill], str]:
    """`shared(fill)`: a collection that `fill(client, name)` made once for the module, for tests that only read.

    Milvus takes seconds to load a collection, so tests share those that they do not change.
    """

    def once(fill: Fill) -> str:
        key = (engine.name, fill.__qualname__)
        if key not in collections_of_module:
            fresh = f"s_{uuid.uuid4().hex[:12]}"
            fill(sync_client, fresh)
            collections_of_module[key] = (sync_client, fresh)
        return collections_of_module[key][1]

    return once


@pytest.fixture
def name(sync_client: "MilvusClient") -> Iterator[str]:
    """A collection name of the test's own; the collection is dropped afterwards."""
    fresh = f"t_{uuid.uuid4().hex[:12]}"
    yield fresh
    with suppress(Exception):
        sync_client.drop_collection(fresh)
