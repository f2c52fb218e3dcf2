"""Merging: an object of elsewhere into the session's, and what was not read into a row that must go out whole."""

import copy
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from vectorm.enums import ConsistencyLevel
from vectorm.model import Model
from vectorm.model.builder import dicts_of, for_each
from vectorm.model.mapper import models_from_batch
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.session.naming import name_of
from vectorm.session.plan import Key, Work, key_of, stored_keys_of
from vectorm.spec.feature import Feature
from vectorm.spec.field import DYNAMIC_FIELD
from vectorm.spec.read import ReadOptions

M = TypeVar("M", bound=Model)


def merge_object(obj: M, known: M | None) -> M:
    """The session's object with copies of the values that were set on another one; a whole copy if there is none."""
    if known is None:
        return copy.deepcopy(obj)
    for name in obj.model_fields_set:
        if name in type(obj).__plans__ and name in vars(obj):
            setattr(known, name, copy.deepcopy(vars(obj)[name]))
    if obj.model_extra is not None and known.model_extra is not None:
        known.model_extra.update(copy.deepcopy(obj.model_extra))
    return known


def merge_unread(ctx: Context, work: Work) -> Op[None]:
    """Turn updates that the engine cannot do in part into upserts of whole rows.

    Fields that an object lacks, for it was read without them, are read now: also where it was deleted and added again.
    Undeclared keys travel in one column, so a change of them is never partial.
    """
    lacking: dict[tuple[str, ...], list[Model]] = {}
    needed = _needed(work.model)
    for obj in work.upserts if _lack_any(work.upserts, needed) else ():
        if not vars(obj).keys() >= needed:
            lacking.setdefault(_unread(obj, frozenset(vars(obj))), []).append(obj)
    for fields in list(work.updates):
        if ctx.capabilities.can(Feature.PARTIAL_UPSERT) and DYNAMIC_FIELD not in fields:
            continue
        objects = work.updates.pop(fields)
        work.upserts += objects
        for obj in objects:
            lacking.setdefault(_unread(obj, fields), []).append(obj)
    lacking.pop((), None)
    for missing, objects in lacking.items():
        yield from _read(ctx, work.model, objects, missing)


def _lack_any(objects: Sequence[Model], fields: set[str]) -> bool:
    """Whether any object lacks one of these fields."""
    try:
        for_each(itemgetter(*fields), dicts_of(objects))
    except KeyError:
        return True
    return False


def _needed(model: type[Model]) -> set[str]:
    """Fields that only the object or its row can tell."""
    plans = model.__plans__.items()
    return {name for name, plan in plans if plan.declared.embed is None and not plan.spec.is_generated}


def _unread(obj: Model, changed: frozenset[str]) -> tuple[str, ...]:
    """Fields that a whole row needs and the object lacks; vectors whose text has changed are made anew instead."""
    values = vars(obj)
    return tuple(
        name
        for name, plan in type(obj).__plans__.items()
        if name not in values
        and not plan.spec.is_generated
        and (plan.declared.embed is None or plan.declared.embed.source not in changed)
    )


def _read(ctx: Context, model: type[Model], objects: Sequence[Model], missing: tuple[str, ...]) -> Op[None]:
    primary = model.__spec__.primary.name
    options = ReadOptions(output_fields=(primary, *missing), consistency=ConsistencyLevel.STRONG)
    batch = yield from read.get(ctx, name_of(ctx, model), stored_keys_of(objects), options)
    stored: dict[Key | None, Model] = {key_of(row): row for row in models_from_batch(model, batch)}
    for obj in objects:
        row = stored.get(key_of(obj))
        if row is not None:
            for name in missing:
                vars(obj).setdefault(name, vars(row)[name])  # what was set while it was read stays
