"""What a flush came to."""

from dataclasses import dataclass, field

from vectorm.errors import FlushError, MilvusException
from vectorm.model import Model
from vectorm.session.frozen import Frozen


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
    """What became of each object of a flush, filled in as answers come."""

    report: CommitReport = field(default_factory=CommitReport)
    stored: list[tuple[Model, Frozen]] = field(default_factory=list[tuple[Model, Frozen]])
    removed: list[Model] = field(default_factory=list[Model])
    replaced: list[Model] = field(default_factory=list[Model])
    failed: list[tuple[object, MilvusException]] = field(default_factory=list[tuple[object, MilvusException]])
    unknown: list[Model] = field(default_factory=list[Model])
    written: dict[str, int] = field(default_factory=dict[str, int])

    def raise_for_failures(self) -> None:
        """Raise `FlushError` when not everything is done."""
        if not self.failed and not self.unknown:
            return
        done = [*(obj for obj, _ in self.stored), *self.removed, *self.replaced]
        parts = [f"{len(done)} objects done", f"{len(self.failed)} failed"]
        parts += [f"{len(self.unknown)} unknown (sent, answer lost)"] if self.unknown else []
        first = f"; first: {_reason(self.failed[0][1])}" if self.failed else ""
        cause = self.failed[0][1] if self.failed else None
        raise FlushError(", ".join(parts) + first, done=done, failed=self.failed, unknown=self.unknown) from cause


def _reason(error: MilvusException) -> str:
    return f"{type(error).__name__}: {error.message}"
