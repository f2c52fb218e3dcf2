"""The steps that operations yield, and the type of an operation."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import field
from enum import Enum, auto
from inspect import iscoroutinefunction
from typing import Any, Generic, TypeAlias, TypeVar, cast

from vectorm.errors import ParamError
from vectorm.records import dataclass

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
        key: The batch's `idempotency-key`, the same each time it is sent; "" for none.
    """

    method: str
    request: bytes = field(repr=False)  # rows, or a password
    decode: Callable[[bytes], R]
    resend: Resend = Resend.ALWAYS
    collection: str = ""
    is_last: bool = True
    key: str = ""


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


@dataclass(frozen=True, slots=True)
class Work:
    """Call a function of the application, such as an embedder; the reply is what it returns, or its awaited result.

    The async driver awaits an `async def` function and calls any other in a thread, so that the event loop goes on.
    """

    function: Callable[[], Any]

    @property
    def is_async(self) -> bool:
        """Whether it has to be awaited."""
        called = getattr(self.function, "func", self.function)
        return iscoroutinefunction(called) or iscoroutinefunction(getattr(called, "__call__", None))  # noqa: B004

    def run(self) -> Any:
        """Call it here and now.

        Raises:
            ParamError: It has to be awaited.
        """
        if self.is_async:
            name = getattr(getattr(self.function, "func", self.function), "__name__", "the function")
            raise ParamError(message=f"{name} is an async function: only an AsyncSession can call it")
        return self.function()


Step: TypeAlias = "Rpc[Any] | Sleep | Gather | Work"
Op: TypeAlias = Generator[Step, Any, R]


def call(rpc: Rpc[R]) -> Op[R]:
    """Send a request as it is, without retry."""
    reply = yield rpc
    return cast("R", reply)


def sleep(seconds: float) -> Op[None]:
    """Wait."""
    yield Sleep(seconds)


def work(function: Callable[[], R]) -> Op[R]:
    """Call a function of the application."""
    reply = yield Work(function)
    return cast("R", reply)


def run_here(op: Op[R]) -> R:
    """Run an operation that needs no server: one whose only steps are `Work`."""
    reply: Any = None
    try:
        while True:
            step = op.send(reply)
            assert isinstance(step, Work)
            reply = step.run()
    except StopIteration as stop:
        return cast("R", stop.value)
    finally:
        op.close()


def gather(operations: "Sequence[Op[R]]", limit: int = 4) -> "Op[list[R | Exception]]":
    """Run operations side by side; results and errors in order."""
    replies = yield Gather(operations, limit)
    return cast("list[R | Exception]", replies)
