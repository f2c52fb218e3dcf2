"""Values never change the meaning of a filter: keys and texts with quotes, operators and control characters."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.faults.catalogue.case import Bad, Verdict, case
from tests.faults.catalogue.world import World, require
from vectorm import DataType, select

KEYS = [
    "plain", "it's", 'say "hi"', "back\\slash", "C:\\temp\\new", "\\", '"', "'", "\\'", '\\"',
    "a\nb", "a\rb", "a\tb", "\x00", "\x1b[0m", "100%", "_under_", "%", "' or id > '",
    "zzz'] or id not in ['", 'zzz"] or id not in ["', "x' || '1'=='1", "a, b", "['a']",
    "bob", "zzz', 'bob", 'zzz", "bob', "{x}", "$meta", "null", "true", "-1", "émile", "日本語", "👩‍👩‍👧",
    "\u202e", "\u2028", "\ufeff", "e\u0301", " ", "x" * 500,
]  # fmt: skip
by_client = partial(case, "filters", ways=["client", "async"])


def keyed(world: World) -> Any:
    """A collection with a text key that holds every one of the keys; the client."""
    schema = world.truth.create_schema(enable_dynamic_field=True)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=2_000)
    schema.add_field("number", DataType.INT64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=4)
    index = world.truth.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="L2")
    world.truth.create_collection(
        world.collection, schema=schema, index_params=index, consistency_level="Strong", timeout=60
    )
    rows = [{"id": key, "number": number, "vector": [0.5] * 4} for number, key in enumerate(KEYS)]
    world.truth.insert(world.collection, rows)
    return world.open()


def each_key(world: World, use: Callable[[Any, str, int], str]) -> None:
    """Use every key; the complaints end the case."""
    way = keyed(world)
    complaints: list[str] = []
    for number, key in enumerate(KEYS):
        try:
            complaint = use(way, key, number)
        except Exception as error:  # noqa: BLE001  # a refusal of an innocent key
            complaint = f"refused: {type(error).__name__}"
        if complaint:
            complaints.append(f"{key[:20]!r}: {complaint}")
    require(not complaints, Verdict.LOSS, f"{len(complaints)} of {len(KEYS)} keys, such as {complaints[:3]}")


@by_client()
def get_by_any_key(world: World) -> None:
    """`get` of each of 41 keys gives the row of that key and no other."""

    def use(way: Any, key: str, number: int) -> str:
        found = [row["number"] for row in way.get([key], timeout=10)]
        return "" if found == [number] else f"gave the rows {found[:5]}"

    each_key(world, use)


@by_client()
def delete_by_any_key(world: World) -> None:
    """`delete` of each of 41 keys deletes the row of that key and no other."""
    left = set(range(len(KEYS)))

    def use(way: Any, key: str, number: int) -> str:
        way.delete([key], timeout=10)
        left.discard(number)
        now = set(world.stored())
        missing = left - now
        left.intersection_update(now)
        if missing:
            return f"deleted {len(missing)} other rows"
        return "is still there" if number in now else ""

    each_key(world, use)


@by_client()
def delete_with_an_injection(world: World) -> None:
    """`delete(ids=["zzz'] or id not in ['"])` deletes nothing."""
    way = keyed(world)
    world.attempt(lambda: way.delete(["none'] or id not in ['"], timeout=10))
    world.attempt(lambda: way.delete(['none"] or id not in ["'], timeout=10))
    world.check_stored(range(len(KEYS)))


@by_client()
def delete_with_two_keys_in_one(world: World) -> None:
    """`delete(ids=["none', 'bob"])` does not delete bob."""
    way = keyed(world)
    world.attempt(lambda: way.delete(["none', 'bob"], timeout=10))
    world.check_stored(range(len(KEYS)))


@by_client()
def int_key_as_text(world: World) -> None:
    """An INT64 key given as the text `9] or id not in [9`: refused, nothing is deleted."""
    way = world.connect(filled=3)
    world.attempt(lambda: way.delete(["9] or id not in [9"], timeout=10))
    world.check_stored(range(3))


@by_client()
def get_with_an_injection(world: World) -> None:
    """`get` with an injected condition gives no row."""
    way = keyed(world)
    found: list[Any] = []
    world.attempt(lambda: found.extend(way.get(["none'] or id not in ['"], timeout=10)))
    require(not found, Verdict.LOSS, f"{len(found)} rows")


@by_client()
def bad_filter_text(world: World) -> None:
    """A filter that is no expression: the error quotes it or says that it cannot be parsed."""
    way = world.connect(filled=1)
    world.must_fail(lambda: way.query("number >>> 3 and", timeout=10), says=["pars|express|filter"], kind="FilterError")


@by_client()
def delete_without_a_condition(world: World) -> None:
    """A delete with neither keys nor a filter: refused, not everything."""
    way = world.connect(filled=3)
    client = way.client
    outcome = world.attempt(lambda: run(way, client.delete, world.collection))
    require(outcome is not None, Verdict.FAIL, "no error")
    world.check_stored(range(3))


@by_client()
def no_keys(world: World) -> None:
    """`get` and `delete` of no keys: no row is given, none is deleted."""
    way = world.connect(filled=3)
    found: list[Any] = []
    world.attempt(lambda: found.extend(way.get([], timeout=10)))
    require(not found, Verdict.LOSS, f"{len(found)} rows")
    world.attempt(lambda: way.delete([], timeout=10))
    world.check_stored(range(3))


@by_client()
def a_key_many_times(world: World) -> None:
    """`get` of one key four times gives its row once."""
    way = world.connect(filled=3)
    found = [row["number"] for row in way.get([1, 1, 1, 1], timeout=10)]
    require(found == [1], Verdict.LOSS, f"gave {found}")


@by_client(seconds=90)
def many_keys(world: World) -> None:
    """`get` of 120,000 keys, of which three are there."""
    way = world.connect(filled=3)
    found = sorted(row["number"] for row in way.get(list(range(120_000)), timeout=60))
    require(found == [0, 1, 2], Verdict.LOSS, f"gave {found[:5]}")


@case("filters", ways=["session", "async_session"])
def conditions_with_any_text(world: World) -> None:
    """`Model.text == value` finds the row of each of 41 texts and no other."""
    way = world.connect()
    rows = world.rows(len(KEYS))
    for row, text in zip(rows, KEYS, strict=True):
        row["text"] = text
    world.truth.insert(world.collection, rows)
    wrong = [text for number, text in enumerate(KEYS) if numbers_of(way, way.model.text == text) != [number]]
    require(not wrong, Verdict.LOSS, f"{len(wrong)} texts, such as {wrong[:3]}")


@case("filters", ways=["session", "async_session"])
def conditions_that_kill_servers(world: World) -> None:
    """What kills Milvus 2.3.5 cannot be said with typed fields: arithmetic on texts, division by zero."""
    way = world.connect(filled=1)
    model = way.model
    builds: list[Callable[[], Any]] = [
        lambda: model.text + "a" == "b",
        lambda: model.number / 0 == 1,
        lambda: -model.text == "a",
    ]
    for build in builds:
        try:
            condition = build()
        except (TypeError, world.lib.MilvusException):
            continue
        raise Bad(Verdict.FAIL, f"{condition} can be said")


def numbers_of(way: Any, condition: Any) -> list[int]:
    """The numbers of the rows that meet a condition."""
    return [obj.number for obj in way.scalars(select(way.model).where(condition), 10)]


def run(way: Any, method: Callable[..., Any], *args: Any) -> Any:
    """Call a method of a client, async or not."""
    return way.run(method(*args)) if hasattr(way, "run") else method(*args)
