"""Running operations on the connection of an alias."""

from collections.abc import Callable
from typing import TypeVar

from vectorm.connection.handle import LONG_TIMEOUT
from vectorm.connection.registry import connections
from vectorm.ops.context import Context
from vectorm.ops.step import Op

R = TypeVar("R")


def run(using: str, start: Callable[[Context], Op[R]], timeout: float | None = None) -> R:
    """Run an operation on the connection of an alias.

    Raises:
        ConnectionNotExistException: There is no such alias.
    """
    return connections.get(using).run(start, timeout=timeout)


def run_long(using: str, start: Callable[[Context], Op[R]], timeout: float | None = None) -> R:
    """As `run`, for what waits for the server: 600 seconds if `timeout` is None."""
    return connections.get(using).run(start, timeout=LONG_TIMEOUT if timeout is None else timeout)
