"""Small searches, 1 query of 10 hits, 64 at a time on one event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module

from benchmarks import data
from benchmarks.cases import call
from benchmarks.model import Case, Line, Options, Variant, Work

CALLS, IN_FLIGHT = 512, 64
CLIENT, FLOOR = "AsyncMilvusClient.search", "grpc.aio, the bytes alone"
Search = Callable[[], Awaitable[object]]


def many(connect: Callable[[], Search]) -> Work:
    """All calls, at most 64 at a time, on a loop that stays."""
    loop = asyncio.new_event_loop()
    connected: list[Search] = []

    async def run() -> None:
        if not connected:
            connected.append(connect())
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def one() -> None:
            async with gate:
                await connected[0]()

        await asyncio.gather(*(one() for _ in range(CALLS)))

    return lambda: loop.run_until_complete(run())


def client_variant(client: str, address: str, options: Options) -> Work:
    query = list(data.vectors(1, options.dim))

    def connect() -> Search:
        connected = import_module(client).AsyncMilvusClient(uri=f"http://{address}")

        async def search() -> None:
            call.read(await connected.search(data.NAME, query, limit=10, output_fields=call.OUTPUT, anns_field="vec"))

        return search

    return many(connect)


def floor(address: str, options: Options) -> Work:
    request = bytes(4 * options.dim + 200)

    def connect() -> Search:
        channel = import_module("grpc.aio").insecure_channel(address)
        search = channel.unary_unary(data.SERVICE + "Search")
        return lambda: search(request, timeout=30)

    return many(connect)


OURS, THEIRS = f"vectorm: {CLIENT}", f"pymilvus: {CLIENT}"
CASE = Case(
    name="concurrent",
    summary="512 small searches of dimension {dim}, 1 query of 10 hits, 64 at a time",
    replies=call.replies,
    dims=(128,),
    variants=(
        Variant("pymilvus", CLIENT, lambda address, options: client_variant("pymilvus", address, options)),
        Variant("vectorm", CLIENT, lambda address, options: client_variant("vectorm", address, options)),
        Variant("floor", FLOOR, floor),
    ),
    lines=(
        Line("64 searches at a time", OURS, THEIRS, f"floor: {FLOOR}", {128: 2.8}, {128: 1.3}),
        Line("64 searches at a time, throughput", OURS, THEIRS, goals={128: 1.9}, measure="wall"),
    ),
    per=("call", lambda _options: CALLS),
)
