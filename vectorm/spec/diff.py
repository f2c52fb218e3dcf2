"""How a live collection differs from the wanted schema, and what of that can be changed in place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vectorm.enums import DataType
from vectorm.records import dataclass
from vectorm.spec.collection import MMAP, CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.struct_array import StructSpec, join_path

_ROOM = ("max_length", "max_capacity")
"""What can be made larger."""

_COMPARED = (
    "data_type",
    "is_primary",
    "auto_id",
    "dim",
    "max_length",
    "max_capacity",
    "element_type",
    "nullable",
    "is_partition_key",
)
"""Attributes that servers echo; descriptions and clustering keys are left out (neither engine tells of the latter)."""


_STORAGE = (MMAP, "warmup")
"""What fields say of their storage; others of their parameters are fixed when they are made."""

_NEEDS_RELEASE = ("mmap.", "lazyload.", "warmup")
"""Milvus changes these of collections that are not loaded only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """A change of properties in place.

    Attributes:
        field: The field that has them; "" for the collection.
        properties: Their new values.
        text: What changes, in words.
    """

    field: str
    properties: Mapping[str, str]
    text: str

    @property
    def needs_release(self) -> bool:
        """Whether the collection must not be loaded meanwhile."""
        return any(name.startswith(_NEEDS_RELEASE) for name in self.properties)


def alteration(wanted: CollectionSpec, actual: CollectionSpec) -> Alteration | None:
    """The declared properties that the collection has other values of, or lacks. Others that it has stay."""
    return _alteration("", wanted.properties, actual.properties)


def field_alterations(wanted: CollectionSpec, actual: CollectionSpec) -> list[Alteration]:
    """What fields can be given in place: more room for texts and lists, another kind of storage."""
    pairs = [(each, actual.find(each.name)) for each in wanted.fields]
    found = [_alteration(each.name, _alterable(each, live), _known(live)) for each, live in pairs if live is not None]
    return [each for each in found if each is not None]


def altered(actual: CollectionSpec, changes: Sequence[Alteration]) -> CollectionSpec:
    """The collection as it is after changes of its fields."""
    room = {change.field: change.properties for change in changes}
    fields = [replace(each, **_room(room.get(each.name, {}))) for each in actual.fields]
    return replace(actual, fields=tuple(fields))


def option_differences(wanted: CollectionSpec, actual: CollectionSpec) -> list[str]:
    """One sentence for each option of creation that is declared and that the collection has another value of."""
    return [
        f"{told} is {_text(ours)} in the model and {_text(theirs)} in the collection"
        for told, ours, theirs in (
            ("the number of shards", wanted.num_shards, actual.num_shards),
            ("the number of partitions", wanted.num_partitions, actual.num_partitions),
            ("the consistency level", wanted.consistency_level, actual.consistency_level),
        )
        if ours is not None and ours != theirs
    ]


def _alteration(name: str, wanted: Mapping[str, str], live: Mapping[str, str]) -> Alteration | None:
    changed = {key: value for key, value in wanted.items() if live.get(key) != value}
    if not changed:
        return None
    where = f"field {name}: " if name else ""
    told = ", ".join(f"{key} from {live.get(key, 'nothing')} to {value}" for key, value in changed.items())
    return Alteration(field=name, properties=changed, text=f"{where}{told}")


def _alterable(wanted: FieldSpec, live: FieldSpec) -> dict[str, str]:
    properties = {name: wanted.params[name] for name in _STORAGE if name in wanted.params}
    for name in _ROOM:
        ours, theirs = getattr(wanted, name), getattr(live, name)
        if ours is not None and theirs is not None and ours > theirs:
            properties[name] = str(ours)
    return properties


def _known(live: FieldSpec) -> dict[str, str]:
    room = {name: str(getattr(live, name)) for name in _ROOM if getattr(live, name) is not None}
    return {**live.params, **room}


def _room(properties: Mapping[str, str]) -> dict[str, Any]:
    return {name: int(properties[name]) for name in _ROOM if name in properties}


def differences(wanted: CollectionSpec, actual: CollectionSpec) -> list[str]:
    """One sentence for each difference; empty when the collection serves the wanted schema."""
    return list(_differences(wanted, actual))


def _differences(wanted: CollectionSpec, actual: CollectionSpec) -> Iterator[str]:
    names = {field.name for field in wanted.fields}
    for field in wanted.fields:
        live = actual.find(field.name)
        if live is None:
            yield f"field {field.name} ({field.data_type.name}) is missing in the collection"
        else:
            yield from _field_differences(field, live)
    for field in actual.fields:
        if field.name not in names:
            yield f"field {field.name} ({field.data_type.name}) is in the collection only"
    yield from _struct_differences(wanted, actual)
    if wanted.enable_dynamic_field != actual.enable_dynamic_field:
        yield f"dynamic fields are {_on(wanted)} in the model and {_on(actual)} in the collection"


def _struct_differences(wanted: CollectionSpec, actual: CollectionSpec) -> Iterator[str]:
    for struct in wanted.structs:
        live = actual.find_struct(struct.name)
        if live is None:
            yield f"field {struct.name} (ARRAY of STRUCT) is missing in the collection"
        else:
            yield from _part_differences(struct, live)
    for struct in actual.structs:
        if wanted.find_struct(struct.name) is None:
            yield f"field {struct.name} (ARRAY of STRUCT) is in the collection only"


def _part_differences(wanted: StructSpec, actual: StructSpec) -> Iterator[str]:
    for name in ("max_capacity", "nullable"):
        ours, theirs = getattr(wanted, name), getattr(actual, name)
        if ours != theirs:
            yield f"field {wanted.name}: {name} is {ours} in the model and {theirs} in the collection"
    for field in wanted.fields:
        live, path = actual.find(field.name), join_path(wanted.name, field.name)
        if live is None:
            yield f"field {path} ({field.data_type.name}) is missing in the collection"
        else:
            yield from _field_differences(replace(field, name=path), live)
    for field in actual.fields:
        if wanted.find(field.name) is None:
            yield f"field {join_path(wanted.name, field.name)} ({field.data_type.name}) is in the collection only"


def _field_differences(wanted: FieldSpec, actual: FieldSpec) -> Iterator[str]:
    for name in _COMPARED:
        ours, theirs = getattr(wanted, name), getattr(actual, name)
        if theirs is None and wanted.data_type is DataType.ARRAY:
            continue  # Milvus Lite does not tell the max_length of elements
        if ours != theirs:
            yield f"field {wanted.name}: {name} is {_text(ours)} in the model and {_text(theirs)} in the collection"


def _text(value: Any) -> str:
    return str(getattr(value, "name", value))


def _on(spec: CollectionSpec) -> str:
    return "on" if spec.enable_dynamic_field else "off"
