"""`Mapped[T]`: the annotation of a model's fields."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, get_args, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from vectorm.errors import ParamError
from vectorm.expr.columns import Array, Boolean, Column, Json, JsonOf, Number, Ordered, Text, Vector
from vectorm.expr.geometry import Geometry as GeometryColumn
from vectorm.expr.literal import DYNAMIC_FIELD
from vectorm.expr.operand import PathRef
from vectorm.expr.struct_array import StructArray
from vectorm.expr.timestamptz import Timestamp
from vectorm.model.adapters import checked_schema
from vectorm.model.annotation import IsStruct, adapter_of
from vectorm.model.types import (
    BinaryVector,
    Float16Vector,
    FloatVector,
    Geometry,
    Int8Vector,
    SparseVector,
    Timestamptz,
)


class HasOrder(Protocol):
    """Values that are less or more than others."""

    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T")
E = TypeVar("E")
M = TypeVar("M")
B = TypeVar("B", bound=BaseModel)
P = TypeVar("P", bound=IsStruct)
A = TypeVar("A", bool, int, float, str, datetime, date, time, timedelta, Decimal, UUID, bytes)
"""Elements of lists that may be null: mypy would take them for structs, whatever the bound of P."""
S = TypeVar("S", bound=HasOrder)


class Mapped(Generic[T]):
    """A field of a model: `Doc.year` is a column expression, `doc.year` a value of type T.

    To a type checker it is a descriptor, whose column expression has the operators that T allows. At run time it stands
    in annotations only: values live where pydantic keeps them, columns come from the model's metaclass.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of T."""
        kind = get_args(source)[0]
        schema, adapter = handler(kind), adapter_of(kind)
        return schema if adapter is None else checked_schema(adapter, schema)

    if TYPE_CHECKING:
        # Doc.field (BFloat16Vector is FloatVector to a type checker)
        @overload
        def __get__(self: "Mapped[bool] | Mapped[bool | None]", instance: None, owner: Any) -> Boolean: ...
        @overload
        def __get__(self: "Mapped[int] | Mapped[int | None]", instance: None, owner: Any) -> Number[int]: ...
        @overload
        def __get__(self: "Mapped[float] | Mapped[float | None]", instance: None, owner: Any) -> Number[float]: ...
        @overload
        def __get__(self: "Mapped[str] | Mapped[str | None]", instance: None, owner: Any) -> Text: ...
        @overload
        def __get__(
            self: "Mapped[datetime] | Mapped[datetime | None]", instance: None, owner: Any
        ) -> Ordered[datetime]: ...
        @overload
        def __get__(self: "Mapped[date] | Mapped[date | None]", instance: None, owner: Any) -> Ordered[date]: ...
        @overload
        def __get__(self: "Mapped[time] | Mapped[time | None]", instance: None, owner: Any) -> Ordered[time]: ...
        @overload
        def __get__(
            self: "Mapped[timedelta] | Mapped[timedelta | None]", instance: None, owner: Any
        ) -> Ordered[timedelta]: ...
        @overload
        def __get__(
            self: "Mapped[Decimal] | Mapped[Decimal | None]", instance: None, owner: Any
        ) -> Ordered[Decimal]: ...
        @overload
        def __get__(self: "Mapped[UUID] | Mapped[UUID | None]", instance: None, owner: Any) -> Ordered[UUID]: ...
        @overload
        def __get__(self: "Mapped[bytes] | Mapped[bytes | None]", instance: None, owner: Any) -> Ordered[bytes]: ...
        @overload
        def __get__(
            self: "Mapped[Timestamptz] | Mapped[Timestamptz | None]", instance: None, owner: Any
        ) -> Timestamp: ...
        @overload
        def __get__(
            self: "Mapped[Geometry] | Mapped[Geometry | None]", instance: None, owner: Any
        ) -> GeometryColumn: ...
        @overload
        def __get__(
            self: "Mapped[FloatVector] | Mapped[FloatVector | None]", instance: None, owner: type[M]
        ) -> Vector[M]: ...
        @overload
        def __get__(
            self: "Mapped[Float16Vector] | Mapped[Float16Vector | None]", instance: None, owner: type[M]
        ) -> Vector[M]: ...
        @overload
        def __get__(
            self: "Mapped[Int8Vector] | Mapped[Int8Vector | None]", instance: None, owner: type[M]
        ) -> Vector[M]: ...
        @overload
        def __get__(
            self: "Mapped[BinaryVector] | Mapped[BinaryVector | None]", instance: None, owner: type[M]
        ) -> Vector[M]: ...
        @overload
        def __get__(
            self: "Mapped[SparseVector] | Mapped[SparseVector | None]", instance: None, owner: type[M]
        ) -> Vector[M]: ...
        @overload
        def __get__(self: "Mapped[list[A] | None]", instance: None, owner: Any) -> Array[A]: ...
        @overload
        def __get__(self: "Mapped[list[P]]", instance: None, owner: type[M]) -> StructArray[P, M]: ...
        @overload
        def __get__(self: "Mapped[list[E]]", instance: None, owner: Any) -> Array[E]: ...
        @overload
        def __get__(self: "Mapped[list[E] | None]", instance: None, owner: Any) -> Array[E]: ...
        @overload
        def __get__(self: "Mapped[dict[str, E]]", instance: None, owner: Any) -> Json: ...
        @overload
        def __get__(self: "Mapped[dict[str, E] | None]", instance: None, owner: Any) -> Json: ...
        @overload
        def __get__(self: "Mapped[B]", instance: None, owner: Any) -> Json: ...
        @overload
        def __get__(self: "Mapped[B | None]", instance: None, owner: Any) -> JsonOf[B]: ...
        @overload
        def __get__(self: "Mapped[S]", instance: None, owner: Any) -> Ordered[S]: ...
        @overload
        def __get__(self, instance: None, owner: Any) -> Column[T]: ...

        # doc.field
        @overload
        def __get__(self: "Mapped[FloatVector]", instance: object, owner: Any) -> NDArray[np.float32]: ...
        @overload
        def __get__(self: "Mapped[FloatVector | None]", instance: object, owner: Any) -> NDArray[np.float32] | None: ...
        @overload
        def __get__(self: "Mapped[Float16Vector]", instance: object, owner: Any) -> NDArray[np.float16]: ...
        @overload
        def __get__(
            self: "Mapped[Float16Vector | None]", instance: object, owner: Any
        ) -> NDArray[np.float16] | None: ...
        @overload
        def __get__(self: "Mapped[Int8Vector]", instance: object, owner: Any) -> NDArray[np.int8]: ...
        @overload
        def __get__(self: "Mapped[Int8Vector | None]", instance: object, owner: Any) -> NDArray[np.int8] | None: ...
        @overload
        def __get__(self: "Mapped[BinaryVector]", instance: object, owner: Any) -> NDArray[np.uint8]: ...
        @overload
        def __get__(self: "Mapped[BinaryVector | None]", instance: object, owner: Any) -> NDArray[np.uint8] | None: ...
        @overload
        def __get__(self: "Mapped[SparseVector]", instance: object, owner: Any) -> dict[int, float]: ...
        @overload
        def __get__(self: "Mapped[SparseVector | None]", instance: object, owner: Any) -> dict[int, float] | None: ...
        @overload
        def __get__(self: "Mapped[Timestamptz]", instance: object, owner: Any) -> datetime: ...
        @overload
        def __get__(self: "Mapped[Timestamptz | None]", instance: object, owner: Any) -> datetime | None: ...
        @overload
        def __get__(self: "Mapped[Geometry]", instance: object, owner: Any) -> str: ...
        @overload
        def __get__(self: "Mapped[Geometry | None]", instance: object, owner: Any) -> str | None: ...
        @overload
        def __get__(self, instance: object, owner: Any) -> T: ...
        def __get__(self, instance: object | None, owner: Any) -> Any: ...

        def __set__(self, instance: object, value: T) -> None: ...


class DynamicKeys:
    """`Doc.extras`: undeclared keys of a dynamic model, as column expressions."""

    def __init__(self, owner: str) -> None:
        self._owner = owner

    def __getitem__(self, key: str) -> Json:
        """The column expression of an undeclared key."""
        return Json(PathRef(DYNAMIC_FIELD, (key,), self._owner))


class Extras:
    """Descriptor of `extras`: column expressions on the class, a dict on an object."""

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> DynamicKeys: ...
    @overload
    def __get__(self, instance: BaseModel, owner: type[Any]) -> dict[str, Any]: ...
    def __get__(self, instance: BaseModel | None, owner: type[BaseModel]) -> "DynamicKeys | dict[str, Any]":
        """Undeclared keys.

        Raises:
            ParamError: The model is not declared with `dynamic=True`.
        """
        if owner.model_config.get("extra") != "allow":
            raise ParamError(
                message=f"{owner.__name__} has declared fields only",
                hint=f"class {owner.__name__}(Model, dynamic=True) allows others",
            )
        if instance is None:
            return DynamicKeys(owner.__name__)
        extra = instance.__pydantic_extra__
        if extra is None:
            extra = dict[str, Any]()
            object.__setattr__(instance, "__pydantic_extra__", extra)
        return extra
