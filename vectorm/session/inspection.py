"""`inspect(obj)`: where an object stands, in which session, and what was changed."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final, NamedTuple

from pydantic_core import from_json

from vectorm.enums import DataType
from vectorm.errors import SessionError
from vectorm.model import Model
from vectorm.records import dataclass
from vectorm.session.base import SessionBase, sessions
from vectorm.session.entry import ObjectState, was_stored
from vectorm.session.frozen import Frozen
from vectorm.session.plan import Key, key_of
from vectorm.spec.field import DYNAMIC_FIELD


class _NotKept:
    """Stands for a value that the session does not keep: of vectors, and of types with an adapter."""

    def __repr__(self) -> str:
        return "<not kept>"


NOT_KEPT: Final = _NotKept()


class FieldChange(NamedTuple):
    """A changed field: its stored value, or `NOT_KEPT`, and its present one."""

    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Inspection:
    """Where an object stands. `inspect()` makes it; it does not follow the object.

    Attributes:
        object: The object.
        state: Its state.
        session: The session that it is in.
        identity: Its primary key; None before the server has made it.
        changes: Fields of a stored object that were changed, also in place; undeclared keys as `$meta`.
        unloaded: Fields that have no value on the object: it was read without them, or the server makes them.
    """

    object: Model
    state: ObjectState
    session: SessionBase | None = None
    identity: Key | None = None
    changes: Mapping[str, FieldChange] = field(default_factory=dict[str, FieldChange])
    unloaded: frozenset[str] = frozenset()

    @property
    def transient(self) -> bool:
        """It is in no session and was never stored."""
        return self.state is ObjectState.TRANSIENT

    @property
    def pending(self) -> bool:
        """The next flush writes it."""
        return self.state is ObjectState.PENDING

    @property
    def persistent(self) -> bool:
        """It is stored."""
        return self.state is ObjectState.PERSISTENT

    @property
    def deleted(self) -> bool:
        """The next flush deletes it."""
        return self.state is ObjectState.DELETED

    @property
    def detached(self) -> bool:
        """It was stored or read, and is in no session now."""
        return self.state is ObjectState.DETACHED

    @property
    def unknown(self) -> bool:
        """It was sent and the answer was lost."""
        return self.state is ObjectState.UNKNOWN

    @property
    def modified(self) -> bool:
        """Whether it is stored and was changed."""
        return bool(self.changes)


def inspect(obj: Model) -> Inspection:
    """Where an object stands: its state, its session, what was changed. Nothing is read.

    Raises:
        SessionError: It is no object of a model.
    """
    if not isinstance(obj, Model):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise SessionError(message=f"inspect() takes an object of a Model class, not {type(obj).__name__}")
    unloaded = frozenset(type(obj).__plans__.keys() - vars(obj).keys())
    for session in sessions():
        state = session.state(obj)
        if state is not None:
            return Inspection(obj, state, session, key_of(obj), _changes(session, obj), unloaded)
    state = ObjectState.DETACHED if was_stored(obj) else ObjectState.TRANSIENT
    return Inspection(obj, state, None, key_of(obj), {}, unloaded)


def _changes(session: SessionBase, obj: Model) -> dict[str, FieldChange]:
    before, changed = session.changed(obj)
    names = [name for name in (*type(obj).__plans__, DYNAMIC_FIELD) if name in changed]
    return {name: FieldChange(_old(type(obj), name, before), _new(obj, name)) for name in names}


def _new(obj: Model, name: str) -> object:
    return obj.model_extra if name == DYNAMIC_FIELD else vars(obj)[name]


def _old(model: type[Model], name: str, before: Frozen) -> object:
    """A stored value, where it was kept as it is or as JSON."""
    value = before.get(name, NOT_KEPT)
    plan = model.__plans__.get(name)
    if plan is None:
        return from_json(value) if isinstance(value, bytes) else value
    if plan.spec.data_type.is_vector or plan.type.store is not None:
        return None if value is None else NOT_KEPT
    is_json = plan.spec.data_type in {DataType.JSON, DataType.ARRAY}
    return from_json(value) if is_json and isinstance(value, bytes) else value
