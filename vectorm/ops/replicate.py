"""Replication between clusters."""

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc, Stream
from vectorm.spec.feature import Feature
from vectorm.spec.replicate import Checkpoints, Dump, LogMessage, Replication
from vectorm.wire import replicate as wire
from vectorm.wire.status import decode_status


def update(ctx: Context, wanted: Replication, *, force_promote: bool = False) -> Op[None]:
    """Set who copies what from whom; `force_promote` makes this cluster a primary whose own primary is lost.

    Raises:
        OutcomeUnknown: The answer to a forced promotion was lost.
    """
    _require(ctx)
    request = wire.encode_update(wanted, force_promote=force_promote)
    resend = Resend.UNSENT if force_promote else Resend.ALWAYS
    yield from send(Rpc("UpdateReplicateConfiguration", request, decode_status, resend))


def get(ctx: Context) -> Op[Replication]:
    """Who copies what from whom."""
    _require(ctx)
    return (yield from send(Rpc("GetReplicateConfiguration", wire.encode_get(), wire.decode_get)))


def info(ctx: Context, cluster: str, channel: str) -> Op[Checkpoints]:
    """How far a channel of another cluster was copied."""
    _require(ctx)
    return (yield from send(Rpc("GetReplicateInfo", wire.encode_info(cluster, channel), wire.decode_info)))


def dump(ctx: Context, wanted: Dump) -> Stream[LogMessage | None]:
    """Messages of a write-ahead log."""
    ctx.capabilities.require(Feature.DUMP_MESSAGES)
    return Stream(Rpc("DumpMessages", wire.encode_dump(wanted), wire.decode_dump))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.REPLICATION)
