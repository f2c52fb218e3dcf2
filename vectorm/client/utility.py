"""`utility`: administration on the connection `using`."""

from collections.abc import Sequence
from typing import Any

from vectorm.client.bound import run, run_long
from vectorm.client.describe import progress_dict, single_index
from vectorm.client.future import Callback, FlushFuture, begin
from vectorm.client.keywords import checked
from vectorm.client.timestamps import (
    hybridts_to_datetime,
    hybridts_to_unixtime,
    mkts_from_datetime,
    mkts_from_hybridts,
    mkts_from_unixtime,
)
from vectorm.client.utility_access import (
    create_user,
    delete_user,
    list_roles,
    list_user,
    list_usernames,
    list_users,
    reset_password,
    update_password,
)
from vectorm.client.utility_bulk_insert import do_bulk_insert, get_bulk_insert_state, list_bulk_insert_tasks
from vectorm.client.utility_nodes import (
    create_resource_group,
    describe_resource_group,
    drop_resource_group,
    get_query_segment_info,
    list_resource_groups,
    load_balance,
    transfer_node,
    transfer_replica,
    update_resource_groups,
)
from vectorm.connection.handle import LONG_TIMEOUT
from vectorm.connection.registry import connections
from vectorm.enums import LoadState
from vectorm.ops import alias as aliases
from vectorm.ops import collection, connect, flush, index, load, partition
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.index import IndexInfo

__all__ = [
    "alter_alias",
    "create_alias",
    "create_resource_group",
    "create_user",
    "delete_user",
    "describe_resource_group",
    "do_bulk_insert",
    "drop_alias",
    "drop_collection",
    "drop_resource_group",
    "flush_all",
    "get_bulk_insert_state",
    "get_query_segment_info",
    "get_server_type",
    "get_server_version",
    "has_collection",
    "has_partition",
    "hybridts_to_datetime",
    "hybridts_to_unixtime",
    "index_building_progress",
    "list_aliases",
    "list_bulk_insert_tasks",
    "list_collections",
    "list_indexes",
    "list_resource_groups",
    "list_roles",
    "list_user",
    "list_usernames",
    "list_users",
    "load_balance",
    "load_state",
    "loading_progress",
    "mkts_from_datetime",
    "mkts_from_hybridts",
    "mkts_from_unixtime",
    "rename_collection",
    "reset_password",
    "transfer_node",
    "transfer_replica",
    "truncate_collection",
    "update_password",
    "update_resource_groups",
    "wait_for_index_building_complete",
    "wait_for_loading_complete",
]


@checked
def get_server_version(using: str = "default", timeout: float | None = None) -> str:
    """The server's version."""
    return run(using, connect.get_version, timeout)


@checked
def get_server_type(using: str = "default") -> str:
    """`zilliz` for Zilliz Cloud, by the address, else `milvus`."""
    return "zilliz" if "zilliz" in connections.get(using).address.host.lower() else "milvus"


@checked
def list_collections(timeout: float | None = None, using: str = "default") -> list[str]:
    """Names of the collections in the database."""
    return run(using, collection.list_names, timeout)


@checked
def has_collection(collection_name: str, using: str = "default", timeout: float | None = None) -> bool:
    """Whether there is a collection or alias of that name."""
    return run(using, lambda ctx: collection.has(ctx, collection_name), timeout)


@checked
def has_partition(
    collection_name: str, partition_name: str, using: str = "default", timeout: float | None = None
) -> bool:
    """Whether a collection has a partition of that name."""
    return run(using, lambda ctx: partition.has(ctx, collection_name, partition_name), timeout)


@checked
def drop_collection(collection_name: str, timeout: float | None = None, using: str = "default") -> None:
    """Drop a collection with all its rows; a missing one is no error."""
    run(using, lambda ctx: collection.drop(ctx, collection_name), timeout)


@checked
def truncate_collection(collection_name: str, timeout: float | None = None, using: str = "default") -> None:
    """Delete all rows of a collection; schema and indexes stay."""
    run(using, lambda ctx: collection.truncate(ctx, collection_name), timeout)


@checked
def rename_collection(
    old_collection_name: str,
    new_collection_name: str,
    new_db_name: str = "",
    timeout: float | None = None,
    using: str = "default",
) -> None:
    """Rename a collection, also into another database."""
    run(using, lambda ctx: collection.rename(ctx, old_collection_name, new_collection_name, new_db_name), timeout)


@checked
def loading_progress(
    collection_name: str,
    partition_names: Sequence[str] | None = None,
    using: str = "default",
    timeout: float | None = None,
) -> dict[str, str]:
    """`{"loading_progress": "100%"}`."""
    percent = run(using, lambda ctx: load.progress(ctx, collection_name, partition_names or ()), timeout)
    return {"loading_progress": f"{percent}%"}


@checked
def load_state(
    collection_name: str,
    partition_names: Sequence[str] | None = None,
    using: str = "default",
    timeout: float | None = None,
) -> LoadState:
    """Whether a collection or its partitions can be searched."""
    return run(using, lambda ctx: load.state(ctx, collection_name, partition_names or ()), timeout)


@checked
def wait_for_loading_complete(
    collection_name: str,
    partition_names: Sequence[str] | None = None,
    timeout: float | None = None,
    using: str = "default",
) -> None:
    """Return when a collection or its partitions are loaded; 600 seconds if `timeout` is None."""
    run_long(using, lambda ctx: load.wait(ctx, collection_name, partition_names or ()), timeout)


@checked
def index_building_progress(
    collection_name: str, index_name: str = "", using: str = "default", timeout: float | None = None
) -> dict[str, Any]:
    """`total_rows`, `indexed_rows`, `pending_index_rows` and `state` of an index ("" when there is only one).

    Raises:
        IndexNotExistException: There is no such index.
        ParamError: There are several.
    """
    return progress_dict(run(using, lambda ctx: _only_index(ctx, collection_name, index_name), timeout))


@checked
def wait_for_index_building_complete(
    collection_name: str, index_name: str = "", timeout: float | None = None, using: str = "default"
) -> bool:
    """Return True when the index ("" when there is only one) is built; 600 seconds if `timeout` is None.

    Raises:
        ServerError: The build failed.
    """
    info = run(using, lambda ctx: _only_index(ctx, collection_name, index_name), timeout)
    run_long(using, lambda ctx: index.wait(ctx, collection_name, name=info.spec.name), timeout)
    return True


@checked
def list_indexes(
    collection_name: str, using: str = "default", timeout: float | None = None, *, field_name: str | None = None
) -> list[str]:
    """Names of a collection's indexes, or of those on one field."""
    found = run(using, lambda ctx: index.describe(ctx, collection_name, field=field_name or ""), timeout)
    return [info.spec.name for info in found]


@checked
def create_alias(collection_name: str, alias: str, timeout: float | None = None, using: str = "default") -> None:
    """Give a collection another name."""
    run(using, lambda ctx: aliases.create(ctx, collection_name, alias), timeout)


@checked
def alter_alias(collection_name: str, alias: str, timeout: float | None = None, using: str = "default") -> None:
    """Point an alias to another collection."""
    run(using, lambda ctx: aliases.alter(ctx, collection_name, alias), timeout)


@checked
def drop_alias(alias: str, timeout: float | None = None, using: str = "default") -> None:
    """Drop an alias; a missing one is no error."""
    run(using, lambda ctx: aliases.drop(ctx, alias), timeout)


@checked
def list_aliases(collection_name: str, timeout: float | None = None, using: str = "default") -> list[str]:
    """The aliases of a collection."""
    return list(run(using, lambda ctx: aliases.list_all(ctx, collection_name), timeout).names)


@checked
def flush_all(
    using: str = "default", timeout: float | None = None, *, _async: bool = False, _callback: Callback | None = None
) -> FlushFuture | None:
    """Flush every collection of the database, and wait until all rows are written.

    With `_async` return a future once the request is sent; `_callback` is called with the result of the future.
    """
    if not _async:
        run_long(using, flush.flush_all, timeout)
        return None
    seconds = LONG_TIMEOUT if timeout is None else timeout
    return begin(FlushFuture, using, flush.flush_all, "FlushAll", seconds, _callback)


def _only_index(ctx: Context, collection_name: str, index_name: str) -> Op[IndexInfo]:
    found = yield from index.found(ctx, collection_name, name=index_name)
    return single_index(collection_name, found)
