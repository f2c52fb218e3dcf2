"""A password shows nowhere: logs, warnings, texts and pickles of errors, tracebacks with vectorm's local variables."""

import asyncio
import base64
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.peer import Peer
from vectorm import AsyncMilvusClient, MilvusClient, connections, utility
from vectorm.connection.settings import resolve
from vectorm.errors import MilvusException
from vectorm.transport.secret import Headers, Secret

CANARY = "c4nary-Hunter2"
TOKEN = f"root:{CANARY}"
HIDDEN = [text for each in (CANARY, TOKEN) for text in (each, base64.b64encode(each.encode()).decode())]
Start = Callable[..., tuple[Peer, int]]


def use_client(uri: str, call: bool) -> None:
    client = MilvusClient(uri, token=TOKEN, timeout=0.3)
    if call:
        client.create_user("ann", CANARY, timeout=0.3)


def use_password(uri: str, call: bool) -> None:
    client = MilvusClient(uri, user="root", password=CANARY, timeout=0.3)
    if call:
        client.update_password("ann", CANARY, CANARY, timeout=0.3)


def use_uri(uri: str, call: bool) -> None:
    client = MilvusClient(uri.replace("://", f"://{TOKEN}@"), timeout=0.3)
    if call:
        client.query("docs", filter="id > 0", timeout=0.3)


def use_alias(uri: str, call: bool) -> None:
    connections.connect("secret", uri=uri, token=TOKEN, timeout=0.3)
    if call:
        utility.list_collections(using="secret", timeout=0.3)


def use_async(uri: str, call: bool) -> None:
    async def work() -> None:
        client = AsyncMilvusClient(uri, token=TOKEN, timeout=0.3)
        if call:
            await client.create_user("ann", CANARY, timeout=0.3)
        await client.list_collections(timeout=0.3)

    asyncio.run(work())


ARGUMENTS = {"uri", "password", "token", "old_password", "new_password", "config", "keywords", "args"}
"""Arguments of the functions that take a password. Their frames hold it, as those of the application do."""


def told(error: MilvusException) -> str:
    """All that an error may tell, and the local variables of the frames of vectorm that it went through."""
    texts = [str(error), repr(error), str(error.args), str(vars(error)), pickle.dumps(error).decode("latin-1")]
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    for frame in shown.stack:
        if "/vectorm/" in frame.filename:
            texts += [
                f"{frame}: {name}={value}" for name, value in (frame.locals or {}).items() if name not in ARGUMENTS
            ]
    return "\n".join(texts)


def found_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if any(secret in line for secret in HIDDEN)]


@pytest.mark.parametrize("use", [use_client, use_password, use_uri, use_alias, use_async])
@pytest.mark.parametrize("call", [False, True], ids=["connect", "call"])
def test_nothing_shows_the_password(
    peer: Start, use: Callable[[str, bool], None], call: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(method: str, _request: bytes, context: Any) -> bytes:
        if call and method in {"Connect", "GetVersion"}:
            return b""
        context.abort(_unavailable(), "down")
        return b""

    _, port = peer(answer)
    with caplog.at_level(logging.DEBUG), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(MilvusException) as raised:
            use(f"http://127.0.0.1:{port}", call)
    connections.disconnect("secret")
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert found_in("\n".join([told(raised.value), logged, *(str(each.message) for each in caught)])) == []


def test_what_holds_a_password_does_not_show_it() -> None:
    settings = resolve({"uri": f"http://{TOKEN}@localhost:1", "db_name": "books"})
    headers = settings.headers()
    assert dict(headers)["authorization"] == base64.b64encode(TOKEN.encode()).decode()
    shown = f"{settings!r} {settings} {headers!r} {headers} {[headers]} {settings.password} {vars(Secret)}"
    assert found_in(shown) == []
    assert repr(headers) == "Headers(authorization, dbname)"
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(settings)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(headers)


def test_a_leak_is_found() -> None:
    headers = Headers([("authorization", HIDDEN[1])])
    assert found_in(str(tuple(headers)))


def _unavailable() -> Any:
    import grpc

    return grpc.StatusCode.UNAVAILABLE
