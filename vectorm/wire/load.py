"""Load and release collections and partitions."""

from collections.abc import Sequence

from vectorm.enums import LoadState
from vectorm.spec.load import LoadSpec
from vectorm.wire.messages import (
    GetLoadingProgressRequest,
    GetLoadingProgressResponse,
    GetLoadStateRequest,
    GetLoadStateResponse,
    LoadCollectionRequest,
    LoadPartitionsRequest,
    ReleaseCollectionRequest,
    ReleasePartitionsRequest,
)
from vectorm.wire.status import check


def encode_load(load: LoadSpec) -> bytes:
    """Load a whole collection."""
    return LoadCollectionRequest(
        collection_name=load.collection,
        replica_number=load.replicas,
        resource_groups=load.resource_groups,
        refresh=load.refresh,
        load_fields=load.fields,
        skip_load_dynamic_field=load.skip_dynamic,
        load_params=_params(load),
    ).SerializeToString()


def encode_load_partitions(load: LoadSpec) -> bytes:
    """Load some partitions of a collection."""
    return LoadPartitionsRequest(
        collection_name=load.collection,
        partition_names=load.partitions,
        replica_number=load.replicas,
        resource_groups=load.resource_groups,
        refresh=load.refresh,
        load_fields=load.fields,
        skip_load_dynamic_field=load.skip_dynamic,
        load_params=_params(load),
    ).SerializeToString()


def _params(load: LoadSpec) -> dict[str, str]:
    return {"load_priority": load.priority} if load.priority else {}


def encode_release(collection: str) -> bytes:
    """Release a collection."""
    return ReleaseCollectionRequest(collection_name=collection).SerializeToString()


def encode_release_partitions(collection: str, partitions: Sequence[str]) -> bytes:
    """Release some partitions of a collection."""
    return ReleasePartitionsRequest(collection_name=collection, partition_names=partitions).SerializeToString()


def encode_state(collection: str, partitions: Sequence[str]) -> bytes:
    """Ask whether a collection or its partitions are loaded."""
    return GetLoadStateRequest(collection_name=collection, partition_names=partitions).SerializeToString()


def decode_state(data: bytes) -> LoadState:
    """Whether it is loaded."""
    reply = GetLoadStateResponse.FromString(data)
    check(reply.status)
    return LoadState(reply.state)


def encode_progress(collection: str, partitions: Sequence[str]) -> bytes:
    """Ask how far loading is."""
    return GetLoadingProgressRequest(collection_name=collection, partition_names=partitions).SerializeToString()


def decode_progress(data: bytes) -> tuple[int, int]:
    """Percent loaded, and percent refreshed."""
    reply = GetLoadingProgressResponse.FromString(data)
    check(reply.status)
    return reply.progress, reply.refresh_progress
