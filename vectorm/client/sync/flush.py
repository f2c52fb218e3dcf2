# Generated from vectorm/client/aio/flush.py by tools/make_sync.py: do not edit.
"""Flush and compaction."""

from vectorm.client.compaction import CompactionPlans, compaction
from vectorm.client.keywords import checked_methods
from vectorm.client.states import compaction_name
from vectorm.client.sync.base import Base
from vectorm.ops import flush


@checked_methods
class FlushMethods(Base):
    """Seal and merge segments."""

    def flush(self, collection_name: str, timeout: float | None = None) -> None:
        """Seal the growing segments and wait until they are written. Reads do not need it."""
        self._run_long(lambda ctx: flush.flush(ctx, [collection_name]), timeout)

    def flush_all(self, timeout: float | None = None) -> None:
        """Flush every collection of the database."""
        self._run_long(flush.flush_all, timeout)

    def get_flush_all_state(self, timeout: float | None = None, *, flush_all_ts: int = 0) -> bool:
        """Whether a flush of all collections is done; `flush_all_ts` is its timestamp, 0 for any earlier one."""
        return self._run(lambda ctx: flush.flush_all_state(ctx, flush_all_ts), timeout)

    def compact(
        self,
        collection_name: str,
        is_clustering: bool | None = False,
        is_l0: bool | None = False,
        target_size: int | None = None,
        target_size_unit: str = "mb",
        timeout: float | None = None,
    ) -> int:
        """Start to merge small segments and to remove deleted rows; returns the id of the job.

        Args:
            collection_name: The collection.
            is_clustering: Whether to sort the rows by the clustering key (Milvus 2.4).
            is_l0: Whether to apply the deletes alone (Milvus 2.6).
            target_size: Size of the segments to make (Milvus 2.6); the server's default if None.
            target_size_unit: `b`, `kb`, `mb`, `gb`, `tb` or `pb`, in powers of 1024.
            timeout: Seconds.

        Raises:
            ParamError: A size below 1 MB, or an unknown unit.
        """
        wanted = compaction(collection_name, is_clustering, is_l0, target_size, target_size_unit)
        return self._run(lambda ctx: flush.compact(ctx, wanted), timeout)

    def get_compaction_state(self, job_id: int, timeout: float | None = None) -> str:
        """`Executing`, `Completed` or `UndefiedState` (spelled as PyMilvus does)."""
        job = self._run(lambda ctx: flush.compaction_state(ctx, job_id), timeout)
        return compaction_name(job.state)

    def get_compaction_plans(self, job_id: int, timeout: float | None = None) -> CompactionPlans:
        """Which segments a compaction merges. An unknown job is a completed one without plans."""
        return CompactionPlans(job_id, self._run(lambda ctx: flush.compaction_plans(ctx, job_id), timeout))

    def list_compaction_tasks(self, collection_name: str, timeout: float | None = None) -> CompactionPlans:
        """The plans of all compactions of a collection (Milvus 3.0)."""
        job = self._run(lambda ctx: flush.compaction_tasks(ctx, collection_name), timeout)
        return CompactionPlans(0, job, collection_name)
