"""Collections over data that stands outside Milvus."""

from vectorm.enums import RefreshExternalCollectionState
from vectorm.spec.external_collection import Refresh, RefreshJob
from vectorm.wire.messages import (
    GetRefreshExternalCollectionProgressRequest,
    GetRefreshExternalCollectionProgressResponse,
    ListRefreshExternalCollectionJobsRequest,
    ListRefreshExternalCollectionJobsResponse,
    RefreshExternalCollectionJobInfo,
    RefreshExternalCollectionRequest,
    RefreshExternalCollectionResponse,
)
from vectorm.wire.status import check


def encode_refresh(wanted: Refresh) -> bytes:
    """Read the data anew."""
    return RefreshExternalCollectionRequest(
        db_name=wanted.database,
        collection_name=wanted.collection,
        external_source=wanted.source,
        external_spec=wanted.spec,
    ).SerializeToString()


def decode_refresh(data: bytes) -> int:
    """The id of the job."""
    reply = RefreshExternalCollectionResponse.FromString(data)
    check(reply.status)
    return reply.job_id


def encode_progress(job: int) -> bytes:
    """Ask how far a refresh is."""
    return GetRefreshExternalCollectionProgressRequest(job_id=job).SerializeToString()


def decode_progress(data: bytes) -> RefreshJob:
    """How far a refresh is."""
    reply = GetRefreshExternalCollectionProgressResponse.FromString(data)
    check(reply.status)
    return _job(reply.job_info)


def encode_list_jobs(collection: str, database: str) -> bytes:
    """Ask for the refreshes of a collection ("" for all)."""
    return ListRefreshExternalCollectionJobsRequest(db_name=database, collection_name=collection).SerializeToString()


def decode_list_jobs(data: bytes) -> list[RefreshJob]:
    """Refreshes."""
    reply = ListRefreshExternalCollectionJobsResponse.FromString(data)
    check(reply.status)
    return [_job(each) for each in reply.jobs]


def _job(info: RefreshExternalCollectionJobInfo) -> RefreshJob:
    return RefreshJob(
        id=info.job_id,
        collection=info.collection_name,
        state=RefreshExternalCollectionState(info.state),
        progress=info.progress,
        reason=info.reason,
        source=info.external_source,
        spec=info.external_spec,
        started=info.start_time,
        ended=info.end_time,
    )
