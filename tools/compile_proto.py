"""Compile `proto/` into the descriptor set and the type stub of `vectorm.wire`.

python tools/compile_proto.py            write vectorm/wire/{descriptors.binpb,messages.pyi}
python tools/compile_proto.py --check    exit 1 when they are stale
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import cast

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
)
from grpc_tools import protoc  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent
PROTO = ROOT / "proto"
WIRE = ROOT / "vectorm" / "wire"
PACKAGE = ".vectorm.wire."

Field = FieldDescriptorProto
INT_TYPES = {
    Field.TYPE_INT32,
    Field.TYPE_INT64,
    Field.TYPE_UINT32,
    Field.TYPE_UINT64,
    Field.TYPE_ENUM,
}
FLOAT_TYPES = {Field.TYPE_FLOAT, Field.TYPE_DOUBLE}
HEADER = '''\
"""Generated from proto/ by tools/compile_proto.py. Do not edit."""

from collections.abc import Iterable, Mapping

from google.protobuf.internal.containers import (
    MessageMap,
    RepeatedCompositeFieldContainer,
    RepeatedScalarFieldContainer,
    ScalarMap,
)
from google.protobuf.message import Message
from typing_extensions import Literal, TypeAlias

'''


def compile_descriptors() -> FileDescriptorSet:
    """Run protoc over every file of `proto/`."""
    names = sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "set.binpb"
        include = files("grpc_tools") / "_proto"
        arguments = ["protoc", f"-I{PROTO}", f"-I{include}", f"--descriptor_set_out={out}", *names]
        code = cast("int", protoc.main(arguments))  # pyright: ignore[reportUnknownMemberType]  # has no types
        if code:
            raise SystemExit(code)
        return FileDescriptorSet.FromString(out.read_bytes())


def scalar_type(field: FieldDescriptorProto) -> str:
    if field.type in INT_TYPES:
        return "int"
    if field.type in FLOAT_TYPES:
        return "float"
    if field.type == Field.TYPE_MESSAGE:
        name = field.type_name.removeprefix(PACKAGE)
        return f"_{name}" if name == field.name else name
    return {Field.TYPE_BOOL: "bool", Field.TYPE_STRING: "str", Field.TYPE_BYTES: "bytes"}[field.type]


def map_entry(message: DescriptorProto, field: FieldDescriptorProto) -> DescriptorProto | None:
    name = field.type_name.rpartition(".")[2]
    for nested in message.nested_type:
        if nested.options.map_entry and nested.name == name:
            return nested
    return None


def field_types(message: DescriptorProto, field: FieldDescriptorProto) -> tuple[str, str]:
    """The type of the attribute and of the constructor's keyword."""
    entry = map_entry(message, field)
    if entry is not None:
        key, value = (scalar_type(part) for part in entry.field)
        kind = "MessageMap" if entry.field[1].type == Field.TYPE_MESSAGE else "ScalarMap"
        return f"{kind}[{key}, {value}]", f"Mapping[{key}, {value}]"
    name = scalar_type(field)
    if field.label != Field.LABEL_REPEATED:
        return name, f"{name} | None"
    kind = "Composite" if field.type == Field.TYPE_MESSAGE else "Scalar"
    return f"Repeated{kind}FieldContainer[{name}]", f"Iterable[{name}]"


def stub_message(message: DescriptorProto, indent: str = "") -> Iterator[str]:
    yield f"{indent}class {message.name}(Message):"
    inner = indent + "    "
    for nested in message.nested_type:
        if not nested.options.map_entry:
            yield from stub_message(nested, inner)
    for field in message.field:
        if field.label == Field.LABEL_REPEATED or field.type == Field.TYPE_MESSAGE:
            yield f"{inner}@property"
            yield f"{inner}def {field.name}(self) -> {field_types(message, field)[0]}: ..."
        else:
            yield f"{inner}{field.name}: {field_types(message, field)[0]}"
    yield from stub_init(message, inner)
    for index, oneof in enumerate(message.oneof_decl):
        members = [f for f in message.field if f.HasField("oneof_index") and f.oneof_index == index]
        names = ", ".join(f'"{field.name}"' for field in members)
        if not members[0].proto3_optional:
            literal = f'Literal["{oneof.name}"]'
            yield f"{inner}def WhichOneof(self, oneof_group: {literal} | str) -> Literal[{names}] | None: ..."


def stub_aliases(file: FileDescriptorProto) -> Iterator[str]:
    """Aliases for messages that a field of the same name would hide."""
    for message in file.message_type:
        for field in message.field:
            if field.type_name == PACKAGE + field.name:
                yield f"_{field.name}: TypeAlias = {field.name}"


def stub_init(message: DescriptorProto, inner: str) -> Iterator[str]:
    if not message.field:
        yield f"{inner}def __init__(self) -> None: ..."
        return
    yield f"{inner}def __init__("
    yield f"{inner}    self,"
    yield f"{inner}    *,"
    for field in message.field:
        yield f"{inner}    {field.name}: {field_types(message, field)[1]} = ...,"
    yield f"{inner}) -> None: ..."


def stub(descriptors: FileDescriptorSet) -> str:
    lines: list[str] = []
    for file in descriptors.file:
        lines += ["", f"# {file.name}"]
        for message in file.message_type:
            lines += ["", *stub_message(message)]
        lines += stub_aliases(file)
    return HEADER + "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    check = parser.parse_args().check
    descriptors = compile_descriptors()
    outputs = {
        WIRE / "descriptors.binpb": descriptors.SerializeToString(deterministic=True),
        WIRE / "messages.pyi": stub(descriptors).encode(),
    }
    stale = [path for path, data in outputs.items() if not path.exists() or path.read_bytes() != data]
    if not check:
        for path in stale:
            path.write_bytes(outputs[path])
        return 0
    for path in stale:
        print(f"{path.relative_to(ROOT)} is stale: run python tools/compile_proto.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
