"""The outbox: units of work in a file before they are sent, so that one that a crash cut off is finished later."""

import logging
import os
import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timezone
from enum import Enum
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

from typing_extensions import Self

from vectorm.errors import OutboxError
from vectorm.records import dataclass
from vectorm.session.outbox_file import Head, OutboxFile, Record, read_records
from vectorm.wire.write import decode_rows

LOGGER = logging.getLogger("vectorm.outbox")

MOST_BYTES = 1 << 30
"""Size of an outbox file, unless told otherwise: 1 GiB, some twenty requests of the largest size."""

_HEAD_BYTES = 4096
"""More than any head of a record has."""

Requests: TypeAlias = Sequence[tuple[str, bytes]]
"""Methods and encoded requests, in the order in which they are sent."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a flush tells of a batch that it records; see `OutboxBatch`."""

    kind: str
    rows: int
    collection: str
    database: str
    address: str
    schema: str


@dataclass(frozen=True, slots=True)
class OutboxBatch(Recorded):
    """A part of a unit of work that waits in an outbox.

    Attributes:
        id: A number of its own.
        unit: The number of its unit of work.
        kind: "upsert" or "delete".
        rows: How many rows are written or keys deleted.
        address: The server that it is for, as messages name it; no credentials.
        schema: A fingerprint of the collection's fields when it was recorded.
        created: When it was recorded, as ISO text in UTC.
        requests: Methods of its requests and their bytes.
        reason: Why it was parked; "" if it is pending.
    """

    id: str
    unit: str
    created: str
    requests: tuple[tuple[str, int], ...]
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.kind} of {self.rows} rows, collection {self.collection} of {self.address}"


class Mark(Enum):
    """What became of a batch."""

    DONE = "done"
    REFUSED = "refused"
    """The server answered that it does not do it; the program was told."""
    WITHDRAWN = "withdrawn"
    """The program took it back: `rollback()`, `close()`, `discard()`."""
    PARKED = "parked"
    """It cannot be replayed as it is: kept, and not sent."""


class _State(Enum):
    RECORDING = "recording"
    SENDING = "sending"
    DUE = "due"
    PARKED = "parked"


@dataclass(slots=True)
class _Held:
    batch: OutboxBatch
    record: Record
    state: _State


class Outbox:
    """An outbox file, for all sessions of one process. Thread-safe; locked until it is closed or the process ends.

    `Session(outbox=Outbox("app.outbox"))` writes each unit of work to the file before it sends it. What an earlier
    process could not finish is sent first, by the first flush to its server.

    Args:
        path: The file; it is made, readable by its owner only, if there is none.
        max_bytes: Its largest size. A flush that does not fit is refused, and nothing of it is sent.

    Attributes:
        path: The real path of the file.

    Raises:
        OutboxLocked: Another process has it open.
        OutboxError: It cannot be opened, is no outbox, or is damaged in its middle.
    """

    def __init__(self, path: str | os.PathLike[str], *, max_bytes: int = MOST_BYTES) -> None:
        self._file = OutboxFile(path, max_bytes)
        self.path = self._file.path
        self.renew_locks()
        self._max_bytes = max_bytes
        self._recording, self._replayed = set[str](), set[str]()
        self._owed: list[Head] = []
        self._held = _held(self._file.records)
        with _opening:
            _opened[self.path] = self
        for batch in self.parked():
            LOGGER.warning("outbox %s: parked %s: %s", self.path, batch, batch.reason)
        for batch in self.pending():
            LOGGER.info("outbox %s: pending %s", self.path, batch)

    def pending(self) -> list[OutboxBatch]:
        """What waits for its server: the next flush of a session there sends it. What is being sent now counts too."""
        return self._batches(_State.DUE, _State.SENDING)

    def parked(self) -> list[OutboxBatch]:
        """What is kept and not sent, each with the reason: `rows` reads it, `discard` drops it."""
        return self._batches(_State.PARKED)

    def rows(self, batch: OutboxBatch) -> list[dict[str, Any]]:
        """The rows that a batch writes, by field name; none of a batch that deletes.

        Raises:
            OutboxError: It is not in the outbox any more.
        """
        written = [decode_rows(method, data) for method, data in self.requests(batch) if method != "Delete"]
        return [
            {column.name: column.value(number) for column in rows.columns}
            for rows in written
            for number in range(len(rows))
        ]

    def discard(self, batch: OutboxBatch) -> None:
        """Drop a batch: it is not sent any more."""
        self.mark(batch, Mark.WITHDRAWN)

    def close(self) -> None:
        """Let go of the file and its lock; what is pending stays in it. May be called again."""
        with _opening:
            if _opened.get(self.path) is self:
                del _opened[self.path]
        with self._lock:  # else a thread that writes now would go on in whatever file is opened next
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Outbox {self.path}: {len(self.pending())} pending, {len(self.parked())} parked>"

    # What follows is for flushes (`outbox_flush`).

    def renew_locks(self) -> None:
        """Make the locks anew: a forked child has no thread that would release one that its parent held."""
        self._lock = threading.RLock()
        self.replaying = threading.Lock()

    @property
    def has_due(self) -> bool:
        """Whether anything is to be sent that no flush is about."""
        return any(each.state is _State.DUE for each in self._held.copy().values())

    def due(self, address: str, database: str) -> list[OutboxBatch]:
        """What is to be sent to a database, in its order."""
        return [batch for batch in self._batches(_State.DUE) if (batch.address, batch.database) == (address, database)]

    def begin(self) -> str:
        """A new unit of work; `record` its batches, `seal` it, send them, `release` them."""
        unit = uuid.uuid4().hex
        with self._lock:
            self._recording.add(unit)
        return unit

    def record(self, unit: str, what: Recorded, requests: Requests) -> OutboxBatch:
        """Write a batch to the file.

        Raises:
            OutboxError: It does not fit, or cannot be written.
        """
        batch = OutboxBatch(
            **asdict(what),
            id=uuid.uuid4().hex,
            unit=unit,
            created=datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            requests=tuple((method, len(data)) for method, data in requests),
        )
        with self._lock:
            if unit in self._recording:  # else the flush was given up: a cancelled task does not wait for its thread
                self._pay()
                self._make_room(sum(len(data) for _, data in requests) + _HEAD_BYTES)
                record = self._file.append(_head(batch), [data for _, data in requests])
                self._held[batch.id] = _Held(batch, record, _State.RECORDING)
        return batch

    def seal(self, unit: str) -> None:
        """The unit is whole, and safe on the disk: only such units are replayed."""
        with self._lock:
            if unit not in self._recording:
                return
            held = [each for each in self._held.values() if each.batch.unit == unit]
            self._file.append({"unit": unit, "batches": len(held)})
            self._file.sync()
            self._recording.discard(unit)
            for each in held:
                each.state = _State.SENDING

    def abort(self, unit: str) -> None:
        """The unit is not to be sent, though perhaps some of it was recorded."""
        with self._lock:
            self._recording.discard(unit)
            self.withdraw([each.batch for each in self._held.values() if each.batch.unit == unit])

    def requests(self, batch: OutboxBatch) -> Requests:
        """The requests of a batch, as they were encoded.

        Raises:
            OutboxError: It is not in the outbox any more.
        """
        with self._lock:
            if batch.id not in self._held:
                raise OutboxError(message=f"outbox {self.path} does not hold this {batch} any more")
            body = self._file.body(self._held[batch.id].record)
        ends = accumulate(size for _, size in batch.requests)
        return [(method, body[end - size : end]) for (method, size), end in zip(batch.requests, ends, strict=True)]

    def mark(self, batch: OutboxBatch, how: Mark, reason: str = "") -> None:
        """Note what became of a batch. If the file cannot be written to now, that is done before the next record."""
        with self._lock:
            held = self._held.get(batch.id)
            if held is None:
                return
            if how is Mark.PARKED:
                held.batch, held.state = replace(batch, reason=reason), _State.PARKED
                LOGGER.warning("outbox %s: parked %s: %s", self.path, batch, reason)
            else:
                del self._held[batch.id]
                if how is Mark.DONE and held.state is _State.DUE:
                    self._replayed.add(batch.id)
            self._owed.append(_mark(batch, how, reason))
            try:
                self._pay()
            except OutboxError as error:
                LOGGER.warning("%s", error)

    def release(self, batches: Iterable[OutboxBatch]) -> list[OutboxBatch]:
        """The flush of these batches is over: those that are left, which the next flush sends."""
        with self._lock:
            left = [self._held[batch.id] for batch in batches if batch.id in self._held]
            for each in left:
                each.state = _State.DUE if each.state is _State.SENDING else each.state
            return [each.batch for each in left]

    def was_replayed(self, batch: OutboxBatch) -> bool:
        """Whether a batch that a flush has left here was sent since, by any session. That is told once."""
        with self._lock:
            found = batch.id in self._replayed
            self._replayed.discard(batch.id)
            return found

    def withdraw(self, batches: Iterable[OutboxBatch]) -> None:
        """Drop batches that a program took back; those that are parked stay."""
        with self._lock:
            for batch in batches:
                self._replayed.discard(batch.id)
                held = self._held.get(batch.id)
                if held is not None and held.state is not _State.PARKED:
                    self.mark(batch, Mark.WITHDRAWN)

    def _batches(self, *states: _State) -> list[OutboxBatch]:
        with self._lock:
            return [each.batch for each in self._held.values() if each.state in states]

    def _pay(self) -> None:
        """Write the marks that are owed. With nothing left to do, the file is emptied instead."""
        if self._owed and not self._held:
            self._file.clear()
            self._owed.clear()
        while self._owed:
            self._file.append(self._owed[0])
            self._owed.pop(0)

    def _make_room(self, size: int) -> None:
        """Leave what is done out of the file, if it would become too large.

        Raises:
            OutboxError: It would be too large all the same.
        """
        if self._file.has_room(size):
            return
        held = list(self._held.values())
        entries: list[tuple[Head, Record | None]] = [(_head(each.batch), each.record) for each in held]
        parked = (each.batch for each in held if each.state is _State.PARKED)
        entries += [(_mark(batch, Mark.PARKED, batch.reason), None) for batch in parked]
        units = Counter(each.batch.unit for each in held if each.batch.unit not in self._recording)
        entries += [({"unit": unit, "batches": count}, None) for unit, count in units.items()]
        for each, record in zip(held, self._file.rewrite(entries), strict=False):
            each.record = record
        if not self._file.has_room(size):
            raise OutboxError(
                message=f"outbox {self.path} is full: {len(held)} batches of {self._max_bytes:,} bytes wait in it",
                hint="flush to the servers that outbox.pending() names, discard() what is parked, or raise max_bytes",
            )


def shared(outbox: "Outbox | str | os.PathLike[str]") -> Outbox:
    """The outbox of a path: the one that this process has open, or a new one. Raises as `Outbox`."""
    if isinstance(outbox, Outbox):
        return outbox
    with _opening:
        return _opened.get(os.path.realpath(Path(outbox).expanduser())) or Outbox(outbox)


def read_outbox(path: str | os.PathLike[str]) -> list[OutboxBatch]:
    """What waits in an outbox file, which may be in use by another process.

    Raises:
        OutboxError: There is no such file, it is no outbox, or it is damaged in its middle.
    """
    return [each.batch for each in _held(read_records(path)).values()]


def _held(records: Iterable[Record]) -> dict[str, _Held]:
    """What is not done, of the units that are whole."""
    found: dict[str, _Held] = {}
    sealed: dict[str, int] = {}
    marks: dict[str, Head] = {}
    for record in records:
        head = record.head
        if "mark" in head:
            marks[head["batch"]] = head
        elif "batches" in head:
            sealed[head["unit"]] = head["batches"]
        else:
            fields: dict[str, Any] = {**head, "requests": tuple((method, size) for method, size in head["requests"])}
            batch = OutboxBatch(**fields)
            found[batch.id] = _Held(batch, record, _State.DUE)
    counts = Counter(each.batch.unit for each in found.values())
    for number, each in list(found.items()):
        mark = marks.get(number)
        if sealed.get(each.batch.unit) != counts[each.batch.unit] or (mark and mark["mark"] != Mark.PARKED.value):
            del found[number]
        elif mark:
            each.batch, each.state = replace(each.batch, reason=mark["reason"]), _State.PARKED
    return found


def _head(batch: OutboxBatch) -> Head:
    return {name: getattr(batch, name) for name in OutboxBatch.__dataclass_fields__ if name != "reason"}


def _mark(batch: OutboxBatch, how: Mark, reason: str) -> Head:
    return {"mark": how.value, "batch": batch.id, "reason": reason}


_opened: dict[str, Outbox] = {}
_opening = threading.RLock()


def _forget_all() -> None:
    """A forked child has its parent's outboxes closed."""
    global _opening  # noqa: PLW0603
    _opening = threading.RLock()
    for outbox in _opened.values():
        outbox.renew_locks()
    _opened.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
