"""Rows in bulk: written chunk by chunk, without an object for each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vectorm.columns.batch import ColumnBatch
from vectorm.errors import DataNotMatchException, FlushError, MilvusException, OutcomeUnknown
from vectorm.model import Model
from vectorm.ops import write
from vectorm.ops.context import Context
from vectorm.ops.step import Op, gather
from vectorm.session.embedding import check_embedders
from vectorm.session.flush import IN_FLIGHT, MOST_ROWS
from vectorm.session.naming import spec_of
from vectorm.session.state import SessionState
from vectorm.session.tables import Bulk, batches
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.write import WriteResult


@dataclass(slots=True)
class BulkReport:
    """What a bulk insert came to.

    Attributes:
        rows: Rows that were written.
        requests: Write requests that were answered.
        ids: Keys that the server made, in the order of the rows; empty for keys of your own.
    """

    rows: int = 0
    requests: int = 0
    ids: list[int | str] = field(default_factory=list["int | str"])


class BulkInsert:
    """A bulk insert under way: each `send` writes the next chunk, until there is no next batch.

    Args:
        state: The session's state.
        model: The model of the rows.
        data: Columns, rows or a table.
    """

    def __init__(self, state: SessionState, model: type[Model], data: Bulk) -> None:
        self.report = BulkReport()
        self._state = state
        self._model = model
        self._batches = batches(model, data, MOST_ROWS)
        self._taken = 0
        self._done: list[range] = []

    def next_batch(self) -> Op[ColumnBatch] | None:
        """What builds the next chunk of rows; None when there is none left."""
        return next(self._batches, None)

    def send(self, ctx: Context, batch: Op[ColumnBatch]) -> Op[None]:
        """Write a chunk: upserted by its keys, or inserted where the server makes the keys.

        Raises:
            DataNotMatchException: A row does not fit; tells model, field, row, type and reason. The rows of earlier
                chunks are stored.
            FlushError: Requests failed; `done`, `failed` and `unknown` hold ranges of row numbers.
        """
        yield from check_embedders(ctx, self._model)
        try:
            built = yield from batch
        except DataNotMatchException as error:
            raise error.within(error.collection, self._taken) from error.__cause__
        yield from self._send(ctx, built)

    def _send(self, ctx: Context, batch: ColumnBatch) -> Op[None]:
        if self._state.scope is not None:
            yield from self._state.scope.check_batch(ctx, self._model, batch)
        parts = write.cut(batch)
        try:
            answers = yield from gather([self._write(ctx, part) for part in parts], IN_FLIGHT[ctx.capabilities.engine])
        finally:
            self._state.flushes += 1
            self._state.unit.expire_model(self._model)
        failed: list[tuple[range, MilvusException]] = []
        unknown: list[range] = []
        for part, answer in zip(parts, answers, strict=True):
            rows = range(self._taken, self._taken + len(part))
            self._taken = rows.stop
            if isinstance(answer, OutcomeUnknown):
                unknown.append(rows)
            elif isinstance(answer, MilvusException):
                failed.append((rows, answer))
            elif isinstance(answer, Exception):
                raise answer
            else:
                self._note(spec_of(ctx, self._model), rows, answer)
        if failed or unknown:
            raise self._error(failed, unknown)

    def _write(self, ctx: Context, batch: ColumnBatch) -> Op[WriteResult]:
        spec = spec_of(ctx, self._model)
        return write.insert(ctx, spec.name, batch) if spec.primary.auto_id else write.store(ctx, spec, batch)

    def _note(self, spec: CollectionSpec, rows: range, answer: WriteResult) -> None:
        self._state.note_write(spec.name, answer.timestamp)
        self._done.append(rows)
        self.report.requests += 1
        self.report.rows += len(rows)
        if spec.primary.auto_id:
            self.report.ids += answer.ids

    def _error(self, failed: Sequence[tuple[range, MilvusException]], unknown: Sequence[range]) -> FlushError:
        parts = [f"{self.report.rows} rows done"]
        parts += [f"{_label(rows)} failed: {error.message}" for rows, error in failed[:1]]
        parts += [f"{_label(rows)} unknown (sent, answer lost)" for rows in unknown[:1]]
        message = f"bulk insert into {self._model.__name__}: {'; '.join(parts)}; what follows was not sent"
        return FlushError(message, done=self._done, failed=failed, unknown=unknown)


def _label(rows: range) -> str:
    return f"rows {rows.start} to {rows.stop - 1}"
