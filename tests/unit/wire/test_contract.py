"""Our descriptors against those that pymilvus carries: every field and every enum value."""

import importlib
import inspect
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import pytest
from google.protobuf.message import Message
from pymilvus import FieldOpType

from vectorm import enums
from vectorm.wire import messages

MODULES = ["msg", "common", "schema", "milvus", "rg", "feder"]
"""`msg` has messages of its own under names that `milvus` has too: it comes first, to be overwritten."""

PACKAGE = "vectorm.wire"

OWN_VALUES = {("DataType", "UNKNOWN")}
"""PyMilvus has it in its Python enum only."""

OTHER_NAMES = {("CompactionState", "UNDEFINED"): "UndefiedState"}
"""Where we do not repeat a slip of the pen."""


def their_descriptors() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in MODULES:
        descriptor: Any = importlib.import_module(f"pymilvus.grpc_gen.{module}_pb2").DESCRIPTOR
        for top in descriptor.message_types_by_name.values():
            found.update(tree(top))
    return found


def their_enums() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for module in MODULES:
        descriptor: Any = importlib.import_module(f"pymilvus.grpc_gen.{module}_pb2").DESCRIPTOR
        for name, enum in descriptor.enum_types_by_name.items():
            found[name] = {value.name: value.number for value in enum.values}
    found["FieldOpType"] = dict(FieldOpType.items())  # nested in a message there
    return found


def tree(descriptor: Any, prefix: str = "") -> dict[str, Any]:
    """A message and those nested in it, by path without the package."""
    path = f"{prefix}{descriptor.name}"
    found = {path: descriptor}
    for nested in descriptor.nested_types:
        found.update(tree(nested, f"{path}."))
    return found


def our_descriptors() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for value in vars(messages).values():
        if isinstance(value, type) and issubclass(value, Message) and value is not Message:
            descriptor: Any = value.DESCRIPTOR
            if descriptor.file.package == PACKAGE and descriptor.containing_type is None:
                found.update(tree(descriptor))
    return found


def our_fields() -> Iterator[tuple[str, Any]]:
    for path, descriptor in sorted(our_descriptors().items()):
        for field in descriptor.fields:
            yield f"{path}.{field.name}", field


def oneof_of(field: Any) -> str | None:
    return field.containing_oneof.name if field.containing_oneof is not None else None


def local_name(descriptor: Any) -> str | None:
    """Name of the type of a field, without the package."""
    return (
        None
        if descriptor is None
        else str(descriptor.full_name).removeprefix(f"{PACKAGE}.").rpartition("proto.")[2].rpartition(".")[2]
    )


THEIRS = their_descriptors()
THEIR_ENUMS = their_enums()
FIELDS = list(our_fields())


def test_descriptors_are_found() -> None:
    assert len(our_descriptors()) > 100
    assert len(FIELDS) > 500


@pytest.mark.parametrize(("path", "field"), FIELDS, ids=[path for path, _ in FIELDS])
def test_field_is_theirs(path: str, field: Any) -> None:
    message = path.rpartition(".")[0]
    assert message in THEIRS, f"pymilvus has no message {message}"
    their = THEIRS[message].fields_by_number.get(field.number)
    assert their is not None, f"pymilvus has no field {field.number} in {message}"
    assert their.name == field.name
    assert their.type == field.type
    assert their.is_repeated == field.is_repeated
    assert their.has_presence == field.has_presence
    assert getattr(their, "is_packed", None) == getattr(field, "is_packed", None)
    assert oneof_of(their) == oneof_of(field)
    assert local_name(their.message_type) == local_name(field.message_type)
    assert local_name(their.enum_type) == local_name(field.enum_type)


def test_enum_numbers_of_the_messages_are_theirs() -> None:
    for path, field in FIELDS:
        if field.enum_type is None or field.enum_type.containing_type is not None:
            continue
        ours = {value.number for value in field.enum_type.values}
        theirs = set(THEIR_ENUMS[field.enum_type.name].values())
        assert ours <= theirs, f"{path}: pymilvus has no {field.enum_type.name} {sorted(ours - theirs)}"


def int_enums() -> list[type[IntEnum]]:
    members = (value for _, value in inspect.getmembers(enums, inspect.isclass) if value.__module__ == enums.__name__)
    return [value for value in members if issubclass(value, IntEnum) and len(value)]


@pytest.mark.parametrize("own", int_enums(), ids=lambda own: own.__name__)
def test_enum_is_theirs(own: type[IntEnum]) -> None:
    name = own.__name__
    theirs = {plain(name, value): number for value, number in THEIR_ENUMS[name].items()}
    for member in own:
        if (name, member.name) in OWN_VALUES:
            continue
        assert theirs.get(plain(name, OTHER_NAMES.get((name, member.name), member.name))) == member.value, member


def plain(enum: str, name: str) -> str:
    """A name without the enum's own name, underscores and case: `IndexStateInProgress` is `IN_PROGRESS`,
    `CompactionTypeMix` is `MixCompaction`.
    """
    return name.removeprefix(enum).removesuffix("Compaction").replace("_", "").lower()
