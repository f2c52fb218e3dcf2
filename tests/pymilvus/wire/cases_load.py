"""Load and release."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def load(lib: Any, client: Any) -> None:
    client.load_collection("plain")


@CASES.client
def load_with_options(lib: Any, client: Any) -> None:
    client.load_collection(
        "scalars",
        replica_number=2,
        resource_groups=["one", "two"],
        load_fields=["id", "vector"],
        skip_load_dynamic_field=True,
        priority="high",
    )


@CASES.sync_client  # pymilvus's async client waits all the same
def load_without_waiting(lib: Any, client: Any) -> None:
    client.load_collection("plain", _async=True)


@CASES.sync_client  # pymilvus's async client only asks for the progress
def refresh(lib: Any, client: Any) -> None:
    client.refresh_load("plain")


@CASES.client
def release(lib: Any, client: Any) -> None:
    client.release_collection("plain")


@CASES.client
def partitions(lib: Any, client: Any) -> None:
    client.load_partitions("plain", ["_default", "part"], replica_number=2, resource_groups=["one"], priority="low")
    client.load_partitions("plain", ["part"], refresh=True, load_fields=["id"], skip_load_dynamic_field=True)
    client.release_partitions("plain", ["_default", "part"])


@CASES.client
def one_partition(lib: Any, client: Any) -> None:
    client.load_partitions("plain", "part")
    client.release_partitions("plain", "part")


@CASES.client
def state(lib: Any, client: Any) -> None:
    client.get_load_state("plain")


@CASES.sync_client  # pymilvus's async client fails
def state_of_partition(lib: Any, client: Any) -> None:
    client.get_load_state("plain", "part")


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.load(replica_number=2)
    collection.load(["part"], load_fields=["id", "vector"])
    collection.release()


@CASES.orm
def of_partition(lib: Any) -> None:
    part = lib.Partition(lib.Collection("plain"), "part")
    part.load()
    part.release()


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.load_state("plain")
    lib.utility.load_state("plain", ["part"])
    lib.utility.loading_progress("plain")
    lib.utility.loading_progress("plain", ["part"])
    lib.utility.wait_for_loading_complete("plain")
    lib.utility.wait_for_loading_complete("plain", ["part"])
