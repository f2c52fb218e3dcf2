"""Insert rows, 5,000 a request."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Options, Replies, Variant, Work

grpc: Any = import_module("grpc")  # its stubs want serializers, and here bytes go in and out

LISTS, ARRAYS, COLUMNS = "rows, vectors are lists", "rows, vectors are arrays", "columns, vectors a 2-D array"
SESSION = "session, objects with arrays"


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


def session_variant(address: str, options: Options) -> Work:
    """`Session.add_all` and `commit` of objects that are built already; the key is known, so they go as upserts."""
    from vectorm import FloatVector, Mapped, Model, Session, connections, field, vector

    class Row(Model, collection=data.NAME):
        id: Mapped[int] = field(primary_key=True)
        name: Mapped[str] = field(max_length=200)
        score: Mapped[float] = field()
        year: Mapped[int] = field()
        meta: Mapped[dict[str, Any]] = field()
        vec: Mapped[FloatVector] = vector(dim=options.dim)

    connections.connect(uri=f"http://{address}")
    rows = data.rows(options, as_lists=False)
    batches = [[Row(**row) for row in rows] for _ in range(repeats(options) + 1)]

    def work() -> None:
        with Session() as session:
            session.add_all(batches.pop())

    return work


def floor(address: str, options: Options) -> Work:
    """The same bytes, encoded once, sent as they are."""
    from benchmarks.replies import insert_request

    channel = grpc.insecure_channel(address, options=[("grpc.max_send_message_length", -1)])
    insert = channel.unary_unary("/milvus.proto.milvus.MilvusService/Insert")
    request = insert_request(options)
    return lambda: insert(request)


def repeats(options: Options) -> int:
    return options.rows // options.batch


CASE = Case(
    name="insert",
    summary="insert {rows:,} rows of dimension {dim}, {batch:,} a request",
    replies=replies,
    variants=(
        Variant("pymilvus", LISTS, rows_variant("pymilvus", as_lists=True), count=repeats),
        Variant("vectorm", LISTS, rows_variant("vectorm", as_lists=True), count=repeats),
        Variant("pymilvus", ARRAYS, rows_variant("pymilvus", as_lists=False), count=repeats),
        Variant("vectorm", ARRAYS, rows_variant("vectorm", as_lists=False), count=repeats),
        Variant("pymilvus", COLUMNS, columns_variant("pymilvus"), count=repeats),
        Variant("vectorm", COLUMNS, columns_variant("vectorm"), count=repeats),
        Variant("vectorm", SESSION, session_variant, against=ARRAYS, count=repeats),
        Variant("floor", "ready-made bytes", floor, against=LISTS, count=repeats),
    ),
    per=("row", lambda options: options.rows),
)
