"""Rows and columns to the columns that are sent, without objects: with defaults, adapters and embedders."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.batch import ColumnBatch
from vectorm.errors import DataNotMatchException
from vectorm.model.base import Model
from vectorm.model.checks import FieldPlan
from vectorm.model.content import content_of
from vectorm.model.embed import embedding
from vectorm.model.keys import ContentHash
from vectorm.model.mapper import convert
from vectorm.ops import rows as rows_
from vectorm.ops.step import Op
from vectorm.spec.field import UNSET

Columns = Mapping[str, Sequence[Any]]


def batch_from_columns(model: type[Model], columns: Columns) -> Op[ColumnBatch]:
    """Columns by field name, checked, with what they leave out.

    Args:
        model: Its fields, defaults, adapters and embedders count; its validators do not.
        columns: Lists or arrays of one length; vectors as an array of shape (n, dim).

    Raises:
        DataNotMatchException: A column is missing or unknown, or a value does not fit.
    """
    length = max(map(len, columns.values()), default=0)
    complete: dict[str, Any] = dict(columns)
    try:
        for plan in _filled_plans(model):
            if plan.name not in complete:
                complete[plan.name] = _defaults(plan, length)
        for plan in model.__plans__.values():
            if plan.type.store is not None and plan.name in complete:
                complete[plan.name] = convert(plan.name, complete[plan.name], plan.type.store)
        _add_keys(model, complete)
        for plan, embedded in _embedded_plans(model):
            if plan.name not in complete and embedded in complete:
                complete[plan.name] = yield from _vectors(plan, complete[embedded])
        return rows_.batch_from_columns(
            model.__spec__, complete, upsert=not model.__spec__.primary.auto_id, model=model.__name__
        )
    except DataNotMatchException as error:
        raise error.within(model.__name__) from error.__cause__


def batch_from_rows(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> Op[ColumnBatch]:
    """Dict rows, checked, with what each leaves out; otherwise as `batch_from_columns`."""
    complete = [dict(row) for row in rows]
    try:
        for plan in _filled_plans(model):
            lacking = [row for row in complete if plan.name not in row]
            for row, value in zip(lacking, _defaults(plan, len(lacking)), strict=True):
                row[plan.name] = value
        for plan in model.__plans__.values():
            if plan.type.store is not None:
                _convert_rows(plan, complete)
        _add_row_keys(model, complete)
        for plan, embedded in _embedded_plans(model):
            lacking = [row for row in complete if row.get(plan.name) is None and embedded in row]
            vectors = yield from _vectors(plan, [row[embedded] for row in lacking])
            for row, vector in zip(lacking, vectors, strict=True):
                row[plan.name] = vector
        return rows_.batch_from_rows(
            model.__spec__, complete, upsert=not model.__spec__.primary.auto_id, model=model.__name__
        )
    except DataNotMatchException as error:
        raise error.within(model.__name__) from error.__cause__


def _filled_plans(model: type[Model]) -> list[FieldPlan]:
    """Fields that have a default of the client."""
    return [plan for plan in model.__plans__.values() if _has_default(plan)]


def _has_default(plan: FieldPlan) -> bool:
    make = plan.declared.default_factory
    return (make is not None or plan.declared.default is not UNSET) and not isinstance(make, ContentHash)


def _defaults(plan: FieldPlan, count: int) -> list[Any]:
    make = plan.declared.default_factory
    return [plan.declared.default] * count if make is None else [make() for _ in range(count)]


def _embedded_plans(model: type[Model]) -> list[tuple[FieldPlan, str]]:
    """Fields whose vectors an embedder makes, and the names of their texts."""
    return [(plan, plan.declared.embed.source) for plan in model.__plans__.values() if plan.declared.embed is not None]


def _vectors(plan: FieldPlan, texts: Sequence[Any]) -> Op[NDArray[np.float32]]:
    """The vectors of texts.

    Raises:
        DataNotMatchException: A text is none.
    """
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise DataNotMatchException("there is no vector, and no text to make it from", field=plan.name, row=row)
    assert plan.declared.embed is not None
    return (yield from embedding(plan.declared.embed, texts, dim=plan.spec.dim or 0, field=plan.name))


def _convert_rows(plan: FieldPlan, rows: Sequence[dict[str, Any]]) -> None:
    assert plan.type.store is not None
    having = [row for row in rows if plan.name in row]
    values = convert(plan.name, [row[plan.name] for row in having], plan.type.store)
    for row, value in zip(having, values, strict=True):
        row[plan.name] = value


def _add_keys(model: type[Model], columns: dict[str, Any]) -> None:
    """The column of the keys that are made of content, unless it is given."""
    made = content_of(model.__plans__)
    if made is None or made[0] in columns or not columns.keys() >= set(made[1].fields):
        return
    lists = [_plain(columns[name]) for name in made[1].fields]
    columns[made[0]] = [made[1].key(values) for values in zip(*lists, strict=True)]


def _add_row_keys(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    made = content_of(model.__plans__)
    if made is None:
        return
    for row in rows:
        if made[0] not in row and row.keys() >= set(made[1].fields):
            row[made[0]] = made[1].key([row[name] for name in made[1].fields])


def _plain(values: Any) -> list[Any]:
    """Values of a column as Python has them."""
    return values.tolist() if isinstance(values, np.ndarray) else list(values)
