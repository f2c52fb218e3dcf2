"""Too much: messages, rows, names, time."""

from typing import Any

from tests.faults.catalogue.case import CORE, EVERY_WAY, Verdict, case
from tests.faults.catalogue.world import World, require
from vectorm import select

BIG = "x" * 60_000


@case("limits", ways=EVERY_WAY, seconds=120)
def insert_over_64_megabytes(world: World) -> None:
    """1,300 rows of 60,000 bytes, 78 MB: stored in batches, or refused with the limit named and nothing stored."""
    way = world.connect()
    rows = world.rows(1_300)
    for row in rows:
        row["text"] = BIG
    error = world.attempt(lambda: way.insert(rows, timeout=100), timeout=100)
    if error is not None:
        world.explains(error, ["64|67108864|large|bigger|max"], "MessageTooLarge")
        world.check_stored([])
        return
    world.check_stored(range(1_300))


@case("limits", ways=EVERY_WAY, seconds=60)
def reply_over_4_megabytes(world: World) -> None:
    """A reply of 12 MB, over gRPC's default limit of 4 MB."""
    way = world.connect()
    rows = world.rows(200)
    for row in rows:
        row["text"] = BIG
    world.truth.insert(world.collection, rows)
    found = read_texts(world, way)
    require(found == 200, Verdict.LOSS, f"{found} texts instead of 200")


def read_texts(world: World, way: Any) -> int:
    """How many whole texts a query gives."""
    keywords: dict[str, Any] = {"output_fields": ["text"], "limit": 1_000, "timeout": 30}
    if "session" in world.way_name:
        found = way.scalars(select(way.model).limit(1_000), 30)
        return sum(obj.text == BIG for obj in found)
    if world.way_name == "collection":
        rows = way.opened.query("number >= 0", **keywords)
    elif world.way_name == "async":
        rows = way.run(way.client.query(world.collection, filter="number >= 0", **keywords))
    else:
        rows = way.client.query(world.collection, filter="number >= 0", **keywords)
    return sum(row["text"] == BIG for row in rows)


@case("limits", ways=["client"])
def limit_over_16384(world: World) -> None:
    """A query with a limit of 20,000: the error names 16,384, or all rows come."""
    way = world.connect(filled=3)
    found: list[Any] = []
    error = world.attempt(
        lambda: found.extend(way.client.query(world.collection, filter="number >= 0", limit=20_000, timeout=10))
    )
    if error is not None:
        world.explains(error, ["16384|16,384|limit"])
    else:
        require(len(found) == 3, Verdict.LOSS, f"{len(found)} rows")


@case("limits", ways=["client"])
def negative_limit(world: World) -> None:
    """A search with a limit of -1 or 0: refused, the limit is named."""
    way = world.connect(filled=3)
    for limit in (-1, 0):
        call = lambda limit=limit: way.client.search(world.collection, data=[[0.1] * 4], limit=limit, timeout=10)  # noqa: E731
        world.must_fail(call, says=["limit|topk|top k"], timeout=10)


@case("limits", ways=["client"], seconds=90)
def more_rows_than_a_page(world: World) -> None:
    """An iterator over 20,000 rows gives each of them once."""
    way = world.connect()
    for start in range(0, 20_000, 5_000):
        world.truth.insert(world.collection, world.rows(5_000, start=start))
    pages = way.client.query_iterator(
        world.collection, filter="number >= 0", output_fields=["number"], batch_size=3_000
    )
    numbers: list[int] = []
    while page := pages.next():
        numbers += [row["number"] for row in page]
    require(
        sorted(numbers) == list(range(20_000)), Verdict.LOSS, f"{len(numbers)} rows, {len(set(numbers))} of them apart"
    )


@case("limits", ways=CORE)
def name_of_300_characters(world: World) -> None:
    """A collection's name is too long: the error says so."""
    world.open()
    long = "c" * 300
    if world.way_name == "collection":
        create = lambda: world.lib.Collection(long, schema(world), using="catalogue")  # noqa: E731
    else:
        way = world.way
        create = lambda: settle(way, way.client.create_collection(long, dimension=4, timeout=20))  # noqa: E731
    error = world.attempt(create)
    if error is None:
        require(world.truth.has_collection(long), Verdict.LOSS, "said to be created, but it is not there")
        world.truth.drop_collection(long)
    else:
        world.explains(error, ["255|length|name"])


@case("limits", ways=["client", "async"])
def name_with_a_space(world: World) -> None:
    """A collection's name is no identifier: the error says so, or it works."""
    way = world.open()
    name = "two words; drop"
    error = world.attempt(lambda: settle(way, way.client.create_collection(name, dimension=4, timeout=20)))
    if error is None:
        require(world.truth.has_collection(name), Verdict.LOSS, "said to be created, but it is not there")
        world.truth.drop_collection(name)
    else:
        world.explains(error, ["name|character"])


@case("limits", ways=["client", "async"])
def timeout_of_nothing(world: World) -> None:
    """A timeout of 0.001 s: an error within a second."""
    way = world.connect(filled=1)
    error = world.attempt(lambda: way.query("number >= 0", timeout=0.001), timeout=0.5)
    if error is not None:
        world.explains(error, ["deadline|timeout|timed out|0.001"])


@case("limits", ways=["client", "async"])
def deep_filter(world: World) -> None:
    """A filter of 3,000 nested parentheses: an answer or an error, and the engine lives on."""
    way = world.connect(filled=3)
    world.attempt(lambda: way.query("(" * 3_000 + "number >= 0" + ")" * 3_000, timeout=20), timeout=20)
    require(len(way.query("number >= 0", timeout=10)) == 3, Verdict.FAIL, "the engine does not answer any more")


def schema(world: World) -> Any:
    """The smallest schema."""
    lib = world.lib
    fields = [
        lib.FieldSchema("id", lib.DataType.INT64, is_primary=True),
        lib.FieldSchema("vector", lib.DataType.FLOAT_VECTOR, dim=4),
    ]
    return lib.CollectionSchema(fields)


def settle(way: Any, result: Any) -> Any:
    """The result of a call, async or not."""
    return way.run(result) if hasattr(way, "run") else result
