"""What both libraries make of the same replies, for types that no engine at hand has."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import vectorm
from tests.pymilvus.wire import replies, theirs
from tests.pymilvus.wire.recording_server import RecordingServer
from tests.pymilvus.wire.theirs import milvus_pb2, schema_pb2
from vectorm.columns.kinds import is_mapping, is_plain_list

BOTH = [theirs.pymilvus, vectorm]

ROWS: list[dict[str, Any]] = [
    {
        "id": 1,
        "vector": [0.0, 1.0],
        "body": "naïve",
        "chunks": [
            {
                "text": "a",
                "page": 1,
                "dense": [0.5, 0.25],
                "bits": b"\x01",
                "half": np.array([1, 2], np.float16),
                "bytes": np.array([-1, 2], np.int8),
            },
            {
                "text": "ü",
                "page": -2,
                "dense": [1.5, 2.5],
                "bits": b"\xff",
                "half": np.array([3, 4], np.float16),
                "bytes": np.array([5, -128], np.int8),
            },
        ],
    },
    {"id": 2, "vector": [1.0, 0.0], "body": None, "chunks": []},
    {"id": 3, "vector": [1.0, 1.0], "chunks": None},
]


class Echo:
    """A server of one collection: it answers a query or search with the rows of the last insert."""

    def __init__(self) -> None:
        self.inserted: Any = milvus_pb2.InsertRequest()
        self.server = RecordingServer(self.answer)

    def answer(self, method: str, request: bytes) -> bytes:
        if method == "Insert":
            self.inserted = milvus_pb2.InsertRequest.FromString(request)
        if method == "Query":
            fields = [as_told(field) for field in self.inserted.fields_data]
            return bytes(milvus_pb2.QueryResults(fields_data=fields).SerializeToString())
        if method == "Search":
            return bytes(milvus_pb2.SearchResults(results=self.hits()).SerializeToString())
        return replies.answer(method, request)

    def hits(self) -> Any:
        count = self.inserted.num_rows
        return schema_pb2.SearchResultData(
            num_queries=1,
            top_k=count,
            topks=[count],
            ids=schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(1, count + 1))),
            scores=[0.5] * count,
            primary_field_name="id",
            element_indices=schema_pb2.LongArray(data=range(count)),
            fields_data=[as_told(field) for field in self.inserted.fields_data],
        )


def as_told(field: Any) -> Any:
    """A column of a request as servers tell of it: a placeholder for each null, names of parts with the struct's."""
    told = schema_pb2.FieldData()
    told.CopyFrom(field)
    for part in told.struct_arrays.fields:
        part.field_name = f"{field.field_name}[{part.field_name}]"
        is_vector = part.type == vectorm.DataType.ARRAY_OF_VECTOR
        pad(part.vectors.vector_array.data if is_vector else part.scalars.array_data.data, list(part.valid_data))
    if field.field_name == "body":
        pad(told.scalars.string_data.data, list(told.valid_data), "")
    return told


def pad(values: Any, valid: list[bool], placeholder: Any = None) -> None:
    """Put a placeholder in the place of each null."""
    for row, present in enumerate(valid):
        if not present:
            values.insert(row, placeholder if placeholder is not None else type(values[0])())


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.server.close()


def filled(lib: Any, echo: Echo) -> Any:
    """A client of the library, after it has created the collection and inserted the rows."""
    types = lib.DataType
    client = lib.MilvusClient(echo.server.uri)
    struct = client.create_struct_field_schema(description="a piece")
    struct.add_field("text", types.VARCHAR, max_length=100)
    struct.add_field("page", types.INT16)
    struct.add_field("dense", types.FLOAT_VECTOR, dim=2)
    struct.add_field("bits", types.BINARY_VECTOR, dim=8)
    struct.add_field("half", types.FLOAT16_VECTOR, dim=2)
    struct.add_field("bytes", types.INT8_VECTOR, dim=2)
    schema = client.create_schema(enable_namespace=True)
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    schema.add_field("body", types.TEXT, nullable=True)
    schema.add_field(
        "chunks",
        types.ARRAY,
        element_type=types.STRUCT,
        struct_schema=struct,
        max_capacity=5,
        nullable=True,
    )
    client.create_collection("docs", schema=schema)
    client.insert("docs", ROWS)
    return client


def told(value: Any) -> Any:
    """A value with plain lists and dicts, numbers by their types, so that `1` and `np.int8(1)` differ."""
    if is_mapping(value):
        return {key: told(value[key]) for key in value}
    if is_plain_list(value):
        return [told(each) for each in value]
    return value if isinstance(value, str | bytes) or value is None else (type(value).__name__, float(value))


def test_described_alike(echo: Echo) -> None:
    described = [filled(lib, echo).describe_collection("docs") for lib in BOTH]
    assert told(described[0]) == told(described[1])
    assert described[1]["fields"][-1]["struct_fields"][0]["name"] == "text"


def test_schemas_from_descriptions_are_alike(echo: Echo) -> None:
    made = [lib.CollectionSchema.construct_from_dict(filled(lib, echo).describe_collection("docs")) for lib in BOTH]
    assert told(made[0].to_dict()) == told(made[1].to_dict())
    assert [struct.max_capacity for struct in made[1].struct_fields] == [5]


def test_queried_alike(echo: Echo) -> None:
    found = [list(filled(lib, echo).query("docs", filter="id > 0", output_fields=["*"])) for lib in BOTH]
    assert told(found[0]) == told(found[1])
    assert [row["chunks"] for row in found[1][1:]] == [[], None]
    assert [row["body"] for row in found[1]] == ["naïve", None, None]


def test_found_alike(echo: Echo) -> None:
    def search(lib: Any) -> Any:
        params = {"metric_type": "COSINE"}
        client = filled(lib, echo)
        (hits,) = client.search("docs", [[1.0, 0.0]], anns_field="chunks[dense]", search_params=params, limit=3)
        return [dict(hit) for hit in hits]

    found = [search(lib) for lib in BOTH]
    assert told(found[0]) == told(found[1])
    assert [hit["offset"] for hit in found[1]] == [0, 1, 2]
