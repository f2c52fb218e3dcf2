"""The unit of work: which objects are new, changed or deleted. Bookkeeping only, no I/O.

Objects of the unit are held strongly until it ends (commit, rollback), so that no change is lost with its last
reference; after that the identity map holds them weakly.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary, WeakValueDictionary

from vectorm.errors import SessionError
from vectorm.model import Model
from vectorm.session import snapshot
from vectorm.session.plan import Change, Identity, Key, key_of


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
    state: ObjectState
    key: Key | None = None
    before: snapshot.Snapshot | None = None


class UnitOfWork:
    """Objects of one session, by identity and by key."""

    def __init__(self) -> None:
        self._entries: WeakKeyDictionary[Model, _Entry] = WeakKeyDictionary()
        self._identities: WeakValueDictionary[Identity, Model] = WeakValueDictionary()
        self._actions: dict[int, Model] = {}
        self._pinned: dict[int, Model] = {}

    def state(self, obj: Model) -> ObjectState | None:
        """The object's state here; None when the session does not know it."""
        entry = self._entries.get(obj)
        return None if entry is None else entry.state

    def find(self, model: type[Model], key: Key) -> Model | None:
        """The object of that key, if the session has it."""
        return self._identities.get((model, key))

    def objects(self, *states: ObjectState) -> list[Model]:
        """Objects in these states."""
        return [obj for obj, entry in list(self._entries.items()) if entry.state in states]

    def add(self, obj: Model) -> None:
        """Note an object to be written."""
        if self.state(obj) is ObjectState.PERSISTENT:
            return
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
        entry = self._entries.pop(obj, None)
        if entry is None:
            raise SessionError(message=f"this {type(obj).__name__} is not in the session")
        self._actions.pop(id(obj), None)
        self._pinned.pop(id(obj), None)
        if entry.key is not None and self._identities.get((type(obj), entry.key)) is obj:
            del self._identities[type(obj), entry.key]

    def loaded(self, obj: Model, *, pin: bool = True) -> Model:
        """Take in an object read from the server; the one already here for its key wins, with its changes."""
        key = key_of(obj)
        if key is None:
            return obj
        known = self._identities.get((type(obj), key))
        if known is None:
            self._persist(obj, key, pin=pin)
            return obj
        self._fill(known, obj)
        return known

    def refreshed(self, obj: Model, row: Model) -> None:
        """Take the values of a row that was read again; changes of the object are overwritten."""
        vars(obj).update(vars(row))
        object.__setattr__(obj, "__pydantic_extra__", row.model_extra)
        key = key_of(obj)
        assert key is not None
        self._persist(obj, key)

    def forget_model(self, model: type[Model]) -> None:
        """Forget the stored objects of a model: some of their rows were deleted by filter, nobody knows which."""
        for obj in self.objects(ObjectState.PERSISTENT):
            if type(obj) is model:
                self.expunge(obj)

    def unpin(self, objects: Iterable[Model]) -> None:
        """Hold objects weakly from now on, unless they were changed."""
        for obj in objects:
            if not self.changed_fields(obj):
                self._pinned.pop(id(obj), None)

    def changed_fields(self, obj: Model) -> set[str]:
        """Fields of a persistent object that were changed since it was read or written."""
        entry = self._entries.get(obj)
        if entry is None or entry.state is not ObjectState.PERSISTENT or entry.before is None:
            return set()
        return snapshot.changed(obj, entry.before)

    def changes(self) -> Iterator[Change]:
        """What a flush has to do, in the order it was asked for; changed objects come before explicit calls."""
        for obj, entry in list(self._entries.items()):
            fields = self.changed_fields(obj)
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
            yield Change(obj, delete=self._entries[obj].state is ObjectState.DELETED)

    def stored(self, obj: Model) -> None:
        """An object was written."""
        key = key_of(obj)
        if key is None:
            raise SessionError(message=f"a stored {type(obj).__name__} came back without a key")
        self._actions.pop(id(obj), None)
        other = self._identities.get((type(obj), key))
        if other is not None and other is not obj:
            self.expunge(other)
        before = self._entries.get(obj)
        if before is not None and before.key is not None and before.key != key:
            self._identities.pop((type(obj), before.key), None)
        self._persist(obj, key)

    def removed(self, obj: Model) -> None:
        """An object was deleted, or another object of its key was written in its place."""
        if obj in self._entries:
            self.expunge(obj)

    def lost(self, obj: Model) -> None:
        """An object was sent and the answer is lost."""
        self._actions.pop(id(obj), None)
        self._entries[obj] = _Entry(ObjectState.UNKNOWN)
        self._pinned[id(obj)] = obj

    def end(self) -> None:
        """The unit is over: hold what is stored weakly."""
        self.unpin([obj for obj in self._pinned.values() if self.state(obj) is ObjectState.PERSISTENT])

    def rollback(self) -> None:
        """Forget what was not flushed; changed objects leave the session, for their old values are not kept."""
        for obj in list(self._actions.values()):
            self.expunge(obj)
        for obj in self.objects(ObjectState.PERSISTENT):
            if self.changed_fields(obj):
                self.expunge(obj)
        self.end()

    def clear(self) -> None:
        """Forget everything."""
        self._actions.clear()
        self._pinned.clear()
        self._entries.clear()
        self._identities.clear()

    def _act(self, obj: Model, state: ObjectState) -> None:
        entry = self._entries.get(obj)
        self._actions.pop(id(obj), None)
        self._actions[id(obj)] = obj
        self._entries[obj] = _Entry(state, entry.key if entry else None)

    def _fill(self, known: Model, row: Model) -> None:
        """Give an object the fields that it was read without; those it has keep their values."""
        entry = self._entries[known]
        missing = vars(row).keys() - vars(known).keys()
        if not missing or entry.before is None:
            return
        frozen = snapshot.take(row)
        for name in missing:
            vars(known)[name] = vars(row)[name]
            entry.before[name] = frozen[name]

    def _persist(self, obj: Model, key: Key, *, pin: bool = True) -> None:
        self._entries[obj] = _Entry(ObjectState.PERSISTENT, key, snapshot.take(obj))
        self._identities[type(obj), key] = obj
        if pin:
            self._pinned[id(obj)] = obj
