"""From changes to work: folded by key, grouped by model and partition, in the order of a flush. Pure data."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TypeAlias

from vectorm.expr.keys import Key as StoredKey
from vectorm.model import Model
from vectorm.model.builder import dicts_of, values_of
from vectorm.model.key import Key, stored_keys
from vectorm.records import dataclass

__all__ = [
    "Change", "Identity", "Key", "Nulls", "Partition", "StoredKey", "Work", "key_of", "keys_of", "plan_flush",
    "stored_keys_of",
]  # fmt: skip

Identity: TypeAlias = tuple[type[Model], Key]
Partition: TypeAlias = str | None
"""A partition's name; "" leaves the choice to the server, None asks it where the row is."""
Nulls: TypeAlias = Mapping[StoredKey, Sequence[str]]
"""By stored key of a row: the undeclared keys that it has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One object to be written or deleted.

    Attributes:
        fields: The changed fields of a stored object; None for a whole object.
    """

    obj: Model
    delete: bool = False
    fields: frozenset[str] | None = None


@dataclass(slots=True)
class Work:
    """What a flush does to one collection, or to one partition of it: deletes by key, then upserts, then inserts.

    Attributes:
        updates: Changed objects by the set of their changed fields.
        replaced: Objects that another object of the same key took the place of; they are not sent.
        nulls: Undeclared keys that are to be overwritten with null where the object has not got them.
    """

    model: type[Model]
    partition: Partition = ""
    deletes: list[Model] = field(default_factory=list[Model])
    upserts: list[Model] = field(default_factory=list[Model])
    updates: dict[frozenset[str], list[Model]] = field(default_factory=dict[frozenset[str], list[Model]])
    inserts: list[Model] = field(default_factory=list[Model])
    replaced: list[Model] = field(default_factory=list[Model])
    nulls: Nulls = field(default_factory=dict[StoredKey, Sequence[str]])

    def changes(self) -> Iterator[Change]:
        """The work object by object."""
        for obj in self.deletes:
            yield Change(obj, delete=True)
        for fields, objects in self.updates.items():
            for obj in objects:
                yield Change(obj, fields=fields)
        for obj in (*self.upserts, *self.inserts):
            yield Change(obj)

    def batches(self) -> list[tuple[str, list[Model]]]:
        """The objects by the kind of their request: "delete", "upsert" and "insert"."""
        updated = [obj for objects in self.updates.values() for obj in objects]
        kinds = [("delete", self.deletes), ("upsert", updated + self.upserts), ("insert", self.inserts)]
        return [(kind, objects) for kind, objects in kinds if objects]


def key_of(obj: Model) -> Key | None:
    """The primary key of an object; None when the server has yet to make it."""
    key: Key | None = vars(obj).get(type(obj).__spec__.primary.name)
    return key


def keys_of(objects: Sequence[Model]) -> list[Key | None]:
    """The primary keys of objects of one model."""
    name = type(objects[0]).__spec__.primary.name
    return values_of(dicts_of(objects), name, None)


def stored_keys_of(objects: Sequence[Model]) -> list[StoredKey]:
    """What is stored for the primary keys of objects of one model.

    Raises:
        ParamError: One is not of the key's type.
    """
    return stored_keys(type(objects[0]), keys_of(objects))


def plan_flush(
    updates: Sequence[Change],
    actions: Sequence[Model],
    deleting: Collection[int] = (),
    partitions: Mapping[int, Partition] | None = None,
) -> list[Work]:
    """Fold work on one key into the last, and group it by model and partition.

    Args:
        updates: Changes of stored objects.
        actions: Objects that were added or deleted, in the order of the calls.
        deleting: The ids of those that were deleted.
        partitions: The partition of an object, by its id, where it is not "".
    """
    planned = [*(change.obj for change in updates), *actions]
    models = dict.fromkeys(map(type, planned))
    fields = {id(change.obj): change.fields for change in updates}
    works: list[Work] = []
    for model in models:
        objects = planned if len(models) == 1 else [obj for obj in planned if type(obj) is model]
        keys = keys_of(objects)
        last = dict(zip(keys, objects, strict=True))
        inserts = [obj for key, obj in zip(keys, objects, strict=True) if key is None] if None in last else []
        last.pop(None, None)
        written = list(last.values())
        parts = _by_partition(written, inserts, partitions or {})
        made = [_work(Work(model, each), *parts[each], fields, deleting) for each in parts]
        if len(written) + len(inserts) < len(objects):
            made[0].replaced = [
                obj for key, obj in zip(keys, objects, strict=True) if key is not None and last[key] is not obj
            ]
        works += made
    return works


def _by_partition(
    written: list[Model], inserts: list[Model], partitions: Mapping[int, Partition]
) -> dict[Partition, tuple[list[Model], list[Model]]]:
    """Objects with and without a key, by the partition that they belong to."""
    if not partitions:
        return {"": (written, inserts)}
    parts: dict[Partition, tuple[list[Model], list[Model]]] = {}
    for place, objects in enumerate((written, inserts)):
        for obj in objects:
            parts.setdefault(partitions.get(id(obj), ""), ([], []))[place].append(obj)
    return parts


def _work(
    work: Work,
    written: list[Model],
    inserts: list[Model],
    fields: Mapping[int, frozenset[str] | None],
    deleting: Collection[int],
) -> Work:
    work.inserts = inserts
    if not fields and not deleting:
        work.upserts = written
        return work
    for obj in written:
        changed = fields.get(id(obj))
        if id(obj) in deleting:
            work.deletes.append(obj)
        elif changed is not None:
            work.updates.setdefault(changed, []).append(obj)
        else:
            work.upserts.append(obj)
    return work
