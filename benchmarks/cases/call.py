"""Small searches, 1 query of 10 hits, one after the other."""

from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Line, Options, Replies, Variant, Work

OUTPUT = ["name", "year", "meta"]
CALLS = 256
CLIENT, STATEMENT, FLOOR = "MilvusClient.search", "a statement", "send and receive the bytes"


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, search_reply

    return {**common_replies(options), "Search": search_reply(1, 10, OUTPUT, options)}


def read(results: Any) -> None:
    for hit in results[0]:
        entity = hit["entity"]
        for name in OUTPUT:
            entity[name]


def client_variant(client: str, address: str, options: Options) -> Work:
    connected = import_module(client).MilvusClient(uri=f"http://{address}")
    query = list(data.vectors(1, options.dim))

    def work() -> None:
        for _ in range(CALLS):
            read(connected.search(data.NAME, query, limit=10, output_fields=OUTPUT, anns_field="vec"))

    return work


def statement_variant(address: str, options: Options) -> Work:
    """A statement that is written once and gets its vector for each call."""
    from vectorm import Session, connections, search

    connections.connect(uri=f"http://{address}")
    row = data.model(options.dim)
    query = data.vectors(1, options.dim)[0]
    statement = search(row.vec).only(row.name, row.year, row.meta).limit(10)

    def work() -> None:
        with Session() as session:
            for _ in range(CALLS):
                for entity in session.search(statement.near(query)).rows():
                    for name in OUTPUT:
                        entity[name]

    return work


def floor(address: str, options: Options) -> Work:
    """The bytes of a request of the same size."""
    search, request = data.method(address, "Search"), bytes(4 * options.dim + 200)
    return lambda: [search(request, timeout=30) for _ in range(CALLS)]


def line(title: str, goals: dict[int, float]) -> Line:
    work = f"one small search, from {title}"
    return Line(work, f"vectorm: {title}", f"pymilvus: {CLIENT}", f"floor: {FLOOR}", goals, {128: 1.6})


CASE = Case(
    name="call",
    summary="256 small searches of dimension {dim}, 1 query of 10 hits, one after the other",
    replies=replies,
    dims=(128,),
    variants=(
        Variant("pymilvus", CLIENT, lambda address, options: client_variant("pymilvus", address, options)),
        Variant("vectorm", CLIENT, lambda address, options: client_variant("vectorm", address, options)),
        Variant("vectorm", STATEMENT, statement_variant),
        Variant("floor", FLOOR, floor),
    ),
    lines=(line(STATEMENT, {128: 2.2}), line(CLIENT, {128: 2.2})),
    per=("call", lambda _options: CALLS),
)
