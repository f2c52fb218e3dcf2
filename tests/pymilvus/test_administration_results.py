"""What administration returns is what PyMilvus returns, from the same replies. No engine at hand has these calls."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

import vectorm
from tests.pymilvus.wire.harness import Blocking
from tests.pymilvus.wire.recording_server import RecordingServer
from tests.pymilvus.wire.replies import answer
from tests.pymilvus.wire.theirs import STREAMED, ConnectionManager, pymilvus
from vectorm.client.analyzer import AnalyzeResult, AnalyzeToken
from vectorm.client.sizes import parse_target_size
from vectorm.errors import ParamError

optimize_task: Any = import_module("pymilvus.milvus_client.optimize_task")

Ask = Callable[[Any], Any]

START = {"id": "12", "wal_name": "WoodPecker"}

ASKED: dict[str, Ask] = {
    "list_snapshots": lambda c: c.list_snapshots(),
    "describe_snapshot": lambda c: c.describe_snapshot("s", "plain"),
    "create_snapshot": lambda c: c.create_snapshot("s", "plain"),
    "restore_snapshot": lambda c: c.restore_snapshot("s", "plain", "copy"),
    "get_restore_snapshot_state": lambda c: c.get_restore_snapshot_state(8),
    "list_restore_snapshot_jobs": lambda c: c.list_restore_snapshot_jobs(),
    "pin_snapshot_data": lambda c: c.pin_snapshot_data("s", "plain"),
    "unpin_snapshot_data": lambda c: c.unpin_snapshot_data(5),
    "list_file_resources": lambda c: c.list_file_resources(),
    "add_file_resource": lambda c: c.add_file_resource("a", "b"),
    "refresh_external_collection": lambda c: c.refresh_external_collection("plain"),
    "refresh_progress": lambda c: c.get_refresh_external_collection_progress(3),
    "refresh_jobs": lambda c: c.list_refresh_external_collection_jobs(),
    "replicate_info": lambda c: c.get_replicate_info("east", "east-0"),
    "dump_messages": lambda c: list(c.dump_messages("east-0", START)),
    "analyzer": lambda c: c.run_analyzer("a text"),
    "analyzer_of_several": lambda c: c.run_analyzer(["a text", "b"]),
    "analyzer_with_hash": lambda c: c.run_analyzer("a text", with_hash=True),
    "analyzer_with_detail": lambda c: c.run_analyzer(["a text"], with_detail=True),
    "analyzer_with_both": lambda c: c.run_analyzer("a", with_hash=True, with_detail=True).tokens[0].dict,
    "add_collection_field": lambda c: c.add_collection_field("plain", "x", 5, nullable=True),
    "drop_collection_field": lambda c: c.drop_collection_field("plain", "x"),
    "alter_collection_field": lambda c: c.alter_collection_field("plain", "x", {"max_length": 9}),
    "compact": lambda c: c.compact("plain", target_size=3, target_size_unit="gb"),
    "optimize": lambda c: c.optimize("plain", target_size="2GB"),
    "list_segments": lambda c: c.list_segments("plain"),
}


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    server = RecordingServer(answer, STREAMED)
    yield server.uri
    ConnectionManager._reset_instance()
    server.close()


@pytest.mark.parametrize("name", ASKED)
def test_results(uri: str, name: str) -> None:
    ours, theirs = vectorm.MilvusClient(uri), pymilvus.MilvusClient(uri)
    try:
        mine, other = ASKED[name](ours), ASKED[name](theirs)
        assert repr(mine) == repr(other)
        assert type(mine).__name__ == type(other).__name__
    finally:
        ours.close()
        theirs.close()


@pytest.mark.parametrize("name", ASKED)
def test_the_async_client_returns_the_same(uri: str, name: str, event_loop_of_tests: Any) -> None:
    ours = vectorm.MilvusClient(uri)
    twin = Blocking(vectorm.AsyncMilvusClient(uri), event_loop_of_tests)
    try:
        assert repr(ASKED[name](twin)) == repr(ASKED[name](ours))
    finally:
        ours.close()
        twin.close()


def test_a_token_tells_what_was_asked_for(uri: str) -> None:
    with vectorm.MilvusClient(uri) as client:
        result = client.run_analyzer("a text", with_detail=True, with_hash=True)
    assert isinstance(result, AnalyzeResult)
    token: AnalyzeToken = result.tokens[0]
    parts = (token.token, token.start_offset, token.end_offset, token.position, token.position_length, token.hash)
    assert parts == ("a", 1, 2, 3, 4, 5)
    assert token["hash"] == 5


def test_a_replicate_configuration(uri: str) -> None:
    with vectorm.MilvusClient(uri) as client:
        ours = client.get_replicate_configuration()
    theirs = pymilvus.MilvusClient(uri).get_replicate_configuration()
    (cluster,), (other,) = ours.clusters, theirs.clusters
    assert (cluster.cluster_id, cluster.pchannels) == (other.cluster_id, list(other.pchannels))
    assert cluster.connection_param.uri == other.connection_param.uri
    assert cluster.connection_param.token == other.connection_param.token == "t"
    assert "token" not in repr(ours)
    (link,), (other_link,) = ours.cross_cluster_topology, theirs.cross_cluster_topology
    assert (link.source_cluster_id, link.target_cluster_id) == (
        other_link.source_cluster_id,
        other_link.target_cluster_id,
    )


@pytest.mark.parametrize(
    "target", ["1.5GB", "500MB", "1000000000", "2tb", " 10 kb ", "0.5mb", 5_000_000, 1e10, "x", "5xb", -1]
)
def test_sizes(target: Any) -> None:
    def said(parse: Callable[[Any], int]) -> int | str:
        try:
            return parse(target)
        except (ParamError, pymilvus.exceptions.ParamError):
            return "refused"

    assert said(parse_target_size) == said(optimize_task.parse_target_size)
