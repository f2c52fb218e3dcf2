"""What a session knows of one stored object: a weak reference to it, and its values."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache
from itertools import groupby, repeat
from operator import attrgetter
from typing import Any, TypeAlias
from weakref import ReferenceType

from vectorm.columns.collector import PausedCollector
from vectorm.model import Model
from vectorm.model.builder import dicts_of, for_each
from vectorm.model.fill import take_notes
from vectorm.session.frozen import Frozen, Values, difference, freeze_all, take_all
from vectorm.session.plan import Key
from vectorm.session.snapshot import Snapshot, Taken
from vectorm.spec.field import DYNAMIC_FIELD

_NOTHING: frozenset[str] = frozenset()

_PAGE, _ROW, _VALUES = attrgetter("page"), attrgetter("row"), attrgetter("values")

_set_stored_key: Callable[[Model, Key], None] = vars(Model)["__stored_key__"].__set__
"""Past `setattr`, which pydantic has taken over: half of the time."""

Rest: TypeAlias = tuple[Values | None, dict[str, Any] | None, dict[str, Any]]
"""What an object has beside the values of its fields: undeclared keys, private attributes, notes on its embeddings."""


class ObjectState(Enum):
    """Where an object stands in its session."""

    TRANSIENT = "transient"
    """In no session, and never stored."""
    PENDING = "pending"
    PERSISTENT = "persistent"
    DELETED = "deleted"
    """Deleted by the application, not yet flushed."""
    UNKNOWN = "unknown"
    """Sent, answer lost: done or not, nobody knows."""
    DETACHED = "detached"
    """In no session, but it was stored or read."""


class Entry(ReferenceType[Model]):
    """A stored object, held weakly. Its values are held, so that no change is lost with the last reference to it.

    Attributes:
        model: The class of the object.
        key: Its key as it is stored.
        page: What many objects are like as they are stored, and this one among them; None where `own` tells that.
        row: Its row there.
        own: Its values as they are stored, by themselves.
        values: The `__dict__` of the object.
        rest: What else makes up the object; None for models without.
        age: The unit of work that it was read or written in; the next read renews what is older than the present one.
        partition: Where its row is: "" where the server chose, None where nobody knows.
    """

    __slots__ = ("age", "key", "model", "own", "page", "partition", "rest", "row", "values")

    model: type[Model]
    key: Key
    page: Snapshot | None
    row: int
    own: Frozen | None
    values: Values
    rest: Rest | None
    age: int
    partition: str | None

    @property
    def before(self) -> Frozen:
        """Its values as they are stored, from now on in a dict of its own."""
        if self.own is None:
            assert self.page is not None
            self.own, self.page = self.page.row(self.row), None
        return self.own


@cache
def has_rest(model: type[Model]) -> bool:
    """Whether objects of a model are more than the values of their fields."""
    embeds = any(plan.declared.embed is not None for plan in model.__plans__.values())
    return embeds or model.__spec__.enable_dynamic_field or bool(model.__private_attributes__)


def rest_of(obj: Model) -> Rest:
    """What an object has beside the values of its fields."""
    notes: dict[str, Any] | None = getattr(obj, "__embedded__", None)
    if notes is None:
        notes = {}
        object.__setattr__(obj, "__embedded__", notes)
    return obj.__pydantic_extra__, obj.__pydantic_private__, notes


def entries_of(
    objects: Sequence[Model],
    keys: Sequence[Key],
    taken: Taken,
    age: int,
    partition: str | None,
    note_death: Callable[[Entry], None],
) -> list[Entry]:
    """Entries of objects of one model as they are stored; `note_death` gets the entry of an object that has gone."""
    model = type(objects[0])
    values = dicts_of(objects)
    rests = map(rest_of, objects) if has_rest(model) else repeat(None)  # pyright: ignore[reportArgumentType]  # a class has a hash
    page, owns = (taken, repeat(None)) if isinstance(taken, Snapshot) else (None, taken)
    with PausedCollector(len(objects)):
        entries = list(map(Entry, objects, repeat(note_death)))
    # `strict` would forbid that what stands for all is repeated.
    for row, (entry, key, now, rest, own) in enumerate(zip(entries, keys, values, rests, owns)):  # noqa: B905
        entry.model = model
        entry.key = key
        entry.page = page
        entry.row = row
        entry.own = own
        entry.values = now
        entry.rest = rest
        entry.age = age
        entry.partition = partition
    for_each(_set_stored_key, objects, keys)
    return entries


def was_stored(obj: Model) -> bool:
    """Whether an object was ever stored or read."""
    return getattr(obj, "__stored_key__", None) is not None


def rebuilt(entry: Entry) -> Model:
    """The object of an entry anew, after the last reference to it has gone."""
    extra, private, notes = entry.rest or (None, None, None)
    obj: Model = object.__new__(entry.model)
    object.__setattr__(obj, "__dict__", entry.values)
    object.__setattr__(obj, "__pydantic_fields_set__", set(entry.values))
    object.__setattr__(obj, "__pydantic_extra__", extra)
    object.__setattr__(obj, "__pydantic_private__", private)
    if notes is not None:
        object.__setattr__(obj, "__embedded__", notes)
    return obj


def changed_of(entries: Sequence[Entry]) -> dict[Key, frozenset[str]]:
    """The changed fields of entries of one model, by key; what was not changed is left out."""
    changed: dict[Key, frozenset[str]] = {}
    pages: dict[Snapshot | None, list[Entry]] = {}
    with PausedCollector(len(entries)):
        for page, run in groupby(entries, _PAGE):
            pages.setdefault(page, []).extend(run)
        for page, together in pages.items():
            together.sort(key=_ROW)  # a list lets go of the last object first
            found = _changed_alone(together) if page is None else _changed_on_page(page, together)
            changed.update((together[place].key, frozenset(fields)) for place, fields in found.items())
    return changed


def changed_in(entry: Entry) -> frozenset[str]:
    """The changed fields of one entry."""
    return changed_of([entry]).get(entry.key, _NOTHING)


def _changed_on_page(snapshot: Snapshot, entries: list[Entry]) -> dict[int, set[str]]:
    rows, values = list(map(_ROW, entries)), list(map(_VALUES, entries))
    return snapshot.changed(rows, values, _extras(entries))


def _changed_alone(entries: list[Entry]) -> dict[int, set[str]]:
    """The changed fields of entries that have their values to themselves."""
    frozen = freeze_all(entries[0].model, list(map(_VALUES, entries)), _extras(entries))
    known = {*entries[0].model.__plans__, DYNAMIC_FIELD}  # a `__dict__` holds values of cached properties too
    changed = [difference(now, entry.before) & known for entry, now in zip(entries, frozen, strict=True)]
    return {place: fields for place, fields in enumerate(changed) if fields}


def _extras(entries: list[Entry]) -> list[Values | None]:
    if not entries[0].model.__spec__.enable_dynamic_field:
        return [None] * len(entries)
    return [entry.rest[0] if entry.rest else None for entry in entries]


def renew(entry: Entry, known: Model, row: Model, age: int) -> None:
    """Give an object the fields that it was read without, and after the end of a unit all that were read.

    Changed fields keep their values.
    """
    is_older = entry.age != age
    kept = changed_in(entry) if is_older else vars(known).keys() | {DYNAMIC_FIELD}
    if not is_older and vars(row).keys() <= kept:
        return
    values = take_all([row])[0]
    for name in vars(row).keys() - kept:
        vars(known)[name] = vars(row)[name]
        entry.before[name] = values[name]
    if DYNAMIC_FIELD in values.keys() - kept:
        take_extra(known, row)
        entry.before[DYNAMIC_FIELD] = values[DYNAMIC_FIELD]
    if vars(row).keys() >= vars(known).keys():  # else a read of the other fields is to renew them
        entry.age = age
    take_notes(known, row)
    entry.rest = entry.rest and rest_of(known)


def take_extra(obj: Model, row: Model) -> None:
    """Give an object the undeclared keys of a row."""
    object.__setattr__(obj, "__pydantic_extra__", row.model_extra)
