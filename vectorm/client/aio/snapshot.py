"""Snapshots."""

from vectorm.client.aio.base import AsyncBase
from vectorm.client.checks import as_int, as_name
from vectorm.client.keywords import checked_methods
from vectorm.client.snapshot import RestoreSnapshotJobInfo, SnapshotInfo, named, restore_job, snapshot_info
from vectorm.ops import snapshot


@checked_methods
class AsyncSnapshotMethods(AsyncBase):
    """Collections as they were (Milvus 3.0). Snapshots have names of their own in each collection."""

    async def create_snapshot(
        self,
        snapshot_name: str,
        collection_name: str,
        db_name: str = "",
        description: str = "",
        compaction_protection_seconds: int = 0,
        timeout: float | None = None,
    ) -> None:
        """Make a snapshot of a collection. Rows that are not flushed are not in it: `flush` before.

        Args:
            snapshot_name: Its name.
            collection_name: The collection.
            db_name: Database of the collection; the client's own by default.
            description: Text for people.
            compaction_protection_seconds: How long the segments of the snapshot are not compacted.
            timeout: Seconds.

        Raises:
            AlreadyExists: The collection has a snapshot of that name.
            OutcomeUnknown: The answer was lost; `list_snapshots` tells.
        """
        wanted = named(snapshot_name, collection_name, db_name)
        seconds = as_int("compaction_protection_seconds", compaction_protection_seconds, least=0)
        await self._run(lambda ctx: snapshot.create(ctx, wanted, description, seconds), timeout)

    async def drop_snapshot(
        self, snapshot_name: str, collection_name: str, db_name: str = "", timeout: float | None = None
    ) -> None:
        """Drop a snapshot."""
        wanted = named(snapshot_name, collection_name, db_name)
        await self._run(lambda ctx: snapshot.drop(ctx, wanted), timeout)

    async def list_snapshots(
        self, collection_name: str = "", db_name: str = "", timeout: float | None = None
    ) -> list[str]:
        """Names of the snapshots of a collection, or of all."""
        return await self._run(lambda ctx: snapshot.list_names(ctx, collection_name, db_name), timeout)

    async def describe_snapshot(
        self, snapshot_name: str, collection_name: str, db_name: str = "", timeout: float | None = None
    ) -> SnapshotInfo:
        """Collection, partitions, time and place of a snapshot."""
        wanted = named(snapshot_name, collection_name, db_name)
        return snapshot_info(await self._run(lambda ctx: snapshot.describe(ctx, wanted), timeout))

    async def restore_snapshot(
        self,
        snapshot_name: str,
        source_collection_name: str,
        target_collection_name: str,
        source_db_name: str = "",
        target_db_name: str = "",
        timeout: float | None = None,
    ) -> int:
        """Start to restore a snapshot into a new collection.

        Args:
            snapshot_name: Name of the snapshot.
            source_collection_name: The collection that it was made of.
            target_collection_name: The collection to create.
            source_db_name: Database of the snapshot; the client's own by default.
            target_db_name: Database of the new collection; the client's own by default.
            timeout: Seconds.

        Returns:
            The id of the job, for `get_restore_snapshot_state`.

        Raises:
            OutcomeUnknown: The answer was lost; `list_restore_snapshot_jobs` tells.
        """
        wanted = named(snapshot_name, source_collection_name, source_db_name)
        target = as_name("target_collection_name", target_collection_name)
        return await self._run(lambda ctx: snapshot.restore(ctx, wanted, target, target_db_name), timeout)

    async def get_restore_snapshot_state(self, job_id: int, timeout: float | None = None) -> RestoreSnapshotJobInfo:
        """How far a restore is."""
        return restore_job(await self._run(lambda ctx: snapshot.restore_state(ctx, job_id), timeout))

    async def list_restore_snapshot_jobs(
        self, collection_name: str = "", db_name: str = "", timeout: float | None = None
    ) -> list[RestoreSnapshotJobInfo]:
        """Restores into a collection (the target), or all."""
        found = await self._run(lambda ctx: snapshot.list_restores(ctx, collection_name, db_name), timeout)
        return [restore_job(job) for job in found]

    async def pin_snapshot_data(
        self,
        snapshot_name: str,
        collection_name: str,
        db_name: str = "",
        ttl_seconds: int = 0,
        timeout: float | None = None,
    ) -> int:
        """Keep the files of a snapshot while they are copied.

        Args:
            snapshot_name: Name of the snapshot.
            collection_name: Its collection.
            db_name: Database of the collection; the client's own by default.
            ttl_seconds: When the pin ends by itself; 0 takes the server's default.
            timeout: Seconds.

        Returns:
            The id of the pin, for `unpin_snapshot_data`.
        """
        wanted = named(snapshot_name, collection_name, db_name)
        seconds = as_int("ttl_seconds", ttl_seconds, least=0)
        return await self._run(lambda ctx: snapshot.pin(ctx, wanted, seconds), timeout)

    async def unpin_snapshot_data(self, pin_id: int, timeout: float | None = None) -> None:
        """Give up a pin."""
        pin = as_int("pin_id", pin_id, least=1)
        await self._run(lambda ctx: snapshot.unpin(ctx, pin), timeout)
