"""Resource groups, replicas, segments and compactions on Milvus 2.3.5."""

from collections.abc import Callable, Iterator

import pytest

from tests.fix_engines import Engine
from tests.support.milvus23 import Milvus23
from vectorm import Collection, MilvusClient, Partition, SegmentState, connections, utility
from vectorm.errors import AlreadyExists, CollectionNotExistException, ServerError, Unsupported

ALIAS = "test_resource_group"
DEFAULT = "__default_resource_group"

NEEDS = pytest.mark.needs("resource_groups")


@pytest.fixture
def alias(engine: Engine) -> Iterator[str]:
    connections.connect(ALIAS, uri=engine.uri)
    yield ALIAS
    connections.remove_connection(ALIAS)


def fill(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, consistency_level="Strong")
    client.insert(name, [{"id": i, "vector": [0.0, i]} for i in range(10)])
    client.flush(name)


@NEEDS
def test_groups_come_and_go(client: MilvusClient) -> None:
    assert DEFAULT in client.list_resource_groups()
    client.create_resource_group("tests_g")
    try:
        with pytest.raises(AlreadyExists):
            client.create_resource_group("tests_g")
        assert "tests_g" in client.list_resource_groups()
        group = client.describe_resource_group("tests_g")
        assert (group.name, group.capacity, group.num_available_node, group.num_loaded_replica) == ("tests_g", 0, 0, {})
    finally:
        client.drop_resource_group("tests_g")
    client.drop_resource_group("tests_g")
    assert "tests_g" not in client.list_resource_groups()
    assert client.describe_resource_group(DEFAULT).num_available_node == 1
    with pytest.raises(ServerError, match="tests_g"):
        client.describe_resource_group("tests_g")


@NEEDS
def test_what_2_3_5_would_ignore_is_refused(client: MilvusClient) -> None:
    with pytest.raises(Unsupported, match="configs of resource groups"):
        client.create_resource_group("tests_h", config={"requests": {"node_num": 1}})
    with pytest.raises(Unsupported, match="compactions of one collection"):
        client.list_compaction_tasks("docs")
    assert "tests_h" not in client.list_resource_groups()


@NEEDS
def test_replicas_and_segments(client: MilvusClient, name: str, alias: str) -> None:
    fill(client, name)
    (replica,) = client.describe_replica(name)
    assert (replica.resource_group, len(replica.group_nodes), len(replica.shards)) == (DEFAULT, 1, 1)
    (group,) = Collection(name, using=alias).get_replicas().groups
    assert group.id == replica.id
    assert Partition(Collection(name, using=alias), "_default").get_replicas().groups[0].id == replica.id
    stored = client.list_persistent_segments(name)
    assert sum(segment.num_rows for segment in stored) == 10
    assert {segment.state_name for segment in stored} == {"Flushed"}
    assert client.list_persistent_segments(name, states=[SegmentState.Growing]) == []
    client.release_collection(name)
    client.load_collection(name)
    loaded = client.list_loaded_segments(name)
    assert sum(segment.num_rows for segment in loaded) == 10
    seen = utility.get_query_segment_info(name, using=alias)
    assert [segment.segmentID for segment in seen] == [segment.segment_id for segment in loaded]
    with pytest.raises(ServerError):
        utility.load_balance(name, 1, [987654321], [1], using=alias)
    with pytest.raises(CollectionNotExistException):
        client.describe_replica("t_missing")


@NEEDS
def test_compaction(client: MilvusClient, name: str, alias: str) -> None:
    fill(client, name)
    job = client.compact(name)
    plans = client.get_compaction_plans(job)
    assert plans.compaction_id == job
    assert plans.state.name in {"Executing", "Completed"}
    collection = Collection(name, using=alias)
    collection.compact()
    assert collection.get_compaction_state().compaction_id == collection.compaction_id
    assert collection.get_compaction_plans().compaction_id == collection.compaction_id


@NEEDS
def test_flush_all_state(client: MilvusClient, name: str) -> None:
    fill(client, name)
    client.flush_all()
    assert client.get_flush_all_state()


def test_a_node_is_moved_and_back(milvus_server: Callable[..., Milvus23]) -> None:
    """On a server of its own: without its only node the default group can load nothing."""
    connections.connect(ALIAS, uri=milvus_server().uri)
    try:
        utility.create_resource_group("other", using=ALIAS)
        utility.transfer_node(DEFAULT, "other", 1, using=ALIAS)
        assert utility.describe_resource_group("other", using=ALIAS).num_available_node == 1
        with pytest.raises(ServerError, match="not enough"):
            utility.transfer_node(DEFAULT, "other", 1, using=ALIAS)
        utility.transfer_node("other", DEFAULT, 1, using=ALIAS)
        with pytest.raises(ServerError):
            utility.transfer_replica(DEFAULT, "other", "t_missing", 1, using=ALIAS)
        utility.drop_resource_group("other", using=ALIAS)
        assert utility.list_resource_groups(using=ALIAS) == [DEFAULT]
    finally:
        connections.remove_connection(ALIAS)
