"""Snapshots as PyMilvus shows them."""

from dataclasses import dataclass

from vectorm.client.checks import as_name, as_text
from vectorm.spec.snapshot import RestoreJob, Snapshot, SnapshotName


@dataclass
class SnapshotInfo:
    """A snapshot. `create_ts` is in milliseconds since 1970, `s3_location` a path in the server's object store."""

    name: str
    description: str
    collection_name: str
    partition_names: list[str]
    create_ts: int
    s3_location: str


@dataclass
class RestoreSnapshotJobInfo:
    """How far a restore is.

    Attributes:
        state: `RestoreSnapshotPending`, `RestoreSnapshotExecuting`, `RestoreSnapshotCompleted`,
            `RestoreSnapshotFailed` or `RestoreSnapshotNone`.
        progress: Percent, 0 to 100.
        start_time: Milliseconds since 1970.
        time_cost: Milliseconds.
    """

    job_id: int
    snapshot_name: str
    db_name: str
    collection_name: str
    state: str
    progress: int
    reason: str
    start_time: int
    time_cost: int


def named(name: object, collection: object, database: object) -> SnapshotName:
    """What a snapshot is found by.

    Raises:
        ParamError: A name is no text, or empty.
    """
    return SnapshotName(
        name=as_name("snapshot_name", name),
        collection=as_name("collection_name", collection),
        database=as_text("db_name", database),
    )


def snapshot_info(found: Snapshot) -> SnapshotInfo:
    """What `describe_snapshot` returns."""
    return SnapshotInfo(
        name=found.name,
        description=found.description,
        collection_name=found.collection,
        partition_names=list(found.partitions),
        create_ts=found.created,
        s3_location=found.location,
    )


def restore_job(job: RestoreJob) -> RestoreSnapshotJobInfo:
    """What `get_restore_snapshot_state` returns."""
    return RestoreSnapshotJobInfo(
        job_id=job.id,
        snapshot_name=job.snapshot,
        db_name=job.database,
        collection_name=job.collection,
        state=job.state.name,
        progress=job.progress,
        reason=job.reason,
        start_time=job.started,
        time_cost=job.took,
    )
