"""Peak memory of inserting and of querying 100,000 rows at once. Every value is read, and nothing is kept."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Line, Options, Replies, Variant, Work

COUNT = 100_000
OUTPUT = ["id", "name", "year", "meta", "vec"]
INSERT, QUERY = "insert 100,000 rows", "query 100,000 rows"
PAYLOAD, REPLY = "the vectors as bytes", "receive the bytes"


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, insert_reply, query_reply

    many = Options(batch=COUNT, dim=options.dim)
    return {
        **common_replies(options),
        "Insert": insert_reply(many),
        "Query": query_reply(COUNT, OUTPUT, options),
    }


def insert_variant(client: str) -> Callable[[str, Options], Work]:
    """Rows with arrays, all in one call."""

    def prepare(address: str, options: Options) -> Work:
        connected = import_module(client).MilvusClient(uri=f"http://{address}")
        rows = data.rows(Options(batch=COUNT, dim=options.dim))
        return lambda: connected.insert(data.NAME, rows)

    return prepare


def query_variant(client: str) -> Callable[[str, Options], Work]:
    def prepare(address: str, _options: Options) -> Work:
        connected = import_module(client).MilvusClient(uri=f"http://{address}")

        def work() -> None:
            rows: list[Any] = connected.query(data.NAME, filter="id >= 0", output_fields=OUTPUT, limit=16_384)
            for row in rows:
                row["name"]

        return work

    return prepare


def payload(_address: str, options: Options) -> Work:
    vectors = data.vectors(COUNT, options.dim)
    return vectors.tobytes


def reply(address: str, _options: Options) -> Work:
    query = data.method(address, "Query")
    return lambda: query(b"")


def variant(client: str, title: str, prepare: Callable[[str, Options], Work]) -> Variant:
    return Variant(client, title, prepare, fresh=True, warm=False)


def line(title: str, floor: str, most: float) -> Line:
    ours, theirs = f"vectorm: {title}", f"pymilvus: {title}"
    return Line(f"{title}: peak memory", ours, theirs, f"floor: {floor}", {768: 0.5}, {768: most}, "memory")


CASE = Case(
    most_rounds=2,
    name="memory",
    summary="100,000 rows of dimension {dim} in one call",
    replies=replies,
    dims=(768,),
    variants=(
        variant("pymilvus", INSERT, insert_variant("pymilvus")),
        variant("vectorm", INSERT, insert_variant("vectorm")),
        variant("floor", PAYLOAD, payload),
        variant("pymilvus", QUERY, query_variant("pymilvus")),
        variant("vectorm", QUERY, query_variant("vectorm")),
        variant("floor", REPLY, reply),
    ),
    lines=(line(INSERT, PAYLOAD, 2.2), line(QUERY, REPLY, 1.3)),
    per=("row", lambda _options: COUNT),
)
