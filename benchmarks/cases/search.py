"""Search 100 queries of 100 hits with their vectors, and read every value."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Options, Replies, Variant, Work

grpc: Any = import_module("grpc")  # its stubs want serializers, and here bytes go in and out

QUERIES, TOP = 100, 100
OUTPUT = ["name", "year", "meta", "vec"]
BATCH, SCALARS = "read every value", "read all but the vectors"


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, search_reply

    return {**common_replies(options), "Search": search_reply(QUERIES, TOP, OUTPUT, options)}


def variant(client: str, read: list[str]) -> Callable[[str, Options], Work]:
    """`MilvusClient.search` to hits."""

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


def floor(address: str, _options: Options) -> Work:
    channel = grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)])
    search = channel.unary_unary("/milvus.proto.milvus.MilvusService/Search")
    return lambda: search(b"")


def repeats(_options: Options) -> int:
    return 10


CASE = Case(
    name="search",
    summary="100 queries of 100 hits, dimension {dim}, 10 times",
    replies=replies,
    variants=(
        Variant("pymilvus", BATCH, variant("pymilvus", OUTPUT), count=repeats),
        Variant("vectorm", BATCH, variant("vectorm", OUTPUT), count=repeats),
        Variant("pymilvus", SCALARS, variant("pymilvus", OUTPUT[:-1]), count=repeats),
        Variant("vectorm", SCALARS, variant("vectorm", OUTPUT[:-1]), count=repeats),
        Variant("floor", "receive the bytes", floor, against=BATCH, count=repeats),
    ),
    per=("hit", lambda options: QUERIES * TOP * repeats(options)),
)
