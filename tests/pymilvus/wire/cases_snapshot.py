"""Snapshots."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def create(lib: Any, client: Any) -> None:
    client.create_snapshot("s", "plain")
    client.create_snapshot("s", "plain", "archive", "of today", 3600)


@CASES.client
def find_and_drop(lib: Any, client: Any) -> None:
    client.list_snapshots()
    client.list_snapshots("plain", "archive")
    client.describe_snapshot("s", "plain")
    client.describe_snapshot("s", "plain", db_name="archive")
    client.drop_snapshot("s", "plain")
    client.drop_snapshot("s", "plain", "archive")


@CASES.client
def restore(lib: Any, client: Any) -> None:
    client.restore_snapshot("s", "plain", "copy")
    client.restore_snapshot("s", "plain", "copy", source_db_name="archive", target_db_name="books")
    client.get_restore_snapshot_state(8)
    client.list_restore_snapshot_jobs()
    client.list_restore_snapshot_jobs("copy", "books")


@CASES.client
def pin(lib: Any, client: Any) -> None:
    client.pin_snapshot_data("s", "plain")
    client.pin_snapshot_data("s", "plain", "archive", ttl_seconds=60)
    client.unpin_snapshot_data(5)
