"""Search 100 queries of 100 hits with their vectors."""

from collections.abc import Callable
from importlib import import_module

from benchmarks import data
from benchmarks.model import Case, Line, Options, Replies, Variant, Work

QUERIES, TOP = 100, 100
OUTPUT = ["name", "year", "meta", "vec"]
ALL, SCALARS = "read every value", "read all but the vectors"
ROWS, SHAPED, UNREAD = "hits, vectors are views", "PyMilvus's hits, vectors become lists", "PyMilvus's hits, no vector"
FLOOR = "receive the bytes"


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, search_reply

    return {**common_replies(options), "Search": search_reply(QUERIES, TOP, OUTPUT, options)}


def client_variant(client: str, read: list[str]) -> Callable[[str, Options], Work]:
    """`MilvusClient.search` to hits in PyMilvus's shape."""

    def prepare(address: str, options: Options) -> Work:
        connected = import_module(client).MilvusClient(uri=f"http://{address}")
        queries = list(data.vectors(QUERIES, options.dim))

        def work() -> None:
            for hits in connected.search(data.NAME, queries, limit=TOP, output_fields=OUTPUT, anns_field="vec"):
                for hit in hits:
                    entity = hit["entity"]
                    for name in read:
                        entity[name]

        return work

    return prepare


def session_variant(address: str, options: Options) -> Work:
    """`session.search` of several vectors; scores, keys and rows of each."""
    from vectorm import Session, connections, search

    connections.connect(uri=f"http://{address}")
    row = data.model(options.dim)
    queries = data.vectors(QUERIES, options.dim)
    statement = search(row.vec).near_all(queries).only(row.name, row.year, row.meta, row.vec).limit(TOP)

    def work() -> None:
        with Session() as session:
            for hits in session.search(statement):
                for _, _, entity in zip(hits.ids, hits.scores, hits.rows(), strict=True):
                    for name in OUTPUT:
                        entity[name]

    return work


def floor(address: str, _options: Options) -> Work:
    search = data.method(address, "Search")
    return lambda: search(b"")


def repeats(_options: Options) -> int:
    return 3


def line(title: str, theirs: str, goals: dict[int, float], floors: dict[int, float]) -> Line:
    return Line(
        f"100 searches x 100 to {title}", f"vectorm: {title}", f"pymilvus: {theirs}", f"floor: {FLOOR}", goals, floors
    )


CASE = Case(
    name="search",
    summary="100 queries of 100 hits, dimension {dim}, 3 times",
    replies=replies,
    variants=(
        Variant("pymilvus", ALL, client_variant("pymilvus", OUTPUT), repeats),
        Variant("pymilvus", SCALARS, client_variant("pymilvus", OUTPUT[:-1]), repeats),
        Variant("vectorm", ROWS, session_variant, repeats),
        Variant("vectorm", UNREAD, client_variant("vectorm", OUTPUT[:-1]), repeats),
        Variant("vectorm", SHAPED, client_variant("vectorm", OUTPUT), repeats),
        Variant("floor", FLOOR, floor, repeats),
    ),
    lines=(
        line(ROWS, ALL, {128: 10, 768: 12}, {128: 2, 768: 2}),
        line(UNREAD, SCALARS, {128: 9, 768: 9}, {}),
        line(SHAPED, ALL, {128: 1.5, 768: 1.5}, {}),
    ),
    per=("hit", lambda options: QUERIES * TOP * repeats(options)),
)
