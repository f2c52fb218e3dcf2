"""External collections."""

from vectorm.client.aio.base import AsyncBase
from vectorm.client.external_collection import RefreshExternalCollectionJobInfo, refresh_job
from vectorm.client.keywords import checked_methods
from vectorm.ops import external_collection
from vectorm.spec.external_collection import Refresh


@checked_methods
class AsyncExternalCollectionMethods(AsyncBase):
    """Collections over data that stands outside Milvus, such as Parquet files (Milvus 3.0)."""

    async def refresh_external_collection(
        self,
        collection_name: str,
        external_source: str = "",
        external_spec: str = "",
        timeout: float | None = None,
        *,
        db_name: str = "",
    ) -> int:
        """Start to read the data of an external collection anew.

        Args:
            collection_name: The collection.
            external_source: Another place of the data; "" keeps it.
            external_spec: Another description of the data, as JSON; "" keeps it.
            timeout: Seconds.
            db_name: Database of the collection; the client's own by default.

        Returns:
            The id of the job, for `get_refresh_external_collection_progress`.

        Raises:
            OutcomeUnknown: The answer was lost; `list_refresh_external_collection_jobs` tells.
        """
        wanted = Refresh(collection=collection_name, database=db_name, source=external_source, spec=external_spec)
        return await self._run(lambda ctx: external_collection.refresh(ctx, wanted), timeout)

    async def get_refresh_external_collection_progress(
        self, job_id: int, timeout: float | None = None
    ) -> RefreshExternalCollectionJobInfo:
        """How far a refresh is."""
        return refresh_job(await self._run(lambda ctx: external_collection.progress(ctx, job_id), timeout))

    async def list_refresh_external_collection_jobs(
        self, collection_name: str = "", timeout: float | None = None, *, db_name: str = ""
    ) -> list[RefreshExternalCollectionJobInfo]:
        """Refreshes of a collection, or of all."""
        found = await self._run(lambda ctx: external_collection.list_jobs(ctx, collection_name, db_name), timeout)
        return [refresh_job(job) for job in found]
