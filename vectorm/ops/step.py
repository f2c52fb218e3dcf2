"""The steps that operations yield, and the type of an operation."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeAlias, TypeVar, cast

R = TypeVar("R")


class Resend(Enum):
    """When a call may be sent again (the retry table of `docs/explanation/retries.md`)."""

    ALWAYS = auto()
    """Reads, upserts and deletes by key, administration: a second run changes nothing."""
    UNSENT = auto()
    """Inserts, deletes by filter, what fails or acts anew when done twice (creating a user, moving a node): only when
    the server certainly did not execute the first."""


@dataclass(frozen=True, slots=True)
class Rpc(Generic[R]):
    """Send one request, get the decoded reply.

    Attributes:
        method: Name of the method in `milvus.proto.milvus.MilvusService`.
        request: The encoded request.
        decode: Reply bytes to result; raises `MilvusException` by the reply's status.
        resend: Whether a retry is safe.
        collection: The collection it is about; errors name it, where the server gives an id or nothing.
        is_last: False if the operation goes on to send another request of this method.
    """

    method: str
    request: bytes
    decode: Callable[[bytes], R]
    resend: Resend = Resend.ALWAYS
    collection: str = ""
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class Stream(Generic[R]):
    """Send one request, get any number of replies, each decoded by the `Rpc`.

    A driver's `stream` gives them one by one as they come. No operation yields it: who reads a stream may stop at any
    reply. It is never sent again, because the server would start over; what was read tells where to go on.
    """

    rpc: Rpc[R]


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait some seconds. The driver ends the operation with `DeadlineExceeded` when its deadline comes first."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Gather:
    """Run operations side by side, at most `limit` at a time.

    The reply is a list in the order of the operations: each one's result, or the `MilvusException` that ended it.
    """

    operations: "Sequence[Op[Any]]"
    limit: int = 4


Step: TypeAlias = "Rpc[Any] | Sleep | Gather"
Op: TypeAlias = Generator[Step, Any, R]


def call(rpc: Rpc[R]) -> Op[R]:
    """Send a request as it is, without retry."""
    reply = yield rpc
    return cast("R", reply)


def sleep(seconds: float) -> Op[None]:
    """Wait."""
    yield Sleep(seconds)


def gather(operations: "Sequence[Op[R]]", limit: int = 4) -> "Op[list[R | Exception]]":
    """Run operations side by side; results and errors in order."""
    replies = yield Gather(operations, limit)
    return cast("list[R | Exception]", replies)
