"""The unit of work: which objects are new, changed or deleted. Bookkeeping only, no I/O.

What is to be sent is held strongly. Stored objects are held weakly (`Entry`): when the last reference to one goes, its
values stay until the next call of the session, which compares them with what is stored. An object that was changed
lives on by its values until they are flushed; the others leave.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any, TypeVar, cast
from weakref import getweakrefcount, getweakrefs

from vectorm.errors import SessionError
from vectorm.model import Model
from vectorm.model.builder import for_each
from vectorm.model.fill import note_embeddings
from vectorm.session import frozen
from vectorm.session.entry import Entry, ObjectState, changed_in, changed_of, entries_of, rebuilt, renew, take_extra
from vectorm.session.plan import Change, Key, Partition, Work, key_of, keys_of, plan_flush
from vectorm.session.snapshot import Snapshot, Taken, put_keys, take
from vectorm.spec.field import DYNAMIC_FIELD

__all__ = ["ObjectState", "UnitOfWork"]

M = TypeVar("M", bound=Model)

_MODEL = attrgetter("model")

_OLDER = -1
"""The age of objects that the next read renews, whatever the unit of work."""


class UnitOfWork:
    """Objects of one session, by identity and by key."""

    def __init__(self) -> None:
        self._stored: dict[type[Model], dict[Key, Entry]] = {}
        self._actions: dict[int, Model] = {}
        self._deleting: set[int] = set()
        self._unknown: dict[int, Model] = {}
        self._lost_changes: set[int] = set()
        self._partitions: dict[int, Partition] = {}
        self._age = 0
        # Objects die in any thread and in the middle of anything: only an append that is atomic may happen then.
        self._dead: deque[Entry] = deque()
        self._note_death = self._dead.append

    def state(self, obj: Model) -> ObjectState | None:
        """The object's state here; None when the session does not know it."""
        if id(obj) in self._unknown:
            return ObjectState.UNKNOWN
        if id(obj) in self._actions:
            return ObjectState.DELETED if id(obj) in self._deleting else ObjectState.PENDING
        return None if self._entry(obj) is None else ObjectState.PERSISTENT

    @property
    def is_empty(self) -> bool:
        """Whether there is no object in it."""
        return not (self._stored or self._actions or self._unknown)

    def find(self, model: type[Model], key: Key) -> Model | None:
        """The object of that key, if the session has it and need not read it again."""
        self._bury()
        entry = self._stored.get(model, {}).get(key)
        return None if entry is None or entry.age != self._age else self._object(entry)

    def known(self, row: M) -> M:
        """The session's object of a row's key; the row itself when there is none, without taking it in."""
        key = key_of(row)
        entry = None if key is None else self._stored.get(type(row), {}).get(key)
        return row if entry is None else cast("M", self._object(entry))

    def objects(self, *states: ObjectState) -> list[Model]:
        """Objects in these states."""
        stored = [obj for obj, _ in self._living()] if ObjectState.PERSISTENT in states else []
        held = [*self._actions.values(), *self._unknown.values()]
        return [*stored, *(obj for obj in held if self.state(obj) in states)]

    def add(self, objects: Iterable[Model], partition: str = "") -> None:
        """Note objects to be written.

        Raises:
            SessionError: One is stored in another partition.
        """
        given = list(objects)
        new = dict(zip(map(id, given), given, strict=True))
        are_new = len(new) == len(given) and not any(map(getweakrefcount, given))
        if are_new and not partition and not self._unknown and self._actions.keys().isdisjoint(new):
            self._actions.update(new)
            return
        for obj in given:
            if not self._is_stored(obj, partition):
                place = partition or self._partitions.get(id(obj), "")
                self._act(obj)
                if place:
                    self._partitions[id(obj)] = place

    def delete(self, obj: Model) -> None:
        """Note an object to be deleted; a pending one without a key is just forgotten."""
        if key_of(obj) is None:
            self.expunge(obj)
            return
        self._act(obj)
        self._deleting.add(id(obj))

    def expunge(self, obj: Model) -> None:
        """Forget an object.

        Raises:
            SessionError: It is not in this session.
        """
        entry = self._entry(obj)
        if entry is None and id(obj) not in self._actions and id(obj) not in self._unknown:
            raise SessionError(message=f"this {type(obj).__name__} is not in the session")
        self._settle([obj])
        if entry is not None:
            self._drop(entry)

    def loaded(self, objects: Sequence[M], partition: Partition = None, taken: Snapshot | None = None) -> list[M]:
        """Take in objects of one model that were read; one that is here already for a key wins, with its changes.

        Args:
            objects: The objects, made of rows.
            partition: Where their rows are; None if that is not known.
            taken: What their rows are like, if that is known otherwise.
        """
        self._bury()
        if not objects:
            return []
        known = self._stored.setdefault(type(objects[0]), {})
        keys = keys_of(objects)
        if len(set(keys)) < len(keys) or not known.keys().isdisjoint(keys):
            return [self._taken_in(obj, partition) for obj in objects]
        self._enter(objects, keys, take(objects) if taken is None else taken, partition)
        return list(objects)

    def refreshed(self, obj: Model, row: Model) -> None:
        """Take the values of a row that was read again; changes of the object are overwritten."""
        entry = self._entry(obj)
        vars(obj).update(vars(row))
        take_extra(obj, row)
        note_embeddings(type(obj).__plans__.values(), [obj])
        self._settle([obj])
        self._enter([obj], keys_of([obj]), frozen.take_all([obj]), entry.partition if entry else None)

    def expire(self, obj: Model) -> None:
        """Forget the changes of a stored object, and renew its fields when it is read again.

        The changed fields leave the object: their stored values are not kept, and its other ones must not be written
        back together with changes that were forgotten.

        Raises:
            SessionError: It is not a stored object of the session.
        """
        entry = self._entry(obj)
        if entry is None or self.state(obj) is not ObjectState.PERSISTENT:
            raise SessionError(message=f"this {type(obj).__name__} is not a stored object of the session")
        for name in changed_in(entry):
            vars(obj).pop(name, None)
            if name == DYNAMIC_FIELD and obj.model_extra is not None:  # without them no row can be written whole
                obj.model_extra.clear()
                obj.model_extra.update(frozen.thaw(entry.before[name]))
        vars(obj)[type(obj).__spec__.primary.name] = entry.key
        entry.page, entry.own, entry.age = None, frozen.take_all([obj])[0], _OLDER

    def expire_model(self, model: type[Model]) -> None:
        """Renew the stored objects of a model when they are read again; their changes stay."""
        for entry in self._stored.get(model, {}).values():
            entry.age = _OLDER

    def forget_model(self, model: type[Model]) -> None:
        """Forget the stored objects of a model: some of their rows were deleted by filter, nobody knows which.

        Those that were changed stay, to be written.
        """
        known = self._stored.pop(model, {})
        changed = changed_of(list(known.values()))
        if changed:
            self._stored[model] = {key: known[key] for key in changed}

    def changed_fields(self, obj: Model) -> frozenset[str]:
        """Fields of a persistent object that were changed since it was read or written."""
        entry = self._entry(obj)
        return changed_in(entry) if entry and self.state(obj) is ObjectState.PERSISTENT else frozenset()

    def before(self, obj: Model) -> frozen.Frozen:
        """The frozen values of a stored object; nothing of others."""
        entry = self._entry(obj)
        return {} if entry is None else entry.before

    def partition(self, obj: Model) -> Partition:
        """Where an object is to be written, or is stored."""
        entry = self._entry(obj)
        return self._partitions.get(id(obj), "" if entry is None else entry.partition)

    def updates(self) -> Iterator[Change]:
        """Stored objects that were changed.

        Raises:
            SessionError: The key of one was changed.
        """
        for entry, fields in self._changed_entries():
            obj = self._object(entry)
            if key_of(obj) != entry.key:
                raise SessionError(
                    message=f"the primary key of a stored {type(obj).__name__} was changed from {entry.key!r} to "
                    f"{key_of(obj)!r}",
                    hint="keys cannot change: delete the object and add a new one",
                )
            yield Change(obj, fields=fields)

    def changes(self) -> Iterator[Change]:
        """What a flush has to do, in the order it was asked for; changed objects come before explicit calls."""
        yield from self.updates()
        for obj in self._actions.values():
            yield Change(obj, delete=id(obj) in self._deleting)

    def plan(self, models: Collection[type[Model]] | None = None) -> list[Work]:
        """What a flush has to do, folded by key; for these models only, where some are given."""
        updates = [change for change in self.updates() if models is None or type(change.obj) in models]
        actions = [obj for obj in self._actions.values() if models is None or type(obj) in models]
        again = [obj for obj in filter(getweakrefcount, actions) if id(obj) not in self._deleting]
        places = {id(obj): self.partition(obj) for obj in (*(change.obj for change in updates), *again)}
        return plan_flush(updates, actions, self._deleting, places | self._partitions)

    def stored(self, objects: Sequence[Model], taken: Taken, partition: Partition = "") -> None:
        """Objects of one model were written as they were when `taken` was.

        Raises:
            SessionError: The server gave one no key.
        """
        model = type(objects[0])
        keys = keys_of(objects)
        if None in keys:
            raise SessionError(message=f"a stored {model.__name__} came back without a key")
        known = self._stored.get(model, {})
        others = [known[key] for key in keys if key is not None and key in known] if known else []
        if model.__spec__.primary.auto_id:  # the server made the keys, perhaps in the place of others
            others += [entry for obj in objects if (entry := self._entry(obj)) is not None]
            put_keys(model, taken, keys)
        for entry in others:
            self._leave(entry)
        self._settle(objects)
        self._enter(objects, keys, taken, partition)
        for entry in others:
            if entry.age == _OLDER and entry.key in self._stored[model]:  # it may lack what was expired
                self._stored[model][entry.key].age = _OLDER

    def removed(self, obj: Model) -> None:
        """The row of an object was deleted: it leaves, and any other object of its key."""
        key = key_of(obj)
        entry = None if key is None else self._stored.get(type(obj), {}).get(key)
        self.replaced(obj)
        if entry is not None:
            self._leave(entry)

    def replaced(self, obj: Model) -> None:
        """Later work on the key of an object took its place."""
        if self.state(obj) is not None:
            self.expunge(obj)

    def lost(self, obj: Model) -> None:
        """An object was sent and the answer is lost. Whether it was to be deleted is not forgotten."""
        entry = self._entry(obj)
        if self._actions.pop(id(obj), None) is None and entry is not None:
            for name in changed_in(entry):
                entry.before.pop(name, None)  # nobody knows what is stored: it counts as changed until it is written
            self._lost_changes.add(id(obj))
        self._unknown[id(obj)] = obj

    def again(self, obj: Model) -> None:
        """What was sent of an object is to be sent again."""
        del self._unknown[id(obj)]
        if id(obj) in self._lost_changes:
            self._lost_changes.discard(id(obj))
        else:
            self._actions[id(obj)] = obj

    def is_deleting(self, obj: Model) -> bool:
        """Whether the object was deleted by the application."""
        return id(obj) in self._deleting

    def end(self) -> None:
        """The unit is over: what others write from now on is to be seen, so the next read renews the objects."""
        self._age += 1

    def rollback(self) -> None:
        """Forget what was not flushed; changed objects leave the session, for their old values are not kept."""
        for obj in [*self._actions.values(), *self._unknown.values()]:
            self.expunge(obj)
        for entry, _ in self._changed_entries():
            self._drop(entry)

    def clear(self) -> None:
        """Forget everything."""
        held = (self._stored, self._actions, self._deleting, self._unknown, self._lost_changes, self._partitions)
        for each in (*held, self._dead):
            each.clear()

    def _entry(self, obj: Model) -> Entry | None:
        """What is known of an object as it is stored. Ids of objects are used again, their weak references never."""
        for each in getweakrefs(obj):
            if isinstance(each, Entry) and self._stored.get(each.model, {}).get(each.key) is each:
                return each
        return None

    def _is_stored(self, obj: Model, partition: str) -> bool:
        """Whether an object is stored and nothing else is to be done with it than to look for changes."""
        entry = self._entry(obj)
        if entry is not None and partition not in {"", entry.partition}:
            raise SessionError(
                message=f"this {type(obj).__name__} is stored, and not known to be in partition {partition!r}",
                hint="a row cannot move: delete it, flush, and add a new object",
            )
        return self.state(obj) is ObjectState.PERSISTENT

    def _enter(self, objects: Sequence[Model], keys: Sequence[Any], taken: Taken, partition: Partition) -> None:
        """Know objects of one model as they are stored."""
        entries = entries_of(objects, keys, taken, self._age, partition, self._note_death)
        self._stored.setdefault(type(objects[0]), {}).update(zip(keys, entries, strict=True))

    def _leave(self, entry: Entry) -> None:
        """Let go of a stored object and of all work on it."""
        obj = entry()
        if obj is not None:
            self._settle([obj])
        self._drop(entry)

    def _drop(self, entry: Entry) -> None:
        known = self._stored.get(entry.model, {})
        if known.get(entry.key) is entry:
            del known[entry.key]

    def _object(self, entry: Entry) -> Model:
        """The object of an entry; made anew if the last reference to it has gone."""
        obj = entry()
        if obj is None:
            obj = rebuilt(entry)
            self._enter([obj], [entry.key], [entry.before], entry.partition)
            self._stored[entry.model][entry.key].age = entry.age
        return obj

    def _bury(self) -> None:
        """Let go of the objects that have died unchanged."""
        if not self._dead:
            return
        dead = [self._dead.popleft() for _ in range(len(self._dead))]
        for model in set(map(_MODEL, dead)):
            known = self._stored.get(model, {})
            gone = {entry.key: entry for entry in dead if entry.model is model and known.get(entry.key) is entry}
            for key in gone.keys() - changed_of(list(gone.values())).keys():
                del known[key]

    def _living(self) -> list[tuple[Model, Entry]]:
        """Stored objects on which no work is pending."""
        self._bury()
        entries = [entry for known in self._stored.values() for entry in known.values()]
        pairs = [(self._object(entry), entry) for entry in entries]
        return [(obj, entry) for obj, entry in pairs if self.state(obj) is ObjectState.PERSISTENT]

    def _changed_entries(self) -> Iterator[tuple[Entry, frozenset[str]]]:
        """Stored objects that were changed, and their changed fields."""
        self._bury()
        for known in list(self._stored.values()):
            for key, fields in changed_of(list(known.values())).items():
                entry = known[key]
                obj = entry()
                if obj is None or self.state(obj) is ObjectState.PERSISTENT:
                    yield entry, fields

    def _act(self, obj: Model) -> None:
        """Work on an object comes after all that was asked for before."""
        if id(obj) in self._actions or self._unknown:
            self._settle([obj])
        self._actions[id(obj)] = obj

    def _settle(self, objects: Iterable[Model]) -> None:
        """No work on the objects is pending."""
        numbers = list(map(id, objects))
        for held in (self._actions, self._unknown, self._partitions):
            if held:
                for_each(held.pop, numbers, repeat(None))
        for noted in (self._deleting, self._lost_changes):
            if noted:
                noted.difference_update(numbers)

    def _taken_in(self, row: M, partition: Partition) -> M:
        """The session's object of a row that was read: the one that is here already for its key, renewed."""
        key = key_of(row)
        entry = None if key is None else self._stored[type(row)].get(key)
        if entry is None:
            self._enter([row], [key], frozen.take_all([row]), partition)
            return row
        known = self._object(entry)
        if self.state(known) is ObjectState.PERSISTENT:
            renew(self._stored[type(row)][entry.key], known, row, self._age)
        return cast("M", known)
