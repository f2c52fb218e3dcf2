"""Tags and lengths of the protobuf encoding, for payloads that are joined into a message as they are."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from vectorm.columns.dense import Buffer, join, size_of
from vectorm.records import dataclass

LENGTH_DELIMITED = 2
_VARINT = 0


def varint(value: int) -> bytes:
    """A number that is not negative, 7 bits to the byte."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


@lru_cache(1024)
def frame(number: int, length: int) -> bytes:
    """Tag and length of a field that holds `length` bytes. A program sends few lengths, but these often."""
    return varint(number << 3 | LENGTH_DELIMITED) + varint(length)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Encoded bytes in pieces, which are joined once, when all are there.

    Attributes:
        size: Bytes of all pieces.
    """

    buffers: Sequence[Buffer]
    size: int

    def join(self) -> bytes:
        """The pieces as one."""
        return join(self.buffers)


def pieces(*buffers: Buffer) -> Pieces:
    """Some buffers."""
    return Pieces(buffers, sum(map(size_of, buffers)))


def chained(parts: Iterable[Pieces]) -> Pieces:
    """Pieces, one after the other."""
    buffers: list[Buffer] = []
    size = 0
    for part in parts:
        buffers += part.buffers
        size += part.size
    return Pieces(buffers, size)


def framed(number: int, part: Pieces) -> Pieces:
    """A field that holds pieces."""
    return chained((pieces(frame(number, part.size)), part))


def number_field(number: int, value: int) -> bytes:
    """A whole integer field."""
    return varint(number << 3 | _VARINT) + varint(value)


def nested(path: tuple[int, ...], length: int) -> bytes:
    """Tags and lengths of messages inside each other, outermost first, around `length` bytes."""
    opened = b""
    for number in reversed(path):
        opened = frame(number, len(opened) + length) + opened
    return opened
