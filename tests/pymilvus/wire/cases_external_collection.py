"""External collections."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def refresh(lib: Any, client: Any) -> None:
    client.refresh_external_collection("plain")
    client.refresh_external_collection("plain", "s3://bucket/new", '{"format": "parquet"}', db_name="archive")
    client.get_refresh_external_collection_progress(3)
    client.list_refresh_external_collection_jobs()
    client.list_refresh_external_collection_jobs("plain", db_name="archive")
