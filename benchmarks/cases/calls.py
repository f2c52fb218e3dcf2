"""Small searches, 1 query of 10 hits: one after the other, and 64 at a time from one event loop."""

import asyncio
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Options, Replies, Variant, Work

grpc: Any = import_module("grpc")  # its stubs want serializers, and here bytes go in and out

OUTPUT = ["name", "year", "meta"]
ONE, MANY = "one after the other", "64 at a time (async client)"
CALLS, IN_FLIGHT = 256, 64


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, search_reply

    return {**common_replies(options), "Search": search_reply(1, 10, OUTPUT, options)}


def read(results: Any) -> None:
    for hit in results[0]:
        for name in OUTPUT:
            hit["entity"][name]


def one(client: str, address: str, options: Options) -> Work:
    connected = import_module(client).MilvusClient(uri=f"http://{address}")
    query = list(data.vectors(1, options.dim))

    def work() -> None:
        for _ in range(CALLS):
            read(connected.search(data.NAME, query, limit=10, output_fields=OUTPUT, anns_field="vec"))

    return work


def many(client: str, address: str, options: Options) -> Work:
    loop = asyncio.new_event_loop()
    query = list(data.vectors(1, options.dim))
    connected: list[Any] = []

    async def run() -> None:
        if not connected:
            connected.append(import_module(client).AsyncMilvusClient(uri=f"http://{address}"))
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def call() -> None:
            async with gate:
                read(await connected[0].search(data.NAME, query, limit=10, output_fields=OUTPUT, anns_field="vec"))

        await asyncio.gather(*(call() for _ in range(CALLS)))

    return lambda: loop.run_until_complete(run())


def floor(address: str, _options: Options) -> Work:
    search = grpc.insecure_channel(address).unary_unary("/milvus.proto.milvus.MilvusService/Search")
    return lambda: [search(b"") for _ in range(CALLS)]


def repeats(_options: Options) -> int:
    return 8


CASE = Case(
    name="calls",
    summary="small searches of dimension {dim}, 1 query of 10 hits, 2,048 calls",
    replies=replies,
    variants=(
        Variant("pymilvus", ONE, lambda address, options: one("pymilvus", address, options), count=repeats),
        Variant("vectorm", ONE, lambda address, options: one("vectorm", address, options), count=repeats),
        Variant("pymilvus", MANY, lambda address, options: many("pymilvus", address, options), count=repeats),
        Variant("vectorm", MANY, lambda address, options: many("vectorm", address, options), count=repeats),
        Variant("floor", "send and receive the bytes", floor, against=ONE, count=repeats),
    ),
    per=("call", lambda options: CALLS * repeats(options)),
)
