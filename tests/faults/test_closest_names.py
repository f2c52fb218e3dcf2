"""Looking up the closest name is best effort: whatever happens to it, the first error is the one that is raised."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.peer import Answer, Peer
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.settings import resolve
from vectorm.errors import CollectionNotExistException
from vectorm.ops import collection
from vectorm.spec.capabilities import capabilities_of
from vectorm.spec.collection import CollectionInfo
from vectorm.wire.messages import DescribeCollectionResponse, ShowCollectionsResponse, Status

Start = Callable[..., tuple[Peer, int]]
Describe = Callable[[int, float], CollectionInfo]


def in_sync(port: int, timeout: float) -> CollectionInfo:
    connection = Connection(resolve({"port": port}), capabilities_of("v2.3.5", "STANDALONE"))
    try:
        return connection.run(lambda ctx: collection.describe(ctx, "dosc"), timeout=timeout)
    finally:
        connection.close()


def in_async(port: int, timeout: float) -> CollectionInfo:
    async def describe() -> CollectionInfo:
        connection = AsyncConnection(resolve({"port": port}), capabilities_of("v2.3.5", "STANDALONE"))
        try:
            return await connection.run(lambda ctx: collection.describe(ctx, "dosc"), timeout=timeout)
        finally:
            await connection.close()

    return asyncio.run(describe())


def server(listed: Answer) -> Answer:
    """A server without the collection, that answers the second request in some way."""
    missing = DescribeCollectionResponse(status=Status(code=100, reason="can't find collection dosc"))

    def answer(method: str, request: bytes, context: Any) -> bytes:
        return listed(method, request, context) if method == "ShowCollections" else missing.SerializeToString()

    return answer


def names(_method: str, _request: bytes, _context: Any) -> bytes:
    return ShowCollectionsResponse(collection_names=["docs", "users"]).SerializeToString()


def denied(_method: str, _request: bytes, _context: Any) -> bytes:
    return ShowCollectionsResponse(status=Status(code=1401, reason="PermissionDenied")).SerializeToString()


def broken(_method: str, _request: bytes, _context: Any) -> bytes:
    return b"\xff\xff"


def crashed(_method: str, _request: bytes, _context: Any) -> bytes:
    raise RuntimeError("the server failed")


def deaf(_method: str, _request: bytes, _context: Any) -> bytes:
    time.sleep(1)
    return b""


@pytest.mark.parametrize("describe", [in_sync, in_async])
@pytest.mark.parametrize(
    ("listed", "hint"),
    [(names, "did you mean 'docs'?"), (denied, ""), (broken, ""), (crashed, ""), (deaf, "")],
    ids=["names", "denied", "broken", "crashed", "deaf"],
)
def test_the_first_error_stays(peer: Start, describe: Describe, listed: Answer, hint: str) -> None:
    found, port = peer(server(listed))
    with pytest.raises(CollectionNotExistException) as caught:
        describe(port, 0.5)
    assert caught.value.hint == hint
    assert caught.value.message == "can't find collection dosc"
    assert [method for method, _, _ in found.calls] == ["DescribeCollection", "ShowCollections"]
