"""What a benchmark is, and what one run of it gives."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal

Work = Callable[[], object]
Replies = Mapping[str, bytes]
Measure = Literal["cpu", "wall", "memory", "extra memory", "time of one"]


@dataclass(frozen=True)
class Options:
    """The size of the work."""

    rows: int = 20_000
    batch: int = 5_000
    dim: int = 768


@dataclass(frozen=True)
class Variant:
    """One way to do the work of a case.

    Attributes:
        client: `vectorm`, `pymilvus`, `sqlalchemy`, or `floor`: the bytes alone, no client.
        title: What the caller hands over or reads.
        prepare: From (address, options) to the work; the time of preparing is not counted.
        count: How often the work is repeated inside one run.
        fresh: Whether each run has a new process: where what an earlier run left behind would change the result.
        warm: Whether the work is done once before it is counted (imports, connection, schema).
    """

    client: str
    title: str
    prepare: Callable[[str, Options], Work]
    count: Callable[[Options], int] = lambda _options: 1
    fresh: bool = False
    warm: bool = True

    @property
    def name(self) -> str:
        return f"{self.client}: {self.title}"


@dataclass(frozen=True)
class Line:
    """A line of the table: a variant of vectorm, what it is compared with, and what it ought to reach.

    Attributes:
        work: What is done.
        ours: Name of the variant of vectorm.
        theirs: Name of the other variant; "" for what has no counterpart.
        floor: Name of the variant that only moves the bytes; "" for none.
        goals: By dimension, how many times less than theirs (CPU, time), or which part of theirs (memory).
        floors: By dimension, how many times the floor at most.
        measure: What is compared.
    """

    work: str
    ours: str
    theirs: str = ""
    floor: str = ""
    goals: Mapping[int, float] = field(default_factory=dict[int, float])
    floors: Mapping[int, float] = field(default_factory=dict[int, float])
    measure: Measure = "cpu"


def null_replies(_options: Options) -> Replies:
    """For cases that ask no server."""
    return {}


@dataclass(frozen=True)
class Case:
    """Work that several clients can do, and the replies of the null server to it.

    Attributes:
        per: What one unit is and how many units all repeats have, for the column of CPU per unit.
        dims: The dimensions that are measured.
        server: Starts another server than the null server, and gives its address.
        most_rounds: Rounds at most, where one takes minutes, or what is measured hardly varies.
    """

    name: str
    summary: str
    variants: tuple[Variant, ...]
    per: tuple[str, Callable[[Options], int]]
    lines: tuple[Line, ...] = ()
    dims: Sequence[int] = (128, 768)
    replies: Callable[[Options], Replies] = null_replies
    server: Callable[[], AbstractContextManager[str]] | None = None
    most_rounds: int = 100


@dataclass(frozen=True)
class Sample:
    """One run of one variant.

    Attributes:
        cpu: Seconds of CPU of the client process, all its threads.
        wall: Seconds on the clock.
        memory: Peak of resident memory in MB during the work, over what the process held before.
    """

    cpu: float
    wall: float
    memory: float
