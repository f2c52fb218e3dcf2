"""Wait for the server to finish something."""

from collections.abc import Callable

from vectorm.ops.step import Op, sleep

FIRST_PAUSE = 0.02
LONGEST_PAUSE = 0.25


def until(ready: Callable[[], Op[bool]]) -> Op[None]:
    """Ask again and again until `ready()` says yes; the deadline of the call ends it with `DeadlineExceeded`."""
    pause = FIRST_PAUSE
    while not (yield from ready()):
        yield from sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
