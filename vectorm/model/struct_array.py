"""`Struct`: what stands in the lists of a field such as `passages: Mapped[list[Passage]]`."""

import inspect
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

import numpy as np
from pydantic import BaseModel, ConfigDict
from pydantic._internal._model_construction import ModelMetaclass
from typing_extensions import Self, dataclass_transform

from vectorm.expr.expression import Expression
from vectorm.model.annotation import IsStruct
from vectorm.model.attribute import part_column_of
from vectorm.model.checks import FieldPlan
from vectorm.model.compile import check_struct
from vectorm.model.declare import Declaration, field, vector
from vectorm.model.meta import allow_redeclared, inherited, plan_of, resolve, take_declarations
from vectorm.spec.struct_array import split_path


@dataclass_transform(kw_only_default=True, eq_default=True, field_specifiers=(field, vector))
class StructMeta(ModelMetaclass):
    """Metaclass of `Struct`."""

    def __new__(mcs, name: str, bases: tuple[type[Any], ...], namespace: dict[str, Any], **options: Any) -> Any:
        """Make a class of structs.

        Raises:
            SchemaNotReadyException: For a declaration that cannot be; names the field and what to write instead.
        """
        declared = take_declarations(name, namespace)
        with warnings.catch_warnings():
            allow_redeclared(bases)
            cls: Any = super().__new__(mcs, name, bases, namespace, **options)
        cls.__declared__ = {**inherited(cls, "__declared__"), **declared}
        cls.__plans__, cls.__columns__ = {}, {}
        if any(isinstance(base, StructMeta) for base in bases):
            frame = inspect.currentframe()
            resolve(cls, frame.f_back.f_locals if frame and frame.f_back else {})
            cls.__plans__ = {each: plan_of(cls, each, info) for each, info in cls.model_fields.items()}
            check_struct(name, cls.__plans__)
            cls.__columns__ = {each: part_column_of(plan, cls) for each, plan in cls.__plans__.items()}
        return cls

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            """The column expression of a field."""
            columns = cls.__dict__.get("__columns__", {})
            return columns[name] if name in columns else super().__getattr__(name)


class Struct(IsStruct, BaseModel, metaclass=StructMeta):
    """Base class of structs: `class Passage(Struct): text: Mapped[str] = field(max_length=500)`.

    A model holds lists of them: `passages: Mapped[list[Passage]] = field(max_capacity=50)` (Milvus 2.6). Structs have
    scalars and dense vectors, and no nulls. Two of them are equal when their values are.
    """

    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        protected_namespaces=(),
        arbitrary_types_allowed=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )

    __declared__: ClassVar[Mapping[str, Declaration]]
    __columns__: ClassVar[Mapping[str, Expression]]
    __plans__: ClassVar[Mapping[str, FieldPlan]]

    @classmethod
    def __store__(cls, structs: Sequence[object]) -> list[dict[str, Any]]:
        """Structs, or dicts of their fields, as they are stored."""
        return [_converted(cls, vars(each) if isinstance(each, cls) else each, "store") for each in structs]

    @classmethod
    def __load__(cls, values: Sequence[Mapping[str, Any]]) -> list[Self]:
        """Structs of stored values, without validation; their vectors are writable."""
        return [cls.model_construct(**_converted(cls, each, "load")) for each in values]

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        ours, theirs = vars(self), vars(other)
        return ours.keys() == theirs.keys() and all(np.array_equal(ours[name], theirs[name]) for name in ours)

    __hash__ = None  # type: ignore[assignment]  # structs can be changed


def vector_plan(model: Any, name: str) -> FieldPlan:
    """The vector field of a model by its name, or by the path of one in structs: `passages[vec]`."""
    path = split_path(name)
    if path is None:
        plan: FieldPlan = model.__plans__[name]
        return plan
    part: FieldPlan = model.__plans__[path[0]].type.struct.__plans__[path[1]]
    return replace(part, name=name)


def _converted(struct: type[Struct], values: object, way: Literal["store", "load"]) -> dict[str, Any]:
    """The fields of one struct, converted one way.

    Raises:
        TypeError: It is neither a struct nor a dict.
    """
    if not isinstance(values, Mapping):
        raise TypeError(f"expected {struct.__name__}, got {type(values).__name__}")
    made = dict(cast("Mapping[str, Any]", values))
    for name, plan in struct.__plans__.items():
        convert = getattr(plan.type, way)
        if convert is not None and name in made:
            made[name] = convert(made[name])
        elif way == "load" and plan.type.dense is not None and name in made and not made[name].flags.writeable:
            made[name] = made[name].copy()
    return made
