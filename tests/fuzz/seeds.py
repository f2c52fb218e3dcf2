"""Replies to begin with: of every message that `vectorm.wire` decodes; searches and queries of all types of fields."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

import vectorm.wire
from vectorm.columns.base import Column, Rules
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.wire import messages, read, write

ROWS = 3
NUMBERS = (0, 1, 2, 3, 4, 7, 8, 100, 101, 127, 128, 255, 1024, 65_536, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**63 - 1)
TEXTS = (
    "",
    "a",
    "id",
    "$meta",
    "title",
    "true",
    "128",
    "-1",
    "1e999",
    '{"a": 1}',
    "[1, 2",
    "\x00",
    "é" * 40,
    "nan",
    "x.y",
)
_DEEPEST = 5


@dataclass(frozen=True)
class Target:
    """A decoder and the message that it reads."""

    name: str
    decode: Callable[[bytes], Any]
    kind: type[Message]


def targets() -> list[Target]:
    """Every decoder of replies in `vectorm.wire`."""
    found: list[Target] = []
    for module in sorted(each.name for each in iter_modules(vectorm.wire.__path__)):
        for name, function in vars(import_module(f"vectorm.wire.{module}")).items():
            if name.startswith("decode_") and getattr(function, "__module__", "").endswith(f".{module}"):
                read_by = re.findall(r"(\w+)\.FromString", inspect.getsource(function))
                if read_by:
                    found.append(Target(f"{module}.{name}", function, getattr(messages, read_by[0])))
    return [*found, Target("read.decode_query", read.decode_query, messages.QueryResults)]


def _columns() -> Iterator[Column]:
    """A column of each type, one of its rows null where that can be."""
    floats = [[float(row + at) for at in range(8)] for row in range(ROWS)]
    small = [[row + at for at in range(8)] for row in range(ROWS)]
    plain: list[tuple[DataType, list[Any], dict[str, Any]]] = [
        (DataType.BOOL, [True, None, False], {}),
        (DataType.INT8, [1, -2, 3], {}),
        (DataType.INT32, [1, None, 3], {}),
        (DataType.INT64, [1, -(2**63), 2**63 - 1], {}),
        (DataType.FLOAT, [0.5, None, -0.0], {}),
        (DataType.DOUBLE, [0.5, 1e300, None], {}),
        (DataType.VARCHAR, ["a", None, "é"], {"max_length": 48}),
        (DataType.JSON, [{"a": [1, {"b": None}]}, None, 3], {}),
        (DataType.GEOMETRY, ["POINT (1 2)", None, "POINT (3 4)"], {}),
        (DataType.TIMESTAMPTZ, ["2024-01-01T00:00:00Z", None, "2024-01-01T00:00:00+02:00"], {}),
        (DataType.ARRAY, [[1, 2], [], [3]], {"element_type": DataType.INT64}),
        (DataType.ARRAY, [["a"], None, ["b", "c"]], {"element_type": DataType.VARCHAR, "max_length": 48}),
        (DataType.FLOAT_VECTOR, floats, {"dim": 8}),
        (DataType.FLOAT16_VECTOR, [floats[0], None, floats[2]], {"dim": 8}),
        (DataType.BFLOAT16_VECTOR, floats, {"dim": 8}),
        (DataType.INT8_VECTOR, small, {"dim": 8}),
        (DataType.BINARY_VECTOR, [[1, 2], [3, 4], [5, 6]], {"dim": 16}),
        (DataType.SPARSE_FLOAT_VECTOR, [{1: 0.5}, {}, {3: 1.0, 2**32 - 2: 2.0}], {}),
    ]
    for number, (data_type, values, options) in enumerate(plain):
        name = f"f{number}_{data_type.name.lower()}"
        yield build_column(name, values, data_type=data_type, nullable=True, **options)
    dynamic = [{"color": "red"}, {}, {"n": 1}]
    yield build_column("$meta", dynamic, data_type=DataType.JSON, is_dynamic=True)
    parts = (
        Rules(name="page", data_type=DataType.INT64),
        Rules(name="at", data_type=DataType.FLOAT_VECTOR, dim=2),
    )
    structs = [[{"page": 1, "at": [0.5, 1.0]}], [], [{"page": 2, "at": [1.0, 2.0]}, {"page": 3, "at": [1.0, 2.0]}]]
    yield build_column("structs", structs, data_type=DataType.ARRAY_OF_STRUCT, parts=parts, max_capacity=9)


def reads() -> Iterator[tuple[str, bytes]]:
    """Queries and searches: each column by itself, and all of them."""
    columns = list(_columns())
    for chosen in [*([column] for column in columns), columns, []]:
        batch = ColumnBatch(chosen, ROWS)
        fields = messages.InsertRequest.FromString(write.encode_insert("c", batch)).fields_data
        query = messages.QueryResults(fields_data=fields, collection_name="c", session_ts=7, output_fields=batch.names)
        yield "read.decode_rows", query.SerializeToString()
        yield "read.decode_query", query.SerializeToString()
        keys = messages.IDs(int_id=messages.LongArray(data=range(ROWS)))
        results = messages.SearchResultData(
            num_queries=2,
            topks=[2, 1],
            scores=[0.5, 0.25, 1.0],
            ids=keys,
            fields_data=fields,
            output_fields=batch.names,
            primary_field_name="id",
        )
        yield "read.decode_search", messages.SearchResults(results=results, session_ts=7).SerializeToString()


def seeds(random: Random, each: int = 4) -> dict[str, list[bytes]]:
    """Replies for every target, by its name."""
    found: dict[str, list[bytes]] = {}
    for target in targets():
        made: list[bytes] = [b""]
        for _ in range(each):
            message = target.kind()
            fill(message, random)
            made.append(message.SerializeToString())
        found[target.name] = made
    for name, reply in reads():
        found[name].append(reply)
    return found


def fill(message: Any, random: Random, depth: int = 0) -> None:
    """Give most fields of a message a value; a status mostly tells of success."""
    for field in message.DESCRIPTOR.fields:
        if field.name == "status" and random.random() < 0.9:
            continue
        if random.random() < (0.8 if depth < 3 else 0.3):
            set_field(message, field, random, depth)


def set_field(message: Any, field: Any, random: Random, depth: int = 0) -> None:
    """Give one field of a message some value."""
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        value = field.message_type.fields_by_name["value"]
        if value.message_type is None:
            getattr(message, field.name)[random.choice(TEXTS)] = _scalar(value, random)
    elif field.message_type is not None:
        inner = getattr(message, field.name)
        if depth < _DEEPEST:
            for each in [inner.add() for _ in range(random.randrange(4))] if field.is_repeated else [inner]:
                fill(each, random, depth + 1)
                if not field.is_repeated:
                    each.SetInParent()
    elif field.is_repeated:
        getattr(message, field.name)[:] = [_scalar(field, random) for _ in range(random.randrange(5))]
    else:
        setattr(message, field.name, _scalar(field, random))


def _scalar(field: Any, random: Random) -> Any:
    kind = field.cpp_type
    if kind == FieldDescriptor.CPPTYPE_STRING:
        text = random.choice(TEXTS)
        return text.encode() if field.type == FieldDescriptor.TYPE_BYTES else text
    if kind == FieldDescriptor.CPPTYPE_BOOL:
        return random.random() < 0.5
    if kind in {FieldDescriptor.CPPTYPE_FLOAT, FieldDescriptor.CPPTYPE_DOUBLE}:
        return random.choice([0.0, -0.0, 0.5, 1e30, float("inf"), float("nan")])
    if kind == FieldDescriptor.CPPTYPE_ENUM:
        return random.choice([*(each.number for each in field.enum_type.values), 77])
    bits = 31 if kind in {FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_UINT32} else 63
    number = random.choice(NUMBERS) & (2**bits - 1)
    is_signed = kind in {FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64}
    return -number if is_signed and random.random() < 0.2 else number
