"""Collections over data that stands outside Milvus."""

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.spec.external_collection import Refresh, RefreshJob
from vectorm.spec.feature import Feature
from vectorm.wire import external_collection as wire


def refresh(ctx: Context, wanted: Refresh) -> Op[int]:
    """Start to read the data anew; returns the id of the job.

    Raises:
        OutcomeUnknown: The answer was lost; `list_jobs` tells whether it was started.
    """
    _require(ctx)
    ctx.forget(wanted.collection)
    request = wire.encode_refresh(wanted)
    rpc = Rpc("RefreshExternalCollection", request, wire.decode_refresh, Resend.UNSENT, wanted.collection)
    return (yield from send(rpc))


def progress(ctx: Context, job: int) -> Op[RefreshJob]:
    """How far a refresh is."""
    _require(ctx)
    request = wire.encode_progress(job)
    return (yield from send(Rpc("GetRefreshExternalCollectionProgress", request, wire.decode_progress)))


def list_jobs(ctx: Context, collection: str = "", database: str = "") -> Op[list[RefreshJob]]:
    """Refreshes of a collection, or of all."""
    _require(ctx)
    request = wire.encode_list_jobs(collection, database)
    rpc = Rpc("ListRefreshExternalCollectionJobs", request, wire.decode_list_jobs, collection=collection)
    return (yield from send(rpc))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.EXTERNAL_COLLECTIONS)
