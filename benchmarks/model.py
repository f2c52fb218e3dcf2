"""What a benchmark is, and what one run of it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]
Replies = Mapping[str, bytes]


@dataclass(frozen=True)
class Options:
    """The size of the work."""

    rows: int = 100_000
    batch: int = 5_000
    dim: int = 768


@dataclass(frozen=True)
class Variant:
    """One way to do the work of a case.

    Attributes:
        client: `pymilvus`, `vectorm`, or `floor`: the bytes alone, no client.
        title: What the caller hands over or reads.
        prepare: From (address, options) to the work; the time of preparing is not counted.
        against: Title of the variant of pymilvus that it is compared with; the own title unless given.
        count: How often the work is repeated inside one run.
    """

    client: str
    title: str
    prepare: Callable[[str, Options], Work]
    against: str = ""
    count: Callable[[Options], int] = lambda _options: 1

    @property
    def name(self) -> str:
        return f"{self.client}: {self.title}"


@dataclass(frozen=True)
class Case:
    """Work that several clients can do, and the replies of the null server to it.

    Attributes:
        per: What one unit is and how many units all repeats have, for the column of CPU per unit.
    """

    name: str
    summary: str
    replies: Callable[[Options], Replies]
    variants: tuple[Variant, ...]
    per: tuple[str, Callable[[Options], int]]


@dataclass(frozen=True)
class Sample:
    """One run of one variant in a process of its own.

    Attributes:
        cpu: Seconds of CPU of the client process, all its threads.
        wall: Seconds on the clock.
        memory: Peak of resident memory in MB during the work, over what the process held before.
    """

    cpu: float
    wall: float
    memory: float
