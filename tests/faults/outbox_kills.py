"""Kill processes while they write through an outbox, and look whether each unit of work is finished, once.

    python -m tests.faults.outbox_kills --kills 200 --seed 12 --engine lite

Each round starts a writer, kills it with SIGKILL at a random moment, in every third round cuts its outbox at a random
byte, opens the outbox and flushes, and reads every row that the round was about, at consistency Strong:

- what was acknowledged is there, and so is every unit whose record is whole;
- any other unit is there as a whole or not at all; where its record was cut off, it may be there in part;
- no key is there twice.

The last line is `PASS` or `FAIL`, which is also the exit status.
"""

import argparse
import contextlib
import multiprocessing
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import outbox_writer
from tests.faults.engine import start
from tests.faults.outbox_writer import Copy, Piece, Unit, unit_of
from vectorm import MilvusClient, Outbox, Session, schema
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_connection

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["grpc", "tests.faults.outbox_writer"])

LONGEST = 0.5
"""Seconds that a writer lives at most: a few units of work."""

Stored = dict[int, int | None]
"""By key: the number of the unit that wrote the row last; None if it is not there."""


@dataclass
class Tally:
    """Figures of a run. All of the last three must be 0."""

    kills: int = 0
    acknowledged: int = 0
    cut_off: int = 0
    cut_files: int = 0
    replayed: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} units acknowledged, {self.cut_off} cut off, "
            f"{self.cut_files} files cut, {self.replayed} units finished from the outbox; "
            f"rows lost {self.lost}, doubled {self.doubled}, otherwise wrong {self.wrong}"
        )


@dataclass
class Rounds:
    """A run against one engine.

    Attributes:
        stored: What has to be there.
        number: The first unit of the next round.
    """

    uri: str
    outbox: Path
    seed: int
    chance: random.Random
    connection: Connection
    client: MilvusClient
    tally: Tally = field(default_factory=Tally)
    stored: Stored = field(default_factory=dict[int, int | None])
    number: int = 1

    def round(self, *, is_async: bool) -> None:
        """Start a writer, kill it, finish its work, look."""
        begun, done = self._write_and_kill(is_async=is_async)
        is_cut = self.chance.random() < 1 / 3 and self._cut()
        with Outbox(self.outbox) as outbox:
            whole = {row["unit"] for batch in outbox.pending() for row in outbox.rows(batch)}
            Session(bind=self.connection, outbox=outbox).flush()
            self.tally.wrong += len(outbox.pending()) + len(outbox.parked())
        units = [unit_of(self.seed, number) for number in range(self.number, begun + 1)]
        doubtful: Stored = {}
        for unit in units:
            if unit.number <= done or unit.number in whole:
                self.stored.update(after(unit))
            else:
                doubtful = after(unit)
        self._look(dict.fromkeys(key for unit in units for key in after(unit)), doubtful, in_part=is_cut)
        self._settle(doubtful)
        self.tally.kills += 1
        self.tally.acknowledged += done - self.number + 1
        self.tally.cut_off += begun - done
        self.tally.cut_files += is_cut
        self.tally.replayed += len(whole)
        self.number = begun + 1

    def look_at_all(self) -> None:
        """Read every row that was ever written."""
        self._look(dict.fromkeys(self.stored), {}, in_part=False)

    def _write_and_kill(self, *, is_async: bool) -> tuple[int, int]:
        """The last unit that was begun, and the last that was acknowledged."""
        hear, parent = PROCESSES.Pipe(duplex=False)
        arguments = (parent, self.uri, str(self.outbox), self.seed, self.number)
        writer = PROCESSES.Process(target=outbox_writer.main, args=arguments, kwargs={"is_async": is_async})
        writer.start()
        parent.close()
        assert hear.recv() == "ready"
        time.sleep(self.chance.uniform(0, LONGEST))
        writer.kill()
        writer.join()
        last = {"begin": self.number - 1, "done": self.number - 1}
        with hear, contextlib.suppress(EOFError):
            while True:
                word, number = hear.recv()
                last[word] = number
        return last["begin"], last["done"]

    def _cut(self) -> bool:
        """Cut the outbox at a random byte, if there is anything in it."""
        data = self.outbox.read_bytes()
        size = self.chance.randrange(len(data) + 1)
        self.outbox.write_bytes(data[:size])
        return size < len(data)

    def _look(self, keys: dict[int, None], doubtful: Stored, *, in_part: bool) -> None:
        """Compare rows with what has to be there.

        Args:
            keys: The rows to look at.
            doubtful: What a unit leaves behind that was neither acknowledged nor found in the outbox: it was killed
                before its record was whole, or after its last answer. So all of it is there, or nothing.
            in_part: Its record was cut, and so it may be there in part.
        """
        is_after: set[bool] = set()
        for model in (Piece, Copy):
            rows = self._rows(model.__spec__.name, list(keys))
            found: Stored = {row["id"]: row["unit"] for row in rows}
            self.tally.doubled += len(rows) - len(found)
            for key in keys:
                wanted, now = self.stored.get(key), found.get(key)
                if key in doubtful and wanted != doubtful[key]:
                    is_after.add(now == doubtful[key])
                    wanted = doubtful[key] if now == doubtful[key] else wanted
                self.tally.lost += wanted is not None and now != wanted
                self.tally.wrong += wanted is None and now is not None
        self.tally.wrong += len(is_after) > 1 and not in_part

    def _settle(self, doubtful: Stored) -> None:
        """Delete what is in doubt: the next rounds know what is there."""
        if doubtful:
            unit = Unit(self.number, [], [])
            session = Session(bind=self.connection)
            for obj in unit.objects(list(doubtful)):
                session.delete(obj)
            session.commit()
            self.stored.update(dict.fromkeys(doubtful))

    def _rows(self, collection: str, keys: list[int]) -> list[dict[str, int]]:
        rows: list[dict[str, int]] = []
        for first in range(0, len(keys), 5000):
            rows += self.client.query(
                collection, f"id in {keys[first : first + 5000]}", ["unit"], consistency_level="Strong"
            )
        return rows


def after(unit: Unit) -> Stored:
    """What a unit leaves behind, by key."""
    return {**dict.fromkeys(unit.written, unit.number), **dict.fromkeys(unit.deleted)}


def run(engine: str, kills: int, seed: int, folder: Path) -> Tally:
    """Kill so many writers; the figures."""
    server = start(engine, folder)
    try:
        with (
            contextlib.closing(open_connection(uri=server.uri)) as connection,
            contextlib.closing(MilvusClient(server.uri)) as client,
        ):
            schema.ensure(Piece, Copy, bind=connection)
            chance = random.Random(seed)
            rounds = Rounds(server.uri, folder / "app.outbox", seed, chance, connection, client)
            for number in range(kills):
                rounds.round(is_async=bool(number % 2))
                if not rounds.tally.is_clean or number % 20 == 19:
                    print(rounds.tally, flush=True)
            rounds.look_at_all()
            return rounds.tally
    finally:
        server.close()


def main() -> int:
    """Run by the options of the command line."""
    parser = argparse.ArgumentParser(description="SIGKILLs of processes that write through an outbox.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 16))
    parser.add_argument("--engine", choices=("lite", "milvus"), default="lite")
    options = parser.parse_args()
    print(f"engine {options.engine}, seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        tally = run(options.engine, options.kills, options.seed, Path(folder))
    print(f"{tally}\n{'PASS' if tally.is_clean else 'FAIL'}")
    return not tally.is_clean


if __name__ == "__main__":
    sys.exit(main())
