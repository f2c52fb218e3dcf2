"""Index parameters on the wire, as pymilvus's messages read them."""

import json

from pymilvus.grpc_gen import milvus_pb2

from vectorm.enums import IndexState
from vectorm.spec.index import IndexSpec
from vectorm.wire import index as wire
from vectorm.wire.messages import DescribeIndexResponse, IndexDescription, KeyValuePair


def test_create_sends_build_parameters_as_json() -> None:
    spec = IndexSpec(field="v", index_type="HNSW", metric_type="L2", name="i", params={"M": 16, "efConstruction": 64})
    request = milvus_pb2.CreateIndexRequest.FromString(wire.encode_create("docs", spec))
    params = {pair.key: pair.value for pair in request.extra_params}
    assert (request.collection_name, request.field_name, request.index_name) == ("docs", "v", "i")
    assert (params["index_type"], params["metric_type"]) == ("HNSW", "L2")
    assert json.loads(params["params"]) == {"M": 16, "efConstruction": 64}


def test_an_autoindex_sends_no_other_key_than_it_was_given() -> None:
    spec = IndexSpec(field="v", index_type="AUTOINDEX", metric_type="COSINE")
    request = milvus_pb2.CreateIndexRequest.FromString(wire.encode_create("docs", spec))
    assert {pair.key for pair in request.extra_params} == {"index_type", "metric_type"}


def test_describe_reads_nested_and_flat_parameters() -> None:
    nested = [KeyValuePair(key="index_type", value="IVF_FLAT"), KeyValuePair(key="params", value='{"nlist": 8}')]
    flat = [KeyValuePair(key="index_type", value="IVF_FLAT"), KeyValuePair(key="nlist", value="8")]
    for params in (nested, flat):
        item = IndexDescription(index_name="i", field_name="v", params=params, state=3, total_rows=5, indexed_rows=5)
        [info] = wire.decode_describe(DescribeIndexResponse(index_descriptions=[item]).SerializeToString())
        assert info.spec == IndexSpec(field="v", index_type="IVF_FLAT", name="i", params={"nlist": 8})
        assert info.state is IndexState.FINISHED
        assert (info.total_rows, info.indexed_rows) == (5, 5)
