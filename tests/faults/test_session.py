"""Sessions behind a link that loses answers: what was sent is neither lost nor passed over, and can be resolved."""

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.faults.proxy import Fault, Proxy
from tests.fix_client import Blocking
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_async_connection, open_connection
from vectorm.errors import BatchState, FlushError, SessionError
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector
from vectorm.session import AsyncSession, ObjectState, Session, inspect, schema
from vectorm.transport.embedded import join


class Doc(Model, collection="faulty_docs"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=20)
    weight: Mapped[float] = field(default=0.1)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Auto(Model, collection="faulty_auto"):
    id: Mapped[int] = field(primary_key=True, auto_id=True)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The engine itself."""
    path: Path = tmp_path_factory.mktemp("faults") / "session.db"
    connection = open_connection(uri=str(path))
    schema.ensure(Doc, Auto, bind=connection)
    yield connection
    connection.close()


@pytest.fixture
def proxy(direct: Connection) -> Iterator[Proxy]:
    engine = join(direct.address.path, 10)
    made = Proxy(engine.target).start()
    yield made
    made.close()
    engine.close()


@pytest.fixture(params=["sync", "async"])
def session(request: pytest.FixtureRequest, proxy: Proxy) -> Iterator[Session]:
    """A session through the proxy that waits a second for an answer."""
    if request.param == "sync":
        connection = open_connection(host="127.0.0.1", port=proxy.port)
        yield with_schemas(Session(bind=connection, timeout=1))
        connection.close()
        return
    loop = asyncio.new_event_loop()
    aio = open_async_connection(host="127.0.0.1", port=proxy.port)
    blocking: Any = Blocking(AsyncSession(bind=aio, timeout=1), loop)
    yield with_schemas(blocking)
    loop.run_until_complete(aio.close())
    loop.close()


def with_schemas(session: Session) -> Session:
    """The session, which will not have to ask for the schemas when the link is broken."""
    for model in (Doc, Auto):
        session.get(model, 0)
    return session


keys = itertools.count(1)


def doc() -> Doc:
    """An object of a key of its own."""
    return Doc(id=next(keys), title="sent", dense=np.zeros(2, np.float32))


def commit_loses_its_answer(session: Session, proxy: Proxy, fault: Fault) -> FlushError:
    proxy.fault = fault
    with pytest.raises(FlushError, match="unknown") as caught:
        session.commit()
    proxy.cut()  # bytes are missing in its streams
    proxy.fault = Fault.NONE
    assert [batch.state for batch in caught.value.batches] == [BatchState.UNKNOWN]
    return caught.value


def titles(direct: Connection, *objects: Doc) -> list[str]:
    """The stored titles of objects."""
    return [obj.title for obj in Session(bind=direct).get_many(Doc, [obj.id for obj in objects])]


def test_verify_finds_what_is_stored(direct: Connection, proxy: Proxy, session: Session) -> None:
    obj = doc()
    session.add(obj)
    error = commit_loses_its_answer(session, proxy, Fault.SWALLOW_REPLIES)
    assert (error.unknown, error.failed) == ([obj], [])
    assert titles(direct, obj) == ["sent"]
    with pytest.raises(FlushError, match="1 unknown since an earlier flush"):
        session.commit()
    resolution = session.resolve("verify")
    assert (resolution.done, resolution.pending) == ([obj], [])
    assert session.state(obj) is ObjectState.PERSISTENT
    assert session.commit().requests == 0


def test_verify_sends_again_what_is_not_stored(direct: Connection, proxy: Proxy, session: Session) -> None:
    session.add(obj := doc())
    commit_loses_its_answer(session, proxy, Fault.SWALLOW_ALL)
    assert titles(direct, obj) == []
    assert session.resolve("verify").pending == [obj]
    session.commit()
    assert titles(direct, obj) == ["sent"]


def test_a_change_of_a_stored_object(direct: Connection, proxy: Proxy, session: Session) -> None:
    session.add(obj := doc())
    session.commit()
    obj.title = "changed"
    commit_loses_its_answer(session, proxy, Fault.SWALLOW_ALL)
    assert session.resolve("upsert").pending == [obj]
    assert session.dirty == [obj]
    session.commit()
    assert titles(direct, obj) == ["changed"]


def test_a_delete(direct: Connection, proxy: Proxy, session: Session) -> None:
    session.add(obj := doc())
    session.commit()
    session.delete(obj)
    commit_loses_its_answer(session, proxy, Fault.SWALLOW_REPLIES)
    assert session.resolve("verify").done == [obj]
    assert titles(direct, obj) == []
    assert inspect(obj).detached


def test_server_made_keys_say_that_they_cannot_be_found(proxy: Proxy, session: Session) -> None:
    session.add(obj := Auto(dense=np.zeros(2, np.float32)))
    commit_loses_its_answer(session, proxy, Fault.SWALLOW_REPLIES)
    with pytest.raises(SessionError, match="the server makes the keys of Auto"):
        session.resolve("verify")
    assert session.resolve("forget").forgotten == [obj]
    assert session.commit().requests == 0


def test_rollback_tells_what_is_stored(direct: Connection, session: Session) -> None:
    one, two, three = doc(), doc(), doc()
    session.add_all([one, two])
    session.flush()
    session.add(three)
    assert session.rollback().upserted == 2
    assert session.rollback().upserted == 0
    assert titles(direct, one, two, three) == ["sent", "sent"]
