"""Query 10,000 rows with their vectors, and read every value."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Options, Replies, Variant, Work

grpc: Any = import_module("grpc")  # its stubs want serializers, and here bytes go in and out

COUNT = 10_000
OUTPUT = ["id", "name", "year", "meta", "vec"]
ALL, SCALARS = "read every value", "read all but the vectors"
UNLIMITED = [("grpc.max_receive_message_length", -1)]


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, query_reply

    return {**common_replies(options), "Query": query_reply(COUNT, OUTPUT, options)}


def variant(client: str, read: list[str]) -> Callable[[str, Options], Work]:
    """`MilvusClient.query` to rows."""

    def prepare(address: str, _options: Options) -> Work:
        connected = import_module(client).MilvusClient(uri=f"http://{address}")

        def work() -> None:
            for row in connected.query(data.NAME, filter="id >= 0", output_fields=OUTPUT, limit=COUNT):
                for name in read:
                    row[name]

        return work

    return prepare


def floor(address: str, _options: Options) -> Work:
    channel = grpc.insecure_channel(address, options=UNLIMITED)
    query = channel.unary_unary("/milvus.proto.milvus.MilvusService/Query")
    return lambda: query(b"")


def repeats(_options: Options) -> int:
    return 10


CASE = Case(
    name="query",
    summary="query 10,000 rows of dimension {dim} to rows, 10 times",
    replies=replies,
    variants=(
        Variant("pymilvus", ALL, variant("pymilvus", OUTPUT), count=repeats),
        Variant("vectorm", ALL, variant("vectorm", OUTPUT), count=repeats),
        Variant("pymilvus", SCALARS, variant("pymilvus", OUTPUT[:-1]), count=repeats),
        Variant("vectorm", SCALARS, variant("vectorm", OUTPUT[:-1]), count=repeats),
        Variant("floor", "receive the bytes", floor, against=ALL, count=repeats),
    ),
    per=("row", lambda options: COUNT * repeats(options)),
)
