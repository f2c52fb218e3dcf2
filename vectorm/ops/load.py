"""Load and release collections and partitions."""

from collections.abc import Sequence

from vectorm.enums import LoadState
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.poll import until
from vectorm.ops.step import Op, Rpc
from vectorm.spec.capabilities import Engine
from vectorm.spec.feature import Feature
from vectorm.spec.load import LoadSpec
from vectorm.wire import load as wire
from vectorm.wire.status import decode_status


def load(
    ctx: Context,
    collection: str,
    *,
    partitions: Sequence[str] = (),
    replicas: int = 0,
    refresh: bool = False,
    wait: bool = True,
    fields: Sequence[str] = (),
    skip_dynamic: bool = False,
    priority: str = "",
    resource_groups: Sequence[str] = (),
) -> Op[None]:
    """Load a collection or some of its partitions; with `wait`, return when they can be searched.

    Milvus Lite has no partition load: it loads the whole collection, so that the partitions can be searched as asked.
    """
    what = LoadSpec(
        collection=collection,
        partitions=tuple(partitions) if ctx.capabilities.can(Feature.PARTITION_LOAD) else (),
        replicas=replicas,
        refresh=refresh,
        fields=tuple(fields),
        skip_dynamic=skip_dynamic,
        priority=priority,
        resource_groups=tuple(resource_groups),
    )
    ctx.released.discard(collection)
    if what.partitions:
        yield from send(Rpc("LoadPartitions", wire.encode_load_partitions(what), decode_status))
    else:
        yield from send(Rpc("LoadCollection", wire.encode_load(what), decode_status, collection=collection))
    if wait:
        yield from until(lambda: _is_loaded(ctx, what))


def release(ctx: Context, collection: str, partitions: Sequence[str] = ()) -> Op[None]:
    """Release a collection, or some of its partitions where the engine can (Milvus Lite keeps them loaded)."""
    if not partitions:
        ctx.released.add(collection)
        yield from send(Rpc("ReleaseCollection", wire.encode_release(collection), decode_status))
    elif ctx.capabilities.can(Feature.PARTITION_LOAD):
        request = wire.encode_release_partitions(collection, partitions)
        yield from send(Rpc("ReleasePartitions", request, decode_status))


def state(_ctx: Context, collection: str, partitions: Sequence[str] = ()) -> Op[LoadState]:
    """Whether a collection or its partitions are loaded."""
    return (yield from send(Rpc("GetLoadState", wire.encode_state(collection, partitions), wire.decode_state)))


def progress(ctx: Context, collection: str, partitions: Sequence[str] = (), *, refresh: bool = False) -> Op[int]:
    """Percent loaded, 0 to 100; with `refresh`, percent of the refresh."""
    asked = partitions if ctx.capabilities.can(Feature.PARTITION_LOAD) else ()
    request = wire.encode_progress(collection, asked)
    loaded, refreshed = yield from send(Rpc("GetLoadingProgress", request, wire.decode_progress))
    return refreshed if refresh else loaded


def wait(ctx: Context, collection: str, partitions: Sequence[str] = ()) -> Op[None]:
    """Return when a collection or its partitions are loaded."""
    yield from until(lambda: _is_loaded(ctx, LoadSpec(collection=collection, partitions=tuple(partitions))))


def _is_loaded(ctx: Context, what: LoadSpec) -> Op[bool]:
    # Milvus Lite has nothing to refresh, and tells of no progress of it.
    refresh = what.refresh and ctx.capabilities.engine is not Engine.LITE
    percent = yield from progress(ctx, what.collection, what.partitions, refresh=refresh)
    return percent >= 100
