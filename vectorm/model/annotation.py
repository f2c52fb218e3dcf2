"""What a `Mapped[T]` annotation means to Milvus."""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, TypeGuard, TypeVar, Union, get_args, get_origin

import numpy as np
from pydantic import BaseModel, TypeAdapter
from typing_extensions import is_typeddict

from vectorm.enums import DataType
from vectorm.expr.columns import Shape
from vectorm.model.adapters import Adapter, decimal_adapter, find_adapter
from vectorm.model.types import DenseType, GeometryType, ScalarType, SparseType, TimestamptzType
from vectorm.records import dataclass

_SCALARS: dict[object, DataType] = {
    bool: DataType.BOOL,
    int: DataType.INT64,
    float: DataType.DOUBLE,
    str: DataType.VARCHAR,
}
_ADVICE: dict[object, str] = {
    Decimal: "tell the decimals: Mapped[Annotated[Decimal, Field(decimal_places=2)]], with pydantic's Field",
    list: "tell the elements: Mapped[list[str]]",
    set: "write Mapped[list[...]]",
    frozenset: "write Mapped[list[...]]",
    tuple: "write Mapped[list[...]]",
    bytearray: "write Mapped[bytes]",
    complex: "use two fields of type float",
    object: "write Mapped[dict[str, Any]] for JSON",
    type(None): "write the type of the values too: Mapped[int | None]",
}

ELEMENTS = frozenset({
    DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE,
    DataType.VARCHAR,
})  # fmt: skip
"""What an ARRAY holds, and a struct beside vectors."""


class IsStruct:
    """Base of `Struct`, which is made of what is here, and so not known by name here."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FieldType:
    """The Milvus type of an annotation.

    Attributes:
        store: Python value to stored value; None when they are the same.
        load: Stored value to Python value; None when they are the same.
        max_length: Longest text of an adapted type.
        ordered: Whether stored values stand in the order of the Python values.
        shape: Keys of a JSON field that is declared with a pydantic model.
        dense: The vector type, for checks of its values.
        struct: The class of the structs in a list.
        python: The class of the values that are stored otherwise, or of the elements; of adapters and TIMESTAMPTZ.
    """

    data_type: DataType
    element_type: DataType | None = None
    nullable: bool = False
    store: Callable[[Any], Any] | None = None
    load: Callable[[Any], Any] | None = None
    max_length: int | None = None
    ordered: bool = True
    shape: "Shape | None" = None
    dense: DenseType | None = None
    struct: type[Any] | None = None
    python: type[Any] | None = None


def read_annotation(annotation: object) -> FieldType | None:
    """The type that T of `Mapped[T]` stands for; None when Milvus cannot store it."""
    inner, nullable = _without_none(annotation)
    found = _read_marked(inner) if get_origin(inner) is Annotated else _read_plain(inner)
    return replace(found, nullable=True) if found is not None and nullable else found


def advice(annotation: object) -> str:
    """What to write in the place of an annotation that Milvus cannot store."""
    inner, _ = _without_none(annotation)
    kind: Any = get_args(inner)[0] if get_origin(inner) is Annotated else inner
    if get_origin(kind) is list:
        return _advice_on_list(get_args(kind)[0])
    if kind in _ADVICE:
        return _ADVICE[kind]
    if _is_struct(kind):
        return f"structs stand in lists: Mapped[list[{kind.__name__}]] = field(max_capacity=...)"
    if kind is np.ndarray or get_origin(kind) is np.ndarray:
        return "write Mapped[FloatVector] = vector(dim=...), or another vector type"
    if isinstance(kind, TypeVar):
        return "a generic base has no collection: class Base(Model, Generic[T], abstract=True), class Doc(Base[int])"
    if get_origin(kind) in {set, frozenset}:
        return "write Mapped[list[...]]"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "its values are of several types, or neither str nor int: give them one, or use register_adapter()"
    return "use a scalar, list, dict, pydantic model or vector type, or register_adapter() for your own"


def _advice_on_list(element: object) -> str:
    found = read_annotation(element)
    if found is None:
        return f"of its elements: {advice(element)}"
    return f"an ARRAY holds no {found.data_type.name}, only bool, numbers and text"


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
        if isinstance(mark, SparseType | ScalarType | GeometryType):
            return FieldType(mark.data_type)
        if isinstance(mark, TimestamptzType):
            return FieldType(mark.data_type, store=mark.store, load=mark.load, python=datetime)
    adapter = adapter_of(annotation)
    return read_annotation(inner) if adapter is None else _adapted(adapter, inner)


def _read_plain(kind: Any) -> FieldType | None:
    if kind in _SCALARS:
        return FieldType(_SCALARS[kind])
    adapter = find_adapter(kind)
    if adapter is not None:
        return _adapted(adapter, kind)
    if get_origin(kind) is Literal:
        return _read_literal(get_args(kind))
    if get_origin(kind) is list:
        return _read_list(kind)
    return _read_json(kind)


def adapter_of(annotation: object) -> Adapter | None:
    """The adapter of T or `T | None`; of a Decimal, by the decimals that `Annotated` tells. None when it has none."""
    inner, _ = _without_none(annotation)
    if get_origin(inner) is not Annotated:
        return find_adapter(inner)
    kind, *marks = get_args(inner)
    if kind is not Decimal:
        return find_adapter(kind)
    places = _decimal_places(marks)
    return None if places is None else decimal_adapter(places)


def _decimal_places(marks: Iterable[object]) -> int | None:
    """What pydantic's `Field(decimal_places=...)` or `condecimal` says."""
    flat = [each for mark in marks for each in (mark, *getattr(mark, "metadata", ()))]
    return next((each for mark in flat if isinstance(each := getattr(mark, "decimal_places", None), int)), None)


def _adapted(adapter: Adapter, kind: type[Any]) -> FieldType:
    return FieldType(
        adapter.data_type,
        store=adapter.store,
        load=adapter.load,
        max_length=adapter.max_length,
        ordered=adapter.ordered,
        python=kind,
    )


def _read_literal(values: tuple[object, ...]) -> FieldType | None:
    kinds = {type(value) for value in values}
    return FieldType(_SCALARS[kinds.pop()]) if len(kinds) == 1 and kinds <= set(_SCALARS) else None


def _read_list(kind: Any) -> FieldType | None:
    (inner,) = get_args(kind)
    if _is_struct(inner):
        return FieldType(DataType.ARRAY_OF_STRUCT, store=inner.__store__, load=inner.__load__, struct=inner)
    element = read_annotation(inner)
    if element is None:
        return None
    if element.nullable or element.dense or element.data_type in {DataType.JSON, DataType.ARRAY}:
        return _read_json(kind)
    if element.data_type not in ELEMENTS:
        return None
    return FieldType(
        DataType.ARRAY,
        element.data_type,
        store=_each(element.store),
        load=_each(element.load),
        max_length=element.max_length,
        ordered=element.ordered,
        python=element.python,
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
    return isinstance(kind, type) and issubclass(kind, BaseModel) and not _is_struct(kind)


def _is_struct(kind: object) -> TypeGuard[type[Any]]:
    return isinstance(kind, type) and issubclass(kind, IsStruct)


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
