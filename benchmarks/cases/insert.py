"""Insert rows, 5,000 a request."""

from collections.abc import Callable
from importlib import import_module

from benchmarks import data
from benchmarks.model import Case, Line, Options, Replies, Variant, Work

LISTS, ARRAYS, COLUMNS = "rows, vectors are lists", "rows, vectors are arrays", "columns, vectors a 2-D array"
FLOOR = "send ready-made bytes"


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, insert_reply

    return {**common_replies(options), "Insert": insert_reply(options), "Upsert": insert_reply(options)}


def rows_variant(client: str, *, as_lists: bool) -> Callable[[str, Options], Work]:
    """`MilvusClient.insert` of dicts."""

    def prepare(address: str, options: Options) -> Work:
        connected = import_module(client).MilvusClient(uri=f"http://{address}")
        rows = data.rows(options, as_lists=as_lists)
        return lambda: connected.insert(data.NAME, rows)

    return prepare


def columns_variant(client: str) -> Callable[[str, Options], Work]:
    """`Collection.insert` of columns."""

    def prepare(address: str, options: Options) -> Work:
        package = import_module(client)
        package.connections.connect(uri=f"http://{address}")
        collection = package.Collection(data.NAME)
        columns = list(data.columns(options).values())
        return lambda: collection.insert(columns)

    return prepare


def floor(address: str, options: Options) -> Work:
    """The same bytes, encoded once, sent as they are."""
    from benchmarks.replies import insert_request

    insert, request = data.method(address, "Insert"), insert_request(options)
    return lambda: insert(request)


def repeats(options: Options) -> int:
    return options.rows // options.batch


def line(title: str, goals: dict[int, float], floors: dict[int, float]) -> Line:
    ours, theirs = f"vectorm: {title}", f"pymilvus: {title}"
    return Line(f"insert {title}", ours, theirs, f"floor: {FLOOR}", goals, floors)


CASE = Case(
    name="insert",
    summary="insert {rows:,} rows of dimension {dim}, {batch:,} a request",
    replies=replies,
    dims=(128, 768, 1536),
    variants=(
        Variant("pymilvus", LISTS, rows_variant("pymilvus", as_lists=True), repeats),
        Variant("vectorm", LISTS, rows_variant("vectorm", as_lists=True), repeats),
        Variant("pymilvus", ARRAYS, rows_variant("pymilvus", as_lists=False), repeats),
        Variant("vectorm", ARRAYS, rows_variant("vectorm", as_lists=False), repeats),
        Variant("pymilvus", COLUMNS, columns_variant("pymilvus"), repeats),
        Variant("vectorm", COLUMNS, columns_variant("vectorm"), repeats),
        Variant("floor", FLOOR, floor, repeats),
    ),
    lines=(
        line(ARRAYS, {128: 12, 768: 9, 1536: 9}, {128: 10, 768: 6, 1536: 5}),
        line(COLUMNS, {128: 12, 768: 9, 1536: 9}, {128: 10, 768: 6, 1536: 5}),
        line(LISTS, {128: 5, 768: 3.5, 1536: 2}, {}),
    ),
    per=("row", lambda options: options.rows),
)
