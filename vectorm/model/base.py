"""`Model`: a pydantic class whose objects are rows of a collection."""

import copy
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from typing_extensions import Self

from vectorm.enums import ConsistencyLevel
from vectorm.expr.expression import Expression
from vectorm.model.checks import FieldPlan
from vectorm.model.content import check_content, renew_key
from vectorm.model.declare import Declaration
from vectorm.model.given import own_names
from vectorm.model.mapped import Extras
from vectorm.model.meta import ModelMeta
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.index import IndexSpec

Notes: TypeAlias = dict[str, tuple[str | None, object]]
"""By vector field: the text and the array that belong together."""

M = TypeVar("M", bound="Model")


class Unread(AttributeError):
    """A declared field has no value on this object."""


class Model(BaseModel, metaclass=ModelMeta):
    """Base class of models: `class Doc(Model, collection="docs")`.

    Fields are annotated `Mapped[T]`. Objects are validated when they are made and when they are changed. Two objects
    are equal only if they are the same object.

    An object that was read may lack fields, such as its vectors. Reading it runs no validators and no
    `model_post_init`; private attributes have their defaults. When it is changed, validators of the whole model that
    ask for a field it lacks are passed over.

    Class options; a subclass inherits all but `collection` and `abstract`:

    - `collection`: Name of the collection; by default the class name in snake_case.
    - `abstract`: The class is a base for models and has no collection.
    - `dynamic`: Rows may have undeclared keys: `Doc.extras["key"]`, `doc.extras["key"]`.
    - `description`: Kept in the collection's schema.
    - `consistency`: How fresh reads are by default: "Strong", "Session", "Bounded", "Eventually".
    - `shards`: Number of shards that writes are spread over.
    - `partitions`: Number of partitions of a partition key.
    - `ttl`: Age at which rows vanish, in seconds or as a timedelta. Milvus Lite keeps it and keeps the rows.
    - `mmap`: Whether the collection is read from disk as it is needed, instead of being held in memory (Milvus 2.3).
    - `index_names`: Pattern of the names of indexes that have none, "{field}" by default.
    - `properties`: Further collection properties, such as `{"partitionkey.isolation": True}`. Those of a subclass are
      added to the inherited ones; None takes one out, as `ttl=None` and `mmap=None` do.
    """

    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        protected_namespaces=(),
        arbitrary_types_allowed=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )

    __slots__ = ("__embedded__", "__stored_key__")

    extras: ClassVar[Extras] = Extras()
    """Undeclared keys of a dynamic model."""

    __declared__: ClassVar[Mapping[str, Declaration]]
    __options__: ClassVar[Mapping[str, object]]
    __columns__: ClassVar[Mapping[str, Expression]]
    __plans__: ClassVar[Mapping[str, FieldPlan]]
    __content__: ClassVar[frozenset[str]] = frozenset()
    __spec__: ClassVar[CollectionSpec]
    __indexes__: ClassVar[tuple[IndexSpec, ...]]

    if TYPE_CHECKING:

        def __init_subclass__(
            cls,
            *,
            collection: str = "",
            abstract: bool = False,
            dynamic: bool = False,
            description: str = "",
            consistency: ConsistencyLevel | str | None = None,
            shards: int | None = None,
            partitions: int | None = None,
            properties: Mapping[str, str | int | bool | None] | None = None,
            ttl: int | timedelta | None = None,
            mmap: bool | None = None,
            index_names: str | None = None,
        ) -> None: ...

    else:

        def __getattr__(self, name: str) -> Any:
            """Say why a declared field has no value."""
            plan = type(self).__plans__.get(name)
            if plan is None:
                return super().__getattr__(name)
            maker = "the server" if plan.spec.is_generated else "the embedder"
            reason = f"{maker} makes it when the object is flushed" if plan.declared.is_generated else "it was not read"
            raise Unread(f"{type(self).__name__}.{name} has no value: {reason}")

        def __setattr__(self, name: str, value: Any) -> None:
            """Set a value that fits the field. Validators of the whole model do without fields that were not read.

            pydantic puts new dicts in the place of the old ones, in which a session looks for changes.
            """
            own_names(self)  # pydantic adds the name to them
            values, extra = self.__dict__, self.__pydantic_extra__
            before = dict(values) if name in type(self).__content__ else None
            try:
                super().__setattr__(name, value)
            except Unread:
                if name not in vars(self):
                    raise
            finally:
                _keep(self, "__dict__", values)
                _keep(self, "__pydantic_extra__", extra)
            if before is not None:
                check_content(self, name, before)

    @property
    def model_fields_set(self) -> set[str]:
        """Names of the fields that the object was given: by its maker, by a read, or by an assignment."""
        return own_names(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __copy__(self) -> Self:
        """A shallow copy, which knows like the original what text its vectors were made from."""
        return _with_notes(super().__copy__(), dict(_notes(self)))

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """A deep copy, which knows like the original what text its vectors were made from."""
        memo = {} if memo is None else memo
        return _with_notes(super().__deepcopy__(memo), copy.deepcopy(_notes(self), memo))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy. A key that is made of content is made anew where `update` has other content and no key.

        Args:
            update: Values to change in the copy; they are not validated.
            deep: Whether values that can change are copied too.

        Raises:
            DataNotMatchException: A field that the key is made of was not read.
        """
        made = super().model_copy(update=update, deep=deep)
        if update:
            renew_key(made, update)
        return made

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__embedded__": _notes(self)}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        _with_notes(self, state.get("__embedded__", {}))

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Fields for `repr`; long arrays by type and size only."""
        for name, value in super().__repr_args__():
            yield name, _brief(value)

    def __stored__(self, name: str) -> object:
        """The value of a field as Milvus has it, for `Condition.matches`; None when null or not read."""
        plan = type(self).__plans__.get(name)
        if plan is None:
            return (self.__pydantic_extra__ or {}).get(name)
        value: object = vars(self).get(name)
        return value if value is None or plan.type.store is None else plan.type.store(value)


def _keep(obj: Model, attribute: str, values: dict[str, Any] | None) -> None:
    """Put a dict of an object back, with the values that it has now."""
    now: dict[str, Any] | None = getattr(obj, attribute)
    if values is not None and now is not None and now is not values:
        values.clear()
        values.update(now)
        object.__setattr__(obj, attribute, values)


def _notes(obj: Model) -> Notes:
    return getattr(obj, "__embedded__", {})


def _with_notes(obj: M, notes: Notes) -> M:
    object.__setattr__(obj, "__embedded__", notes)
    return obj


def _brief(value: object) -> object:
    if not isinstance(value, np.ndarray):
        return value
    array = cast("NDArray[Any]", value)
    return array if array.size <= 8 else _Brief(f"<{array.dtype}[{array.size}]>")


class _Brief(str):
    """Text that repr shows without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
