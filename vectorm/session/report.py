"""What a flush came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from vectorm.errors import (
    BatchState,
    ConnectError,
    DeadlineExceeded,
    FlushBatch,
    FlushError,
    MilvusException,
    OutcomeUnknown,
)
from vectorm.model import Model
from vectorm.ops.policy import may_be_done
from vectorm.session.plan import Partition
from vectorm.session.snapshot import Taken

Stored: TypeAlias = tuple[Sequence[Model], Taken, Partition]


@dataclass(slots=True)
class CommitReport:
    """Counts of rows that a flush or commit wrote.

    Attributes:
        inserted: Rows with server-made keys.
        upserted: Rows written by their key, partly changed ones included.
        deleted: Keys that were deleted.
        requests: Write requests that were sent.
    """

    inserted: int = 0
    upserted: int = 0
    deleted: int = 0
    requests: int = 0

    def __add__(self, other: "CommitReport") -> "CommitReport":
        """The counts of both."""
        return CommitReport(
            self.inserted + other.inserted,
            self.upserted + other.upserted,
            self.deleted + other.deleted,
            self.requests + other.requests,
        )


@dataclass(slots=True)
class Outcome:
    """What became of each object of a flush, filled in as answers come.

    Attributes:
        stored: Objects that were written, as they were then, and the partition, request by request.
        batches: What became of each request.
    """

    report: CommitReport = field(default_factory=CommitReport)
    stored: list[Stored] = field(default_factory=list[Stored])
    removed: list[Model] = field(default_factory=list[Model])
    replaced: list[Model] = field(default_factory=list[Model])
    failed: list[tuple[object, MilvusException]] = field(default_factory=list[tuple[object, MilvusException]])
    unknown: list[Model] = field(default_factory=list[Model])
    written: dict[str, int] = field(default_factory=dict[str, int])
    batches: list[FlushBatch] = field(default_factory=list[FlushBatch])

    def note_failure(self, kind: str, objects: Sequence[Model], error: MilvusException) -> None:
        """A request was not acknowledged."""
        if isinstance(error, OutcomeUnknown) or may_be_done(error):
            self.unknown.extend(objects)
            state = BatchState.UNKNOWN
        else:
            self.failed.extend((obj, error) for obj in objects)
            never_sent = isinstance(error, ConnectError | DeadlineExceeded)
            state = BatchState.NOT_SENT if never_sent else BatchState.REFUSED
        self.batches.append(FlushBatch(state, kind, objects, error))

    def note_interrupted(self, kind: str, objects: Sequence[Model]) -> None:
        """A request was given up while it was under way."""
        self.unknown.extend(objects)
        self.batches.append(FlushBatch(BatchState.UNKNOWN, kind, objects))

    def note_replaced(self, pairs: Sequence[tuple[Model, Model]]) -> None:
        """Objects of these pairs are done with if the second one, which took their place, was sent and not refused."""
        if not pairs:
            return
        sent = {id(obj) for objects, *_ in self.stored for obj in objects}
        sent.update(map(id, (*self.removed, *self.unknown)))
        self.replaced.extend(old for old, new in pairs if id(new) in sent)

    def raise_for_failures(self) -> None:
        """Raise `FlushError` when not everything is done."""
        if not self.failed and not self.unknown:
            return
        done = [*(obj for objects, *_ in self.stored for obj in objects), *self.removed, *self.replaced]
        parts = [f"{len(done)} objects done", f"{len(self.failed)} failed"]
        parts += [f"{len(self.unknown)} unknown (sent, answer lost)"] if self.unknown else []
        cause = next((batch.cause for batch in self.batches if batch.cause is not None), None)
        first = f"; first: {_reason(cause)}" if cause else ""
        raise FlushError(
            ", ".join(parts) + first, done=done, failed=self.failed, unknown=self.unknown, batches=self.batches
        ) from cause


def _reason(error: MilvusException) -> str:
    return f"{type(error).__name__}: {error.message}"
