"""The metaclass of models: reads declarations, completes the schema, gives the class its columns."""

import inspect
import re
import warnings
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic._internal._model_construction import ModelMetaclass
from pydantic.fields import FieldInfo
from pydantic_core import PydanticOmit, PydanticUndefined
from typing_extensions import dataclass_transform

from vectorm.enums import ConsistencyLevel
from vectorm.errors import SchemaNotReadyException
from vectorm.model.annotation import advice, read_annotation
from vectorm.model.attribute import ColumnAttribute, column_of
from vectorm.model.checks import FieldPlan, Options
from vectorm.model.compile import compile_collection, compile_field
from vectorm.model.content import content_of, fill_key
from vectorm.model.declare import Declaration, field, vector
from vectorm.model.defaults import default_problems
from vectorm.model.keys import ContentHash
from vectorm.model.limits import Limits
from vectorm.model.mapped import Extras, Mapped
from vectorm.records import dataclass
from vectorm.spec.collection import MMAP, TTL
from vectorm.spec.field import UNSET

registry: "WeakSet[type[Any]]" = WeakSet()
"""Every model class with a collection."""

INHERITED = (
    "dynamic", "description", "consistency", "shards", "partitions", "properties", "ttl", "mmap", "index_names",
)  # fmt: skip
"""Options that a subclass takes over, each from its nearest base; of the properties each by itself."""

OPTIONS = ("collection", "abstract", *INHERITED)


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(field, vector))
class ModelMeta(ModelMetaclass):
    """Metaclass of `Model`."""

    def __new__(mcs, name: str, bases: tuple[type[Any], ...], namespace: dict[str, Any], **options: Any) -> Any:
        """Make a model class.

        Raises:
            SchemaNotReadyException: For a declaration that cannot be; names the field and what to write instead.
        """
        own = _take_options(name, options)
        declared = take_declarations(name, namespace)
        _check_overrides(name, bases, namespace)
        dynamic = own.get("dynamic", _inherited_dynamic(bases))
        config = namespace.get("model_config", {})
        if "dynamic" in own or (dynamic is not None and "extra" not in config):
            namespace["model_config"] = {**config, "extra": "allow" if dynamic else "forbid"}
        with warnings.catch_warnings():
            allow_redeclared(bases)
            cls: Any = super().__new__(mcs, name, bases, namespace, **options)
        frame = inspect.currentframe()
        _declare(cls, bases, own, declared, frame.f_back.f_locals if frame and frame.f_back else {})
        return cls

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            """Say why a class has no columns."""
            if name in {"__spec__", "__indexes__", "__plans__"} or name in cls.__dict__.get("__declared__", ()):
                raise AttributeError(f"{cls.__name__} is abstract: it has no collection and no columns")
            return super().__getattr__(name)


def _declare(
    cls: Any,
    bases: tuple[type[Any], ...],
    own: Mapping[str, Any],
    declared: Mapping[str, Declaration],
    names: Mapping[str, Any],
) -> None:
    """Give a new class its declarations and, unless it is abstract, its schema and columns."""
    # A bare annotation takes nothing of the base's declaration over.
    anew: Mapping[str, Any] = inspect.get_annotations(cls)
    taken = {name: each for name, each in inherited(cls, "__declared__").items() if name not in anew}
    cls.__declared__ = {**taken, **declared}
    cls.__options__ = {
        **inherited(cls, "__options__"),
        **{key: own[key] for key in INHERITED if key in own},
        "properties": {**_inherited_properties(cls), **_properties(cls.__name__, own)},
    }
    cls.__columns__ = {}
    is_root = not any(isinstance(base, ModelMeta) for base in bases)
    if not is_root and not own.get("abstract", False) and not _is_parametrized(cls):
        resolve(cls, names)
        _complete(cls, own.get("collection", ""))


def _is_parametrized(cls: Any) -> bool:
    """Whether this is `Base[int]` of a generic base: a step on the way to a model that has a name of its own."""
    origin: Any = cls.__pydantic_generic_metadata__["origin"]
    return origin is not None and "__spec__" not in vars(origin)


def _inherited_dynamic(bases: tuple[type[Any], ...]) -> bool | None:
    """The option of the nearest base that has it. Of the configurations pydantic would take the last base's."""
    found = (base.__options__["dynamic"] for base in bases if "dynamic" in getattr(base, "__options__", {}))
    return next(found, None)


def _check_overrides(model: str, bases: tuple[type[Any], ...], namespace: Mapping[str, Any]) -> None:
    """Refuse values without an annotation for fields of bases.

    Raises:
        SchemaNotReadyException: Names the field and what to write instead.
    """
    fields = {name for base in bases for name in getattr(base, "model_fields", {})}
    for name in fields & namespace.keys() - namespace.get("__annotations__", {}).keys():
        told = "field(...)" if namespace[name] is not None else "field(default=None), or leave the base out"
        raise SchemaNotReadyException(
            message=f"{model}.{name}: the field of a base class is declared anew without a type",
            hint=f"write {name}: Mapped[...] = {told}",
        )


def inherited(cls: type[Any], attribute: str) -> dict[str, Any]:
    """What the bases of a class have in an attribute that is a mapping; the nearest base counts."""
    values: dict[str, Any] = {}
    for base in reversed(cls.__mro__[1:]):
        values.update(base.__dict__.get(attribute, {}))
    return values


def allow_redeclared(bases: tuple[type[Any], ...]) -> None:
    """Let a subclass declare a field anew: pydantic takes the base's column for an attribute that it hides."""
    names = "|".join(re.escape(name) for base in bases for name in getattr(base, "__plans__", ()))
    if names:
        warnings.filterwarnings("ignore", rf'Field name "({names})" in .* shadows an attribute in parent', UserWarning)


def _take_options(model: str, options: dict[str, Any]) -> dict[str, Any]:
    unknown = [key for key in options if key not in OPTIONS and not key.startswith("_")]
    if unknown:
        raise SchemaNotReadyException(
            message=f"{model}: unknown class option {', '.join(unknown)}", hint=f"options are {', '.join(OPTIONS)}"
        )
    return {key: options.pop(key) for key in OPTIONS if key in options}


def take_declarations(model: str, namespace: dict[str, Any]) -> dict[str, Declaration]:
    """Take `field()` and `vector()` out of the class body and put pydantic's fields in their place."""
    for name in namespace.get("__annotations__", {}):
        if hasattr(BaseModel, name) and not name.startswith("_") and name != "model_config":
            raise SchemaNotReadyException(
                message=f"{model}.{name}: pydantic has a method of that name", hint="rename it"
            )
    declared = {name: value for name, value in namespace.items() if isinstance(value, Declaration)}
    for name in declared:
        if name.startswith("_"):
            raise SchemaNotReadyException(
                message=f"{model}.{name}: a name that begins with _ is a private attribute, and not stored",
                hint="rename it",
            )
    names = {*declared, *namespace.get("__annotations__", {})}
    if "extras" in names and not isinstance(namespace.get("extras"), Extras):
        raise SchemaNotReadyException(
            message=f"{model}.extras: the undeclared keys of dynamic models have that name", hint="rename it"
        )
    namespace.update({name: _to_pydantic(declaration) for name, declaration in declared.items()})
    if any(isinstance(each.default_factory, ContentHash) for each in declared.values()):
        namespace["_fill_key"] = model_validator(mode="after")(fill_key)
    return declared


def _to_pydantic(declared: Declaration) -> FieldInfo:
    """The pydantic field of a declaration. A generated value that is not given stays away from the object."""
    description = declared.description or None
    info: FieldInfo
    made_later = declared.is_generated or isinstance(declared.default_factory, ContentHash)
    if declared.default_factory is not None and not made_later:
        info = Field(default_factory=declared.default_factory, description=description)
    elif declared.default is not UNSET:
        info = Field(default=declared.default, description=description)
    elif made_later:
        info = Field(default_factory=_unset, validate_default=True, description=description)
        info.metadata.append(WrapValidator(_omit_unset if declared.function is None else _omit_computed))
    else:
        info = Field(description=description)
    info.metadata.append(
        Limits(declared.max_length, declared.max_capacity, dim=declared.dim, read_only=declared.is_generated)
    )
    if declared.dim is not None:
        info.metadata.append(AfterValidator(_DimCheck(declared.dim)))
    return info


def _unset() -> object:
    return UNSET


def _omit_unset(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    if value is UNSET:
        raise PydanticOmit
    return handler(value)


def _omit_computed(value: object, handler: ValidatorFunctionWrapHandler) -> object:  # noqa: ARG001
    if value is UNSET:
        raise PydanticOmit
    raise ValueError("the server computes it: leave it out")


@dataclass(frozen=True, slots=True)
class _DimCheck:
    """Refuses vectors of another dimension."""

    dim: int

    def __call__(self, value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            return value
        array = cast("NDArray[Any]", value)
        found = array.size * 8 if array.dtype == np.uint8 else array.size
        if found != self.dim:
            raise ValueError(f"the vector has {found} dimensions; the field has {self.dim}")
        return array


def resolve(cls: Any, names: Mapping[str, Any]) -> None:
    """Resolve annotations that pydantic could not, such as those of classes made inside a function."""
    if not cls.__pydantic_complete__:
        cls.model_rebuild(raise_errors=False, _types_namespace=dict(names))
    if not cls.__pydantic_complete__:
        raise SchemaNotReadyException(
            message=f"{cls.__name__}: an annotation names a class that is not there yet",
            hint="declare pydantic models that are used in a field before the model",
        )


def _complete(cls: Any, collection: str) -> None:
    """Compile the schema and make the columns."""
    name: str = cls.__name__
    options = _read_options(cls, collection)
    fields: dict[str, FieldInfo] = cls.model_fields
    plans = {each: plan_of(cls, each, info) for each, info in fields.items()}
    cls.__plans__ = plans
    made = content_of(plans)
    cls.__content__ = frozenset(made[1].fields if made else ())
    cls.__spec__, cls.__indexes__ = compile_collection(name, options, plans)
    cls.__columns__ = {each: column_of(plan, cls) for each, plan in plans.items()}
    for each, column in cls.__columns__.items():
        setattr(cls, each, ColumnAttribute(column, cls))
    registry.add(cls)


def plan_of(cls: Any, name: str, info: FieldInfo) -> FieldPlan:
    """The plan of a field of a model or a struct.

    Raises:
        SchemaNotReadyException: For a declaration that cannot be.
    """
    where = f"{cls.__name__}.{name}"
    if get_origin(info.annotation) is not Mapped:
        written = getattr(info.annotation, "__name__", info.annotation)
        raise SchemaNotReadyException(
            message=f"{where}: is annotated {written}", hint=f"write {name}: Mapped[{written}]"
        )
    inner = get_args(info.annotation)[0]
    kind = read_annotation(inner)
    if kind is None:
        raise SchemaNotReadyException(
            message=f"{where}: Milvus has no type for {inner}",
            hint=advice(inner),
        )
    declared = cls.__declared__.get(name)
    if declared is None:
        if isinstance(info.default, Declaration):
            raise SchemaNotReadyException(
                message=f"{where}: is declared in a base class that is no model",
                hint="make the base a model without a collection: class Base(Model, abstract=True)",
            )
        if info.default is not PydanticUndefined or info.default_factory is not None:
            raise SchemaNotReadyException(
                message=f"{where}: has a bare default value", hint=f"write field(default={info.default!r})"
            )
        declared = Declaration()
    for problem, hint in default_problems(inner, declared, kind):
        raise SchemaNotReadyException(message=f"{where}: {problem}", hint=hint)
    return compile_field(cls.__name__, name, declared, kind)


def _read_options(cls: Any, collection: str) -> Options:
    name: str = cls.__name__
    own: Mapping[str, Any] = cls.__options__
    consistency = own.get("consistency")
    if isinstance(consistency, str):
        found = ConsistencyLevel.__members__.get(consistency.upper())
        if found is None:
            raise SchemaNotReadyException(
                message=f"{name}: unknown consistency {consistency!r}",
                hint=f"levels are {', '.join(level.title() for level in ConsistencyLevel.__members__)}",
            )
        consistency = found
    return Options(
        collection=collection or _snake_case(name),
        description=own.get("description", ""),
        dynamic=cls.model_config.get("extra") == "allow",
        consistency=consistency,
        shards=own.get("shards"),
        partitions=own.get("partitions"),
        properties={key: value for key, value in own["properties"].items() if value is not None},
        index_names=_index_names(name, own.get("index_names")),
    )


def _inherited_properties(cls: type[Any]) -> dict[str, str | None]:
    """The collection properties of the bases, each from the nearest; None where one was taken out."""
    properties: dict[str, str | None] = {}
    for base in reversed(cls.__mro__[1:]):
        properties.update(base.__dict__.get("__options__", {}).get("properties", {}))
    return properties


def _properties(model: str, own: Mapping[str, Any]) -> dict[str, str | None]:
    """Collection properties of one class: those of `properties=`, and those that have options of their own."""
    ttl: int | timedelta | None = own.get("ttl")
    seconds = int(ttl.total_seconds()) if isinstance(ttl, timedelta) else ttl
    if seconds is not None and seconds < 1:
        raise SchemaNotReadyException(message=f"{model}: ttl={ttl!r}", hint="give seconds from 1, or a timedelta")
    properties: Mapping[str, object] = own.get("properties") or {}
    given = {key: _property(value) for key, value in properties.items()}
    for option, key, value in (("ttl", TTL, seconds), ("mmap", MMAP, own.get("mmap"))):
        if option in own and given.setdefault(key, _property(value)) != _property(value):
            raise SchemaNotReadyException(message=f"{model}: {option}={value!r}, and properties say {given[key]!r}")
    return given


def _index_names(model: str, template: str | None) -> str:
    if template is None or set(re.findall(r"{(.*?)}", template)) == {"field"}:
        return template or "{field}"
    raise SchemaNotReadyException(
        message=f"{model}: index_names={template!r} is no pattern of the field's name", hint='write "{field}_index"'
    )


def _property(value: object) -> str | None:
    """A property as it is sent; None takes an inherited one out."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
