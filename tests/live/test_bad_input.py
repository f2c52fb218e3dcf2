"""Bad input gets an error that names collection, field, row and value type, and nothing of it is sent.

A proxy in front of the real engine notes every method that is called.
"""

import asyncio
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.fix_client import Fill, in_mode
from tests.fix_engines import Engine
from tests.support.recording_proxy import RecordingProxy, recorded
from vectorm import (
    DataType,
    FloatVector,
    Mapped,
    MilvusClient,
    MilvusException,
    Model,
    Session,
    connections,
    field,
    schema,
    vector,
)
from vectorm.errors import DataNotMatchException, ParamError

WRITES = {"Insert", "Upsert", "Delete"}
READS = {"Search", "HybridSearch", "Query"}
GOOD: dict[str, Any] = {"id": 1, "small": 2, "text": "ok", "tags": ["a"], "info": {}, "v": [0.0, 1.0, 2.0, 3.0]}


def fill(client: MilvusClient, name: str) -> None:
    """A collection of one good row."""
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("small", DataType.INT8)
    schema.add_field("text", DataType.VARCHAR, max_length=8)
    schema.add_field("tags", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=2, max_length=4)
    schema.add_field("info", DataType.JSON)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    index_params = client.prepare_index_params()
    index_params.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")
    client.insert(name, GOOD)


@pytest.fixture
def stored(shared: Callable[[Fill], str]) -> str:
    """The collection. No test changes it."""
    return shared(fill)


@pytest.fixture
def proxy(engine: Engine) -> Iterator[RecordingProxy]:
    with recorded(engine.uri) as proxy:
        yield proxy


@pytest.fixture
def watched(
    proxy: RecordingProxy, client_mode: str, event_loop_of_tests: asyncio.AbstractEventLoop
) -> Iterator[MilvusClient]:
    """A client behind the proxy."""
    client = in_mode(client_mode, proxy.uri, event_loop_of_tests)
    yield client
    client.close()


@dataclass(frozen=True)
class Bad:
    """A change to a good row, the field that the error must name, and words that it must hold."""

    label: str
    change: dict[str, Any]
    field: str
    words: tuple[str, ...]
    needs: str = ""


REMOVED = object()
BAD_ROWS = [
    Bad("dimension too small", {"v": [1.0, 2.0, 3.0]}, "v", ("3", "4")),
    Bad("dimension too big", {"v": np.zeros(5, np.float32)}, "v", ("5", "4")),
    Bad("nan in a list", {"v": [0.0, math.nan, 0.0, 0.0]}, "v", ("nan",)),
    Bad("inf in an array", {"v": np.array([0, np.inf, 0, 0])}, "v", ("inf",)),
    Bad("over float32", {"v": [1e300, 0.0, 0.0, 0.0]}, "v", ()),
    Bad("text in a vector", {"v": ["a", "b", "c", "d"]}, "v", ("str",)),
    Bad("no vector but text", {"v": "abcd"}, "v", ("str",)),
    Bad("text too long in bytes", {"text": "ééééé"}, "text", ("10", "8", "byte")),
    Bad("lone surrogate", {"text": "\ud800"}, "text", ()),
    Bad("int for text", {"text": 5}, "text", ("int",)),
    Bad("bytes for text", {"text": b"x"}, "text", ("bytes",)),
    Bad("missing field", {"text": REMOVED}, "text", ("missing",)),
    Bad("unknown field", {"texd": "x"}, "texd", ("text",)),
    Bad("int8 too big", {"small": 128}, "small", ("128",)),
    Bad("int8 too small", {"small": -129}, "small", ("-129",)),
    Bad("float for int", {"small": 1.5}, "small", ("float",)),
    Bad("bool for int", {"small": True}, "small", ("bool",)),
    Bad("int64 too big", {"id": 2**63}, "id", ()),
    Bad("str key for int key", {"id": "7"}, "id", ("str",)),
    Bad("no key", {"id": None}, "id", ()),
    Bad("none for a field that is not nullable", {"small": None}, "small", ("null",)),
    Bad("array too long", {"tags": ["a", "b", "c"]}, "tags", ("3", "2")),
    Bad("array element too long", {"tags": ["ok", "ééé"]}, "tags", ("6", "4"), needs="array_max_length"),
    Bad("array element of another type", {"tags": ["a", 1]}, "tags", ("int",)),
    Bad("json that cannot be written", {"info": {"x": object()}}, "info", ("object",)),
    Bad("nan in json", {"info": {"x": math.nan}}, "info", ()),
]


def changed(bad: Bad) -> dict[str, Any]:
    row = {**GOOD, "id": 3, **bad.change}
    return {key: value for key, value in row.items() if value is not REMOVED}


@pytest.mark.parametrize("method", ["insert", "upsert"])
@pytest.mark.parametrize("bad", BAD_ROWS, ids=lambda bad: bad.label)
def test_a_bad_row_sends_nothing(
    engine: Engine, watched: MilvusClient, proxy: RecordingProxy, stored: str, bad: Bad, method: str
) -> None:
    if bad.needs and not engine.can(bad.needs):
        pytest.skip(f"{engine.capabilities.label} does not tell {bad.needs}")
    rows = [{**GOOD, "id": 2}, changed(bad)]
    with pytest.raises(DataNotMatchException) as caught:
        getattr(watched, method)(stored, rows)
    error = caught.value
    assert (error.collection, error.field, error.row) == (stored, bad.field, 1)
    for word in (stored, bad.field, "row 1", *bad.words):
        assert word.lower() in str(error).lower(), str(error)
    assert not WRITES & set(proxy.methods)


BAD_CALLS: dict[str, Callable[[MilvusClient, str], object]] = {
    "search with a wrong dimension": lambda client, name: client.search(name, [[1.0, 2.0]], limit=1),
    "search with nan": lambda client, name: client.search(name, [[math.nan] * 4], limit=1),
    "search in an unknown field": lambda client, name: client.search(name, [[1.0] * 4], anns_field="w", limit=1),
    "search in a field that is no vector": lambda client, name: client.search(name, [["x"]], anns_field="text"),
    "search with a limit of 0": lambda client, name: client.search(name, [[1.0] * 4], limit=0),
    "get with keys of the wrong type": lambda client, name: client.get(name, ids=["a"]),
    "delete with keys of the wrong type": lambda client, name: client.delete(name, ids=["1] or id not in [9"]),
    "delete with a key out of range": lambda client, name: client.delete(name, ids=[2**63]),
    "delete with keys and a filter": lambda client, name: client.delete(name, ids=[1], filter="id > 0"),
    "delete with neither": lambda client, name: client.delete(name),
    "insert of something that is no row": lambda client, name: client.insert(name, [["id", 1]]),  # type: ignore[list-item]
}


@pytest.mark.parametrize("call", BAD_CALLS.values(), ids=BAD_CALLS.keys())
def test_a_bad_call_sends_nothing(
    watched: MilvusClient, proxy: RecordingProxy, stored: str, call: Callable[[MilvusClient, str], object]
) -> None:
    with pytest.raises(ParamError):
        call(watched, stored)
    assert not (WRITES | READS) & set(proxy.methods)


def test_an_unknown_keyword_raises(watched: MilvusClient, proxy: RecordingProxy, stored: str) -> None:
    with pytest.raises((ParamError, TypeError), match="limt"):
        watched.search(stored, [[1.0] * 4], limt=3)  # type: ignore[call-arg]
    assert not READS & set(proxy.methods)


def test_the_proxy_sees_what_is_sent(watched: MilvusClient, proxy: RecordingProxy, name: str) -> None:
    """The tests above could not fail if it did not."""
    fill(watched, name)
    watched.insert(name, {**GOOD, "id": 2})
    watched.delete(name, ids=[2])
    watched.search(name, [[1.0] * 4], limit=1)
    assert {"Insert", "Delete", "Search"} <= set(proxy.methods)


def test_a_type_the_engine_lacks_sends_nothing(watched: MilvusClient, proxy: RecordingProxy) -> None:
    schema = watched.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.INT8_VECTOR, dim=4)
    with pytest.raises(MilvusException, match="INT8_VECTOR"):
        watched.create_collection("t_never_made", schema=schema)
    assert "CreateCollection" not in proxy.methods


class Paper(Model, collection="t_bad_input_papers"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=8)
    v: Mapped[FloatVector] = vector(dim=4)


BAD_OBJECTS: dict[str, tuple[Callable[[], Paper], tuple[str, ...]]] = {
    "wrong dimension": (lambda: Paper(id=2, title="ok", v=np.zeros(3, np.float32)), ("Paper", "v", "3", "4")),
    "nan": (lambda: Paper(id=2, title="ok", v=np.full(4, np.nan, np.float32)), ("Paper.v", "nan")),
    "text too long in bytes": (lambda: Paper(id=2, title="ééééé", v=np.ones(4)), ("Paper.title", "10", "8")),
    "int out of range": (lambda: Paper(id=2**63, title="ok", v=np.ones(4)), ("Paper.id", str(2**63))),
}


@pytest.mark.parametrize(("build", "words"), BAD_OBJECTS.values(), ids=BAD_OBJECTS.keys())
def test_a_bad_object_sends_nothing(proxy: RecordingProxy, build: Callable[[], Paper], words: tuple[str, ...]) -> None:
    alias = "bad_input"
    connections.connect(alias, uri=proxy.uri)
    try:
        schema.ensure(Paper, bind=alias)
        proxy.methods.clear()
        # pydantic refuses some while the object is built, the session the others when it flushes.
        with pytest.raises((MilvusException, ValidationError)) as caught:
            add_all(alias, [Paper(id=1, title="good", v=np.ones(4)), build()])
        for word in words:
            assert word.lower() in str(caught.value).lower(), str(caught.value)
        assert not WRITES & set(proxy.methods)
    finally:
        schema.drop_all(Paper, bind=alias)
        connections.remove_connection(alias)


def add_all(alias: str, papers: list[Paper]) -> None:
    with Session(bind=alias) as session:
        session.add_all(papers)


@pytest.mark.parametrize("call", ["query", "search", "delete"])
def test_a_partition_that_is_not_there(client: MilvusClient, stored: str, call: str) -> None:
    """Milvus refuses it; of Milvus Lite, an empty answer is looked at once more."""
    calls: dict[str, Callable[[], object]] = {
        "query": lambda: client.query(stored, filter="id >= 0", partition_names=["_defualt"]),
        "search": lambda: client.search(stored, data=[GOOD["v"]], partition_names=["_default", "_defualt"]),
        "delete": lambda: client.delete(stored, filter="id >= 0", partition_name="_defualt"),
    }
    with pytest.raises(MilvusException, match="_defualt"):
        calls[call]()


@pytest.mark.parametrize("call", ["query", "search"])
def test_an_output_field_that_is_not_there(client: MilvusClient, stored: str, call: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "query": lambda: client.query(stored, filter="id >= 0", output_fields=["text", "texd"]),
        "search": lambda: client.search(stored, data=[GOOD["v"]], output_fields=["texd"]),
    }
    with pytest.raises(MilvusException, match="texd"):
        calls[call]()
