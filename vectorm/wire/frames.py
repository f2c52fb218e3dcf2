"""Tags and lengths of the protobuf encoding, for payloads that are joined into a message as they are."""

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


def frame(number: int, length: int) -> bytes:
    """Tag and length of a field that holds `length` bytes."""
    return varint(number << 3 | LENGTH_DELIMITED) + varint(length)


def number_field(number: int, value: int) -> bytes:
    """A whole integer field."""
    return varint(number << 3 | _VARINT) + varint(value)


def nested(path: tuple[int, ...], length: int) -> bytes:
    """Tags and lengths of messages inside each other, outermost first, around `length` bytes."""
    opened = b""
    for number in reversed(path):
        opened = frame(number, len(opened) + length) + opened
    return opened
