"""Writes units of work through an outbox until it is killed.

A unit follows from the seed and its number alone, so that others know what it writes and deletes.
"""

import asyncio
import itertools
import random
from dataclasses import dataclass
from multiprocessing.connection import Connection

from vectorm import (
    FLAT,
    AsyncSession,
    FloatVector,
    Mapped,
    Model,
    Outbox,
    Session,
    connections,
    field,
    vector,
)
from vectorm.session import flush

NEW_ROWS = 20
OLD_ROWS = 4


class Piece(Model, collection="outbox_pieces"):
    """A row; `unit` is the number of the unit of work that wrote it last."""

    id: Mapped[int] = field(primary_key=True)
    unit: Mapped[int] = field()
    dense: Mapped[FloatVector] = vector(dim=8, index=FLAT(metric="L2"))


class Copy(Model, collection="outbox_copies"):
    """The same rows in another collection."""

    id: Mapped[int] = field(primary_key=True)
    unit: Mapped[int] = field()
    dense: Mapped[FloatVector] = vector(dim=8, index=FLAT(metric="L2"))


Row = Piece | Copy


@dataclass(frozen=True)
class Unit:
    """What a unit of work does, in both collections.

    Attributes:
        written: Keys that get its number: new ones, and some of earlier units.
        deleted: Keys of earlier units.
    """

    number: int
    written: list[int]
    deleted: list[int]

    def objects(self, keys: list[int]) -> list[Row]:
        """Objects of these keys."""
        return [
            model(id=key, unit=self.number, dense=[key % 97, *[0.5] * 7]) for model in (Piece, Copy) for key in keys
        ]


def unit_of(seed: int, number: int) -> Unit:
    """The unit of work of that number, from 1."""
    chance = random.Random(f"{seed}/{number}")
    first = number * NEW_ROWS
    earlier = range(NEW_ROWS, first)
    old = chance.sample(earlier, min(2 * OLD_ROWS, len(earlier)))
    return Unit(number, [*range(first, first + NEW_ROWS), *old[:OLD_ROWS]], old[OLD_ROWS:])


def fill(session: Session | AsyncSession, unit: Unit) -> None:
    """Ask a session for the work of a unit."""
    session.add_all(unit.objects(unit.written))
    for obj in unit.objects(unit.deleted):
        session.delete(obj)


def write(parent: Connection, outbox: Outbox, seed: int, first: int) -> None:
    """Commit unit after unit."""
    for number in itertools.count(first):
        session = Session(outbox=outbox)
        fill(session, unit_of(seed, number))
        parent.send(("begin", number))
        session.commit()
        parent.send(("done", number))


async def write_async(parent: Connection, outbox: Outbox, seed: int, first: int) -> None:
    """As `write`."""
    for number in itertools.count(first):
        session = AsyncSession(outbox=outbox)
        fill(session, unit_of(seed, number))
        parent.send(("begin", number))
        await session.commit()
        parent.send(("done", number))


def main(parent: Connection, uri: str, path: str, seed: int, first: int, *, is_async: bool) -> None:
    """Connect and write. The parent is told "ready", then ("begin", number) and ("done", number) around each commit."""
    flush.MOST_ROWS = 7  # a unit has about ten requests
    connections.connect(uri=uri)
    outbox = Outbox(path)
    parent.send("ready")
    if is_async:
        asyncio.run(write_async(parent, outbox, seed, first))
    else:
        write(parent, outbox, seed, first)
