"""What each engine does with what can be asked of it: the answer is right, or it is refused; it is never wrong.

A row per feature. `lite` and `milvus` say what becomes of it, first in Core, then in the ORM:

    y   right
    -   refused by vectorm before anything was sent (`Unsupported`)
    e   refused by the engine
    .   there is no such thing in the ORM
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pytest

from tests.fix_engines import Engine
from tests.live import truth_asks as asks
from tests.live.truth_asks import COUNT, ITEMS, Asked, Defaulted, Half, Item, Nullable, Text, item
from vectorm import DataType, MilvusClient
from vectorm.connection.open import open_connection
from vectorm.errors import MilvusException, Unsupported
from vectorm.query import func, hybrid, random_sample, rrf, search, select
from vectorm.session import Session, schema


@pytest.fixture(scope="module")
def asked(engine: Engine) -> Iterator[Asked]:
    connection = open_connection(uri=engine.uri)
    client = MilvusClient(uri=engine.uri)
    schema.ensure(Item, bind=connection)
    with Session(bind=connection) as session:
        session.add_all(map(item, range(COUNT)))
    client.query(Item.__spec__.name, "id >= 0", consistency_level="Strong")  # later reads see the rows
    yield Asked(client, session, connection)
    for name in client.list_collections():
        if name.startswith("truth_") and asks.RUN in name:
            client.drop_collection(name)
    client.close()
    connection.close()


Ask: TypeAlias = Callable[[Asked], object]


@dataclass(frozen=True)
class Truth:
    """A row: how it is asked in Core and in the ORM, the right answer, and what becomes of it on each engine."""

    core: Ask | None
    orm: Ask | None
    right: object
    lite: str
    milvus: str


def of_filter(text: str, condition: Callable[[], Any], right: list[int], lite: str = "yy", milvus: str = "yy") -> Truth:
    """A filter as text and as a condition."""
    return Truth(lambda asked: asked.query(text), lambda asked: asked.ids(condition()), right, lite, milvus)


NEAR = search(Item.dense).near([0.0, 0.0]).limit(3)
EVERY = list(range(COUNT))
ONE_IN_PARTITION: tuple[list[int], list[int]] = ([300], [])
BY_S = sorted(EVERY, key=lambda number: item(number).s)

ROWS: dict[str, Truth] = {
    "like": of_filter('s like "a%"', lambda: Item.s.like("a%"), EVERY[::3]),
    "JSON path": of_filter('j["k"] == 4', lambda: Item.j["k"] == 4, [4]),
    "json_contains": of_filter('json_contains(j["l"], 4)', lambda: Item.j["l"].contains(4), [4]),
    "array_contains": of_filter('array_contains(tags, "x")', lambda: Item.tags.contains("x"), EVERY[1::2]),
    "array_length": of_filter("array_length(tags) == 2", lambda: Item.tags.length() == 2, EVERY[::2]),
    "dynamic field": of_filter("more == 3", lambda: Item.extras["more"] == 3, [3, 7, 11]),
    "not": of_filter("not (n < 10)", lambda: ~(Item.n < 10), [10, 11]),
    "exists": of_filter('not exists j["k"]', lambda: ~Item.j["k"].exists(), [10, 11]),
    "n % 3 == 0": of_filter("n % 3 == 0", lambda: Item.n % 3 == 0, EVERY[::3], lite="e-"),
    "n + 1 > 5": of_filter("n + 1 > 5", lambda: Item.n + 1 > 5, EVERY[5:], milvus="e-"),
    "phrase_match": Truth(
        lambda asked: asked.query('phrase_match(s, "a")'),
        lambda asked: asked.session.scalars(select(Text).where(Text.body.phrase_match("red fox"))).ids,
        [0],
        "e-",
        "e-",
    ),
    "random_sample": of_filter("random_sample(0.5)", lambda: random_sample(0.5), [], "e-", "e-"),
    "is null": Truth(
        lambda asked: asked.client.query(asks.nullable_rows(asked), "n is null", ["id"])[0]["id"],
        lambda asked: (
            asked.ensured(Nullable, *(Nullable(id=number, n=number or None, dense=[0.0, 0.0]) for number in range(3)))
            .scalars(select(Nullable).where(Nullable.n.is_(None)))
            .ids[0]
        ),
        0,
        "yy",
        "--",
    ),
    "default value": Truth(  # Milvus 2.3 has them for whole columns only
        lambda asked: [row["n"] for row in asked.client.query(asks.default_rows(asked), "id >= 0", ["n"])],
        lambda asked: (
            asked.ensured(Defaulted, Defaulted(id=0, dense=[0.0, 0.0]), Defaulted(id=1, n=1, dense=[0.0, 0.0]))
            .scalars(select(Defaulted))
            .scalars(Defaulted.n)
        ),
        [7, 1],
        "yy",
        "e-",
    ),
    "text_match": Truth(
        lambda asked: [
            row["id"] for row in asked.client.query(asks.text_rows(asked), 'text_match(body, "fox")', ["id"])
        ],
        lambda asked: asks.text_session(asked).scalars(select(Text).where(Text.body.text_match("fox"))).ids,
        [0, 1],
        "yy",
        "--",
    ),
    "BM25": Truth(
        lambda asked: [hit["id"] for hit in asked.client.search(asks.text_rows(asked), ["blue"], limit=3)[0]],
        lambda asked: asks.text_session(asked).search(search(Text.words).near("blue").limit(3)).ids,
        [1],
        "yy",
        "--",
    ),
    "templates": Truth(
        lambda asked: asked.query("n in {some}", filter_params={"some": [1, 2]}),
        lambda asked: asked.ids(Item.n.in_([1, 2])),
        [1, 2],
        "yy",
        "yy",
    ),
    "order_by": Truth(
        lambda asked: asked.client.query(Item.__spec__.name, "id >= 0", ["id"], order_by_fields=[{"field": "s"}]),
        lambda asked: asked.session.scalars(ITEMS.order_by(Item.s)).ids,
        BY_S,
        "-y",
        "-y",
    ),
    "order_by, descending": Truth(
        lambda asked: asked.query("id >= 0", order_by=["n:desc"]),
        lambda asked: asked.session.scalars(ITEMS.order_by(Item.n.desc()).limit(2)).ids,
        [11, 10],
        "-y",
        "-y",
    ),
    "group_by of a query": Truth(
        lambda asked: asked.client.query(
            Item.__spec__.name, "id >= 0", group_by_fields=["more"], output_fields=["more", "count(*)"]
        ),
        lambda asked: [
            row["count(*)"]
            for row in asked.session.execute(ITEMS.where(Item.n < 4).group_by(Item.s).aggregate(func.count()))
        ],
        [1, 1, 1, 1],
        "-y",
        "-y",
    ),
    "group_by of a search": Truth(
        lambda asked: asked.near(group_by_field="n"),
        lambda asked: asked.session.search(NEAR.group_by(Item.n).consistency("Strong")).ids,
        [0, 1, 2],
        "yy",
        "--",
    ),
    "hybrid": Truth(
        asks.hybrid_search,
        lambda asked: asked.session.search(hybrid(NEAR, NEAR).rerank(rrf()).limit(3).consistency("Strong")).ids,
        [0, 1, 2],
        "yy",
        "--",
    ),
    "partial upsert": Truth(asks.partial_upsert, asks.changed_object, "a3", "yy", "-y"),
    "range search": Truth(
        lambda asked: asked.near(search_params={"radius": 17.0, "range_filter": 3.0}),
        lambda asked: asked.session.search(NEAR.within(radius=17.0, range_filter=3.0).consistency("Strong")).ids,
        [2, 3, 4],
        "yy",
        "yy",
    ),
    "query iterator": Truth(
        asks.pages,
        lambda asked: [obj.id for obj in asked.session.stream(ITEMS, page_size=5)],
        EVERY,
        "yy",
        "yy",
    ),
    "search iterator": Truth(asks.search_pages, None, EVERY, "y.", "y."),
    "partitions": Truth(asks.partitions, asks.partitions_of_objects, ONE_IN_PARTITION, "yy", "yy"),
    "databases": Truth(asks.databases, None, True, "y.", "y."),
    "alias created and altered": Truth(asks.aliases, None, True, "y.", "y."),
    "rename": Truth(asks.renamed, None, (False, True), "y.", "y."),
    "collection properties": Truth(
        asks.properties,
        lambda asked: asked.properties(Item.__spec__.name).get("owner"),
        "me",
        "yy",
        "yy",
    ),
    "add field": Truth(
        lambda asked: asked.client.add_collection_field(Item.__spec__.name, "new", DataType.INT64, nullable=True),
        None,
        None,
        "-.",
        "-.",
    ),
    "drop field": Truth(
        lambda asked: asked.client.drop_collection_field(Item.__spec__.name, "n"), None, None, "-.", "-."
    ),
    "snapshot": Truth(lambda asked: asked.client.create_snapshot(Item.__spec__.name, "now"), None, None, "-.", "-."),
    "run_analyzer": Truth(
        lambda asked: asked.client.run_analyzer("a text", {"type": "english"}), None, None, "-.", "-."
    ),
    "read right after a write": Truth(asks.inserted_at_once, asks.added_at_once, 10, "yy", "yy"),
    "partition that is not there": Truth(
        lambda asked: asked.query("id >= 0", partition_names=["nope"]),
        lambda asked: asked.session.scalars(select(Item).partitions("nope")).ids,
        None,
        "ee",
        "ee",
    ),
    "partition under a keyword that is none": Truth(
        lambda asked: asked.query("id >= 0", partition_name="nope"), None, None, "e.", "e."
    ),
    "filter under a keyword that is none": Truth(lambda asked: asked.near(filters="id < 0"), None, None, "e.", "e."),
    "search in FLOAT16 vectors": Truth(
        lambda asked: [hit["id"] for hit in asked.client.search(asks.half_rows(asked), [np.zeros(2, np.float16)])[0]],
        lambda asked: (
            asked.ensured(Half, *(Half(id=number, dense=[float(number)] * 2) for number in range(3)))
            .search(search(Half.dense).near([0.0, 0.0]).limit(3))
            .ids
        ),
        [0, 1, 2],
        "--",
        "--",
    ),
}
REFUSED: dict[str, type[Exception] | tuple[type[Exception], ...]] = {
    "-": Unsupported,
    "e": (MilvusException, TypeError),
}


@pytest.mark.parametrize("style", ["Core", "ORM"])
@pytest.mark.parametrize("name", ROWS)
def test_a_row(asked: Asked, engine: Engine, name: str, style: str) -> None:
    truth = ROWS[name]
    ask, told = (truth.core, 0) if style == "Core" else (truth.orm, 1)
    becomes = {"lite": truth.lite, "milvus": truth.milvus}[engine.name][told]
    if becomes == "y":
        assert ask
        assert ask(asked) == truth.right
    elif ask:
        with pytest.raises(REFUSED[becomes]):
            ask(asked)
    else:
        assert becomes == "."
    asked.session.expunge_all()
