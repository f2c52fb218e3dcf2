"""The comparison itself: it must find what differs."""

from typing import Any

from tests.pymilvus.wire.compare import ABSENT, differences
from tests.pymilvus.wire.recording_server import Call
from tests.pymilvus.wire.theirs import common_pb2, milvus_pb2, schema_pb2


def call(method: str, message: Any, **headers: str) -> Call:
    return Call(method, message.SerializeToString(), headers)


def found(theirs: list[Call], ours: list[Call]) -> list[tuple[str, Any, Any]]:
    return [(each.path, each.theirs, each.ours) for each in differences(theirs, ours)]


def drop(name: str, **headers: str) -> Call:
    return call("DropCollection", milvus_pb2.DropCollectionRequest(collection_name=name), **headers)


def alter(**properties: str) -> Call:
    pairs = [common_pb2.KeyValuePair(key=key, value=value) for key, value in properties.items()]
    return call("AlterCollection", milvus_pb2.AlterCollectionRequest(collection_name="a", properties=pairs))


def create(*names: str) -> Call:
    fields = [schema_pb2.FieldSchema(name=name, data_type=5) for name in names]
    schema = schema_pb2.CollectionSchema(fields=fields).SerializeToString()
    return call("CreateCollection", milvus_pb2.CreateCollectionRequest(schema=schema))


def test_equal_requests() -> None:
    assert found([drop("a"), drop("a"), alter(x="1", y="2")], [drop("a"), alter(y="2", x="1")]) == []


def test_a_field() -> None:
    assert found([drop("a")], [drop("b")]) == [("collection_name", "a", "b")]


def test_a_header() -> None:
    assert found([drop("a", dbname="x")], [drop("a", dbname="y")]) == [("@dbname", "x", "y")]
    assert found([drop("a", dbname="")], [drop("a", accept="z")]) == []


def test_a_request_that_one_sends() -> None:
    assert found([drop("a"), drop("b")], [drop("b")]) == [("", {"collection_name": "a"}, ABSENT)]
    assert ("", ABSENT, {"collection_name": "b"}) in found([], [drop("b")])


def test_the_order_of_requests() -> None:
    calls = [drop("a"), alter(x="1")]
    assert found(calls, calls[::-1]) == [
        ("", ["DropCollection", "AlterCollection"], ["AlterCollection", "DropCollection"])
    ]


def test_key_value_pairs() -> None:
    assert found([alter(x="1")], [alter()]) == [("properties.x", "1", ABSENT)]


def test_messages_within_bytes_and_their_order() -> None:
    assert found([create("a")], [create("b")])[0][0] == "schema.fields.a"
    assert found([create("a", "b")], [create("b", "a")]) == [("schema.fields.(order)", ["a", "b"], ["b", "a"])]
