"""The replies of the null server, made with the message classes of PyMilvus."""

import json

import numpy as np
from numpy.typing import NDArray
from pymilvus.grpc_gen import common_pb2, milvus_pb2, schema_pb2

from benchmarks import data
from benchmarks.model import Options


def schema(dim: int) -> schema_pb2.CollectionSchema:
    kinds = schema_pb2.DataType
    pair = common_pb2.KeyValuePair
    field = schema_pb2.FieldSchema
    return schema_pb2.CollectionSchema(
        name=data.NAME,
        fields=[
            field(fieldID=100, name="id", data_type=kinds.Int64, is_primary_key=True),
            field(fieldID=101, name="name", data_type=kinds.VarChar, type_params=[pair(key="max_length", value="200")]),
            field(fieldID=102, name="score", data_type=kinds.Double),
            field(fieldID=103, name="year", data_type=kinds.Int64),
            field(fieldID=104, name="meta", data_type=kinds.JSON),
            field(fieldID=105, name="vec", data_type=kinds.FloatVector, type_params=[pair(key="dim", value=str(dim))]),
        ],
    )


def common_replies(options: Options) -> dict[str, bytes]:
    """What every client asks before it starts."""
    server = common_pb2.ServerInfo(build_tags="v2.6.0", deploy_mode="STANDALONE")
    described = milvus_pb2.DescribeCollectionResponse(
        schema=schema(options.dim), collection_name=data.NAME, collectionID=1, consistency_level=common_pb2.Bounded
    )
    return {
        "Connect": milvus_pb2.ConnectResponse(server_info=server, identifier=1).SerializeToString(),
        "GetVersion": milvus_pb2.GetVersionResponse(version="v2.6.0").SerializeToString(),
        "DescribeCollection": described.SerializeToString(),
        "HasCollection": milvus_pb2.BoolResponse(value=True).SerializeToString(),
    }


def result_fields(count: int, options: Options) -> list[schema_pb2.FieldData]:
    """`count` rows as a server returns them, without the score."""
    kinds, column, scalars = schema_pb2.DataType, schema_pb2.FieldData, schema_pb2.ScalarField
    table = data.columns(Options(batch=count, dim=options.dim))
    texts = schema_pb2.StringArray(data=table["name"])
    numbers = schema_pb2.LongArray(data=table["year"])
    documents = schema_pb2.JSONArray(data=[json.dumps(value).encode() for value in table["meta"]])
    vector = vector_field(table["vec"])
    return [
        column(type=kinds.Int64, field_name="id", scalars=scalars(long_data=schema_pb2.LongArray(data=table["id"]))),
        column(type=kinds.VarChar, field_name="name", scalars=scalars(string_data=texts)),
        column(type=kinds.Int64, field_name="year", scalars=scalars(long_data=numbers)),
        column(type=kinds.JSON, field_name="meta", scalars=scalars(json_data=documents)),
        column(type=kinds.FloatVector, field_name="vec", vectors=vector),
    ]


def vector_field(vectors: NDArray[np.float32]) -> schema_pb2.VectorField:
    """Rows of a vector field. The floats are given as bytes: 77 million of them as a list would take gigabytes."""
    floats, length = vectors.tobytes(), bytearray()
    left = len(floats)
    while left > 0x7F:
        length.append(left & 0x7F | 0x80)
        left >>= 7
    packed = schema_pb2.FloatArray.FromString(b"\x0a" + bytes([*length, left]) + floats)
    return schema_pb2.VectorField(dim=vectors.shape[1], float_vector=packed)


def search_reply(queries: int, top: int, output: list[str], options: Options) -> bytes:
    """`top` hits for each query."""
    count = queries * top
    found = schema_pb2.SearchResultData(
        num_queries=queries,
        top_k=top,
        topks=[top] * queries,
        scores=[1 - i % top / 1000 for i in range(count)],
        ids=schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(count))),
        fields_data=[field for field in result_fields(count, options) if field.field_name in output],
        output_fields=output,
        primary_field_name="id",
    )
    return bytes(milvus_pb2.SearchResults(results=found, collection_name=data.NAME).SerializeToString())


def query_reply(count: int, output: list[str], options: Options) -> bytes:
    """`count` rows."""
    fields = [field for field in result_fields(count, options) if field.field_name in output]
    found = milvus_pb2.QueryResults(fields_data=fields, collection_name=data.NAME, output_fields=output)
    return bytes(found.SerializeToString())


def insert_reply(options: Options) -> bytes:
    """One batch was stored."""
    keys = schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(options.batch)))
    done = milvus_pb2.MutationResult(
        IDs=keys, insert_cnt=options.batch, succ_index=range(options.batch), timestamp=460_000_000_000_000_000
    )
    return bytes(done.SerializeToString())


def insert_request(options: Options) -> bytes:
    """A request of about the size of one batch."""
    vector = vector_field(data.vectors(options.batch, options.dim))
    column = schema_pb2.FieldData(field_name="vec", type=schema_pb2.DataType.FloatVector, vectors=vector)
    return bytes(milvus_pb2.InsertRequest(fields_data=[column]).SerializeToString())
