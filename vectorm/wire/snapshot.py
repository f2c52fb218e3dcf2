"""Snapshots of collections, and restoring them."""

from vectorm.enums import RestoreSnapshotState
from vectorm.spec.snapshot import RestoreJob, Snapshot, SnapshotName
from vectorm.wire.messages import (
    CreateSnapshotRequest,
    DescribeSnapshotRequest,
    DescribeSnapshotResponse,
    DropSnapshotRequest,
    GetRestoreSnapshotStateRequest,
    GetRestoreSnapshotStateResponse,
    ListRestoreSnapshotJobsRequest,
    ListRestoreSnapshotJobsResponse,
    ListSnapshotsRequest,
    ListSnapshotsResponse,
    PinSnapshotDataRequest,
    PinSnapshotDataResponse,
    RestoreSnapshotInfo,
    RestoreSnapshotRequest,
    RestoreSnapshotResponse,
    UnpinSnapshotDataRequest,
)
from vectorm.wire.status import check


def encode_create(snapshot: SnapshotName, description: str, protection_seconds: int) -> bytes:
    """Make a snapshot; its segments are not compacted for some seconds."""
    return CreateSnapshotRequest(
        name=snapshot.name,
        description=description,
        db_name=snapshot.database,
        collection_name=snapshot.collection,
        compaction_protection_seconds=protection_seconds,
    ).SerializeToString()


def encode_drop(snapshot: SnapshotName) -> bytes:
    """Drop a snapshot."""
    return DropSnapshotRequest(
        name=snapshot.name, db_name=snapshot.database, collection_name=snapshot.collection
    ).SerializeToString()


def encode_list_names(collection: str, database: str) -> bytes:
    """Ask for the snapshots of a collection ("" for all)."""
    return ListSnapshotsRequest(db_name=database, collection_name=collection).SerializeToString()


def decode_list_names(data: bytes) -> list[str]:
    """Names of snapshots."""
    reply = ListSnapshotsResponse.FromString(data)
    check(reply.status)
    return list(reply.snapshots)


def encode_describe(snapshot: SnapshotName) -> bytes:
    """Ask for a snapshot."""
    return DescribeSnapshotRequest(
        name=snapshot.name, db_name=snapshot.database, collection_name=snapshot.collection
    ).SerializeToString()


def decode_describe(data: bytes) -> Snapshot:
    """A snapshot."""
    reply = DescribeSnapshotResponse.FromString(data)
    check(reply.status)
    return Snapshot(
        name=reply.name,
        description=reply.description,
        collection=reply.collection_name,
        partitions=tuple(reply.partition_names),
        created=reply.create_ts,
        location=reply.s3_location,
    )


def encode_restore(snapshot: SnapshotName, collection: str, database: str) -> bytes:
    """Restore a snapshot into a new collection."""
    return RestoreSnapshotRequest(
        name=snapshot.name,
        db_name=snapshot.database,
        collection_name=snapshot.collection,
        target_db_name=database,
        target_collection_name=collection,
    ).SerializeToString()


def decode_restore(data: bytes) -> int:
    """The id of the job."""
    reply = RestoreSnapshotResponse.FromString(data)
    check(reply.status)
    return reply.job_id


def encode_restore_state(job: int) -> bytes:
    """Ask how far a restore is."""
    return GetRestoreSnapshotStateRequest(job_id=job).SerializeToString()


def decode_restore_state(data: bytes) -> RestoreJob:
    """How far a restore is."""
    reply = GetRestoreSnapshotStateResponse.FromString(data)
    check(reply.status)
    return _job(reply.info)


def encode_list_restores(collection: str, database: str) -> bytes:
    """Ask for the restores into a collection ("" for all)."""
    return ListRestoreSnapshotJobsRequest(db_name=database, collection_name=collection).SerializeToString()


def decode_list_restores(data: bytes) -> list[RestoreJob]:
    """Restores."""
    reply = ListRestoreSnapshotJobsResponse.FromString(data)
    check(reply.status)
    return [_job(each) for each in reply.jobs]


def encode_pin(snapshot: SnapshotName, seconds: int) -> bytes:
    """Keep the files of a snapshot for some seconds (0: as long as the server's default says)."""
    return PinSnapshotDataRequest(
        name=snapshot.name, db_name=snapshot.database, collection_name=snapshot.collection, ttl_seconds=seconds
    ).SerializeToString()


def decode_pin(data: bytes) -> int:
    """The id of the pin."""
    reply = PinSnapshotDataResponse.FromString(data)
    check(reply.status)
    return reply.pin_id


def encode_unpin(pin: int) -> bytes:
    """Give up a pin."""
    return UnpinSnapshotDataRequest(pin_id=pin).SerializeToString()


def _job(info: RestoreSnapshotInfo) -> RestoreJob:
    return RestoreJob(
        id=info.job_id,
        snapshot=info.snapshot_name,
        database=info.db_name,
        collection=info.collection_name,
        state=RestoreSnapshotState(info.state),
        progress=info.progress,
        reason=info.reason,
        started=info.start_time,
        took=info.time_cost,
    )
