"""Run a flush plan: build every batch, then send them, and note what became of each object."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vectorm.columns.batch import ColumnBatch
from vectorm.errors import BatchState, DataNotMatchException, FlushBatch, MilvusException, OutcomeUnknown
from vectorm.model import Model
from vectorm.model.builder import dicts_of, values_of
from vectorm.model.mapper import Built, building
from vectorm.ops import write
from vectorm.ops.context import Context, keep_latest
from vectorm.ops.step import Op, gather
from vectorm.records import dataclass
from vectorm.session import events
from vectorm.session.embedding import check_embedders
from vectorm.session.frozen import ABSENT, Frozen, freeze, take_all
from vectorm.session.merge import merge_unread
from vectorm.session.naming import spec_of
from vectorm.session.partitions import placed
from vectorm.session.plan import Change, Work, key_of, stored_keys_of
from vectorm.session.report import CommitReport, Outcome
from vectorm.session.snapshot import Snapshot, Taken, take
from vectorm.session.state import SessionState
from vectorm.session.undeclared import removed_keys, with_nulls
from vectorm.session.unit import ObjectState
from vectorm.spec.capabilities import Engine
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.feature import Feature
from vectorm.spec.write import WriteResult

if TYPE_CHECKING:
    from vectorm.session.outbox import Outbox
    from vectorm.session.outbox_flush import Unit

MOST_ROWS = 10_000
"""Most rows of one write request; larger ones gain nothing (48 MB is the other bound)."""

IN_FLIGHT = {Engine.MILVUS: 4, Engine.LITE: 1}
"""Write requests under way at once. Milvus Lite does not promise concurrent writes to one collection."""


@dataclass(frozen=True, slots=True)
class Send:
    """One write request and the objects it is for.

    Attributes:
        kind: "insert", "upsert" or "delete".
        taken: What the row of each object is like when the request is done: other changes are for the next flush.
        partition: Where the rows are written to; "" leaves that to the server.
    """

    objects: Sequence[Model]
    start: Callable[[], Op[WriteResult]]
    kind: str
    taken: Taken = ()
    partition: str = ""


class _Refused(Exception):
    """A batch could not be built: nothing is sent."""

    def __init__(self, objects: Sequence[Model], error: MilvusException) -> None:
        super().__init__(error.message)
        self.objects = objects
        self.error = error


def flush(
    ctx: Context, state: SessionState, models: Collection[type[Model]] | None = None, *, rehearsed: bool = False
) -> Op[CommitReport]:
    """Send what is new, changed or deleted in the session.

    Args:
        ctx: The connection.
        state: The session.
        models: Only what is of these models is sent.
        rehearsed: Nothing is sent in truth: the `after_...` functions of models are not called.

    Raises:
        FlushError: Not everything is done; what is not stays pending.
        OutboxError: What was due in the outbox could not be sent; nothing else is.
    """
    finished = CommitReport() if state.outbox is None else (yield from _finished(ctx, state, state.outbox))
    outcome = Outcome()
    works = state.unit.plan(models)
    changes = _changes(works) if events.any_listener() or state.scope is not None else []
    if events.announce(changes):
        works = state.unit.plan(models)
        changes = _changes(works)
    if state.scope is not None:
        yield from state.scope.check_changes(ctx, changes)
    try:
        yield from send_all(ctx, state, works, outcome)
    finally:
        state.settle(outcome)
    if not rehearsed:
        events.report(changes, outcome)
    outcome.raise_for_failures()
    return finished + outcome.report


def _finished(ctx: Context, state: SessionState, outbox: "Outbox") -> Op[CommitReport]:
    """Send what is due in the outbox. What this session had left there need not be sent or resolved any more.

    That holds for what another session has sent since, too.

    Raises:
        OutboxError: A batch could not be sent.
    """
    from vectorm.session.outbox_flush import place_of, replay

    yield from replay(ctx, outbox)
    here = [batch for batch, _ in state.unfinished if (batch.address, batch.database) == place_of(ctx)]
    done = {batch.id for batch in here if outbox.was_replayed(batch)}
    outcome = Outcome()
    for send in [_still_meant(state, send) for batch, send in state.unfinished if batch.id in done]:
        if send.objects:
            _note_done(ctx, outcome, send, WriteResult())
    state.settle(outcome)
    state.unfinished = [(batch, send) for batch, send in state.unfinished if batch.id not in done]
    return outcome.report


def _still_meant(state: SessionState, send: Send) -> Send:
    """A request that was sent again, without the objects with which the program has something else in mind by now.

    A stored object whose change was taken back since differs from its row again: that is for the next request.
    """
    states = {ObjectState.UNKNOWN, ObjectState.PENDING, ObjectState.PERSISTENT}
    if send.kind == "delete":
        states = {ObjectState.UNKNOWN, ObjectState.DELETED}
    rows = [row for row, obj in enumerate(send.objects) if state.unit.state(obj) in states]
    if len(rows) == len(send.objects):
        return send
    taken = send.taken
    chosen = [taken.row(row) if isinstance(taken, Snapshot) else taken[row] for row in rows if taken]
    return replace(send, objects=[send.objects[row] for row in rows], taken=chosen)


def _changes(works: Sequence[Work]) -> list[Change]:
    return [change for work in works for change in work.changes()]


def send_all(ctx: Context, state: SessionState, works: Sequence[Work], outcome: Outcome) -> Op[None]:
    """Send what was planned; `outcome` tells what became of each object.

    Every batch is built and checked before the first one is sent.
    """
    replacing = _replacing(works)
    unit: Unit | None = None
    try:
        works = yield from _completed(ctx, works)
        stages: list[list[Send]] = []
        for work in works:
            stages += yield from _stages(ctx, state, work)
        if state.outbox is not None and stages:
            unit, stages = yield from _recorded(ctx, state.outbox, stages)
    except _Refused as refused:
        outcome.failed.extend((obj, refused.error) for obj in refused.objects)
        for work in works:
            cause = refused.error if work.model is type(refused.objects[0]) else None
            outcome.batches.extend(FlushBatch(BatchState.NOT_SENT, *batch, cause) for batch in work.batches())
        return
    try:
        for sends in stages:
            yield from gather([_noted(ctx, outcome, send) for send in sends], IN_FLIGHT[ctx.capabilities.engine])
    finally:
        outcome.note_replaced(replacing)
        if unit is not None:
            state.unfinished += unit.release()


def _recorded(ctx: Context, outbox: "Outbox", stages: list[list[Send]]) -> "Op[tuple[Unit, list[list[Send]]]]":
    """The requests, recorded in the outbox: each then notes there what became of it."""
    from vectorm.session.outbox_flush import Unit, refusal_of

    sends = [send for stage in stages for send in stage]
    for send in sends:
        refusal = refusal_of(outbox, type(send.objects[0]), send.kind)
        if refusal is not None:
            raise _Refused(send.objects, refusal)
    unit = Unit(outbox)
    try:
        return unit, (yield from unit.record(ctx, stages))
    except MilvusException as error:
        raise _Refused([obj for send in sends for obj in send.objects], error) from error


def _replacing(works: Sequence[Work]) -> list[tuple[Model, Model]]:
    """Objects that are not sent, each with the one of its key that is."""
    if not any(work.replaced for work in works):
        return []
    sent = {(work.model, key_of(obj)): obj for work in works for _, objects in work.batches() for obj in objects}
    pairs = [(obj, sent.get((work.model, key_of(obj)))) for work in works for obj in work.replaced]
    return [(old, new) for old, new in pairs if new is not None]


def _completed(ctx: Context, works: Sequence[Work]) -> Op[list[Work]]:
    """Works with all that has to be read before they can be sent."""
    completed: list[Work] = []
    for work in works:
        try:
            if any(kind != "delete" for kind, _ in work.batches()):
                yield from check_embedders(ctx, work.model)
            parts = yield from placed(ctx, work)
            for part in parts:
                yield from merge_unread(ctx, part)
                part.nulls = (yield from removed_keys(ctx, part.upserts)) if part.upserts else {}
        except MilvusException as error:
            raise _Refused([obj for _, objects in work.batches() for obj in objects], error) from error
        completed += parts
    return completed


def _noted(ctx: Context, outcome: Outcome, send: Send) -> Op[None]:
    """Send a request and note what became of its objects, also when it is interrupted while it is under way."""
    try:
        result = yield from send.start()
    except MilvusException as error:
        outcome.note_failure(send.kind, send.objects, error)
    except BaseException:  # Ctrl-C, a cancelled task
        outcome.note_interrupted(send.kind, send.objects)
        raise
    else:
        _note_done(ctx, outcome, send, result)


def _stages(ctx: Context, state: SessionState, work: Work) -> Op[list[list[Send]]]:
    """The requests for one collection: within a stage side by side, the stages one after the other."""
    spec = spec_of(ctx, work.model)
    partition = work.partition or ""
    deletes = [_delete(ctx, spec.name, part) for part in _chunks(work.deletes, write.MOST_KEYS)]
    updates: list[Send] = []
    for fields, objects in work.updates.items():
        start = _upsert(ctx, spec, partition, partial=True)
        updates += yield from _writes(state, work, objects, "upsert", start, fields)
    rekeyed = spec.primary.auto_id and not ctx.capabilities.can(Feature.AUTO_ID_UPSERT)
    start = _replace(ctx, spec, partition) if rekeyed else _upsert(ctx, spec, partition)
    whole = yield from _writes(state, work, work.upserts, "upsert", start)
    inserts = yield from _writes(state, work, work.inserts, "insert", _insert(ctx, spec.name, partition))
    return [stage for stage in (deletes, updates + whole, inserts) if stage]


def _writes(
    state: SessionState,
    work: Work,
    objects: Sequence[Model],
    kind: str,
    start: Callable[[ColumnBatch], Callable[[], Op[WriteResult]]],
    fields: frozenset[str] | None = None,
) -> Op[list[Send]]:
    if not objects:
        return []
    try:
        built, taken = yield from _built(state, work, objects, fields)
        batch = built.batch
        if work.nulls and kind == "upsert" and fields is None:
            batch = with_nulls(batch, work.model, work.nulls)
    except DataNotMatchException as error:
        raise _Refused(objects if error.row is None else [objects[error.row]], error) from error
    sends: list[Send] = []
    first = 0
    for part in write.cut(batch, most_rows=MOST_ROWS):
        rows = slice(first, first + len(part))
        noted = _taken(objects[rows], part, built, rows) if taken is None else taken[rows]
        sends.append(Send(objects[rows], start(part), kind, noted, work.partition or ""))
        first = rows.stop
    return sends


def _taken(objects: Sequence[Model], part: ColumnBatch, built: Built, rows: slice) -> Taken:
    """What the rows of objects are like which were built together with others."""
    known = {name: values[rows] for name, values in built.values.items()}
    unsent = type(objects[0]).__plans__.keys() - known.keys()  # what the server makes; it may have been read
    return take(objects, part, known | {name: values_of(dicts_of(objects), name, ABSENT) for name in unsent})


def _built(
    state: SessionState, work: Work, objects: Sequence[Model], fields: frozenset[str] | None
) -> Op[tuple[Built, list[Frozen] | None]]:
    """The columns that are sent, and what their rows will be like, where the columns alone do not tell.

    Both are made of the values that the objects have when it begins: embedders may take their time.
    """
    if fields is None and not any(plan.declared.embed for plan in work.model.__plans__.values()):
        return (yield from building(work.model, objects)), None
    taken = take_all(objects)
    built = yield from building(work.model, objects, fields)
    for each in built.filled:
        for row in each.texts:
            taken[row][each.plan.name] = freeze(each.vectors[row])
    if fields is not None:
        sent_fields = fields.union(column.name for column in built.batch.columns)
        taken = [_sent_only(state, obj, now, sent_fields) for obj, now in zip(objects, taken, strict=True)]
    return built, taken


def _sent_only(state: SessionState, obj: Model, now: Frozen, fields: Collection[str]) -> Frozen:
    """What a row is like after a partial upsert: fields that were changed since it was planned are as before."""
    return state.unit.before(obj) | {name: value for name, value in now.items() if name in fields}


def _insert(ctx: Context, name: str, partition: str) -> Callable[[ColumnBatch], Callable[[], Op[WriteResult]]]:
    return lambda batch: lambda: write.insert(ctx, name, batch, partition=partition)


def _upsert(
    ctx: Context, spec: CollectionSpec, partition: str, *, partial: bool = False
) -> Callable[[ColumnBatch], Callable[[], Op[WriteResult]]]:
    return lambda batch: lambda: write.store(ctx, spec, batch, partition=partition, partial=partial)


def _replace(
    ctx: Context, spec: CollectionSpec, partition: str
) -> Callable[[ColumnBatch], Callable[[], Op[WriteResult]]]:
    """Where the server cannot upsert rows of server-made keys: insert them anew, then delete the old ones."""
    key = spec.primary.name

    def replace_rows(batch: ColumnBatch) -> Op[WriteResult]:
        rest = ColumnBatch([column for column in batch.columns if column.name != key], len(batch))
        inserted = yield from write.insert(ctx, spec.name, rest, partition=partition)
        try:
            deleted = yield from write.delete(ctx, spec.name, ids=batch[key].to_list())
        except MilvusException as error:
            message = f"the changed rows are stored by new keys, and the old ones were not deleted: {error.message}"
            raise OutcomeUnknown(error.code, message) from error
        return replace(inserted, timestamp=max(inserted.timestamp, deleted.timestamp))

    return lambda batch: lambda: replace_rows(batch)


def _delete(ctx: Context, name: str, objects: Sequence[Model]) -> Send:
    keys = stored_keys_of(objects)
    return Send(objects, lambda: write.delete(ctx, name, ids=keys), "delete")


def _note_done(ctx: Context, outcome: Outcome, send: Send, result: WriteResult) -> None:
    count = len(send.objects)
    spec = spec_of(ctx, type(send.objects[0]))
    outcome.batches.append(FlushBatch(BatchState.APPLIED, send.kind, send.objects))
    outcome.report.requests += 1
    keep_latest(outcome.written, spec.name, result.timestamp)
    if send.kind == "delete":
        outcome.report.deleted += count
        outcome.removed.extend(send.objects)
        return
    if send.kind == "insert":
        outcome.report.inserted += count
    else:
        outcome.report.upserted += count
    if spec.primary.auto_id:
        for obj, key in zip(send.objects, result.ids, strict=True):
            vars(obj)[spec.primary.name] = key
    outcome.stored.append((send.objects, send.taken, send.partition))


def _chunks(objects: Sequence[Model], size: int) -> list[Sequence[Model]]:
    return [objects[start : start + size] for start in range(0, len(objects), size)]
