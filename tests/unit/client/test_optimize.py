"""Optimizations in the background: results, errors, cancelling."""

import asyncio
import threading
from typing import Any

import pytest

from vectorm.client.optimize import AsyncOptimizeTask, OptimizeResult, OptimizeTask
from vectorm.errors import DeadlineExceeded, MilvusException, ParamError, ServerError
from vectorm.spec.optimize import ProgressStage

DONE = OptimizeResult("success", "docs", 9, None, [])


def test_a_task_ends_with_the_result() -> None:
    seen: dict[str, Any] = {}

    def execute(**arguments: Any) -> OptimizeResult:
        seen.update(arguments)
        arguments["task"].set_progress(ProgressStage.COMPACTING)
        return DONE

    task = OptimizeTask("docs", "1gb", 5.0, execute)
    assert (task.done(), task.progress()) == (False, "initializing")
    task.start()
    assert task.result() is DONE
    assert task.result(timeout=0) is DONE
    assert (task.done(), task.cancelled(), task.cancel()) == (True, False, False)
    assert task.progress_history() == ["initializing", "compacting"]
    assert seen == {"task": task, "collection_name": "docs", "size_mb": 1024, "timeout": 5.0}
    task.join()
    assert not task.is_alive()


def test_an_error_is_raised_by_result() -> None:
    def execute(**_arguments: Any) -> OptimizeResult:
        raise ServerError(message="no memory")

    task = OptimizeTask("docs", None, None, execute)
    task.start()
    for _ in range(2):
        with pytest.raises(ServerError, match="no memory"):
            task.result()
    assert task.done()


def test_a_wrong_size_is_raised_by_result() -> None:
    def execute(**_arguments: Any) -> OptimizeResult:
        return DONE

    task = OptimizeTask("docs", "much", None, execute)
    task.start()
    with pytest.raises(ParamError, match="'much' is not a size"):
        task.result()


def test_a_cancelled_task_ends_at_once_and_stays_cancelled() -> None:
    go_on = threading.Event()

    def execute(**arguments: Any) -> OptimizeResult:
        go_on.wait(10)
        arguments["task"].set_progress(ProgressStage.COMPACTING)
        arguments["task"].check_cancelled()
        return DONE

    task = OptimizeTask("docs", None, None, execute)
    task.start()
    with pytest.raises(DeadlineExceeded, match="docs runs still"):
        task.result(timeout=0.01)
    assert (task.cancel(), task.cancel()) == (True, True)
    assert (task.done(), task.cancelled(), task.progress()) == (True, True, "cancelled")
    go_on.set()
    task.join()
    with pytest.raises(MilvusException, match="cancelled"):
        task.result()
    assert task.progress_history() == ["initializing", "cancelled"]


def test_the_async_twin() -> None:
    async def execute(**arguments: Any) -> OptimizeResult:
        arguments["task"].set_progress(ProgressStage.COMPACTING)
        return DONE

    async def fail(**_arguments: Any) -> OptimizeResult:
        raise ServerError(message="no memory")

    async def main() -> None:
        task = AsyncOptimizeTask("docs", None, None, execute)
        with pytest.raises(MilvusException, match="not started"):
            await task.result()
        task.start()
        assert not task.done()
        assert await task.result() is DONE
        assert (task.done(), task.cancel(), task.progress()) == (True, False, "compacting")
        failing = AsyncOptimizeTask("docs", None, None, fail)
        failing.start()
        with pytest.raises(ServerError, match="no memory"):
            await failing.result()

    asyncio.run(main())


def test_the_async_twin_is_cancelled() -> None:
    ended: list[str] = []

    async def execute(**_arguments: Any) -> OptimizeResult:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("ended")
        return DONE

    async def main() -> None:
        task = AsyncOptimizeTask("docs", None, None, execute)
        task.start()
        with pytest.raises(DeadlineExceeded, match="docs runs still"):
            await task.result(timeout=0.01)
        assert (task.cancel(), task.cancel(), task.cancelled()) == (True, True, True)
        with pytest.raises(MilvusException, match="cancelled"):
            await task.result()
        assert task.progress_history() == ["initializing", "cancelled"]

    asyncio.run(main())
    assert ended == ["ended"]
