"""Reads of a session: flush first, see one's own writes, one object per key."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.hits import SearchHits
from vectorm.errors import SessionError
from vectorm.expr.keys import render_keys
from vectorm.model import Model
from vectorm.model.mapper import models_from_batch
from vectorm.ops import iterate, read, write
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import Delete, Hits, Hybrid, Result, Search, SearchAll, Select
from vectorm.query.base import Parts, output_fields
from vectorm.query.order import sort_batch
from vectorm.session.events import listeners
from vectorm.session.naming import name_of, spec_of
from vectorm.session.near import mergeable, searchable
from vectorm.session.plan import Key, key_of
from vectorm.session.state import SessionState
from vectorm.spec.field import DYNAMIC_FIELD
from vectorm.spec.read import HybridSpec, QuerySpec, ReadOptions, SearchSpec

M = TypeVar("M", bound=Model)
Spec = TypeVar("Spec", QuerySpec, SearchSpec, HybridSpec)

PAGE = 2_000
"""Rows of one page of a stream, unless told otherwise: 6 MB of vectors of 768 dimensions."""


def loader(state: SessionState, model: type[M], partitions: Sequence[str] = ()) -> Callable[[ColumnBatch], list[M]]:
    """Makes objects of rows; where the session has an object of the key, that one is taken.

    Objects that are made after a later flush are not taken into the session: their rows may be out of date.

    Args:
        state: The session's state.
        model: The model of the rows.
        partitions: The partitions that were read.
    """
    partition = partitions[0] if len(partitions) == 1 else None
    flushes = state.flushes

    def load(batch: ColumnBatch) -> list[M]:
        objects = _objects(model, batch)
        if state.flushes != flushes:
            return [state.unit.known(obj) for obj in objects]
        return state.unit.loaded(objects, partition)

    return load


def _objects(model: type[M], batch: ColumnBatch) -> list[M]:
    objects = models_from_batch(model, batch)
    for function in listeners(model, "after_load"):
        for obj in objects:
            function(obj)
    return objects


def select(ctx: Context, state: SessionState, statement: Select[M]) -> Op[Result[M]]:
    """Rows by filter, in the order of their keys: all of them where the statement sets no limit."""
    spec = query_spec(ctx, state, statement)
    size = min(iterate.LARGEST_PAGE, spec.limit or iterate.LARGEST_PAGE)
    pages = pages_of(statement, spec, size)
    if not statement.parts.orders:
        batch = yield from _all_pages(ctx, pages, size)
    else:
        ordered = yield from _ordered_pages(ctx, pages, statement.parts)
        batch = ordered.only(statement.options.output_fields)
    return Result(statement.model, batch, loader(state, statement.model, statement.parts.partitions))


def get_many(
    ctx: Context, state: SessionState, model: type[M], keys: Sequence[Key], *, vectors: bool = False
) -> Op[list[M]]:
    """Objects by key, in the order of the keys; keys that are not stored are left out."""
    wanted = output_fields(model, vectors=vectors)
    found: dict[Key, M] = {}
    for key in keys:
        known = state.unit.find(model, key)
        if known is not None and (not vectors or vars(known).keys() >= set(wanted) - {DYNAMIC_FIELD}):
            found[key] = cast("M", known)
    missing = [key for key in dict.fromkeys(keys) if key not in found]
    if missing:
        batch = yield from _get(ctx, state, model, missing, wanted)
        loaded = loader(state, model)(batch)
        found.update(zip(batch[model.__spec__.primary.name].to_list(), loaded, strict=True))
    return [found[key] for key in keys if key in found]


def refresh(ctx: Context, state: SessionState, obj: Model) -> Op[bool]:
    """Read an object's row again, vectors included; False when it is gone."""
    model = type(obj)
    key = key_of(obj)
    if key is None:
        raise SessionError(message=f"this {model.__name__} has no key yet: it was never stored")
    batch = yield from _get(ctx, state, model, [key], output_fields(model, vectors=True))
    if not len(batch):
        return False
    state.unit.refreshed(obj, _objects(model, batch)[0])
    return True


def search(ctx: Context, state: SessionState, statement: Search[M] | SearchAll[M]) -> Op[list[Hits[M]]]:
    """The nearest rows to each query of a search."""
    target = statement.target
    searched = state.scoped(ctx, (yield from searchable(ctx, state, statement)))
    built = searched.build(ctx.capabilities)
    found = yield from read.search(ctx, _seeing_own_writes(ctx, state, statement.model, built))
    hits = _hits(state, statement.model, found, statement.parts.partitions)
    return [hits[target.asked.index(key)] for key in target.keys] if target.keys else hits


def hybrid(ctx: Context, state: SessionState, statement: Hybrid[M]) -> Op[list[Hits[M]]]:
    """Several searches merged."""
    merged = state.scoped(ctx, (yield from mergeable(ctx, state, statement)))
    built = merged.build(ctx.capabilities)
    found = yield from read.hybrid(ctx, _seeing_own_writes(ctx, state, statement.model, built))
    return _hits(state, statement.model, found)


def count(ctx: Context, state: SessionState, statement: Select[M]) -> Op[int]:
    """Exact number of rows."""
    spec = query_spec(ctx, state, statement)
    return (yield from read.count(ctx, spec.collection, spec.filter, spec.options))


def exists(ctx: Context, state: SessionState, statement: Select[M]) -> Op[bool]:
    """Whether there is any row: reads one key."""
    spec = query_spec(ctx, state, statement)
    options = replace(spec.options, output_fields=(statement.model.__spec__.primary.name,))
    batch = yield from read.query(ctx, replace(spec, limit=1, offset=None, options=options))
    return len(batch) > 0


def delete(ctx: Context, state: SessionState, statement: Delete[M]) -> Op[int]:
    """Delete rows by filter; returns how many the server says (2.3 counts keys that it looked up)."""
    name = name_of(ctx, statement.model)
    statement.filter(ctx.capabilities)  # a forgotten condition is refused, whatever the scope adds
    result = yield from write.delete(ctx, name, filter=state.scoped(ctx, statement).filter(ctx.capabilities))
    state.note_write(name, result.timestamp)
    state.flushes += 1
    state.unit.forget_model(statement.model)
    return result.delete_count


def query_spec(ctx: Context, state: SessionState, statement: Select[M]) -> QuerySpec:
    """What a select sends, so that it sees the session's writes."""
    return _seeing_own_writes(ctx, state, statement.model, state.scoped(ctx, statement).build(ctx.capabilities))


def pages_of(statement: Select[M], spec: QuerySpec, page_size: int) -> iterate.QueryPages:
    """A select in pages, ordered by key."""
    return iterate.QueryPages(spec, statement.model.__spec__.primary, page_size, spec.limit)


def _get(
    ctx: Context, state: SessionState, model: type[Model], keys: Sequence[Key], fields: tuple[str, ...]
) -> Op[ColumnBatch]:
    """Rows by key that the session may touch."""
    options = state.read_options(ctx, spec_of(ctx, model), ReadOptions(output_fields=fields))
    if state.scope is None:
        return (yield from read.get(ctx, name_of(ctx, model), keys, options))
    primary = model.__spec__.primary
    scope = Select(model).where(state.scope.condition(model)).filter(ctx.capabilities)
    filter = f"({render_keys(primary.name, keys, primary.data_type)}) and ({scope})"
    return (yield from read.query(ctx, QuerySpec(collection=name_of(ctx, model), filter=filter, options=options)))


def _seeing_own_writes(ctx: Context, state: SessionState, model: type[Model], spec: Spec) -> Spec:
    return replace(spec, options=state.read_options(ctx, spec_of(ctx, model), spec.options))


def _all_pages(ctx: Context, pages: iterate.QueryPages, size: int) -> Op[ColumnBatch]:
    parts = [(yield from pages.next_page(ctx))]
    while len(parts[-1]) == size:
        part = yield from pages.next_page(ctx)
        if not len(part):
            break
        parts.append(part)
    return ColumnBatch.concat(parts) if len(parts) > 1 else parts[0]


def _ordered_pages(ctx: Context, pages: iterate.QueryPages, parts: Parts) -> Op[ColumnBatch]:
    """All rows in the order that a select wishes; those beyond its limit are let go of page by page."""
    start = parts.offset or 0
    if parts.limit is None:
        batch = yield from _all_pages(ctx, pages, iterate.LARGEST_PAGE)
        return sort_batch(batch, parts.orders).select(slice(start, None))
    most = start + parts.limit
    page = yield from pages.next_page(ctx)
    kept = sort_batch(page, parts.orders, most)
    while len(page) == iterate.LARGEST_PAGE:
        page = yield from pages.next_page(ctx)
        if len(page):
            kept = sort_batch(ColumnBatch.concat([kept, page]), parts.orders, most)
    return kept.select(slice(start, None))


def _hits(state: SessionState, model: type[M], found: SearchHits, partitions: Sequence[str] = ()) -> list[Hits[M]]:
    return [Hits(model, found, number, loader(state, model, partitions)) for number in range(len(found))]
