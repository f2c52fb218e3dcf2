"""Replicas of a collection."""

from vectorm.ops import collection as collections_
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.feature import Feature
from vectorm.spec.replica import ReplicaInfo
from vectorm.wire import replica as wire


def describe(ctx: Context, collection: str) -> Op[list[ReplicaInfo]]:
    """The replicas of a loaded collection."""
    ctx.capabilities.require(Feature.REPLICAS)
    # By id, which a collection that was dropped and made anew does not keep: ask for it now.
    info = yield from collections_.describe(ctx, collection)
    request = wire.encode_describe(info.collection_id)
    return (yield from send(Rpc("GetReplicas", request, wire.decode_describe, collection=collection)))
