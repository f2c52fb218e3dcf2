"""Retry: the one place that decides whether a call is sent again, and after how long.

| the call failed with | reads, administration | upserts, deletes by key | inserts, deletes by filter, one-time calls |
|---|---|---|---|
| never executed (connect refused, rate limit) | again | again | again |
| connection broke, no reply, server not ready | again | again | `OutcomeUnknown` |
| the server failed (gRPC INTERNAL, UNKNOWN, ...), broken reply | raised | `OutcomeUnknown` | `OutcomeUnknown` |
| deadline over | `DeadlineExceeded` | `OutcomeUnknown` | `OutcomeUnknown` |
| anything else | raised | raised | raised |

Back-off doubles from 50 ms to 3 s. The driver bounds it all by the deadline of the call; where no connection can be
made, the call ends after eight attempts, because a wrong address stays wrong.
"""

import re
from dataclasses import replace
from typing import TypeVar

from vectorm.errors import (
    AliasNotExistException,
    CollectionNotExistException,
    ConnectError,
    DatabaseNotExistException,
    DeadlineExceeded,
    EmbeddedEngineError,
    IndexNotExistException,
    MilvusException,
    MilvusUnavailableException,
    OutcomeUnknown,
    ParamError,
    PartitionNotExistException,
    RateLimited,
    ServerError,
    TlsError,
)
from vectorm.ops.step import Op, Resend, Rpc, Sleep
from vectorm.wire import asked

R = TypeVar("R")

FIRST_DELAY = 0.05
LONGEST_DELAY = 3.0
MOST_ATTEMPTS = 8
"""Attempts that find no server. One that answers, with a rate limit say, is asked again until the deadline."""

_ROWS = (
    "the rows may or may not be stored",
    "read the rows by key before sending them again; models with client-made keys are upserted, which is safe",
)
_BY_KEY = ("it may or may not be done", "call again: a write or delete by key is done once, however often it is sent")
_REST = ("it may or may not be done", "look whether it is done before calling again")


def send(rpc: Rpc[R]) -> Op[R]:
    """Send a request, again where that is safe."""
    delay = FIRST_DELAY
    unheard = 0
    in_doubt = False
    while True:
        try:
            reply: R = yield rpc
            return reply
        except MilvusException as error:
            unheard += isinstance(error, ConnectError)
            in_doubt = in_doubt or may_be_done(error)
            if unheard == MOST_ATTEMPTS or not is_retryable(error, rpc.resend):
                raise _told(error, rpc, in_doubt=in_doubt) from error.__cause__
            failure = error
        try:
            yield Sleep(delay)
        except DeadlineExceeded:
            # One exception: what went wrong, not that time is up.
            raise _told(failure, rpc, in_doubt=in_doubt) from failure.__cause__
        delay = min(delay * 2, LONGEST_DELAY)


def is_retryable(error: MilvusException, resend: Resend) -> bool:
    """Whether the same request may be sent again after this error."""
    if isinstance(error, TlsError | EmbeddedEngineError):
        return False
    if isinstance(error, RateLimited | ConnectError):
        return True
    return isinstance(error, MilvusUnavailableException) and resend is Resend.ALWAYS


def _told(error: MilvusException, rpc: Rpc[R], *, in_doubt: bool) -> MilvusException:
    """The error as the user should see it: it names the collection; a lost answer to a write is `OutcomeUnknown`.

    `in_doubt`: one of the attempts may have been executed, whatever the last one met.
    """
    if isinstance(error, ServerError) and rpc.collection not in error.message:
        error.message = f"collection {rpc.collection}: {error.message}"
    _note_asked(error, rpc)
    is_by_key = rpc.resend is Resend.ALWAYS and rpc.method in {"Upsert", "Delete"}
    if not in_doubt or (rpc.resend is Resend.ALWAYS and not is_by_key):
        return error
    what, hint = _BY_KEY if is_by_key else _ROWS if rpc.method in {"Insert", "Delete"} else _REST
    return OutcomeUnknown(
        error.code, f"{rpc.method} was sent but its answer was lost ({error.message}): {what}", hint=hint
    )


_NOT_FOUND = (
    CollectionNotExistException,
    PartitionNotExistException,
    AliasNotExistException,
    IndexNotExistException,
    DatabaseNotExistException,
)

_FIELD = re.compile(r"(?:\bfield |field: |group_by_field )'?(\w+)'?(?: not exist| not found|$)")
"""The field that a server says is not there."""


def _note_asked(error: MilvusException, rpc: Rpc[R]) -> None:
    """Note in an error what was asked for, if it says that something is not there."""
    field = _FIELD.search(error.message) if isinstance(error, ParamError) else None
    if field is not None or isinstance(error, _NOT_FOUND):
        error.asked = replace(asked.asked_of(rpc.method, rpc.request), fields=(field.group(1),) if field else ())


def may_be_done(error: MilvusException) -> bool:
    """Whether a request that failed so may have been executed all the same."""
    if isinstance(error, DeadlineExceeded):
        return error.sent
    if isinstance(error, ServerError):
        return error.in_doubt
    return isinstance(error, MilvusUnavailableException)
