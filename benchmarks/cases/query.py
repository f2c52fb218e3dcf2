"""Query 10,000 rows with their vectors."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Line, Options, Replies, Variant, Work

COUNT = 10_000
OUTPUT = ["id", "name", "year", "meta", "vec"]
ALL, SCALARS = "read every value", "read all but the vectors"
ROWS, OBJECTS, SHAPED = "rows, vectors are views", "objects", "PyMilvus's rows, vectors become lists"
UNREAD = "PyMilvus's rows, no vector is read"
FLOOR = "receive the bytes"


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, query_reply

    return {**common_replies(options), "Query": query_reply(COUNT, OUTPUT, options)}


def client_variant(client: str, read: list[str]) -> Callable[[str, Options], Work]:
    """`MilvusClient.query` to rows in PyMilvus's shape."""

    def prepare(address: str, _options: Options) -> Work:
        connected = import_module(client).MilvusClient(uri=f"http://{address}")

        def work() -> None:
            for row in connected.query(data.NAME, filter="id >= 0", output_fields=OUTPUT, limit=COUNT):
                for name in read:
                    row[name]

        return work

    return prepare


def session_variant(read: Callable[[Any], None]) -> Callable[[str, Options], Work]:
    """`session.scalars` of a select."""

    def prepare(address: str, options: Options) -> Work:
        from vectorm import Session, connections, select

        connections.connect(uri=f"http://{address}")
        row = data.model(options.dim)
        statement = select(row).where(row.id >= 0).only(row.name, row.year, row.meta, row.vec).limit(COUNT)

        def work() -> None:
            with Session() as session:
                read(session.scalars(statement))

        return work

    return prepare


def read_rows(result: Any) -> None:
    for row in result.rows():
        for name in OUTPUT:
            row[name]


def read_objects(result: Any) -> None:
    for obj in result:
        obj.id, obj.name, obj.year, obj.meta, obj.vec  # noqa: B018  # reading is the work


def floor(address: str, _options: Options) -> Work:
    query = data.method(address, "Query")
    return lambda: query(b"")


def repeats(_options: Options) -> int:
    return 3


def line(title: str, theirs: str, goals: dict[int, float], floors: dict[int, float]) -> Line:
    return Line(f"query to {title}", f"vectorm: {title}", f"pymilvus: {theirs}", f"floor: {FLOOR}", goals, floors)


CASE = Case(
    name="query",
    summary="query 10,000 rows of dimension {dim}, 3 times",
    replies=replies,
    variants=(
        Variant("pymilvus", ALL, client_variant("pymilvus", OUTPUT), repeats),
        Variant("pymilvus", SCALARS, client_variant("pymilvus", OUTPUT[:-1]), repeats),
        Variant("vectorm", ROWS, session_variant(read_rows), repeats),
        Variant("vectorm", OBJECTS, session_variant(read_objects), repeats),
        Variant("vectorm", UNREAD, client_variant("vectorm", OUTPUT[:-1]), repeats),
        Variant("vectorm", SHAPED, client_variant("vectorm", OUTPUT), repeats),
        Variant("floor", FLOOR, floor, repeats),
    ),
    lines=(
        line(ROWS, ALL, {128: 10, 768: 12}, {128: 2.5, 768: 1.5}),
        line(OBJECTS, ALL, {128: 6, 768: 8}, {128: 4.5, 768: 2}),
        line(UNREAD, SCALARS, {128: 9, 768: 9}, {}),
        line(SHAPED, ALL, {128: 1.5, 768: 1.5}, {}),
    ),
    per=("row", lambda options: COUNT * repeats(options)),
)
