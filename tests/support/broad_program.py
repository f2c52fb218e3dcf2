"""A program that uses much of vectorm and says nothing: `python -m tests.support.broad_program PART URI ENGINE NAME`.

Any log record of the default level (WARNING) or above is an error of its own, wherever handlers stand.
"""

import asyncio
import logging
import sys
from contextlib import suppress

from vectorm import (
    AnnSearchRequest,
    AsyncMilvusClient,
    Collection,
    CollectionSchema,
    DataType,
    FieldSchema,
    FloatVector,
    Mapped,
    MilvusClient,
    MilvusException,
    Model,
    Partition,
    RRFRanker,
    Session,
    connections,
    field,
    schema,
    search,
    select,
    utility,
    vector,
)

ROWS = [{"id": number, "vector": [float(number), 1.0], "year": 1970 + number} for number in range(20)]


class Loud(logging.Handler):
    """Ends the program at the first record."""

    def emit(self, record: logging.LogRecord) -> None:
        raise SystemExit(f"logged by {record.name}: {record.getMessage()}")


def blocking(uri: str, engine: str, name: str) -> None:
    client = MilvusClient(uri)
    client.create_collection(name, dimension=2, consistency_level="Strong")
    client.insert(name, ROWS)
    client.upsert(name, ROWS[:3])
    client.flush(name)
    client.create_alias(name, f"{name}_alias")
    client.create_partition(name, "late")
    client.search(name, [[0.0, 1.0]], limit=3, filter="year > 1975", output_fields=["year"])
    client.query(name, "id in {keys}", filter_params={"keys": [1, 2]}, output_fields=["*"])
    client.get(name, [1, 2])
    for pages in (client.query_iterator(name, batch_size=7), client.search_iterator(name, [[0.0, 1.0]], batch_size=7)):
        while pages.next():
            pass
        pages.close()
    if engine == "lite":
        arms = [AnnSearchRequest([[0.0, 1.0]], "vector", {"metric_type": "COSINE"}, 3) for _ in range(2)]
        client.hybrid_search(name, arms, RRFRanker(), limit=3)
    client.delete(name, ids=[1])
    client.release_collection(name)
    client.load_collection(name)
    with suppress(MilvusException):  # a caught error is no noise either
        client.describe_collection("no_such_collection")
    client.drop_alias(f"{name}_alias")
    client.drop_collection(name)  # and the client is left open


async def running(uri: str, name: str) -> None:
    left = AsyncMilvusClient(uri)  # never closed
    async with AsyncMilvusClient(uri) as client:
        await client.create_collection(name, dimension=2, consistency_level="Strong")
        await client.insert(name, ROWS)
        await asyncio.gather(*(left.query(name, f"id == {number}") for number in range(8)))
        await client.search(name, [[0.0, 1.0]], limit=3)
        pages = await client.query_iterator(name, batch_size=7)
        while await pages.next():
            pass
        task = asyncio.create_task(client.query(name, "id >= 0"))
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        with suppress(MilvusException):
            await client.describe_collection("no_such_collection")
        await client.drop_collection(name)


def collections(uri: str, name: str) -> None:
    connections.connect(uri=uri)
    fields = [
        FieldSchema("id", DataType.INT64, is_primary=True),
        FieldSchema("vector", DataType.FLOAT_VECTOR, dim=2),
        FieldSchema("year", DataType.INT64),
    ]
    films = Collection(name, CollectionSchema(fields), consistency_level="Strong")
    films.insert(ROWS)
    films.create_index("vector", {"index_type": "IVF_FLAT", "metric_type": "L2", "params": {"nlist": 4}})
    films.load()
    hits = films.search(
        [[0.0, 1.0]], "vector", {"metric_type": "L2", "params": {"nprobe": 4}}, 3, output_fields=["year"]
    )
    print(len(hits[0]))
    films.query("year > 1980", output_fields=["id"])
    Partition(films, "late")
    utility.loading_progress(name)
    films.release()
    utility.drop_collection(name)


def objects(uri: str, name: str) -> None:
    class Film(Model, collection=name):
        id: Mapped[int] = field(primary_key=True)
        title: Mapped[str] = field(max_length=50)
        dense: Mapped[FloatVector] = vector(dim=2)

    connections.connect(uri=uri)
    schema.ensure(Film)
    with Session() as session:
        session.add(Film(id=1, title="Alien", dense=[0.0, 1.0]))
        session.commit()
        print(session.scalars(select(Film).where(Film.title == "Alien")).all())
        print(session.search(search(Film.dense).near([0.0, 1.0]).limit(1))[0])
    schema.drop_all(Film)


def main(part: str, uri: str, engine: str, name: str) -> None:
    logging.getLogger().addHandler(Loud(logging.WARNING))
    if part == "blocking":
        blocking(uri, engine, name)
    elif part == "running":
        asyncio.run(running(uri, name))
    elif part == "collections":
        collections(uri, name)
    else:
        objects(uri, name)
    print("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
