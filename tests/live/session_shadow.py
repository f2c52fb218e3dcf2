"""What a session and its collection must be like, kept in plain dicts: the model of the stateful test."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from tests.live.models import Doc, Note

Values: TypeAlias = dict[str, Any]
Row: TypeAlias = Doc | Note
Key: TypeAlias = int | str

FIELDS = ("title", "year", "tags", "meta", "dense", "more")
"""`more` is an undeclared key of Note."""


def values_of(obj: Row) -> Values:
    """The fields of an object that are loaded, as plain values of their own."""
    loaded = {**vars(obj), **(obj.model_extra or {})}
    values: Values = {name: loaded[name] for name in FIELDS if name in loaded}
    if "dense" in values:
        values["dense"] = values["dense"].tolist()
    if "tags" in values:
        values["tags"] = list(values["tags"])
    if "meta" in values:
        values["meta"] = dict(values["meta"])
    return values


class Shadow:
    """Rows that are stored, and what the session has to do.

    Attributes:
        rows: What the collection holds, by key.
        known: The session's stored objects, by key.
        before: What is stored for them, as far as they were read.
        actions: Objects added or deleted since the last flush, in order; True for a delete.
    """

    def __init__(self) -> None:
        self.rows: dict[Key, Values] = {}
        self.known: dict[Key, Row] = {}
        self.before: dict[int, Values] = {}
        self.actions: list[tuple[Row, bool]] = []

    @property
    def objects(self) -> list[Row]:
        """All objects of the session."""
        acting = [obj for obj, _ in self.actions]
        return [*(obj for obj in self.known.values() if not any(obj is each for each in acting)), *acting]

    def is_acting(self, obj: Row) -> bool:
        """Whether an object was added or deleted since the last flush."""
        return any(each is obj for each, _ in self.actions)

    def is_deleting(self, obj: Row) -> bool:
        """Whether an object is to be deleted."""
        return any(each is obj and delete for each, delete in self.actions)

    def act(self, obj: Row, *, delete: bool) -> None:
        """An object is to be written whole, or deleted; an object that is stored need not be added."""
        if not delete and not self.is_acting(obj) and self.known.get(obj.id) is obj:
            return
        self.actions = [action for action in self.actions if action[0] is not obj]
        self.actions.append((obj, delete))

    def dirty(self) -> list[Row]:
        """Stored objects that were changed."""
        stored = [obj for obj in self.known.values() if not self.is_acting(obj)]
        return [obj for obj in stored if values_of(obj) != self.before[id(obj)]]

    def plan(self) -> dict[Key, tuple[Row, bool]]:
        """What a flush does, by key: the last work on it counts."""
        planned = {obj.id: (obj, False) for obj in self.dirty()}
        return planned | {obj.id: (obj, delete) for obj, delete in self.actions}

    def flushed(self, done: Iterable[object], sent: Iterable[object] = ()) -> None:
        """A flush has ended.

        Args:
            done: Objects of which the session knows that they are written or deleted.
            sent: Objects of which only the collection knows it.
        """
        finished, written = list(done), list(sent)
        planned = self.plan()
        for key, (obj, delete) in planned.items():
            if any(each is obj for each in (*finished, *written)):
                self._write(key, obj, delete=delete)
            for old in [each for each in self.objects if each.id == key and each is not obj]:
                if any(each is old for each in finished):
                    self.forget(old)
        for key, (obj, delete) in planned.items():
            if any(each is obj for each in finished):
                self._settle(key, obj, delete=delete)

    def all_flushed(self) -> None:
        """A flush has done everything."""
        self.flushed([*(obj for obj, _ in self.plan().values()), *self.objects])

    def take(self, obj: Row) -> None:
        """An object was read."""
        self.known[obj.id] = obj
        self.before[id(obj)] = values_of(obj)

    def forget(self, obj: Row) -> None:
        """An object has left the session."""
        self.actions = [action for action in self.actions if action[0] is not obj]
        if self.known.get(obj.id) is obj:
            del self.known[obj.id]

    def rollback(self) -> None:
        """What was not flushed is forgotten; changed objects leave."""
        for obj in [*self.dirty(), *(obj for obj, _ in self.actions)]:
            self.forget(obj)

    def _write(self, key: Key, obj: Row, *, delete: bool) -> None:
        if delete:
            self.rows.pop(key, None)
        else:
            self.rows[key] = self.rows.get(key, {}) | values_of(obj)

    def _settle(self, key: Key, obj: Row, *, delete: bool) -> None:
        for other in [each for each in self.objects if each.id == key]:
            self.forget(other)
        if not delete:
            self.take(obj)
