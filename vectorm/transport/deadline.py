"""The one deadline of a call, retries and waits included."""

import math
import time
from collections.abc import Callable

from vectorm.errors import DeadlineExceeded, ParamError

_DEADLINE_EXCEEDED = 4


class Deadline:
    """A point in time, `seconds` from now, on a clock that never goes back.

    Args:
        seconds: The timeout of the whole call; more than 0.
        clock: Seconds, rising.

    Raises:
        ParamError: The timeout is not a positive number.
    """

    __slots__ = ("_clock", "end", "seconds")

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        if not is_timeout(seconds):
            raise ParamError(message=f"timeout must be a number of seconds above 0, not {seconds!r}")
        self.seconds = float(seconds)
        self._clock = clock
        self.end = clock() + self.seconds

    def remaining(self) -> float:
        """Seconds left; 0 or less when it is over."""
        return self.end - self._clock()

    def check(self, seconds: float = 0.0) -> None:
        """Make sure that more than that many seconds are left.

        Raises:
            DeadlineExceeded: They are not.
        """
        if self.remaining() <= seconds:
            raise deadline_exceeded("the call", self.seconds, sent=False)


def is_timeout(value: object) -> bool:
    """Whether a value is a number of seconds above 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and value > 0


def deadline_exceeded(what: str, seconds: float, *, sent: bool) -> DeadlineExceeded:
    """The error of a call that took longer than its timeout; `sent` says whether the request went out."""
    message = f"{what} did not {'finish' if sent else 'start'} within the timeout of {seconds:.3g} s"
    error = DeadlineExceeded(_DEADLINE_EXCEEDED, message, hint="pass a longer timeout= if the server needs more time")
    error.sent = sent
    return error
