"""Snapshots of collections, and restoring them."""

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.spec.feature import Feature
from vectorm.spec.snapshot import RestoreJob, Snapshot, SnapshotName
from vectorm.wire import snapshot as wire
from vectorm.wire.status import decode_status


def create(ctx: Context, snapshot: SnapshotName, description: str = "", protection_seconds: int = 0) -> Op[None]:
    """Make a snapshot of a collection; its segments are not compacted for some seconds.

    Raises:
        AlreadyExists: The collection has one of that name.
        OutcomeUnknown: The answer was lost; a second try would fail because the first one worked.
    """
    _require(ctx)
    request = wire.encode_create(snapshot, description, protection_seconds)
    yield from send(Rpc("CreateSnapshot", request, decode_status, Resend.UNSENT, snapshot.collection))


def drop(ctx: Context, snapshot: SnapshotName) -> Op[None]:
    """Drop a snapshot."""
    _require(ctx)
    yield from send(Rpc("DropSnapshot", wire.encode_drop(snapshot), decode_status, collection=snapshot.collection))


def list_names(ctx: Context, collection: str = "", database: str = "") -> Op[list[str]]:
    """Names of the snapshots of a collection, or of all."""
    _require(ctx)
    request = wire.encode_list_names(collection, database)
    return (yield from send(Rpc("ListSnapshots", request, wire.decode_list_names, collection=collection)))


def describe(ctx: Context, snapshot: SnapshotName) -> Op[Snapshot]:
    """A snapshot as the server has it."""
    _require(ctx)
    request = wire.encode_describe(snapshot)
    return (yield from send(Rpc("DescribeSnapshot", request, wire.decode_describe, collection=snapshot.collection)))


def restore(ctx: Context, snapshot: SnapshotName, collection: str, database: str = "") -> Op[int]:
    """Start to restore a snapshot into a new collection; returns the id of the job.

    Raises:
        OutcomeUnknown: The answer was lost; `list_restores` tells whether it was started.
    """
    _require(ctx)
    request = wire.encode_restore(snapshot, collection, database)
    rpc = Rpc("RestoreSnapshot", request, wire.decode_restore, Resend.UNSENT, snapshot.collection)
    return (yield from send(rpc))


def restore_state(ctx: Context, job: int) -> Op[RestoreJob]:
    """How far a restore is."""
    _require(ctx)
    request = wire.encode_restore_state(job)
    return (yield from send(Rpc("GetRestoreSnapshotState", request, wire.decode_restore_state)))


def list_restores(ctx: Context, collection: str = "", database: str = "") -> Op[list[RestoreJob]]:
    """Restores into a collection, or all."""
    _require(ctx)
    request = wire.encode_list_restores(collection, database)
    return (yield from send(Rpc("ListRestoreSnapshotJobs", request, wire.decode_list_restores, collection=collection)))


def pin(ctx: Context, snapshot: SnapshotName, seconds: int = 0) -> Op[int]:
    """Keep the files of a snapshot while they are copied; returns the id of the pin.

    Raises:
        OutcomeUnknown: The answer was lost: there may be a pin that nobody knows. It ends by itself.
    """
    _require(ctx)
    request = wire.encode_pin(snapshot, seconds)
    rpc = Rpc("PinSnapshotData", request, wire.decode_pin, Resend.UNSENT, snapshot.collection)
    return (yield from send(rpc))


def unpin(ctx: Context, pin_id: int) -> Op[None]:
    """Give up a pin."""
    _require(ctx)
    yield from send(Rpc("UnpinSnapshotData", wire.encode_unpin(pin_id), decode_status))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.SNAPSHOTS)
