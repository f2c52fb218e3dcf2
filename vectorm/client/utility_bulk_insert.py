"""The part of `utility` about the import of files."""

from collections.abc import Sequence
from dataclasses import replace

from vectorm.client.bound import run
from vectorm.client.bulk_insert import BulkInsertState
from vectorm.client.checks import as_int, as_names
from vectorm.client.keywords import checked
from vectorm.ops import bulk_insert
from vectorm.spec.bulk_insert import BulkInsert


@checked
def do_bulk_insert(
    collection_name: str,
    files: Sequence[str],
    partition_name: str | None = None,
    timeout: float | None = None,
    using: str = "default",
    *,
    bucket: str | None = None,
    backup: bool | str | None = None,
    sep: str | None = None,
    nullkey: str | None = None,
    channel_names: Sequence[str] | None = None,
) -> int:
    """Start an import of files that lie in the server's object store; returns the id of its task.

    Args:
        collection_name: Into which collection.
        files: Their paths in the object store.
        partition_name: Into which partition; the default one if None.
        timeout: Seconds.
        using: Alias of the connection.
        bucket: Bucket of the files; the server's own if None.
        backup: Whether the files are of milvus-backup.
        sep: Separator of CSV files.
        nullkey: What stands for null in CSV files.
        channel_names: Channels to write to; all if None.

    Raises:
        OutcomeUnknown: The answer was lost; `list_bulk_insert_tasks` tells whether it was started.
        Unsupported: On Milvus Lite.
    """
    given = {"bucket": bucket, "backup": backup, "sep": sep, "nullkey": nullkey}
    wanted = BulkInsert(
        collection=collection_name,
        files=as_names("files", files),
        partition=partition_name or "",
        channels=as_names("channel_names", channel_names),
        options={name: str(value) for name, value in given.items() if value is not None},
    )
    return run(using, lambda ctx: bulk_insert.start(ctx, wanted), timeout)


@checked
def get_bulk_insert_state(task_id: int, timeout: float | None = None, using: str = "default") -> BulkInsertState:
    """How far an import is."""
    as_int("task_id", task_id, least=0)
    found = run(using, lambda ctx: bulk_insert.state(ctx, task_id), timeout)
    return BulkInsertState(replace(found, id=task_id))


@checked
def list_bulk_insert_tasks(
    limit: int = 0, collection_name: str | None = None, timeout: float | None = None, using: str = "default"
) -> list[BulkInsertState]:
    """Imports into a collection, or into all; `limit` of them, 0 for all."""
    as_int("limit", limit, least=0)
    found = run(using, lambda ctx: bulk_insert.list_tasks(ctx, collection_name or "", limit), timeout)
    return [BulkInsertState(task) for task in found]
