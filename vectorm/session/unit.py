"""The unit of work: which objects are new, changed or deleted. Bookkeeping only, no I/O.

Objects are held strongly until they are expunged, so that no change is lost with its last reference; a stream lets go
of the objects of its past pages that were not changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from weakref import ReferenceType, ref

from vectorm.errors import SessionError
from vectorm.model import Model
from vectorm.model.fill import note_embeddings, take_notes
from vectorm.session import frozen
from vectorm.session.plan import Change, Identity, Key, key_of
from vectorm.spec.field import DYNAMIC_FIELD


class ObjectState(Enum):
    """Where an object stands in its session."""

    PENDING = "pending"
    PERSISTENT = "persistent"
    DELETED = "deleted"
    """Deleted by the application, not yet flushed."""
    UNKNOWN = "unknown"
    """Sent as an insert, answer lost: stored or not, nobody knows."""


@dataclass(slots=True)
class _Entry:
    """What is known of one object.

    Attributes:
        held: The object, while the session keeps it alive.
        ref: The object, once the session has let go of it.
        before: Its values as they are stored; None before they are.
        expired: Whether a unit of work has ended since the object was read: the next read renews it.
    """

    held: Model | None
    state: ObjectState
    key: Key | None = None
    before: frozen.Frozen | None = None
    expired: bool = False
    ref: "ReferenceType[Model] | None" = None

    @property
    def obj(self) -> Model | None:
        """The object; None when it is gone."""
        return self.held if self.ref is None else self.ref()


class UnitOfWork:
    """Objects of one session, by identity and by key."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._keys: dict[Identity, _Entry] = {}
        self._actions: dict[int, Model] = {}

    def state(self, obj: Model) -> ObjectState | None:
        """The object's state here; None when the session does not know it."""
        entry = self._entries.get(id(obj))
        return None if entry is None else entry.state

    def find(self, model: type[Model], key: Key) -> Model | None:
        """The object of that key, if the session has it and need not read it again."""
        entry = self._keys.get((model, key))
        return None if entry is None or entry.expired else entry.obj

    def known(self, row: Model) -> Model:
        """The session's object of a row's key; the row itself when there is none, without taking it in."""
        key = key_of(row)
        return row if key is None else self._of_key(type(row), key) or row

    def objects(self, *states: ObjectState) -> list[Model]:
        """Objects in these states."""
        return [obj for obj, entry in self._living() if entry.state in states]

    def add(self, obj: Model) -> None:
        """Note an object to be written."""
        entry = self._entries.get(id(obj))
        if entry is None or entry.state is not ObjectState.PERSISTENT:
            self._act(obj, ObjectState.PENDING)

    def delete(self, obj: Model) -> None:
        """Note an object to be deleted; a pending one without a key is just forgotten."""
        if key_of(obj) is None:
            self.expunge(obj)
            return
        self._act(obj, ObjectState.DELETED)

    def expunge(self, obj: Model) -> None:
        """Forget an object.

        Raises:
            SessionError: It is not in this session.
        """
        entry = self._entries.pop(id(obj), None)
        if entry is None:
            raise SessionError(message=f"this {type(obj).__name__} is not in the session")
        self._actions.pop(id(obj), None)
        self._forget_key(type(obj), entry)

    def loaded(self, obj: Model) -> Model:
        """Take in an object read from the server; the one already here for its key wins, with its changes."""
        key = key_of(obj)
        if key is None:
            return obj
        entry = self._keys.get((type(obj), key))
        known = None if entry is None else entry.obj
        if entry is None or known is None:
            self._persist(obj, key, frozen.take(obj))
            return obj
        self._renew(entry, known, obj)
        entry.held, entry.ref = known, None
        return known

    def refreshed(self, obj: Model, row: Model) -> None:
        """Take the values of a row that was read again; changes of the object are overwritten."""
        vars(obj).update(vars(row))
        object.__setattr__(obj, "__pydantic_extra__", row.model_extra)
        note_embeddings(type(obj).__plans__.values(), [obj])
        key = key_of(obj)
        assert key is not None
        self._persist(obj, key, frozen.take(obj))

    def expire(self, obj: Model) -> None:
        """Forget the changes of a stored object, and renew its fields when it is read again.

        The changed fields leave the object: their stored values are not kept, and its other ones must not be written
        back together with changes that were forgotten.

        Raises:
            SessionError: It is not a stored object of the session.
        """
        entry = self._entries.get(id(obj))
        if entry is None or entry.state is not ObjectState.PERSISTENT:
            raise SessionError(message=f"this {type(obj).__name__} is not a stored object of the session")
        for name in self._changed(obj, entry):
            vars(obj).pop(name, None)
        vars(obj)[type(obj).__spec__.primary.name] = entry.key
        entry.before, entry.expired = frozen.take(obj), True

    def expire_model(self, model: type[Model]) -> None:
        """Renew the stored objects of a model when they are read again; their changes stay."""
        for obj, entry in self._living():
            entry.expired |= type(obj) is model

    def forget_model(self, model: type[Model]) -> None:
        """Forget the stored objects of a model: some of their rows were deleted by filter, nobody knows which."""
        for obj in self.objects(ObjectState.PERSISTENT):
            if type(obj) is model:
                self.expunge(obj)

    def unpin(self, objects: Iterable[Model]) -> None:
        """Hold objects weakly from now on, unless they were changed."""
        for obj in objects:
            entry = self._entries.get(id(obj))
            if entry is not None and entry.state is ObjectState.PERSISTENT and not self._changed(obj, entry):
                entry.held, entry.ref = None, ref(obj, partial(self._gone, id(obj), type(obj)))

    def changed_fields(self, obj: Model) -> set[str]:
        """Fields of a persistent object that were changed since it was read or written."""
        entry = self._entries.get(id(obj))
        return set() if entry is None else self._changed(obj, entry)

    def changes(self) -> Iterator[Change]:
        """What a flush has to do, in the order it was asked for; changed objects come before explicit calls."""
        for obj, entry in self._living():
            fields = self._changed(obj, entry)
            if not fields:
                continue
            if key_of(obj) != entry.key:
                raise SessionError(
                    message=f"the primary key of a stored {type(obj).__name__} was changed from {entry.key!r} to "
                    f"{key_of(obj)!r}",
                    hint="keys cannot change: delete the object and add a new one",
                )
            yield Change(obj, fields=frozenset(fields))
        for obj in self._actions.values():
            yield Change(obj, delete=self._entries[id(obj)].state is ObjectState.DELETED)

    def stored(self, obj: Model, taken: frozen.Frozen) -> None:
        """An object was written as it was when `taken` was."""
        key = key_of(obj)
        if key is None:
            raise SessionError(message=f"a stored {type(obj).__name__} came back without a key")
        self._actions.pop(id(obj), None)
        other = self._of_key(type(obj), key)
        if other is not None and other is not obj:
            self.expunge(other)
        entry = self._entries.get(id(obj))
        if entry is not None and entry.key != key:
            self._forget_key(type(obj), entry)
            taken[type(obj).__spec__.primary.name] = key  # the server made it
        self._persist(obj, key, taken)

    def removed(self, obj: Model) -> None:
        """The row of an object was deleted: it leaves, and any other object of its key."""
        self.replaced(obj)
        key = key_of(obj)
        other = None if key is None else self._of_key(type(obj), key)
        if other is not None:
            self.expunge(other)

    def replaced(self, obj: Model) -> None:
        """Later work on the key of an object took its place."""
        if id(obj) in self._entries:
            self.expunge(obj)

    def lost(self, obj: Model) -> None:
        """An object was sent and the answer is lost."""
        self._actions.pop(id(obj), None)
        self._turn(obj, ObjectState.UNKNOWN)

    def end(self) -> None:
        """The unit is over: what others write from now on is to be seen, so the next read renews the objects."""
        for entry in self._entries.values():
            entry.expired = True

    def rollback(self) -> None:
        """Forget what was not flushed; changed objects leave the session, for their old values are not kept."""
        for obj in [*self._actions.values(), *self.objects(ObjectState.UNKNOWN)]:
            self.expunge(obj)
        for obj, entry in self._living():
            if self._changed(obj, entry):
                self.expunge(obj)
        self.end()

    def clear(self) -> None:
        """Forget everything."""
        self._actions.clear()
        self._entries.clear()
        self._keys.clear()

    def _living(self) -> list[tuple[Model, _Entry]]:
        return [(obj, entry) for entry in list(self._entries.values()) if (obj := entry.obj) is not None]

    def _of_key(self, model: type[Model], key: Key) -> Model | None:
        entry = self._keys.get((model, key))
        return None if entry is None else entry.obj

    def _changed(self, obj: Model, entry: _Entry) -> set[str]:
        if entry.state is not ObjectState.PERSISTENT or entry.before is None:
            return set()
        return frozen.changed(obj, entry.before)

    def _act(self, obj: Model, state: ObjectState) -> None:
        self._actions.pop(id(obj), None)
        self._actions[id(obj)] = obj
        self._turn(obj, state)

    def _turn(self, obj: Model, state: ObjectState) -> None:
        """Give an object a state in which nothing is known of its stored values."""
        entry = self._entries.get(id(obj))
        if entry is None:
            self._entries[id(obj)] = _Entry(obj, state)
            return
        entry.held, entry.ref = obj, None
        entry.state, entry.before, entry.expired = state, None, False

    def _renew(self, entry: _Entry, known: Model, row: Model) -> None:
        """Give an object the fields that it was read without, and after the end of a unit all that were read.

        Changed fields keep their values.
        """
        if entry.before is None:
            return
        kept = self._changed(known, entry) if entry.expired else vars(known).keys() | {DYNAMIC_FIELD}
        if not entry.expired and vars(row).keys() <= kept:
            return
        values = frozen.take(row)
        for name in vars(row).keys() - kept:
            vars(known)[name] = vars(row)[name]
            entry.before[name] = values[name]
        if DYNAMIC_FIELD in values.keys() - kept:
            object.__setattr__(known, "__pydantic_extra__", row.model_extra)
            entry.before[DYNAMIC_FIELD] = values[DYNAMIC_FIELD]
        entry.expired = False
        take_notes(known, row)

    def _persist(self, obj: Model, key: Key, before: frozen.Frozen) -> None:
        entry = _Entry(obj, ObjectState.PERSISTENT, key, before)
        self._entries[id(obj)] = self._keys[type(obj), key] = entry

    def _forget_key(self, model: type[Model], entry: _Entry) -> None:
        if entry.key is not None and self._keys.get((model, entry.key)) is entry:
            del self._keys[model, entry.key]

    def _gone(self, number: int, model: type[Model], _: object) -> None:
        """An object that was held weakly has died."""
        self._forget_key(model, self._entries.pop(number))
