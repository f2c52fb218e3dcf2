"""Types of models that no engine here has: a session sends what PyMilvus sends for the same collection and rows."""

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from functools import partial
from typing import Any

import pytest

from tests.pymilvus.wire import compare, theirs
from tests.pymilvus.wire.chosen import CHOSEN
from tests.pymilvus.wire.harness import recording_server, without_pauses
from tests.pymilvus.wire.replies import CREATED
from vectorm import Session, search
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_connection
from vectorm.model import (
    HNSW,
    INVERTED,
    BinaryVector,
    FloatVector,
    Geometry,
    LongText,
    Mapped,
    Model,
    Struct,
    Timestamptz,
    field,
    vector,
)
from vectorm.ops import collection, index

SEEN = datetime(2025, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


class Passage(Struct):
    text: Mapped[str] = field(max_length=100, description="what it says")
    page: Mapped[int] = field(index=INVERTED())
    dense: Mapped[FloatVector] = vector(dim=2, index=HNSW(metric="MAX_SIM_COSINE", m=8, ef_construction=64))
    bits: Mapped[BinaryVector] = vector(dim=8)


class Doc(Model, collection="orm_docs"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[LongText] = field(enable_match=True)
    place: Mapped[Geometry | None] = field(default=None)
    seen: Mapped[Timestamptz]
    passages: Mapped[list[Passage]] = field(max_capacity=8)
    vec: Mapped[FloatVector] = vector(dim=2, index=HNSW(metric="L2"))
    maybe: Mapped[FloatVector | None] = vector(dim=2, default=None, index=HNSW(metric="L2"))


ROW = {
    "id": 1,
    "body": "long text",
    "place": "POINT (1 2)",
    "seen": "2025-01-02T03:04:05+00:00",
    "passages": [
        {"text": "a", "page": 1, "dense": [1.0, 0.0], "bits": b"\x01"},
        {"text": "b", "page": 2, "dense": [0.0, 1.0], "bits": b"\x02"},
    ],
    "vec": [1.0, 2.0],
    "maybe": None,
}
EMPTY = {**ROW, "id": 2, "place": None, "passages": [], "maybe": [0.5, 0.5]}


def create(client: Any) -> None:
    types = theirs.pymilvus.DataType
    struct = client.create_struct_field_schema()
    struct.add_field("text", types.VARCHAR, max_length=100, description="what it says")
    struct.add_field("page", types.INT64)
    struct.add_field("dense", types.FLOAT_VECTOR, dim=2)
    struct.add_field("bits", types.BINARY_VECTOR, dim=8)
    made = client.create_schema(auto_id=False)
    made.add_field("id", types.INT64, is_primary=True)
    made.add_field("body", types.TEXT, enable_match=True, enable_analyzer=True)
    made.add_field("place", types.GEOMETRY, nullable=True)
    made.add_field("seen", types.TIMESTAMPTZ)
    made.add_field("passages", types.ARRAY, element_type=types.STRUCT, struct_schema=struct, max_capacity=8)
    made.add_field("vec", types.FLOAT_VECTOR, dim=2)
    made.add_field("maybe", types.FLOAT_VECTOR, dim=2, nullable=True)
    client.create_collection("orm_docs", schema=made)
    indexes = client.prepare_index_params()
    graph: dict[str, Any] = {"index_type": "HNSW", "params": {"M": 8, "efConstruction": 64}}
    usual: dict[str, Any] = {"index_type": "HNSW", "metric_type": "L2", "params": {"M": 16, "efConstruction": 200}}
    indexes.add_index("passages[page]", index_name="passages_page", index_type="INVERTED")
    indexes.add_index("passages[dense]", index_name="passages_dense", metric_type="MAX_SIM_COSINE", **graph)
    indexes.add_index(
        "passages[bits]", index_name="passages_bits", index_type="BIN_FLAT", metric_type="MAX_SIM_HAMMING"
    )
    indexes.add_index("vec", index_name="vec", **usual)
    indexes.add_index("maybe", index_name="maybe", **usual)
    client.create_index("orm_docs", indexes)


def create_ours(connection: Connection) -> None:
    connection.run(lambda ctx: collection.create(ctx, Doc.__spec__))
    for each in Doc.__indexes__:
        connection.run(partial(index.create, collection="orm_docs", index=each))


def objects() -> list[Doc]:
    return [Doc.model_validate(row) for row in (ROW, EMPTY)]


@pytest.fixture
def both() -> Iterator[tuple[Any, Connection]]:
    """A client of PyMilvus and a connection of ours, to the server that keeps requests."""
    theirs.GlobalCache._reset_for_testing()
    theirs.ConnectionManager._reset_instance()
    CREATED.clear()
    client, connection = (
        theirs.pymilvus.MilvusClient(recording_server().uri),
        open_connection(uri=recording_server().uri),
    )
    with without_pauses():
        yield client, connection
    client.close()
    connection.close()
    CREATED.clear()


def differences(method: str, by_pymilvus: Callable[[], object], by_us: Callable[[], object]) -> list[str]:
    """How the requests of one method differ."""
    server = recording_server()
    server.take()
    by_pymilvus()
    first = [call for call in server.take() if call.method == method]
    by_us()
    second = [call for call in server.take() if call.method == method]
    assert first
    found = compare.differences(first, second)
    return [str(each) for each in found if not any(rule.explains("models", each) for rule in CHOSEN)]


def test_create(both: tuple[Any, Connection]) -> None:
    client, connection = both
    assert differences("CreateCollection", lambda: create(client), lambda: create_ours(connection)) == []


def test_indexes(both: tuple[Any, Connection]) -> None:
    client, connection = both
    assert differences("CreateIndex", lambda: create(client), lambda: create_ours(connection)) == []


def commit(connection: Connection) -> None:
    with Session(bind=connection) as session:
        session.add_all(objects())


def test_rows(both: tuple[Any, Connection]) -> None:
    client, connection = both
    create(client)
    assert differences("Upsert", lambda: client.upsert("orm_docs", [ROW, EMPTY]), lambda: commit(connection)) == []


def test_search(both: tuple[Any, Connection]) -> None:
    client, connection = both
    create(client)
    question = [[1.0, 0.0], [0.0, 1.0]]
    statement = (
        search(Doc.passages[Passage.dense])
        .near(question)
        .where(Doc.passages.any(Passage.page > 1), Doc.place.st_dwithin("POINT (1 2)", 10), Doc.seen > SEEN)
        .limit(3)
        .only(Doc.body)
    )

    def by_pymilvus() -> None:
        query = theirs.pymilvus.client.embedding_list.EmbeddingList(question)
        client.search(
            "orm_docs",
            [query],
            anns_field="passages[dense]",
            filter="((match_any(passages, ($[page] > 1))) and (st_dwithin(place, 'POINT (1 2)', 10.0)) "
            "and (seen > ISO '2025-01-02T03:04:05+00:00'))",
            limit=3,
            output_fields=["id", "body"],
            search_params={"metric_type": "MAX_SIM_COSINE"},
        )

    def by_us() -> None:
        with Session(bind=connection) as session:
            session.search(statement)

    assert differences("Search", by_pymilvus, by_us) == []
