"""Break a reply: bits, lengths, ends, pieces; or values, counts and sizes of the message itself."""

from collections.abc import Sequence
from random import Random
from typing import Any

from google.protobuf.message import DecodeError, Message

from tests.fuzz.seeds import set_field
from vectorm.wire.frames import varint

_HUGE = [varint(number) for number in (2**7, 2**20, 2**28, 2**31 - 1, 2**32, 2**63 - 1, 2**64 - 1)] + [b"\x80" * 40]


def mutated(reply: bytes, kind: type[Message], others: Sequence[bytes], random: Random) -> bytes:
    """Another reply of about that message: often one that can still be parsed."""
    for _ in range(1 + int(random.expovariate(1.0))):
        of_values = random.random() < 0.5
        reply = _other_values(reply, kind, random) if of_values else _other_bytes(reply, others, random)
    return reply


def _other_bytes(reply: bytes, others: Sequence[bytes], random: Random) -> bytes:
    data = bytearray(reply)
    at, end = sorted((random.randint(0, len(data)), random.randint(0, len(data))))
    end = min(end, at + random.choice([1, 2, 8, 64]))
    way = random.randrange(7)
    if way == 0 and data:
        data[min(at, len(data) - 1)] ^= 1 << random.randrange(8)
    elif way == 1:
        del data[at:]
    elif way == 2:
        del data[at:end]
    elif way == 3:
        data[at:at] = data[at:end]
    elif way == 4:
        data[at:end] = random.randbytes(end - at)
    elif way == 5:
        data[at : at + 1] = random.choice(_HUGE)
    else:
        other = random.choice(others)
        data[at:] = other[random.randint(0, len(other)) :]
    return bytes(data)


def _other_values(reply: bytes, kind: type[Message], random: Random) -> bytes:
    """The message with one field, somewhere inside it, changed, dropped or repeated."""
    try:
        whole: Any = kind.FromString(reply)
    except DecodeError:
        return reply
    message = whole
    while random.random() < 0.8:
        inner = _messages_in(message)
        if not inner:
            break
        message = random.choice(inner)
    fields = message.DESCRIPTOR.fields
    given = [field for field, _ in message.ListFields()]
    field = random.choice(given if given and random.random() < 0.7 else fields)
    if random.random() < 0.3:
        _change_count(message, field, random)
    else:
        set_field(message, field, random)
    return bytes(whole.SerializeToString())


def _messages_in(message: Any) -> list[Any]:
    found: list[Any] = []
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        found += list(value) if field.is_repeated else [value]
    return found


def _change_count(message: Any, field: Any, random: Random) -> None:
    """One element fewer or more, or no value at all."""
    if not field.is_repeated or (field.message_type is not None and field.message_type.GetOptions().map_entry):
        message.ClearField(field.name)
        return
    values = getattr(message, field.name)
    if not len(values):
        return
    if random.random() < 0.5:
        del values[random.randrange(len(values))]
    elif field.message_type is None:
        values.append(values[-1])
    else:
        values.add().CopyFrom(values[random.randrange(len(values))])
