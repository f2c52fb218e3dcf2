"""Reads of a session: flush first, see one's own writes, one object per key."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.hits import SearchHits
from vectorm.enums import ConsistencyLevel, DataType
from vectorm.errors import OutcomeUnknown, SessionError
from vectorm.expr.keys import render_keys
from vectorm.model import Model
from vectorm.model.key import stored_keys
from vectorm.model.mapper import FieldValues, models_of_values, values_from_batch
from vectorm.ops import iterate, read, write
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import Delete, Hits, Hybrid, Result, Search, SearchAll, Select
from vectorm.query.accumulate import Accumulator, groups_of_reply
from vectorm.query.base import output_fields
from vectorm.query.group import Grouped, Groups
from vectorm.session.events import listeners
from vectorm.session.naming import name_of, spec_of
from vectorm.session.near import mergeable, searchable
from vectorm.session.pages import Pages, all_rows, ordered_rows, query_specs, seeing_own_writes, without_objects
from vectorm.session.plan import Key, StoredKey, key_of, stored_keys_of
from vectorm.session.snapshot import take
from vectorm.session.state import SessionState
from vectorm.spec.field import DYNAMIC_FIELD
from vectorm.spec.read import QuerySpec, ReadOptions

M = TypeVar("M", bound=Model)


def loader(state: SessionState, model: type[M], partitions: Sequence[str] = ()) -> Callable[[ColumnBatch], list[M]]:
    """Makes objects of rows; where the session has an object of the key, that one is taken.

    Objects that are made after a later flush are not taken into the session: their rows may be out of date. Those that
    are made after a later commit or `expire` are, and renewed when they are read again.

    Args:
        state: The session's state.
        model: The model of the rows.
        partitions: The partitions that were read.
    """
    partition = partitions[0] if len(partitions) == 1 else None
    flushes, turn = state.flushes, state.turn

    def load(batch: ColumnBatch) -> list[M]:
        objects, values = _objects(model, batch)
        if state.flushes != flushes:
            return [state.unit.known(obj) for obj in objects]
        if state.turn != turn:
            return _loaded_late(state, objects, partition)
        return state.unit.loaded(objects, partition, take(objects, batch, values) if values else None)

    return load


def _loaded_late(state: SessionState, objects: Sequence[M], partition: str | None) -> list[M]:
    """Rows that may be out of date: what is here already stays as it is, the next read renews the others."""
    for obj in state.unit.loaded([obj for obj in objects if state.unit.known(obj) is obj], partition):
        state.unit.expire(obj)
    return [state.unit.known(obj) for obj in objects]


def _objects(model: type[M], batch: ColumnBatch) -> tuple[list[M], FieldValues | None]:
    """Objects of rows, and all values that they have; None when there are none, or functions may have changed them."""
    values = values_from_batch(model, batch)
    objects = models_of_values(model, batch, values)
    functions = listeners(model, "after_load")
    for function in functions:
        for obj in objects:
            function(obj)
    return objects, None if functions or not objects else values


def select(ctx: Context, state: SessionState, statement: Select[M]) -> Op[Result[M]]:
    """Rows by filter, in the order of their keys: all of them where the statement sets no limit."""
    pages = Pages(ctx, state, statement, iterate.LARGEST_PAGE)
    if statement.parts.orders:
        batch = yield from ordered_rows(ctx, pages, statement.parts)
    else:
        batch = yield from all_rows(ctx, pages)
    batch = batch.only(statement.options.output_fields)
    return Result(statement.model, batch, loader(state, statement.model, statement.parts.partitions))


def get_many(
    ctx: Context, state: SessionState, model: type[M], keys: Sequence[Key], *, vectors: bool = False
) -> Op[list[M]]:
    """Objects by key, in the order of the keys; keys that are not stored are left out.

    Raises:
        ParamError: A key is not of the key's type.
    """
    stored = stored_keys(model, keys)
    wanted = output_fields(model, vectors=vectors)
    found: dict[StoredKey, M] = {}
    for key, place in zip(keys, stored, strict=True):
        known = state.unit.find(model, key)
        if known is not None and (not vectors or vars(known).keys() >= set(wanted) - {DYNAMIC_FIELD}):
            found[place] = cast("M", known)
    missing = [key for key in dict.fromkeys(stored) if key not in found]
    if missing:
        load = loader(state, model)
        for start in range(0, len(missing), iterate.LARGEST_PAGE):
            batch = yield from rows_of(ctx, state, model, missing[start : start + iterate.LARGEST_PAGE], wanted)
            found.update(zip(batch[model.__spec__.primary.name].to_list(), load(batch), strict=True))
    return [found[key] for key in stored if key in found]


def refresh(ctx: Context, state: SessionState, obj: Model) -> Op[bool]:
    """Read an object's row again, vectors included; False when it is gone."""
    model = type(obj)
    if key_of(obj) is None:
        raise SessionError(message=f"this {model.__name__} has no key yet: it was never stored")
    batch = yield from rows_of(ctx, state, model, stored_keys_of([obj]), output_fields(model, vectors=True))
    if not len(batch):
        return False
    objects, _ = _objects(model, batch)
    state.unit.refreshed(obj, objects[0])
    return True


def search(ctx: Context, state: SessionState, statement: Search[M] | SearchAll[M]) -> Op[list[Hits[M]]]:
    """The nearest rows to each query of a search."""
    target = statement.target
    searched = state.scoped(ctx, (yield from searchable(ctx, state, statement)))
    built = searched.build(ctx.capabilities)
    found = yield from read.search(ctx, seeing_own_writes(ctx, state, statement.model, built))
    hits = _hits(state, statement.model, found, statement.parts.partitions)
    return [hits[target.asked.index(key)] for key in target.keys] if target.keys else hits


def hybrid(ctx: Context, state: SessionState, statement: Hybrid[M]) -> Op[list[Hits[M]]]:
    """Several searches merged."""
    merged = state.scoped(ctx, (yield from mergeable(ctx, state, statement)))
    built = merged.build(ctx.capabilities)
    found = yield from read.hybrid(ctx, seeing_own_writes(ctx, state, statement.model, built))
    return _hits(state, statement.model, found)


def count(ctx: Context, state: SessionState, statement: Select[M]) -> Op[int]:
    """Exact number of rows."""
    total = 0
    for spec in query_specs(ctx, state, statement).statements:
        batch = yield from read.query(ctx, without_objects(replace(spec, limit=None, offset=None), (read.COUNT,)))
        total += int(batch[read.COUNT][0])
    return total


def groups(ctx: Context, state: SessionState, statement: Grouped[M]) -> Op[Groups]:
    """Groups of rows: made by the server where it can and its result is exact, else of the rows that are read here."""
    model, options = statement.model, statement.options
    parts = statement.parts._replace(limit=None, offset=None, orders=(), fields=options.output_fields)
    rows = Select(model).with_parts(parts)
    if statement.is_count:
        total = yield from count(ctx, state, rows)
        columns = [build_column(each.column, [total], data_type=DataType.INT64) for each in statement.aggregates]
        return statement.result(ColumnBatch(columns, 1))
    if statement.is_done_by(ctx.capabilities):
        spec = state.scoped(ctx, statement).build(ctx.capabilities)
        spec = without_objects(seeing_own_writes(ctx, state, model, spec), spec.options.output_fields)
        batch = yield from read.query(ctx, spec)
        if len(batch) < iterate.LARGEST_PAGE:  # else there may be more groups, which a server does not page through
            return statement.result(groups_of_reply(statement, batch))
    pages, found = Pages(ctx, state, rows, iterate.LARGEST_PAGE, options.output_fields), Accumulator(statement)
    while len(page := (yield from pages.next_page(ctx))):
        found.add(page)
    return statement.result(found.batch())


def exists(ctx: Context, state: SessionState, statement: Select[M]) -> Op[bool]:
    """Whether there is any row: reads one key."""
    for spec in query_specs(ctx, state, statement).statements:
        key = statement.model.__spec__.primary.name
        if len((yield from read.query(ctx, without_objects(replace(spec, limit=1, offset=None), (key,))))):
            return True
    return False


def delete(ctx: Context, state: SessionState, statement: Delete[M]) -> Op[int]:
    """Delete rows by filter; returns how many the server says (2.3 counts keys that it looked up)."""
    name = name_of(ctx, statement.model)
    statement.check()  # a forgotten condition is refused, whatever the scope adds
    filters = [part.filter(ctx.capabilities) for part in state.scoped(ctx, statement).split().statements]
    deleted = 0
    for filter in filters:
        try:
            result = yield from write.delete(ctx, name, filter=filter)
        except OutcomeUnknown:
            _rows_are_gone(state, statement.model)
            raise
        _rows_are_gone(state, statement.model)
        state.note_write(name, result.timestamp)
        deleted += result.delete_count
    return deleted


def _rows_are_gone(state: SessionState, model: type[Model]) -> None:
    """Rows that a filter found are deleted, who knows which: no object of the model is known any more."""
    state.flushes += 1
    state.unit.forget_model(model)


def rows_of(
    ctx: Context,
    state: SessionState,
    model: type[Model],
    keys: Sequence[StoredKey],
    fields: tuple[str, ...],
    consistency: ConsistencyLevel | None = None,
) -> Op[ColumnBatch]:
    """Rows by key that the session may touch."""
    options = state.read_options(ctx, spec_of(ctx, model), ReadOptions(output_fields=fields, consistency=consistency))
    if state.scope is None:
        return (yield from read.get(ctx, name_of(ctx, model), keys, options))
    primary = model.__spec__.primary
    scope = Select(model).where(state.scope.condition(model)).filter(ctx.capabilities)
    filter = f"({render_keys(primary.name, keys, primary.data_type)}) and ({scope})"
    return (yield from read.query(ctx, QuerySpec(collection=name_of(ctx, model), filter=filter, options=options)))


def _hits(state: SessionState, model: type[M], found: SearchHits, partitions: Sequence[str] = ()) -> list[Hits[M]]:
    return [Hits(model, found, number, loader(state, model, partitions)) for number in range(len(found))]
