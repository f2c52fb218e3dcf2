"""The same protobuf message in other bytes: what the encoding allows, and no Milvus server sends so far.

Fields in another order, repeated numbers unpacked or in several runs, messages in several parts that a reader has to
merge, fields that nobody knows in between.
"""

import struct
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from hypothesis import strategies as st

from vectorm.wire.frames import frame, varint

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_WIRE_TYPES = {
    FieldDescriptor.TYPE_DOUBLE: _FIXED64,
    FieldDescriptor.TYPE_FLOAT: _FIXED32,
    FieldDescriptor.TYPE_FIXED64: _FIXED64,
    FieldDescriptor.TYPE_FIXED32: _FIXED32,
}
_UNKNOWN = 99_999  # a field number of no message
_STRANGERS = [
    varint(_UNKNOWN << 3 | _VARINT) + varint(2**40),
    varint(_UNKNOWN << 3 | _FIXED32) + struct.pack("<f", 0.5),
    varint(_UNKNOWN << 3 | _FIXED64) + struct.pack("<d", 0.5),
    frame(_UNKNOWN, 3) + b"abc",
]


@dataclass(frozen=True)
class Field:
    """One field of an encoded message; `value` is without tag and length."""

    number: int
    wire_type: int
    value: bytes

    def encoded(self) -> bytes:
        if self.wire_type == _BYTES:
            return frame(self.number, len(self.value)) + self.value
        return varint(self.number << 3 | self.wire_type) + self.value


def fields_of(data: bytes) -> list[Field]:
    """The fields of an encoded message."""
    found: list[Field] = []
    position = 0
    while position < len(data):
        tag, position = read_varint(data, position)
        start = position
        if tag & 7 == _BYTES:
            length, start = read_varint(data, position)
            position = start + length
        elif tag & 7 == _VARINT:
            _, position = read_varint(data, position)
        else:
            position += 8 if tag & 7 == _FIXED64 else 4
        found.append(Field(tag >> 3, tag & 7, data[start:position]))
    return found


def read_varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def reshaped(data: bytes, kind: type[Message], draw: st.DrawFn) -> bytes:
    """Other bytes of the same message, which is of that kind."""
    return _reshaped(data, kind.DESCRIPTOR, draw)


def _reshaped(data: bytes, descriptor: Any, draw: st.DrawFn) -> bytes:
    fields = [each for field in fields_of(data) for each in _reshaped_field(field, descriptor, draw)]
    if draw(st.booleans()):
        fields = _shuffled(fields, draw)
    pieces = [field.encoded() for field in fields]
    for _ in range(draw(st.integers(0, 2))):
        pieces.insert(draw(st.integers(0, len(pieces))), draw(st.sampled_from(_STRANGERS)))
    return b"".join(pieces)


def _reshaped_field(field: Field, descriptor: Any, draw: st.DrawFn) -> list[Field]:
    known = descriptor.fields_by_number[field.number]
    inner = known.message_type
    if inner is not None:
        if known.is_repeated or not draw(st.booleans()):
            return [Field(field.number, _BYTES, _reshaped(field.value, inner, draw))]
        parts = [each.encoded() for each in fields_of(field.value)]
        at = draw(st.integers(0, len(parts)))
        halves = (b"".join(parts[:at]), b"".join(parts[at:]))
        return [Field(field.number, _BYTES, _reshaped(half, inner, draw)) for half in halves]
    is_text = known.type in {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES}
    if known.is_repeated and not is_text and field.wire_type == _BYTES:
        return _runs(field, _WIRE_TYPES.get(known.type, _VARINT), draw)
    return [field]


def _runs(field: Field, wire_type: int, draw: st.DrawFn) -> list[Field]:
    """Packed numbers in several runs, some of them one by one."""
    numbers = _numbers(field.value, wire_type)
    at = draw(st.integers(0, len(numbers)))
    found: list[Field] = []
    for run in (numbers[:at], numbers[at:]):
        if draw(st.booleans()):
            found.append(Field(field.number, _BYTES, b"".join(run)))
        else:
            found += [Field(field.number, wire_type, each) for each in run]
    return found


def _numbers(packed: bytes, wire_type: int) -> list[bytes]:
    if wire_type != _VARINT:
        size = 8 if wire_type == _FIXED64 else 4
        return [packed[start : start + size] for start in range(0, len(packed), size)]
    found: list[bytes] = []
    position = 0
    while position < len(packed):
        _, end = read_varint(packed, position)
        found.append(packed[position:end])
        position = end
    return found


def _shuffled(fields: list[Field], draw: st.DrawFn) -> list[Field]:
    """In another order; those of one number stay in theirs, for it counts."""
    numbers = draw(st.permutations(sorted({field.number for field in fields})))
    return [field for number in numbers for field in fields if field.number == number]
