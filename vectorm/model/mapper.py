"""Objects to columns and back."""

import copy
from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic.fields import ModelPrivateAttr
from pydantic_core import PydanticUndefined

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.dense import DenseColumn
from vectorm.columns.json import JsonColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.model.base import Model
from vectorm.model.builder import build, dicts_of, set_extra, set_private
from vectorm.model.checks import FieldPlan
from vectorm.model.fill import Filled, filling, note_embeddings
from vectorm.ops.rows import field_column, struct_column
from vectorm.ops.step import Op, run_here
from vectorm.records import dataclass
from vectorm.spec.field import DYNAMIC_FIELD

M = TypeVar("M", bound=Model)

FieldValues: TypeAlias = dict[str, list[Any]]
"""By field, the values that objects have, one for each."""


@dataclass(frozen=True, slots=True)
class Built:
    """The columns that are sent for objects.

    Attributes:
        values: What they were made of; fields that embedders make are left out.
        filled: The vectors that embedders have made.
    """

    batch: ColumnBatch
    values: FieldValues
    filled: list[Filled]


def batch_from_models(
    model: type[Model], objects: Sequence[Model], fields: Collection[str] | None = None
) -> ColumnBatch:
    """The columns that are sent for objects, made here and now: see `building`.

    Raises:
        ParamError: Also where an embedder is an `async def` function.
    """
    return run_here(building(model, objects, fields)).batch


def building(model: type[Model], objects: Sequence[Model], fields: Collection[str] | None = None) -> Op[Built]:
    """The columns that are sent for objects, and the vectors of `embed` fields, which are made here.

    All values are those that the objects have when it begins: what is changed while embedders are at work is not sent.
    The vectors that are made are kept on the objects.

    Args:
        model: The model of all the objects.
        objects: One object per row.
        fields: For a partial upsert: names of the fields to send. The key and vectors made from a named text go along.

    Raises:
        DataNotMatchException: A value does not fit, or is missing; tells model, field, row, type and reason.
    """
    plans = [plan for plan in model.__plans__.values() if _is_sent(plan, objects, fields)]
    rows = dicts_of(objects)
    try:
        given = [plan for plan in plans if plan.declared.embed is None]
        made = [plan for plan in plans if plan.declared.embed is not None]
        values = {plan.name: _field_values(plan, rows) for plan in given}
        columns = [_column(plan, _converted(plan, values[plan.name])) for plan in given]
        if model.__spec__.enable_dynamic_field and fields is None:
            extras = [obj.__pydantic_extra__ or {} for obj in objects]
            columns.append(build_column(DYNAMIC_FIELD, extras, data_type=DataType.JSON, is_dynamic=True))
        filled = yield from filling(made, objects)  # after all other checks: embedding may cost time and money
        columns += [field_column(each.plan.spec, _converted(each.plan, each.vectors)) for each in filled]
    except DataNotMatchException as error:
        raise error.within(model.__name__) from error.__cause__
    return Built(ColumnBatch(columns, len(objects)), values, filled)


def models_from_batch(model: type[M], batch: ColumnBatch) -> list[M]:
    """Objects of rows that were read. Fields that are not in the batch have no value on them.

    Values are taken as they are stored, without validation; private attributes get their defaults. Vectors are
    writable arrays that share one copy of the column: the column itself stays as it was read.

    Raises:
        DataNotMatchException: A stored value does not fit the field's Python type, such as a nested pydantic model.
    """
    return models_of_values(model, batch, values_from_batch(model, batch))


def values_from_batch(model: type[Model], batch: ColumnBatch) -> FieldValues:
    """What objects of rows that were read get, by field, one value for each; raises as `models_from_batch`."""
    plans = [plan for plan in model.__plans__.values() if plan.name in batch]
    return {plan.name: _python_values(model, plan, batch[plan.name]) for plan in plans}


def models_of_values(model: type[M], batch: ColumnBatch, values: FieldValues) -> list[M]:
    """Objects of rows that were read, and of the values that were made of them."""
    objects = build(model, values)
    for obj, extra in zip(objects, _extras(model, batch) or (), strict=False):
        set_extra(obj, extra)
    if model.__private_attributes__:
        for obj in objects:
            set_private(obj, _private(model, vars(obj)))
    note_embeddings(model.__plans__.values(), objects)
    return objects


def _column(plan: FieldPlan, values: list[Any]) -> Column:
    return field_column(plan.spec, values) if plan.struct is None else struct_column(plan.struct, values)


def _private(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """Defaults of private attributes. `model_post_init` is not run: it may ask for fields that were not read."""
    attributes = model.__private_attributes__
    defaults = {name: _default(attribute, values) for name, attribute in attributes.items()}
    return {name: value for name, value in defaults.items() if value is not PydanticUndefined}


def _default(attribute: ModelPrivateAttr, values: dict[str, Any]) -> object:
    """The default of a private attribute. Its `get_default` takes other arguments in each version of pydantic."""
    make: Callable[..., object] | None = attribute.default_factory
    if make is None:
        return copy.deepcopy(attribute.default)
    return make(values) if getattr(attribute, "default_factory_takes_validated_data", False) else make()


def _is_sent(plan: FieldPlan, objects: Sequence[Model], fields: Collection[str] | None) -> bool:
    """Whether a field is in the request. An auto-id key is, when the objects have it (they replace stored rows)."""
    if plan.spec.is_function_output:
        return False
    if plan.spec.auto_id:
        return any(vars(obj).get(plan.name) is not None for obj in objects)
    if fields is None or plan.name in fields or plan.spec.is_primary:
        return True
    return plan.declared.embed is not None and plan.declared.embed.source in fields


def _field_values(plan: FieldPlan, rows: Sequence[dict[str, Any]]) -> list[Any]:
    name = plan.name
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        row = next(number for number, row in enumerate(rows) if name not in row)
        raise DataNotMatchException(
            "the object has no value: the field was not read", field=plan.name, row=row, hint="refresh the object first"
        ) from None


def _converted(plan: FieldPlan, values: list[Any]) -> list[Any]:
    """Values of Python's types as they are stored."""
    store = plan.type.store
    return values if store is None else convert(plan.name, values, store)


def _python_values(model: type[Model], plan: FieldPlan, column: Column) -> list[Any]:
    if isinstance(column, DenseColumn):
        return _vectors(column)
    values = column.to_own_list() if isinstance(column, JsonColumn) else column.to_list()
    load = plan.type.load
    if load is None:
        return values
    try:
        return convert(plan.name, values, load)
    except DataNotMatchException as error:
        raise error.within(model.__name__) from error.__cause__


def _vectors(column: DenseColumn) -> list[Any]:
    matrix: NDArray[Any] = column.matrix()
    if column.data_type is not DataType.BFLOAT16_VECTOR:  # which is widened into a matrix of its own
        matrix = np.array(matrix)
    rows: list[Any] = list(matrix)
    if column.valid is None:
        return rows
    return [row if valid else None for row, valid in zip(rows, column.valid, strict=True)]


def convert(name: str, values: Sequence[Any], change: Callable[[Any], Any]) -> list[Any]:
    """Values of Python's types as Milvus's, or back; None stays None.

    Raises:
        DataNotMatchException: A value does not fit; tells field, row, type and reason.
    """
    converted: list[Any] = []
    try:
        for value in values:
            converted.append(None if value is None else change(value))  # noqa: PERF401  # tells the row of an error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        row = len(converted)
        kind = type(values[row]).__name__
        raise DataNotMatchException(f"value of type {kind} does not fit: {error}", field=name, row=row) from error
    return converted


def _extras(model: type[Model], batch: ColumnBatch) -> list[dict[str, Any]] | None:
    """Undeclared keys of each row; None for models without."""
    if not model.__spec__.enable_dynamic_field:
        return None
    hidden = [column for column in batch.columns if isinstance(column, JsonColumn) and column.is_dynamic]
    if not hidden:
        return [{} for _ in range(len(batch))]
    return [extra or {} for extra in hidden[0].to_own_list()]
