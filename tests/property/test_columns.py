"""Every column type: values to column to wire bytes and back, with nulls."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorm.columns.base import Column, Rules
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.kinds import is_mapping, is_plain_list
from vectorm.columns.struct_array import StructColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.wire import read, walk, write
from vectorm.wire.fields import decode_column, encode_column
from vectorm.wire.messages import FieldData, InsertRequest, QueryResults

DIM = 8

quick = settings(max_examples=50, deadline=None)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
json_scalars = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | text
)
json_values = st.recursive(
    json_scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=6
)
float32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
bits16 = st.integers(0, 2**16 - 1).filter(lambda bits: bits & 0x7F80 != 0x7F80)  # bfloat16 without NaN and infinity


def integers(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def vectors(items: st.SearchStrategy[Any], size: int = DIM) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=size, max_size=size)


def widened(bits: int) -> float:
    """The number of bfloat16 bits."""
    number: float = struct.unpack("<f", struct.pack("<I", bits << 16))[0]
    return number


def half(bits: int) -> float:
    """The number of float16 bits, negative for negative ones."""
    number: float = struct.unpack("<e", struct.pack("<H", abs(bits)))[0]
    return number if bits >= 0 else -number


float16 = st.integers(-0x7BFF, 0x7BFF).map(half)  # all but the infinities


@dataclass(frozen=True)
class Kind:
    """One type of field, and values for it that come back as they are."""

    data_type: DataType
    values: st.SearchStrategy[Any]
    options: dict[str, Any] = field(default_factory=dict[str, Any])

    def build(self, values: Sequence[Any]) -> Column:
        return build_column("f", values, data_type=self.data_type, nullable=True, **self.options)


DENSE = {"dim": DIM}
KINDS = {
    "BOOL": Kind(DataType.BOOL, st.booleans()),
    "INT8": Kind(DataType.INT8, integers(8)),
    "INT16": Kind(DataType.INT16, integers(16)),
    "INT32": Kind(DataType.INT32, integers(32)),
    "INT64": Kind(DataType.INT64, integers(64)),
    "FLOAT": Kind(DataType.FLOAT, float32),
    "DOUBLE": Kind(DataType.DOUBLE, st.floats(allow_nan=False, allow_infinity=False)),
    "VARCHAR": Kind(DataType.VARCHAR, text, {"max_length": 48}),
    "GEOMETRY": Kind(DataType.GEOMETRY, st.just("POINT (1 2)")),
    "TIMESTAMPTZ": Kind(DataType.TIMESTAMPTZ, st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")),
    "JSON": Kind(DataType.JSON, json_values.filter(lambda value: value is not None)),
    "META": Kind(DataType.JSON, st.dictionaries(text, json_values, max_size=3), {"is_dynamic": True}),
    "ARRAY of BOOL": Kind(DataType.ARRAY, st.lists(st.booleans()), {"element_type": DataType.BOOL}),
    "ARRAY of INT8": Kind(DataType.ARRAY, st.lists(integers(8)), {"element_type": DataType.INT8}),
    "ARRAY of INT64": Kind(DataType.ARRAY, st.lists(integers(64)), {"element_type": DataType.INT64}),
    "ARRAY of FLOAT": Kind(DataType.ARRAY, st.lists(float32), {"element_type": DataType.FLOAT}),
    "ARRAY of DOUBLE": Kind(DataType.ARRAY, st.lists(float32), {"element_type": DataType.DOUBLE}),
    "ARRAY of VARCHAR": Kind(DataType.ARRAY, st.lists(text), {"element_type": DataType.VARCHAR, "max_length": 48}),
    "FLOAT_VECTOR": Kind(DataType.FLOAT_VECTOR, vectors(float32), DENSE),
    "FLOAT16_VECTOR": Kind(DataType.FLOAT16_VECTOR, vectors(float16), DENSE),
    "BFLOAT16_VECTOR": Kind(DataType.BFLOAT16_VECTOR, vectors(bits16.map(widened)), DENSE),
    "INT8_VECTOR": Kind(DataType.INT8_VECTOR, vectors(integers(8)), DENSE),
    "BINARY_VECTOR": Kind(DataType.BINARY_VECTOR, vectors(st.integers(0, 255), 2), {"dim": 16}),
    "SPARSE": Kind(DataType.SPARSE_FLOAT_VECTOR, st.dictionaries(st.integers(0, 2**32 - 2), float32, max_size=5)),
}

STRUCT = {
    "title": (Rules(name="title", data_type=DataType.VARCHAR, max_length=48), text),
    "size": (Rules(name="size", data_type=DataType.INT16), integers(16)),
    "dense": (Rules(name="dense", data_type=DataType.FLOAT_VECTOR, dim=2), vectors(float32, 2)),
    "half": (Rules(name="half", data_type=DataType.FLOAT16_VECTOR, dim=2), vectors(float16, 2)),
    "bytes": (Rules(name="bytes", data_type=DataType.INT8_VECTOR, dim=2), vectors(integers(8), 2)),
    "bits": (Rules(name="bits", data_type=DataType.BINARY_VECTOR, dim=16), vectors(st.integers(0, 255), 2)),
}
"""The fields of a struct, and values for them."""


def structs(*names: str) -> Kind:
    fields = st.tuples(*(STRUCT[name][1] for name in names))
    values = st.lists(fields.map(lambda each: dict(zip(names, each, strict=True))), max_size=3)
    parts = tuple(STRUCT[name][0] for name in names)
    return Kind(DataType.ARRAY_OF_STRUCT, values, {"parts": parts, "max_capacity": 3})


KINDS["TEXT"] = Kind(DataType.TEXT, text)
KINDS["STRUCT"] = structs(*STRUCT)
KINDS["STRUCT of a scalar"] = structs("size")
KINDS["STRUCT of a vector"] = structs("dense")

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


def plain(value: Any) -> Any:
    """A value as its repr tells it, so that -0.0 and 0.0, 1 and True, [1] and [1.0] differ."""
    return repr(listed(value))


def listed(value: Any) -> Any:
    """A value with lists in the place of ndarrays, also in structs."""
    if is_plain_list(value):
        return [listed(each) for each in value]
    if is_mapping(value):
        return {key: listed(each) for key, each in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def assert_values(column: Column, expected: Sequence[Any]) -> None:
    assert len(column) == len(expected)
    found = column.to_list()
    if column.data_type.is_vector and column.data_type is not DataType.SPARSE_FLOAT_VECTOR:
        found = [None if value is None else value.tolist() for value in found]
    if column.data_type is DataType.SPARSE_FLOAT_VECTOR:
        expected = [None if value is None else dict(sorted(value.items())) for value in expected]
    assert list(map(plain, found)) == list(map(plain, expected))
    assert [plain(column[row]) for row in range(len(column))] == list(map(plain, expected))


def through_wire(column: Column) -> Column:
    return decode_column(FieldData.FromString(encode_column(column).join()))


@kinds
@quick
@given(data=st.data())
def test_values_come_back(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(kind.values, max_size=6))
    column = kind.build(values)
    assert column.valid is not None
    assert column.valid.all()
    assert_values(column, values)
    found = through_wire(column)
    assert (type(found), found.data_type, found.name) == (type(column), column.data_type, "f")
    assert found.is_dynamic == bool(kind.options.get("is_dynamic"))
    assert_values(found, values)


@kinds
@quick
@given(data=st.data())
def test_nulls_come_back(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | kind.values, min_size=1, max_size=6))
    column = kind.build(values)
    assert_values(column, values)
    assert_values(through_wire(column), values)


@kinds
@quick
@given(data=st.data())
def test_full_length_replies_with_placeholders(kind: Kind, data: st.DataObject) -> None:
    """Servers may also send a placeholder for each null."""
    values = data.draw(st.lists(st.none() | kind.values, min_size=1, max_size=6))
    column = kind.build(values)
    valid = [value is not None for value in values]
    columns = column.parts if isinstance(column, StructColumn) else [column]
    for each in columns:
        each.valid = None
    message = FieldData.FromString(encode_column(column).join())
    for part in message.struct_arrays.fields if isinstance(column, StructColumn) else [message]:
        part.valid_data.extend(valid)
    assert_values(decode_column(message), values)


@kinds
@quick
@given(data=st.data())
def test_select_spread_and_join(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | kind.values, min_size=1, max_size=6))
    rows = data.draw(st.lists(st.integers(0, len(values) - 1), max_size=6))
    stop = data.draw(st.integers(0, len(values)))
    column = through_wire(kind.build(values))
    assert_values(column.select(np.array(rows, np.intp)), [values[row] for row in rows])
    assert_values(column.select(slice(stop)), values[:stop])
    assert_values(column.joined([kind.build(values)]), values * 2)
    assert_values(column.present(), [value for value in values if value is not None])
    assert_values(through_wire(column.select(np.array(rows, np.intp))), [values[row] for row in rows])


@kinds
@quick
@given(data=st.data())
def test_row_bytes_bound_the_request(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(kind.values, max_size=6))
    column = kind.build(values)
    parts = len(column.parts) if isinstance(column, StructColumn) else 1
    frame = 40 * parts  # names, types, tags of the column itself
    size = int(column.row_bytes().sum())
    assert len(encode_column(column).join()) <= size + frame
    assert size <= column.most_bytes()


@quick
@given(data=st.data())
def test_lifted_replies_read_as_parsed_ones(data: st.DataObject) -> None:
    """The fast way of reading big replies gives what protobuf gives."""
    rows = data.draw(st.integers(0, 4))
    names = data.draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=6, unique=True))
    columns: list[Column] = []
    for name in names:
        kind = KINDS[name]
        column = kind.build(data.draw(st.lists(st.none() | kind.values, min_size=rows, max_size=rows)))
        column.name = name
        columns.append(column)
    request = InsertRequest.FromString(write.encode_insert("c", ColumnBatch(columns, rows)))
    reply = QueryResults(fields_data=request.fields_data, collection_name="c", session_ts=2**63).SerializeToString()
    parsed = read.decode_query(reply)
    rest, payloads = walk.lift_vectors(reply, (2,))
    assert len(payloads) == len(columns)
    message = QueryResults.FromString(rest)
    assert (message.collection_name, message.session_ts) == ("c", 2**63)
    for column, field_data, payload in zip(parsed.columns, message.fields_data, payloads, strict=True):
        is_dense = column.data_type.is_vector and column.data_type is not DataType.SPARSE_FLOAT_VECTOR
        assert payload is None or is_dense
        assert payload is not None or not (is_dense and len(column.present()))
        assert_values(decode_column(field_data, payload), column.to_list())


@quick
@given(reply=st.binary(max_size=60))
def test_garbage_is_refused_or_left_alone(reply: bytes) -> None:
    try:
        rest, _ = walk.lift_vectors(reply, (2, 3))
    except ValueError:
        return
    assert len(rest) <= len(reply)


@quick
@given(values=st.lists(json_values, max_size=5))
def test_json_texts_are_json(values: list[Any]) -> None:
    column = build_column("j", values, data_type=DataType.JSON, nullable=True)
    for text_, value in zip(column.present().to_list(), [value for value in values if value is not None], strict=True):
        assert json.loads(json.dumps(text_)) == json.loads(json.dumps(value))


@quick
@given(value=st.text(max_size=20), limit=st.integers(1, 40))
def test_varchar_counts_bytes(value: str, limit: int) -> None:
    is_unicode = not any(0xD800 <= ord(character) <= 0xDFFF for character in value)
    fits = is_unicode and len(value.encode()) <= limit
    if fits:
        assert build_column("s", [value], data_type=DataType.VARCHAR, max_length=limit).to_list() == [value]
        return
    with pytest.raises(DataNotMatchException) as error:
        build_column("s", [value], data_type=DataType.VARCHAR, max_length=limit)
    assert error.value.row == 0


@quick
@given(value=st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_bfloat16_rounds_to_nearest_even(value: float) -> None:
    """The stored number is the nearest one with 8 bits of precision; in the middle the one with an even last bit."""
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    candidates = [bits & 0xFFFF0000, (bits & 0xFFFF0000) + 0x10000]
    if any(candidate & 0x7F800000 == 0x7F800000 for candidate in candidates):
        return
    numbers = {struct.unpack("<f", struct.pack("<I", each))[0]: each for each in candidates}
    nearest = min(numbers, key=lambda number: (abs(number - value), numbers[number] >> 16 & 1))
    column = build_column("v", [[value] * DIM], data_type=DataType.BFLOAT16_VECTOR, dim=DIM)
    assert plain(float(column[0][0])) == plain(nearest)
