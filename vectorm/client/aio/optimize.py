"""Optimizing collections."""

from vectorm.client.aio.base import AsyncBase
from vectorm.client.checks import as_name
from vectorm.client.keywords import checked_methods
from vectorm.client.optimize import AsyncOptimizeTask, OptimizeResult
from vectorm.ops import optimize


@checked_methods
class AsyncOptimizeMethods(AsyncBase):
    """Make searches of a collection fast."""

    async def optimize(
        self, collection_name: str, target_size: str | None = None, wait: bool = True, timeout: float | None = None
    ) -> OptimizeResult | AsyncOptimizeTask:
        """Compact a collection, with its vector indexes built before and after, and reload it if it is loaded.

        Args:
            collection_name: The collection.
            target_size: Size of the segments to make, such as `500MB` or `1.2gb` (Milvus 2.6); the server chooses if
                None. Servers before 2.6 do an ordinary compaction.
            wait: Whether to wait until it is done; if not, a task tells how far it is.
            timeout: Seconds for all of it, also in the background; 600 if None.

        Returns:
            The result, or without `wait` the task: `done()`, `progress()`, `cancel()`, `result()`.

        Raises:
            ParamError: A size below 1 MB, or one that cannot be read; without `wait` the task raises it.
        """
        name = as_name("collection_name", collection_name)
        task = AsyncOptimizeTask(name, target_size, timeout, self._optimize)
        if wait:
            return await task.execute()
        task.start()
        return task

    async def _optimize(
        self, task: AsyncOptimizeTask, collection_name: str, size_mb: int | None, timeout: float | None
    ) -> OptimizeResult:
        job = await self._run_long(lambda ctx: optimize.optimize(ctx, collection_name, size_mb, task), timeout)
        return OptimizeResult("success", collection_name, job, task.target_size, task.progress_history())
