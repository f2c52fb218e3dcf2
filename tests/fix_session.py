"""One test body for `Session` and `AsyncSession`: `open_session()` opens one of either kind."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
import pytest

from tests.fix_client import Blocking
from tests.fix_engines import Engine
from tests.live.models import Auto, Doc
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_async_connection, open_connection
from vectorm.session import AsyncSession, Session, schema

Open = Callable[..., Session]


@pytest.fixture(scope="session")
def connections_of(engine: Engine) -> Iterator[tuple[Connection, AsyncConnection]]:
    """Connections to an engine that has the collections of `tests.live.models`."""
    sync = open_connection(uri=engine.uri)
    schema.ensure(Doc, Auto, bind=sync)
    yield sync, open_async_connection(uri=engine.uri)
    schema.drop_all(Doc, Auto, bind=sync)
    sync.close()


@pytest.fixture
def open_session(
    connections_of: tuple[Connection, AsyncConnection],
    client_mode: str,
    event_loop_of_tests: asyncio.AbstractEventLoop,
) -> Open:
    """Opens sessions of either kind, with the methods of a `Session`; keywords go to its constructor."""
    sync, aio = connections_of

    def open_one(**options: Any) -> Session:
        if client_mode == "sync":
            return Session(bind=sync, **options)
        return cast("Session", Blocking(AsyncSession(bind=aio, **options), event_loop_of_tests))

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
