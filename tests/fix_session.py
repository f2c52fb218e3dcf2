"""One test body for `Session` and `AsyncSession`: `open_session()` opens one of either kind."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest

from tests.fix_client import Blocking
from tests.fix_engines import Engine
from tests.live.models import Auto, Doc, Note
from tests.support.recording_proxy import RecordingProxy, recorded
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_async_connection, open_connection
from vectorm.session import AsyncSession, Session, schema

Open = Callable[..., Session]


@pytest.fixture(scope="session")
def connections_of(engine: Engine) -> Iterator[tuple[Connection, AsyncConnection]]:
    """Connections to an engine that has the collections of `tests.live.models`."""
    sync = open_connection(uri=engine.uri)
    schema.ensure(Doc, Auto, Note, bind=sync)
    yield sync, open_async_connection(uri=engine.uri)
    schema.drop_all(Doc, Auto, Note, bind=sync)
    sync.close()


@dataclass(frozen=True)
class Opened:
    """Sessions behind a proxy.

    Attributes:
        open: As `open_session`.
        proxy: Notes the calls of these sessions, and spoils them.
    """

    open: Open
    proxy: RecordingProxy


@pytest.fixture
def open_session(
    connections_of: tuple[Connection, AsyncConnection],
    client_mode: str,
    event_loop_of_tests: asyncio.AbstractEventLoop,
) -> Open:
    """Opens sessions of either kind, with the methods of a `Session`; keywords go to its constructor."""
    return _opener(connections_of, client_mode, event_loop_of_tests)


@pytest.fixture(scope="module")
def proxied(
    engine: Engine, connections_of: tuple[Connection, AsyncConnection]
) -> Iterator[tuple[RecordingProxy, tuple[Connection, AsyncConnection]]]:
    """A proxy in front of an engine that has the collections, and connections through it."""
    del connections_of
    with recorded(engine.uri) as proxy:
        sync = open_connection(uri=proxy.uri)
        yield proxy, (sync, open_async_connection(uri=proxy.uri))
        sync.close()


@pytest.fixture
def opened(
    proxied: tuple[RecordingProxy, tuple[Connection, AsyncConnection]],
    client_mode: str,
    event_loop_of_tests: asyncio.AbstractEventLoop,
) -> Opened:
    """Sessions of either kind behind a proxy."""
    proxy, connections = proxied
    return Opened(_opener(connections, client_mode, event_loop_of_tests), proxy)


def _opener(connections: tuple[Connection, AsyncConnection], client_mode: str, loop: asyncio.AbstractEventLoop) -> Open:
    sync, aio = connections

    def open_one(**options: Any) -> Session:
        if client_mode == "sync":
            return Session(bind=sync, **options)
        return cast("Session", Blocking(AsyncSession(bind=aio, **options), loop))

    return open_one


def doc(title: str, number: int = 0, **more: int) -> Doc:
    """A Doc whose vector repeats a number."""
    return Doc(title=title, dense=np.full(4, number, np.float32), **more)  # type: ignore[arg-type]


def stored(open_session: Open, *objects: Doc) -> list[str]:
    """Store objects; their keys."""
    session = open_session()
    session.add_all(objects)
    session.commit()
    return [obj.id for obj in objects]
