"""Reads that are pinned to one cluster."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def reads(lib: Any, client: Any) -> None:
    session = client.session("west")
    session.search("plain", [[0.0, 1.0]], limit=3)
    session.query("plain", filter="id > 5", limit=3)
    session.get("plain", ids=[1])
    requests = [lib.AnnSearchRequest([[0.0, 1.0]], "vector", {"metric_type": "L2"}, 3)]
    session.hybrid_search("plain", requests, lib.RRFRanker(), 3)
    session.close()
