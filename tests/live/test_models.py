"""What models declare, on the engines: keys, names, options, embedders, analyzers, functions of the server."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.fix_engines import Engine
from tests.live.models import RUN
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_async_connection, open_connection
from vectorm.errors import FlushError, ParamError, SchemaNotReadyException, Unsupported
from vectorm.model import (
    BM25,
    FLAT,
    Embed,
    FloatVector,
    Mapped,
    Model,
    SparseVector,
    TextEmbedding,
    content_hash,
    field,
    register_embedder,
    snowflake,
    vector,
)
from vectorm.ops import collection
from vectorm.query import delete, search, select
from vectorm.session import AsyncSession, Session, schema
from vectorm.spec.collection import CollectionInfo

EMBEDDER = f"letters {RUN}"
asked: list[list[str]] = []


def letters(texts: list[str]) -> NDArray[np.float32]:
    """An embedder that notes what it is asked for."""
    asked.append(texts)
    return np.array([[len(text), text.count("a")] for text in texts], np.float32)


async def waiting(texts: list[str]) -> NDArray[np.float32]:
    """The same, as an async function."""
    await asyncio.sleep(0)
    return letters(texts)


class Base(Model, abstract=True, partitions=4, ttl=86_400, index_names="{field}_ix"):
    id: Mapped[str] = field(primary_key=True, default_factory=content_hash("tenant", "text"))
    tenant: Mapped[str] = field(default="acme", max_length=20, partition_key=True)
    text: Mapped[str] = field(max_length=100)


class Item(Base, collection=f"items_{RUN}"):
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"), embed=Embed(EMBEDDER, source="text"))


class Item2(Base, collection=f"items_{RUN}", ttl=3_600):
    """The same collection as others may declare it: of another age, with an async embedder."""

    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"), embed=Embed(waiting, source="text"))


@dataclass(frozen=True)
class Environments:
    """Two environments on one server: the same models, other names of their collections."""

    dev: Connection
    prod: Connection
    uri: str


@pytest.fixture(scope="module")
def environments(engine: Engine) -> Iterator[Environments]:
    register_embedder(EMBEDDER, letters, version="1")
    dev = open_connection(uri=engine.uri, collection_prefix="dev_")
    prod = open_connection(uri=engine.uri, collection_prefix="prod_", collection_suffix="_v2")
    done = [schema.ensure(Item, bind=each) for each in (dev, prod)]
    assert done[1] == [f"collection prod_items_{RUN}_v2 created", f"index on prod_items_{RUN}_v2.dense created"]
    yield Environments(dev, prod, engine.uri)
    for each in (dev, prod):
        schema.drop_all(Item, bind=each)
        each.close()


def described(connection: Connection) -> CollectionInfo:
    name = connection.settings.naming.collection(Item.__spec__.name)
    return connection.run(lambda ctx: collection.describe(ctx, name))


def test_the_same_content_twice_is_one_row(environments: Environments) -> None:
    for _ in range(2):
        with Session(bind=environments.dev) as session:
            session.add_all([Item(text="same"), Item(text="same"), Item(text="é", tenant="globex")])
    session = Session(bind=environments.dev)
    session.bulk_insert(Item, {"text": ["same", "other"]})
    session.bulk_insert(Item, [{"text": "é", "tenant": "globex"}])
    assert session.count(select(Item).where(Item.text.in_(["same", "é"]))) == 2
    assert session.get_one(Item, Item(text="other").id).text == "other"


def test_one_model_in_two_environments(environments: Environments) -> None:
    dev, prod = Session(bind=environments.dev), Session(bind=environments.prod)
    dev.add_all([Item(text="in dev"), Item(text="in both")])
    prod.add_all([Item(text="in prod"), Item(text="in both")])
    dev.commit()
    prod.commit()
    prod.bulk_insert(Item, {"text": ["in prod by the way"]})
    in_prod = select(Item).where(Item.text.like("in %"))
    assert {item.text for item in prod.scalars(in_prod)} == {"in prod", "in both", "in prod by the way"}
    assert {item.text for item in dev.stream(in_prod)} == {"in dev", "in both"}
    assert not dev.exists(select(Item).where(Item.text == "in prod"))
    assert (
        prod.search(search(Item.dense).near("in prod").where(Item.text.like("in %")).limit(1))[0].obj.text == "in prod"
    )
    assert f"prod_items_{RUN}_v2" in str(prod.explain(in_prod))
    assert prod.execute(delete(Item).where(Item.text == "in both")) >= 0
    assert dev.exists(select(Item).where(Item.text == "in both"))
    both = Session(bind=environments.dev, binds={Base: environments.prod}, scope=Item.tenant == "acme")
    assert both.get(Item, Item(text="in dev").id) is None
    obj = both.get_one(Item, Item(text="in prod").id)
    both.delete(obj)
    both.commit()
    assert not prod.exists(select(Item).where(Item.text == "in prod"))


def test_rows_of_a_tenant(environments: Environments) -> None:
    with Session(bind=environments.dev) as session:
        session.add_all([Item(text=f"row {number}", tenant=f"tenant {number % 10}") for number in range(50)])
    found = Session(bind=environments.dev).scalars(select(Item).where(Item.tenant == "tenant 3")).all()
    assert {item.text for item in found} == {f"row {number}" for number in range(3, 50, 10)}
    is_lite = environments.dev.capabilities.engine.value == "Milvus Lite"
    assert described(environments.dev).num_partitions == (17 if is_lite else 4)  # Milvus Lite has 16 and the default


def test_properties_are_altered_and_kept(environments: Environments) -> None:
    name = f"dev_items_{RUN}"
    told = schema.ensure(Item2, bind=environments.dev)
    assert told == [f"collection {name}: collection.ttl.seconds from 86400 to 3600"]
    assert schema.ensure(Item2, bind=environments.dev) == []
    properties = described(environments.dev).spec.properties
    assert properties["collection.ttl.seconds"] == "3600"
    assert json.loads(properties["vectorm.embed.dense"]) == {"embedder": EMBEDDER, "dim": 2, "version": "1"}
    schema.ensure(Item, bind=environments.dev)


def test_embedders_are_asked_once(environments: Environments) -> None:
    with Session(bind=environments.dev) as session:
        session.add_all([Item(text=f"asked {number % 3}", tenant=str(number)) for number in range(9)])
        session.commit()
        before = len(asked)
        assert asked[-1] == ["asked 0", "asked 1", "asked 2"]
        session.scalars(select(Item).where(Item.text == "asked 1")).all()
        session.commit()
        session.search(search(Item.dense).near("asked 2"))
        session.search(search(Item.dense).near_all(["asked 0", "asked 1"]))
        assert len(asked) == before
        session.search(search(Item.dense).near("asked anew"))
    assert asked[before:] == [["asked anew"]]


def test_vectors_of_another_embedder_are_not_mixed_in(environments: Environments) -> None:
    with Session(bind=environments.dev) as session:
        session.add(Item(text="by the first"))
    register_embedder(EMBEDDER, letters, version="2")
    try:
        told = r"version '1'\); model Item has .* version '2'\)"
        with pytest.raises(FlushError, match=told), Session(bind=environments.dev) as session:
            session.add(Item(text="never written"))
        with pytest.raises(SchemaNotReadyException, match=told):
            Session(bind=environments.dev).search(search(Item.dense).near("a"))
        with pytest.raises(SchemaNotReadyException, match=told):
            Session(bind=environments.dev).bulk_insert(Item, [{"text": "never written"}])
        with pytest.raises(SchemaNotReadyException, match=told):
            schema.ensure(Item, bind=environments.dev)
        session = Session(bind=environments.dev)
        assert not session.exists(select(Item).where(Item.text == "never written"))
        assert len(session.search(search(Item.dense).near([1, 0]).limit(1))) == 1
    finally:
        register_embedder(EMBEDDER, letters, version="1")


def test_async_embedders(environments: Environments) -> None:
    async def run() -> tuple[list[str], list[float]]:
        bind = open_async_connection(uri=environments.uri, collection_prefix="dev_")
        async with AsyncSession(bind=bind) as session:
            session.add(Item2(text="awaited"))
            await session.commit()
            await session.bulk_insert(Item2, {"text": ["awaited in bulk"]})
            hits = await session.search(search(Item2.dense).near("awaited in bulk").limit(1))
            (item,) = await session.scalars(select(Item2).where(Item2.text == "awaited").with_vectors())
        await bind.close()
        return [hit.obj.text for hit in hits], item.dense.tolist()

    assert asyncio.run(run()) == (["awaited in bulk"], [7.0, 2.0])
    with pytest.raises(ParamError, match="only an AsyncSession"), Session(bind=environments.dev) as session:
        session.add(Item2(text="not awaited"))


class Article(Model, collection=f"articles_{RUN}"):
    id: Mapped[int] = field(primary_key=True, default_factory=snowflake(worker=5))
    body: Mapped[str] = field(max_length=200, enable_match=True, analyzer={"tokenizer": "standard"})
    notes: Mapped[str] = field(
        max_length=200,
        analyzer={"tokenizer": "standard", "filter": ["lowercase", {"type": "stop", "stop_words": ["the", "of"]}]},
    )
    words: Mapped[SparseVector] = vector(function=BM25("notes"))


@pytest.mark.engines("lite")
def test_words_of_analyzed_texts_and_keys_by_time(engine: Engine) -> None:
    connection = open_connection(uri=engine.uri)
    schema.ensure(Article, bind=connection)
    texts = ["The Theory of Colours", "a theory", "colours of the rainbow"]
    asked_for = ("theory", "COLOURS", "the", "of nothing", "theo", "rainbow a")
    try:
        with Session(bind=connection) as session:
            session.add_all([Article(body=text, notes=text) for text in texts])
        matched = [session.scalars(select(Article).where(Article.body.text_match(words))) for words in asked_for]
        near = [session.search(search(Article.words).near(words).limit(3)) for words in asked_for]
        found = [[texts.index(each.body) for each in result] for result in matched]
        ranked = [sorted(texts.index(hit.obj.body) for hit in hits) for hits in near]
    finally:
        schema.drop_all(Article, bind=connection)
        connection.close()
    # Rows come in the order of their keys, which is that in which they were made.
    assert dict(zip(asked_for, found, strict=True)) == {
        "theory": [0, 1], "COLOURS": [0, 2], "the": [0, 2], "of nothing": [0, 2], "theo": [], "rainbow a": [1, 2],
    }  # fmt: skip
    assert dict(zip(asked_for, ranked, strict=True)) == {
        "theory": [0, 1], "COLOURS": [0, 2], "the": [], "of nothing": [], "theo": [], "rainbow a": [1, 2],
    }  # fmt: skip


@pytest.mark.engines("lite")
@pytest.mark.parametrize(
    ("told", "options"),
    [
        ("text_match by analyzers but the standard one", {"tokenizer": "jieba"}),
        ("text_match by", {"tokenizer": "standard", "filter": [{"type": "stop", "stop_words": ["the"]}]}),
        ("filters of analyzers", {"tokenizer": "standard", "filter": [{"type": "stemmer", "language": "english"}]}),
        ("filters of analyzers", {"tokenizer": "standard", "filter": [{"type": "stop", "stop_words": ["_english_"]}]}),
        ("analyzers by language", {"by_field": "language", "analyzers": {"default": {"type": "standard"}}}),
    ],
)
def test_analyzers_that_an_engine_would_ignore(engine: Engine, told: str, options: dict[str, Any]) -> None:
    class Analyzed(Model):
        id: Mapped[int] = field(primary_key=True)
        language: Mapped[str] = field(max_length=5)
        body: Mapped[str] = field(max_length=200, enable_match=True, analyzer=options)
        dense: Mapped[FloatVector] = vector(dim=2)

    connection = open_connection(uri=engine.uri)
    with pytest.raises(Unsupported, match=told):
        schema.ensure(Analyzed, bind=connection)
    connection.close()


class _OpenAI(BaseHTTPRequestHandler):
    """Answers like OpenAI's service of embeddings."""

    def do_POST(self) -> None:
        asked_for: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        vectors = [
            {"index": number, "embedding": [float(len(text)), float(text.count("a"))]}
            for number, text in enumerate(asked_for["input"])
        ]
        answer = json.dumps({"data": vectors}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002


@pytest.mark.engines("lite")
def test_the_server_embeds(engine: Engine) -> None:
    service = HTTPServer(("127.0.0.1", 0), _OpenAI)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{service.server_port}"
    params: dict[str, str | int] = {"base_url": url, "api_key": "none", "dimensions": 2}

    class Served(Model, collection=f"served_{RUN}"):
        id: Mapped[int] = field(primary_key=True)
        body: Mapped[str] = field(max_length=200)
        dense: Mapped[FloatVector] = vector(
            dim=2, index=FLAT(metric="L2"), function=TextEmbedding("body", "openai", "small", params)
        )

    connection = open_connection(uri=engine.uri)
    try:
        schema.ensure(Served, bind=connection)
        assert schema.ensure(Served, bind=connection) == []
        with Session(bind=connection) as session:
            session.add_all([Served(id=1, body="banana"), Served(id=2, body="kiwi")])
        hits = Session(bind=connection).search(search(Served.dense).near("cabana").limit(2))
        assert [(hit.obj.body, hit.score) for hit in hits] == [("banana", 0.0), ("kiwi", 13.0)]
    finally:
        schema.drop_all(Served, bind=connection)
        connection.close()
        service.shutdown()
        service.server_close()
