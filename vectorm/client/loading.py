"""PyMilvus's arguments of load calls to operations."""

from collections.abc import Sequence
from typing import Any

from vectorm.client.checks import as_int, as_names, as_text
from vectorm.client.options import LoadOptions
from vectorm.enums import LoadState
from vectorm.ops import load as loading
from vectorm.ops.context import Context
from vectorm.ops.step import Op


def load(ctx: Context, collection: str, partitions: Sequence[str], options: LoadOptions) -> Op[None]:
    """Load a collection or some of its partitions.

    Raises:
        ParamError: A wrong option.
    """
    return loading.load(
        ctx,
        collection,
        partitions=partitions,
        replicas=as_int("replica_number", options.get("replica_number") or 0, least=0),
        refresh=options.get("refresh", options.get("_refresh", False)),
        wait=not options.get("_async", False),
        fields=as_names("load_fields", options.get("load_fields", options.get("_load_fields"))),
        skip_dynamic=options.get("skip_load_dynamic_field", options.get("_skip_load_dynamic_field", False)),
        priority=as_text("priority", options.get("priority", "")),
        resource_groups=as_names("resource_groups", options.get("resource_groups", options.get("_resource_groups"))),
    )


def load_state(ctx: Context, collection: str, partitions: Sequence[str]) -> Op[dict[str, Any]]:
    """What `get_load_state` returns."""
    state = yield from loading.state(ctx, collection, partitions)
    if state is not LoadState.Loading:
        return {"state": state}
    return {"state": state, "progress": (yield from loading.progress(ctx, collection, partitions))}
