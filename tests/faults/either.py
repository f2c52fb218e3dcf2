"""Code that is written once, for the blocking and for the async names."""

import inspect
from collections.abc import Coroutine
from typing import Any, TypeVar, cast

R = TypeVar("R")


async def settled(given: Any) -> Any:
    """What a call gives, which is awaited if it has to be."""
    return await given if inspect.isawaitable(given) else given


def run_here(work: Coroutine[Any, Any, R]) -> R:
    """Run a coroutine that never waits: all that it calls is blocking."""
    try:
        work.send(None)
    except StopIteration as end:
        return cast("R", end.value)
    raise RuntimeError("it waits")
