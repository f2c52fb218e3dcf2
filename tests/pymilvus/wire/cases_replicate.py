"""Replication."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)

CLUSTERS = [
    {
        "cluster_id": "east",
        "connection_param": {"uri": "http://east:19530", "token": "root:Milvus"},
        "pchannels": ["east-0", "east-1"],
    },
    {"cluster_id": "west", "connection_param": {"uri": "http://west:19530"}},
]
TOPOLOGY = [{"source_cluster_id": "east", "target_cluster_id": "west"}]
START = {"id": "12", "wal_name": "WoodPecker"}


@CASES.sync_client  # pymilvus's async client fails
def update(lib: Any, client: Any) -> None:
    client.update_replicate_configuration(CLUSTERS, TOPOLOGY)
    client.update_replicate_configuration(CLUSTERS[:1])
    client.update_replicate_configuration(clusters=CLUSTERS, cross_cluster_topology=[], force_promote=True)


@CASES.client
def get(lib: Any, client: Any) -> None:
    client.get_replicate_configuration()


@CASES.client
def info(lib: Any, client: Any) -> None:
    client.get_replicate_info("east", "east-0")


@CASES.client
def dump(lib: Any, client: Any) -> None:
    assert len(list(client.dump_messages("east-0", START))) == 1
    assert len(list(client.dump_messages("east-0", START, start_timetick=5, end_timetick=9, timeout=5))) == 1
