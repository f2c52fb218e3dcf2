"""What clients were told of their writes, and whether the engine agrees.

Every row has a number of its own. In the words of Jepsen's set test: acknowledged <= stored <= acknowledged or unknown,
and no number twice.
"""

import threading
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from vectorm import FLAT, FloatVector, Mapped, MilvusClient, Model, schema, vector
from vectorm import field as column
from vectorm.connection.open import open_connection

KEYED, COUNTED = "keyed_numbers", "counted_numbers"


class Keyed(Model, collection=KEYED, consistency="Bounded"):
    """Rows with keys of their own: the number."""

    id: Mapped[int] = column(primary_key=True)
    number: Mapped[int] = column()
    dense: Mapped[FloatVector] = vector(dim=8, index=FLAT(metric="L2"))


class Counted(Model, collection=COUNTED, consistency="Bounded"):
    """Rows with keys that the server makes."""

    id: Mapped[int] = column(primary_key=True, auto_id=True)
    number: Mapped[int] = column()
    dense: Mapped[FloatVector] = vector(dim=8, index=FLAT(metric="L2"))


Numbered = type[Keyed] | type[Counted]


def rows(model: Numbered, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The rows of numbers, as dicts."""
    made = [{"number": number, "dense": [number % 97 / 97, *[0.5] * 7]} for number in numbers]
    return [{"id": row["number"], **row} for row in made] if model is Keyed else made


def objects(model: Numbered, numbers: Iterable[int]) -> list[Keyed | Counted]:
    """The rows of numbers, as objects."""
    return [model(**row) for row in rows(model, numbers)]


def create(uri: str) -> None:
    """Make the collections. Their level is Bounded: reads need not see what was written a moment ago."""
    with closing(open_connection(uri=uri, timeout=60)) as connection:
        schema.ensure(Keyed, Counted, bind=connection)


class Told(Enum):
    """What a client was told last about a row."""

    STORED = "stored"
    GONE = "gone"
    UNKNOWN = "unknown"
    """The answer to a write or a delete was lost."""
    REFUSED = "refused"
    """The write was not done."""


@dataclass
class Ledger:
    """What the clients were told, by number. Each number belongs to one writer."""

    told: dict[int, Told] = field(default_factory=dict[int, Told])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, numbers: Iterable[int], told: Told) -> None:
        """Remember what a client was told."""
        with self._lock:
            self.told.update(dict.fromkeys(numbers, told))

    def numbers(self, told: Told) -> set[int]:
        """The numbers of which the clients were told so last."""
        with self._lock:
            return {number for number, each in self.told.items() if each is told}


@dataclass(frozen=True, slots=True)
class Check:
    """What a reading of the engine came to.

    Attributes:
        acknowledged: Rows that clients were told are stored.
        unknown: Rows that may or may not be stored.
        stored: Rows that are stored.
        lost: Acknowledged rows that are not stored.
        foreign: Stored rows that clients were told are deleted or not stored.
        doubled: Rows that are stored beside one of the same number.
    """

    acknowledged: int
    unknown: int
    stored: int
    lost: int
    foreign: int
    doubled: int

    @property
    def is_good(self) -> bool:
        """Whether the engine holds what clients were told."""
        return not (self.lost or self.foreign or self.doubled)


def check(uri: str, ledger: Ledger) -> Check:
    """Read all rows, at consistency Strong, while nobody writes."""
    acknowledged, unknown = ledger.numbers(Told.STORED), ledger.numbers(Told.UNKNOWN)
    stored: set[int] = set()
    doubled = 0
    with closing(MilvusClient(uri=uri, timeout=60)) as client:
        for collection in (KEYED, COUNTED):
            numbers, count = stored_in(client, collection)
            doubled += max(count, len(numbers)) - len(set(numbers))
            stored |= set(numbers)
    return Check(
        acknowledged=len(acknowledged),
        unknown=len(unknown),
        stored=len(stored),
        lost=len(acknowledged - stored),
        foreign=len(stored - acknowledged - unknown),
        doubled=doubled,
    )


def stored_in(client: MilvusClient, collection: str) -> tuple[list[int], int]:
    """The numbers of a collection's rows, and how many it counts: queries pass over a second row of the same key."""
    client.load_collection(collection, timeout=120)  # after a kill Milvus takes half a minute to do that itself
    pages = client.query_iterator(
        collection, filter="number >= 0", output_fields=["number"], consistency_level="Strong", timeout=120
    )
    numbers: list[int] = []
    while page := pages.next():
        numbers += [row["number"] for row in page]
    found = client.query(
        collection, filter="number >= 0", output_fields=["count(*)"], consistency_level="Strong", timeout=120
    )
    return numbers, found[0]["count(*)"]
