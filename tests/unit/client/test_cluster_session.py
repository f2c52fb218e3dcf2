"""Sessions pinned to a cluster share what their client knows, and are closed on their own."""

import asyncio
from typing import cast

import pytest

from tests.unit.ops.support import context
from vectorm.client.aio.client import AsyncMilvusClient
from vectorm.connection.handle import Connection
from vectorm.connection.settings import resolve
from vectorm.enums import DataType
from vectorm.errors import ConnectionNotExistException, ParamError, Unsupported
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.spec.capabilities import capabilities_of
from vectorm.spec.read import HybridSpec, QuerySpec, RankerSpec, SearchSpec, Vectors
from vectorm.transport.recorded import Recorded
from vectorm.wire import messages as m

NEW = capabilities_of("3.0.2", "CLUSTER")
SEARCH = SearchSpec(
    collection="docs", field="v", vectors=Vectors(type=DataType.FLOAT_VECTOR, values=[b"\0" * 8]), limit=2
)


def pinned() -> Context:
    return Context("", NEW, cluster="west")


def test_a_pinned_connection_shares_what_is_known() -> None:
    whole = Connection(resolve({"uri": "http://localhost:1"}), NEW)
    west = whole.with_cluster("west")
    assert (whole.context.cluster, west.context.cluster) == ("", "west")
    whole.context.note_write("docs", 9)
    assert west.context.written == {"docs": 9}
    west.close()
    assert (west.is_closed, whole.is_closed) == (True, False)
    whole.close()


def test_every_read_names_the_cluster() -> None:
    rows = m.QueryResults().SerializeToString()
    hits = m.SearchResults().SerializeToString()
    driver = Recorded({"Query": [rows], "Search": [hits], "HybridSearch": [hits]})
    driver.run(read.query(pinned(), QuerySpec(collection="docs", filter="id > 1")))
    driver.run(read.search(pinned(), SEARCH))
    ranker = RankerSpec(strategy="rrf", params={"k": 60})
    driver.run(read.hybrid(pinned(), HybridSpec(collection="docs", searches=(SEARCH,), ranker=ranker, limit=2)))
    query, search, hybrid = (rpc.request for rpc in driver.sent)
    merged = m.HybridSearchRequest.FromString(hybrid)
    found = (
        m.QueryRequest.FromString(query).query_params,
        m.SearchRequest.FromString(search).search_params,
        merged.rank_params,
        merged.requests[0].search_params,
    )
    for params in found:
        assert {each.key: each.value for each in params}["cluster_id"] == "west"


def test_a_server_that_would_read_its_own_is_not_asked() -> None:
    ctx = context()
    ctx.cluster = "west"
    driver = Recorded()
    for op in (read.query(ctx, QuerySpec(collection="docs")), read.search(ctx, SEARCH)):
        with pytest.raises(Unsupported, match="reads of another cluster"):
            driver.run(op)
    assert driver.sent == []


@pytest.mark.parametrize("cluster", ["", None, 5])
def test_a_cluster_has_a_name(cluster: object) -> None:
    with pytest.raises(ParamError, match="cluster_id"):
        AsyncMilvusClient("http://localhost:1").session(cast("str", cluster))


def test_a_closed_session() -> None:
    async def main() -> None:
        session = AsyncMilvusClient("http://localhost:1").session("west")
        await session.close()
        with pytest.raises(ConnectionNotExistException):
            await session.query("docs", filter="id > 1")

    asyncio.run(main())
