"""Resource groups and replicas."""

from importlib import import_module
from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


def config(lib: Any) -> Any:
    """Two to four nodes, of the group `spare`."""
    limits = {"requests": {"node_num": 2}, "limits": {"node_num": 4}, "transfer_from": [{"resource_group": "spare"}]}
    return import_module(f"{lib.__name__}.client.types").ResourceGroupConfig(**limits)


@CASES.client
def create(lib: Any, client: Any) -> None:
    client.create_resource_group("one")


@CASES.client
def create_with_config(lib: Any, client: Any) -> None:
    client.create_resource_group("one", config=config(lib))


@CASES.client
def update(lib: Any, client: Any) -> None:
    client.update_resource_groups({"one": config(lib)})


@CASES.client
def drop(lib: Any, client: Any) -> None:
    client.drop_resource_group("one")


@CASES.client
def list_all(lib: Any, client: Any) -> None:
    client.list_resource_groups()


@CASES.client
def describe(lib: Any, client: Any) -> None:
    client.describe_resource_group("one")


@CASES.client
def transfer_replica(lib: Any, client: Any) -> None:
    client.transfer_replica("one", "two", "plain", 2)


@CASES.client
def replicas(lib: Any, client: Any) -> None:
    client.describe_replica("plain")


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.create_resource_group("one", config=config(lib))
    lib.utility.update_resource_groups({"one": config(lib)})
    lib.utility.list_resource_groups()
    lib.utility.describe_resource_group("one")
    lib.utility.transfer_node("one", "two", 1)
    lib.utility.transfer_replica("one", "two", "plain", 2)
    lib.utility.drop_resource_group("one")


@CASES.orm
def orm_replicas(lib: Any) -> None:
    lib.Collection("plain").get_replicas()
    lib.Partition(lib.Collection("plain"), "part").get_replicas()
