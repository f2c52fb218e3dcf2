"""What a case is, and how one is declared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.catalogue.world import World

Body = Callable[["World"], None]

CORE = ("client", "async", "collection")
ORM = ("session", "async_session")
EVERY_WAY = CORE + ORM


class Verdict(str, Enum):
    """How a run ended, from best to worst."""

    PASS = "pass"
    NOT_THERE = "n/a"
    """The client or the engine lacks what the case is about."""
    OBSCURE = "obscure"
    """The error does not say what happened, or is none of the library's own."""
    FAIL = "fail"
    """Something that should work did not."""
    HANG = "hang"
    LEAK = "leak"
    """A password was printed, or threads, files or processes stay behind."""
    LOSS = "loss"
    """Rows were lost or doubled, or an answer was wrong."""


class Bad(Exception):
    """Ends a case with a verdict other than pass."""

    def __init__(self, verdict: Verdict, text: str) -> None:
        super().__init__(text)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Case:
    """One failure.

    Attributes:
        group: Heading in the table.
        ways: How the client is used: see `ways.py`. Empty: the case has a program of its own, run once.
        engines: Where it can be tried: "lite", "milvus".
        seconds: A run that takes longer hangs.
    """

    name: str
    group: str
    body: Body
    ways: tuple[str, ...]
    engines: tuple[str, ...]
    seconds: float

    @property
    def title(self) -> str:
        """The first line of its docstring."""
        return (self.body.__doc__ or self.name).strip().splitlines()[0]


CASES: dict[str, Case] = {}


def case(
    group: str,
    *,
    ways: Sequence[str] = EVERY_WAY,
    engines: Sequence[str] = ("lite", "milvus"),
    seconds: float = 30,
) -> Callable[[Body], Body]:
    """Declares a case: the function's name is its name, its docstring tells the failure."""

    def declare(body: Body) -> Body:
        name = body.__name__
        assert name not in CASES, f"two cases are named {name}"
        CASES[name] = Case(name, group, body, tuple(ways), tuple(engines), seconds)
        return body

    return declare
