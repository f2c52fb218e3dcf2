"""Undeclared keys that were removed, on an engine that keeps them."""

from collections.abc import Sequence
from typing import Any

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import ConsistencyLevel, DataType
from vectorm.model import Model
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.session.naming import name_of
from vectorm.session.plan import Nulls, StoredKey, stored_keys_of
from vectorm.spec.capabilities import Engine
from vectorm.spec.field import DYNAMIC_FIELD
from vectorm.spec.read import ReadOptions


def removed_keys(ctx: Context, objects: Sequence[Model]) -> Op[Nulls]:
    """The undeclared keys of the rows of these objects: an upsert would leave there those that the objects have not.

    Milvus replaces the undeclared keys of a row. Milvus Lite adds those of the new row to those of the old one, and to
    delete the row first would lose it if the upsert failed: so what is gone is overwritten with null.
    """
    model = type(objects[0])
    spec = model.__spec__
    if ctx.capabilities.engine is not Engine.LITE or not spec.enable_dynamic_field:
        return {}
    options = ReadOptions(output_fields=(spec.primary.name, DYNAMIC_FIELD), consistency=ConsistencyLevel.STRONG)
    keys = stored_keys_of(objects)
    rows = yield from read.get(ctx, name_of(ctx, model), keys, options)
    if not len(rows):
        return {}
    stored: dict[StoredKey, dict[str, Any] | None] = dict(
        zip(rows[spec.primary.name].to_list(), rows[DYNAMIC_FIELD].to_list(), strict=True)
    )
    found: dict[StoredKey, Sequence[str]] = {}
    for key in keys:
        names = [name for name, value in (stored.get(key) or {}).items() if value is not None]
        if names:
            found[key] = names
    return found


def with_nulls(batch: ColumnBatch, model: type[Model], nulls: Nulls) -> ColumnBatch:
    """The columns of whole objects, with null for each undeclared key that is gone."""
    keys, given = batch[model.__spec__.primary.name].to_list(), batch[DYNAMIC_FIELD].to_list()
    extras = [dict.fromkeys(nulls.get(key, ())) | extra for key, extra in zip(keys, given, strict=True)]
    column = build_column(DYNAMIC_FIELD, extras, data_type=DataType.JSON, is_dynamic=True)
    return ColumnBatch([*(each for each in batch.columns if not each.is_dynamic), column], len(batch))
