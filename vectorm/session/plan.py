"""From changes to work: folded by key, grouped by model, in the order of a flush. Pure data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from vectorm.model import Model

Key: TypeAlias = int | str
Identity: TypeAlias = tuple[type[Model], Key]


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
    """What a flush does to one collection: deletes by key, then upserts, then inserts.

    Attributes:
        updates: Changed objects by the set of their changed fields.
        replaced: Objects that another object of the same key took the place of; they are not sent.
    """

    model: type[Model]
    deletes: list[Model] = field(default_factory=list[Model])
    upserts: list[Model] = field(default_factory=list[Model])
    updates: dict[frozenset[str], list[Model]] = field(default_factory=dict[frozenset[str], list[Model]])
    inserts: list[Model] = field(default_factory=list[Model])
    replaced: list[Model] = field(default_factory=list[Model])


def key_of(obj: Model) -> Key | None:
    """The primary key of an object; None when the server has yet to make it."""
    key: Key | None = vars(obj).get(type(obj).__spec__.primary.name)
    return key


def plan_flush(changes: Iterable[Change]) -> list[Work]:
    """Fold changes of one key into the last, and group them by model."""
    works: dict[type[Model], Work] = {}
    last: dict[Identity, Change] = {}
    for change in changes:
        model = type(change.obj)
        work = works.setdefault(model, Work(model))
        key = key_of(change.obj)
        if key is None:
            work.inserts.append(change.obj)
            continue
        before = last.pop((model, key), None)
        if before is not None and before.obj is not change.obj:
            work.replaced.append(before.obj)
        last[model, key] = change
    for (model, _), change in last.items():
        _place(works[model], change)
    return list(works.values())


def _place(work: Work, change: Change) -> None:
    if change.delete:
        work.deletes.append(change.obj)
    elif change.fields is not None:
        work.updates.setdefault(change.fields, []).append(change.obj)
    else:
        work.upserts.append(change.obj)
