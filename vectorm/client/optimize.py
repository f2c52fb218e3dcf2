"""Optimizations that run in the background."""

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vectorm.client.sizes import parse_target_size
from vectorm.errors import DeadlineExceeded, MilvusException
from vectorm.spec.optimize import ProgressStage

if TYPE_CHECKING:
    import asyncio


@dataclass
class OptimizeResult:
    """How an optimization went.

    Attributes:
        status: `success`.
        compaction_id: The id of the compaction.
        target_size: The size that was asked for.
        progress: The stages that it went through.
    """

    status: str
    collection_name: str
    compaction_id: int
    target_size: str | None
    progress: list[str]


class _Task:
    """What both kinds of tasks have in common: how far it is."""

    def __init__(
        self, collection_name: str, target_size: str | None, task_timeout: float | None, execute_fn: Callable[..., Any]
    ) -> None:
        self._collection_name = collection_name
        self._target_size = target_size
        self._task_timeout = task_timeout
        self._execute_fn = execute_fn
        self._guard = threading.Lock()
        self._cancelled = False
        self._history = [ProgressStage.INITIALIZING]

    @property
    def target_size(self) -> str | None:
        """The size that was asked for."""
        return self._target_size

    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled

    def progress(self) -> str:
        """The stage it is in."""
        return self._history[-1]

    def progress_history(self) -> list[str]:
        """The stages so far."""
        return list(self._history)

    def check_cancelled(self) -> None:
        """Raise if it was cancelled."""
        if self._cancelled:
            raise _cancelled()

    def set_progress(self, stage: ProgressStage) -> None:
        """Note that a stage begins."""
        with self._guard:
            if not self._cancelled:
                self._history.append(stage)

    def _note_cancelled(self) -> None:
        with self._guard:
            self._cancelled = True
            self._history.append(ProgressStage.CANCELLED)

    def _arguments(self) -> dict[str, Any]:
        size = None if self._target_size is None else parse_target_size(self._target_size)
        return {
            "task": self,
            "collection_name": self._collection_name,
            "size_mb": size,
            "timeout": self._task_timeout,
        }


class OptimizeTask(_Task):
    """An optimization in a thread of its own; see `MilvusClient.optimize`."""

    def __init__(
        self,
        collection_name: str,
        target_size: str | None,
        task_timeout: float | None,
        execute_fn: Callable[..., OptimizeResult],
    ) -> None:
        super().__init__(collection_name, target_size, task_timeout, execute_fn)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self.run, name=f"optimize {collection_name}", daemon=True)
        self._result: OptimizeResult | None = None
        self._error: Exception | None = None

    def execute(self) -> OptimizeResult:
        """Optimize in this thread."""
        result: OptimizeResult = self._execute_fn(**self._arguments())
        return result

    def start(self) -> None:
        """Begin, in the background."""
        self._thread.start()

    def run(self) -> None:
        """What the thread does."""
        try:
            result = self.execute()
        except Exception as error:  # noqa: BLE001  # `result` raises it
            self._end(error=error)
        else:
            self._end(result)

    def is_alive(self) -> bool:
        """Whether the thread runs; after `cancel` it does until its present call has ended."""
        return self._thread.is_alive()

    def join(self, timeout: float | None = None) -> None:
        """Wait for the thread, some seconds at most."""
        self._thread.join(timeout)

    def done(self) -> bool:
        """Whether it has ended: well, with an error, or cancelled."""
        return self._ended.is_set()

    def cancel(self) -> bool:
        """End it after its present call; False if it has ended by itself. The server goes on with a compaction."""
        if self._cancelled:
            return True
        if self.done():
            return False
        self._note_cancelled()
        self._end(error=_cancelled())
        return True

    def result(self, timeout: float | None = None) -> OptimizeResult:
        """The result; waits for it.

        Args:
            timeout: Most seconds to wait; until it has ended if None.

        Raises:
            DeadlineExceeded: It runs still.
            MilvusException: It failed, or was cancelled.
        """
        if not self._ended.wait(timeout):
            raise _not_yet(self._collection_name, timeout)
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def _end(self, result: OptimizeResult | None = None, error: Exception | None = None) -> None:
        with self._guard:
            if not self._ended.is_set():
                self._result, self._error = result, error
                self._ended.set()


class AsyncOptimizeTask(_Task):
    """An optimization in an asyncio task of its own; see `AsyncMilvusClient.optimize`."""

    def __init__(
        self,
        collection_name: str,
        target_size: str | None,
        task_timeout: float | None,
        execute_fn: Callable[..., Awaitable[OptimizeResult]],
    ) -> None:
        super().__init__(collection_name, target_size, task_timeout, execute_fn)
        self._task: asyncio.Task[OptimizeResult] | None = None

    async def execute(self) -> OptimizeResult:
        """Optimize in this task."""
        result: OptimizeResult = await self._execute_fn(**self._arguments())
        return result

    def start(self) -> None:
        """Begin, in the background."""
        import asyncio

        self._task = asyncio.create_task(self.execute())

    def done(self) -> bool:
        """Whether it has ended: well, with an error, or cancelled."""
        return self._task is not None and self._task.done()

    def cancel(self) -> bool:
        """End it; False if it has ended by itself. The server goes on with a compaction."""
        if self._cancelled:
            return True
        if self.done():
            return False
        self._note_cancelled()
        if self._task is not None:
            self._task.cancel()
        return True

    async def result(self, timeout: float | None = None) -> OptimizeResult:
        """The result; waits for it.

        Args:
            timeout: Most seconds to wait; until it has ended if None.

        Raises:
            DeadlineExceeded: It runs still.
            MilvusException: It failed, was cancelled, or never started.
        """
        if self._task is None:
            raise MilvusException(message=f"the optimization of {self._collection_name} was not started")
        import asyncio

        await asyncio.wait([self._task], timeout=timeout)
        if not self._task.done():
            raise _not_yet(self._collection_name, timeout)
        if self._task.cancelled():
            raise _cancelled()
        return self._task.result()


def _cancelled() -> MilvusException:
    return MilvusException(message="Optimization task was cancelled")


def _not_yet(collection: str, timeout: float | None) -> DeadlineExceeded:
    message = f"the optimization of {collection} runs still after {timeout} s"
    return DeadlineExceeded(message=message, hint="ask again: task.result()")
