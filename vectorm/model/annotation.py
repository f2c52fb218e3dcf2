"""What a `Mapped[T]` annotation means to Milvus."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from typing_extensions import is_typeddict

from vectorm.enums import DataType
from vectorm.expr.columns import Shape
from vectorm.model.adapters import find_adapter
from vectorm.model.types import DenseType, ScalarType, SparseType

_SCALARS: dict[object, DataType] = {
    bool: DataType.BOOL,
    int: DataType.INT64,
    float: DataType.DOUBLE,
    str: DataType.VARCHAR,
}


@dataclass(frozen=True, slots=True)
class FieldType:
    """The Milvus type of an annotation.

    Attributes:
        store: Python value to stored value; None when they are the same.
        load: Stored value to Python value; None when they are the same.
        max_length: Longest text of an adapted type.
        shape: Keys of a JSON field that is declared with a pydantic model.
        dense: The vector type, for checks of its values.
    """

    data_type: DataType
    element_type: DataType | None = None
    nullable: bool = False
    store: Callable[[Any], Any] | None = None
    load: Callable[[Any], Any] | None = None
    max_length: int | None = None
    shape: "Shape | None" = None
    dense: DenseType | None = None


def read_annotation(annotation: object) -> FieldType | None:
    """The type that T of `Mapped[T]` stands for; None when Milvus cannot store it."""
    inner, nullable = _without_none(annotation)
    found = _read_marked(inner) if get_origin(inner) is Annotated else _read_plain(inner)
    return replace(found, nullable=True) if found is not None and nullable else found


def _without_none(annotation: object) -> tuple[object, bool]:
    if get_origin(annotation) not in {Union, types.UnionType}:
        return annotation, False
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if len(parts) == len(get_args(annotation)):
        return annotation, False
    return (parts[0] if len(parts) == 1 else Union[tuple(parts)]), True  # noqa: UP007


def _read_marked(annotation: object) -> FieldType | None:
    inner, *marks = get_args(annotation)
    for mark in marks:
        if isinstance(mark, DenseType):
            return FieldType(mark.data_type, dense=mark)
        if isinstance(mark, SparseType | ScalarType):
            return FieldType(mark.data_type)
    return read_annotation(inner)


def _read_plain(kind: Any) -> FieldType | None:
    if kind in _SCALARS:
        return FieldType(_SCALARS[kind])
    adapter = find_adapter(kind)
    if adapter is not None:
        return FieldType(adapter.data_type, store=adapter.store, load=adapter.load, max_length=adapter.max_length)
    if get_origin(kind) is Literal:
        return _read_literal(get_args(kind))
    if get_origin(kind) is list:
        return _read_list(kind)
    return _read_json(kind)


def _read_literal(values: tuple[object, ...]) -> FieldType | None:
    kinds = {type(value) for value in values}
    return FieldType(_SCALARS[kinds.pop()]) if len(kinds) == 1 and kinds <= set(_SCALARS) else None


def _read_list(kind: Any) -> FieldType | None:
    element = read_annotation(get_args(kind)[0])
    if element is None:
        return None
    if element.nullable or element.dense or element.data_type in {DataType.JSON, DataType.ARRAY}:
        return _read_json(kind)
    if element.data_type is DataType.SPARSE_FLOAT_VECTOR:
        return None
    return FieldType(
        DataType.ARRAY,
        element.data_type,
        store=_each(element.store),
        load=_each(element.load),
        max_length=element.max_length,
    )


def _each(convert: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return None if convert is None else lambda values: [convert(value) for value in values]


def _read_json(kind: Any) -> FieldType | None:
    if kind in {Any, dict} or (get_origin(kind) is dict and get_args(kind) == (str, Any)):
        return FieldType(DataType.JSON)
    if _is_model(kind):
        return FieldType(DataType.JSON, store=_dump, load=kind.model_validate, shape=shape_of(kind))
    if get_origin(kind) in {dict, list, tuple, Union, types.UnionType} or is_typeddict(kind):
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        return FieldType(
            DataType.JSON,
            store=lambda value: adapter.dump_python(value, mode="json", by_alias=True),
            load=adapter.validate_python,
        )
    return None


def _is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _dump(value: BaseModel) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True)


def shape_of(model: type[BaseModel], seen: frozenset[type[BaseModel]] = frozenset()) -> "Shape | None":
    """The keys of a pydantic model as JSON, for checks of paths; None where other keys are allowed too."""
    if model.model_config.get("extra") == "allow" or model in seen:
        return None
    shape: dict[str, Mapping[str, Any] | None] = {}
    for name, info in model.model_fields.items():
        inner, _ = _without_none(info.annotation)
        inside = shape_of(inner, seen | {model}) if _is_model(inner) else None
        shape[info.serialization_alias or info.alias or name] = inside
    return shape
