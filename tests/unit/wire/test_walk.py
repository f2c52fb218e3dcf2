"""Vector payloads are lifted out of replies, and left alone where they are not in one run."""

import struct

import numpy as np
import pytest

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.errors import ServerError
from vectorm.wire import frames, read, walk
from vectorm.wire.messages import FieldData, InsertRequest, QueryResults, SearchResultData, SearchResults, VectorField
from vectorm.wire.write import encode_insert

ROWS, DIM = 600, 128  # 307,200 bytes: over walk.SMALLEST


def matrix() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.random.default_rng(7).random((ROWS, DIM), "f4")


def big_fields() -> list[FieldData]:
    columns = [
        build_column("id", range(ROWS), data_type=DataType.INT64),
        build_column("v", matrix(), data_type=DataType.FLOAT_VECTOR, dim=DIM),
        build_column("h", matrix(), data_type=DataType.FLOAT16_VECTOR, dim=DIM),
        build_column("s", [{row: 1.0} for row in range(ROWS)], data_type=DataType.SPARSE_FLOAT_VECTOR),
    ]
    return list(InsertRequest.FromString(encode_insert("c", ColumnBatch(columns))).fields_data)


def test_payloads_of_a_query() -> None:
    reply = QueryResults(fields_data=big_fields(), collection_name="c", session_ts=5).SerializeToString()
    rest, payloads = walk.lift_vectors(reply, (2,))
    assert [None if payload is None else len(payload) for payload in payloads] == [
        None,
        ROWS * DIM * 4,
        ROWS * DIM * 2,
        None,
    ]
    message = QueryResults.FromString(rest)
    assert (message.collection_name, message.session_ts) == ("c", 5)
    assert [field.field_name for field in message.fields_data] == ["id", "v", "h", "s"]
    assert message.fields_data[1].vectors.dim == DIM
    assert len(rest) < ROWS * 40


def test_a_big_query_reply_is_read_in_place() -> None:
    reply = QueryResults(fields_data=big_fields()).SerializeToString()
    assert len(reply) > walk.SMALLEST
    batch = read.decode_query(reply)
    assert np.array_equal(np.array(batch["v"].to_list()), matrix())
    assert np.array_equal(np.array(batch["h"].to_list()), matrix().astype("f2"))
    assert batch["s"].to_list()[3] == {3: 1.0}
    assert np.shares_memory(batch["v"][0], np.frombuffer(reply, np.uint8))


def test_a_big_search_reply_is_read_in_place() -> None:
    results = SearchResultData(num_queries=1, topks=[ROWS], scores=[0.5] * ROWS, fields_data=big_fields())
    results.ids.int_id.data.extend(range(ROWS))
    reply = SearchResults(results=results, session_ts=9).SerializeToString()
    hits = read.decode_search(reply)
    assert (list(hits.ids), hits.session_ts) == (list(range(ROWS)), 9)
    assert np.array_equal(np.array(hits.batch["v"].to_list()), matrix())
    assert np.shares_memory(hits.batch["v"][0], np.frombuffer(reply, np.uint8))


def float_field(*arrays: bytes) -> bytes:
    """A FieldData of a float vector whose FloatArray messages are given as they are."""
    vectors = VectorField(dim=2).SerializeToString()
    vectors += b"".join(frames.frame(2, len(array)) + array for array in arrays)
    head = FieldData(type=DataType.FLOAT_VECTOR, field_name="v").SerializeToString()
    return head + frames.frame(4, len(vectors)) + vectors


def packed(*values: float) -> bytes:
    payload = struct.pack(f"<{len(values)}f", *values)
    return frames.frame(1, len(payload)) + payload


def unpacked(*values: float) -> bytes:
    return b"".join(frames.varint(1 << 3 | 5) + struct.pack("<f", value) for value in values)


@pytest.mark.parametrize(
    "arrays",
    [
        (packed(1, 2) + packed(3, 4),),
        (packed(1, 2), packed(3, 4)),
        (unpacked(1, 2, 3, 4),),
        (packed(1, 2) + unpacked(3, 4),),
    ],
    ids=["two runs", "two arrays", "unpacked", "mixed"],
)
def test_payloads_that_are_not_one_run_are_left_to_protobuf(arrays: tuple[bytes, ...]) -> None:
    field = float_field(*arrays)
    reply = frames.frame(2, len(field)) + field
    assert walk.lift_vectors(reply, (2,)) == (reply, [None])
    assert [vector.tolist() for vector in read.decode_query(reply)["v"].to_list()] == [[1, 2], [3, 4]]


def test_fields_around_the_payload_stay() -> None:
    field = float_field(packed(1, 2)) + FieldData(field_id=100, valid_data=[True], is_dynamic=True).SerializeToString()
    reply = frames.number_field(99, 300) + frames.frame(2, len(field)) + field + b"\x55\x01\x02\x03\x04"  # fixed32
    rest, payloads = walk.lift_vectors(reply, (2,))
    assert [payload and bytes(payload) for payload in payloads] == [struct.pack("<2f", 1, 2)]
    message = QueryResults.FromString(rest).fields_data[0]
    assert (message.field_id, list(message.valid_data), message.is_dynamic) == (100, [True], True)
    assert (message.vectors.dim, message.vectors.WhichOneof("data")) == (2, None)


@pytest.mark.parametrize("broken", [b"\x12", b"\x12\x05ab", b"\x80", b"\x13", b"\x12\x02\x22\x09"])
def test_a_broken_reply_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="the reply"):
        walk.lift_vectors(broken, (2,))


def test_a_big_broken_reply_raises_our_error() -> None:
    reply = QueryResults(fields_data=big_fields()).SerializeToString()
    for decode in (read.decode_query, read.decode_search):
        with pytest.raises(ServerError, match="cannot be read"):
            decode(reply[:-1])


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 2**32, 2**63])
def test_frames_are_protobuf(value: int) -> None:
    assert QueryResults.FromString(frames.number_field(5, value)).session_ts == value
    assert frames.nested((2, 3, 1), 5) == frames.frame(2, 9) + frames.frame(3, 7) + frames.frame(1, 5)
