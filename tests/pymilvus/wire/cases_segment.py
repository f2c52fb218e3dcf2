"""Flush, compaction, segments."""

from importlib import import_module
from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def flush(lib: Any, client: Any) -> None:
    client.flush("plain")


@CASES.sync_client  # pymilvus's async client fails
def flush_all(lib: Any, client: Any) -> None:
    client.flush_all()
    client.get_flush_all_state(flush_all_ts=5)


@CASES.client
def compact(lib: Any, client: Any) -> None:
    client.compact("plain")
    client.compact("plain", is_clustering=True)


@CASES.client
def compaction(lib: Any, client: Any) -> None:
    client.get_compaction_state(12)


@CASES.sync_client  # pymilvus's async client fails
def compaction_plans(lib: Any, client: Any) -> None:
    client.get_compaction_plans(12)


@CASES.client
def compaction_tasks(lib: Any, client: Any) -> None:
    client.list_compaction_tasks("plain")


@CASES.client
def persistent_segments(lib: Any, client: Any) -> None:
    client.list_persistent_segments("plain")
    states = import_module(f"{lib.__name__}.client.types").SegmentState
    client.list_persistent_segments("plain", states=[states.Growing, states.Sealed])


@CASES.sync_client
def loaded_segments(lib: Any, client: Any) -> None:
    client.list_loaded_segments("plain")


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.flush()
    collection.compact()
    collection.get_compaction_state()
    collection.wait_for_compaction_completed()
    collection.get_compaction_plans()


@CASES.orm
def clustering(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.compact(is_clustering=True)
    collection.get_compaction_state(is_clustering=True)


@CASES.orm
def of_partition(lib: Any) -> None:
    lib.Partition(lib.Collection("plain"), "part").flush()


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.flush_all()
    lib.utility.get_query_segment_info("plain")
    lib.utility.load_balance("plain", 1, [2, 3], [10, 11])
