"""Refreshes of external collections as PyMilvus shows them."""

from dataclasses import dataclass

from vectorm.spec.external_collection import RefreshJob


@dataclass
class RefreshExternalCollectionJobInfo:
    """How far a refresh is.

    Attributes:
        state: `RefreshPending`, `RefreshInProgress`, `RefreshCompleted` or `RefreshFailed`.
        progress: Percent, 0 to 100.
        start_time: Milliseconds since 1970.
        end_time: Milliseconds since 1970; 0 while it runs.
    """

    job_id: int
    collection_name: str
    state: str
    progress: int
    reason: str
    external_source: str
    start_time: int
    end_time: int
    external_spec: str = ""


def refresh_job(job: RefreshJob) -> RefreshExternalCollectionJobInfo:
    """What `get_refresh_external_collection_progress` returns."""
    return RefreshExternalCollectionJobInfo(
        job_id=job.id,
        collection_name=job.collection,
        state=job.state.name,
        progress=job.progress,
        reason=job.reason,
        external_source=job.source,
        start_time=job.started,
        end_time=job.ended,
        external_spec=job.spec,
    )
