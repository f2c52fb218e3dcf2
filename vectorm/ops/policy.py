"""Retry: the one place that decides whether a call is sent again, and after how long.

| the call failed with | reads, upserts, deletes by key, administration | inserts, deletes by filter, one-time calls |
|---|---|---|
| never executed (connect refused, rate limit) | again | again |
| connection broke, no reply, server not ready | again | `OutcomeUnknown` |
| the server failed (gRPC INTERNAL, UNKNOWN, ABORTED, DATA_LOSS), its reply cannot be read | raised | `OutcomeUnknown` |
| deadline over | `DeadlineExceeded` | `OutcomeUnknown` |
| anything else | raised | raised |

Back-off doubles from 50 ms to 3 s. The driver bounds it all by the deadline of the call; where no connection can be
made, the call ends after eight attempts, because a wrong address stays wrong.
"""

from typing import TypeVar

from vectorm.errors import (
    ConnectError,
    DeadlineExceeded,
    EmbeddedEngineError,
    MilvusException,
    MilvusUnavailableException,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    TlsError,
)
from vectorm.ops.step import Op, Resend, Rpc, Sleep, call

R = TypeVar("R")

FIRST_DELAY = 0.05
LONGEST_DELAY = 3.0
MOST_ATTEMPTS = 8
"""Attempts that find no server. One that answers, with a rate limit say, is asked again until the deadline."""

_ROWS = (
    "the rows may or may not be stored",
    "read the rows by key before sending them again; models with client-made keys are upserted, which is safe",
)
_REST = ("it may or may not be done", "look whether it is done before calling again")


def send(rpc: Rpc[R]) -> Op[R]:
    """Send a request, again where that is safe."""
    delay = FIRST_DELAY
    unheard = 0
    while True:
        try:
            return (yield from call(rpc))
        except MilvusException as error:
            unheard += isinstance(error, ConnectError)
            if unheard == MOST_ATTEMPTS or not is_retryable(error, rpc.resend):
                raise _told(error, rpc) from error.__cause__
            failure = error
        try:
            yield Sleep(delay)
        except DeadlineExceeded:
            raise _told(failure, rpc) from failure.__cause__  # one exception: what went wrong, not that time is up
        delay = min(delay * 2, LONGEST_DELAY)


def is_retryable(error: MilvusException, resend: Resend) -> bool:
    """Whether the same request may be sent again after this error."""
    if isinstance(error, TlsError | EmbeddedEngineError):
        return False
    if isinstance(error, RateLimited | ConnectError):
        return True
    return isinstance(error, MilvusUnavailableException) and resend is Resend.ALWAYS


def _told(error: MilvusException, rpc: Rpc[R]) -> MilvusException:
    """The error as the user should see it: it names the collection; a lost answer to an insert is `OutcomeUnknown`."""
    if isinstance(error, ServerError) and rpc.collection not in error.message:
        error.message = f"collection {rpc.collection}: {error.message}"
    if rpc.resend is Resend.ALWAYS or not may_be_done(error):
        return error
    what, hint = _ROWS if rpc.method in {"Insert", "Delete"} else _REST
    return OutcomeUnknown(
        error.code, f"{rpc.method} was sent but its answer was lost ({error.message}): {what}", hint=hint
    )


def may_be_done(error: MilvusException) -> bool:
    """Whether a request that failed so may have been executed all the same."""
    if isinstance(error, DeadlineExceeded):
        return error.sent
    if isinstance(error, ServerError):
        return error.in_doubt
    return isinstance(error, MilvusUnavailableException)
