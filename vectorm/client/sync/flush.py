# Generated from vectorm/client/aio/flush.py by tools/make_sync.py: do not edit.
"""Flush and compaction."""

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

    def compact(self, collection_name: str, is_clustering: bool | None = False, timeout: float | None = None) -> int:
        """Start to merge small segments and to remove deleted rows; returns the id of the job."""
        return self._run(lambda ctx: flush.compact(ctx, collection_name, clustering=bool(is_clustering)), timeout)

    def get_compaction_state(self, job_id: int, timeout: float | None = None) -> str:
        """`Executing`, `Completed` or `UndefiedState` (spelled as PyMilvus does)."""
        return compaction_name(self._run(lambda ctx: flush.compaction_state(ctx, job_id), timeout))
