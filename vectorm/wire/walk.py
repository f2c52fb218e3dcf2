"""Lift vector payloads out of a reply before protobuf parses the rest.

Parsing a float array copies it, and numpy copies it once more. In a big reply the payload of each vector field is
therefore cut out first and read in place: `np.frombuffer` on the bytes that gRPC gave. A payload that is not one packed
run (protobuf allows others, no server sends them) is left where it is, for protobuf to read.
"""

from collections.abc import Iterator

from vectorm.wire.frames import LENGTH_DELIMITED, frame

SMALLEST = 262_144
"""Replies below this many bytes are parsed as they are: looking for payloads takes longer than copying them."""

_VECTORS = 4  # FieldData.vectors
_FLOAT_VECTOR = 2  # VectorField.float_vector
_BYTE_VECTORS = frozenset({3, 4, 5, 7})  # VectorField.{binary,float16,bfloat16,int8}_vector
_FLOATS = 1  # FloatArray.data
_FIXED_SIZES = {1: 8, 5: 4}  # by wire type
_VARINT = 0
_MOST_BITS = 70

Payloads = list[memoryview | None]


def lift_vectors(reply: bytes, path: tuple[int, ...]) -> tuple[bytes, Payloads]:
    """A reply without its vector payloads, and the payloads.

    Args:
        reply: An encoded message.
        path: Field numbers that lead from it to its `FieldData` messages.

    Returns:
        The message, and for each of those `FieldData` in order the payload that was cut out of it, or None.

    Raises:
        ValueError: The reply is no protobuf message.
    """
    payloads: Payloads = []
    pieces = _message(memoryview(reply), path, payloads)
    return b"".join(pieces), payloads


def _message(data: memoryview, path: tuple[int, ...], payloads: Payloads) -> list[bytes | memoryview]:
    """The pieces of a message on the way to its FieldData."""
    if not path:
        return _field(data, payloads)
    pieces: list[bytes | memoryview] = []
    kept = 0
    for number, at, value, end in _spans(data):
        if number == path[0]:
            inner = _message(data[value:end], path[1:], payloads)
            pieces += [data[kept:at], frame(number, sum(map(len, inner))), *inner]
            kept = end
    return [*pieces, data[kept:]]


def _field(data: memoryview, payloads: Payloads) -> list[bytes | memoryview]:
    """The pieces of a FieldData, its vector payload put into `payloads`."""
    vectors = [span for span in _spans(data) if span[0] == _VECTORS]
    found = _payload(data[vectors[0][2] : vectors[0][3]]) if len(vectors) == 1 else None
    if found is None:
        payloads.append(None)
        return [data]
    _, at, _, end = vectors[0]
    payload, rest = found
    payloads.append(payload)
    return [data[:at], frame(_VECTORS, sum(map(len, rest))), *rest, data[end:]]


def _payload(data: memoryview) -> tuple[memoryview, list[memoryview]] | None:
    """The payload of a VectorField and what is left of it; None when it has none, or not in one run."""
    spans = [span for span in _spans(data) if span[0] == _FLOAT_VECTOR or span[0] in _BYTE_VECTORS]
    if len(spans) != 1:
        return None
    number, at, value, end = spans[0]
    payload = data[value:end]
    if number == _FLOAT_VECTOR:
        packed = next(_spans(payload), None)
        if packed is None or packed[0] != _FLOATS or packed[3] != len(payload):
            return None
        payload = payload[packed[2] :]
    return payload, [data[:at], data[end:]]


def length_delimited(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Number and value of each field of a message that is a text, bytes or a message."""
    view = memoryview(data)
    return ((number, view[value:end]) for number, _, value, end in _spans(view) if number)


def _spans(data: memoryview) -> Iterator[tuple[int, int, int, int]]:
    """Number, start, start of the value and end of each length-delimited field; (0, ...) for any other field."""
    position, size = 0, len(data)
    while position < size:
        at = position
        tag, position = _varint(data, position)
        wire_type = tag & 7
        if wire_type == LENGTH_DELIMITED:
            length, position = _varint(data, position)
            end = position + length
            if end > size:
                raise ValueError("the reply ends in the middle of a field")
            yield tag >> 3, at, position, end
            position = end
            continue
        if wire_type == _VARINT:
            _, position = _varint(data, position)
        elif wire_type in _FIXED_SIZES:
            position += _FIXED_SIZES[wire_type]
        else:
            raise ValueError(f"the reply has a field of wire type {wire_type}")
        yield 0, at, at, position


def _varint(data: memoryview, position: int) -> tuple[int, int]:
    """A varint and where it ends."""
    value = shift = 0
    try:
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, position
            shift += 7
            if shift >= _MOST_BITS:
                raise ValueError("the reply has a number of more than 64 bits")
    except IndexError:
        raise ValueError("the reply ends in the middle of a number") from None
