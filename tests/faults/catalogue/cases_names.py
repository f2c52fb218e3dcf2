"""Something is not there, or is another than the client thinks: collections, aliases, indexes, schemas."""

from tests.faults.catalogue.case import CORE, EVERY_WAY, Verdict, case
from tests.faults.catalogue.world import World, require


@case("schema")
def missing_collection(world: World) -> None:
    """The collection does not exist: the error names it."""
    way = world.connect(filled=1)
    world.truth.drop_collection(world.collection)
    world.must_fail(
        lambda: way.query("number >= 0", timeout=5), says=[world.collection, "not found|exist|no collection"], timeout=5
    )


@case("schema", ways=CORE)
def missing_collection_on_insert(world: World) -> None:
    """A row is inserted into a collection that does not exist."""
    world.open()
    world.must_fail(
        lambda: world.way.insert(world.rows(1), timeout=5),
        says=[world.collection, "not found|exist|no collection"],
        timeout=5,
    )


@case("schema", ways=CORE)
def missing_collection_on_delete(world: World) -> None:
    """Rows of a collection that does not exist are deleted."""
    world.open()
    says = [world.collection, "not found|exist|no collection"]
    world.must_fail(lambda: world.way.delete([1], timeout=5), says=says, timeout=5)


@case("schema", ways=["client"])
def closest_name(world: World) -> None:
    """A collection's name is mistyped: the error says which one is meant."""
    world.connect()
    typo = world.collection[:-1]
    world.must_fail(lambda: world.way.client.query(typo, filter="id >= 0", timeout=5), says=[typo, world.collection])


@case("schema")
def released_collection(world: World) -> None:
    """The collection is not loaded: the error says so, or the client loads it and the answer is right."""
    way = world.connect(filled=1)
    world.truth.release_collection(world.collection)
    if world.engine == "lite" and world.library.is_ours:  # Milvus Lite forgets what was loaded: reads load it again
        require(way.search([0.1] * 4, timeout=10) == [0], Verdict.LOSS, "the row was not found")
        return
    world.must_fail(lambda: way.search([0.1] * 4, timeout=5), says=["load"], kind="CollectionNotLoaded", timeout=5)


@case("schema", ways=["client"])
def missing_partition(world: World) -> None:
    """A partition's name is mistyped: refused, never all rows."""
    way = world.connect(filled=3)
    client = way.client
    world.must_fail(
        lambda: client.query(world.collection, filter="id >= 0", partition_names=["nope"], timeout=5),
        says=["nope", "partition"],
    )


@case("schema", ways=["client"])
def misspelt_keyword(world: World) -> None:
    """`filters=` instead of `filter=`: refused, never an unfiltered result."""
    way = world.connect(filled=3)
    try:
        found = way.client.query(world.collection, filters="id < 0", output_fields=["number"], limit=5)
    except TypeError as error:
        world.explains(error, ["filters"])
        return
    except world.lib.MilvusException as error:
        world.explains(error, ["filters|filter"])
        return
    require(not found, Verdict.LOSS, f"{len(found)} rows, as if there were no filter")


@case("schema", ways=["client"])
def misspelt_keyword_of_a_search(world: World) -> None:
    """`filters=` instead of `filter=` in a search: refused, never an unfiltered result."""
    way = world.connect(filled=3)
    try:
        found = way.client.search(world.collection, data=[[0.1] * 4], filters="id < 0", limit=5)
    except TypeError as error:
        world.explains(error, ["filters"])
        return
    require(not found[0], Verdict.LOSS, f"{len(found[0])} hits, as if there were no filter")


@case("schema", ways=["client"])
def missing_alias(world: World) -> None:
    """An alias that does not exist is dropped or described."""
    way = world.connect()
    world.must_fail(lambda: way.client.describe_alias("no_such_alias", timeout=5), says=["no_such_alias"])


@case("schema", ways=["client"], engines=["milvus"])
def missing_index(world: World) -> None:
    """An index that does not exist is described: an error or nothing, named."""
    way = world.connect()
    found: list[object] = []
    error = world.attempt(lambda: found.append(way.client.describe_index(world.collection, "no_such_index", timeout=5)))
    if error is not None:
        world.explains(error, ["no_such_index|index"])
    else:
        require(not found[0], Verdict.LOSS, f"described {found[0]}")


@case("schema", ways=CORE)
def dropped_and_created_anew(world: World) -> None:
    """Somebody drops the collection and creates it with another schema: the next insert fits the new one, or fails."""
    way = world.connect(filled=1)
    way.insert(world.rows(1, start=5), timeout=10)
    world.truth.drop_collection(world.collection)
    world.create(auto_id=True)
    rows = world.rows(3, auto_id=True)
    error = world.attempt(lambda: way.insert(rows, timeout=10))
    if error is not None:
        world.explains(error, ["schema|id|field|changed"])
        error = world.attempt(lambda: way.insert(rows, timeout=10))
        require(error is None, Verdict.FAIL, f"the schema stays stale: {error}")
    world.check_stored([0, 1, 2])


@case("schema", ways=EVERY_WAY)
def dropped_and_created_alike(world: World) -> None:
    """Somebody drops the collection and creates it with the same schema: calls just work."""
    way = world.connect(filled=3)
    world.truth.drop_collection(world.collection)
    world.create()
    way.insert(world.rows(2, start=10), timeout=10)
    found = sorted(row["number"] for row in way.query("number >= 0", timeout=10))
    require(found == [10, 11], Verdict.LOSS, f"found {found}")


@case("schema", ways=["client", "async"])
def alias_switched(world: World) -> None:
    """An alias is moved to another collection: the next write goes there."""
    world.create()
    first, alias = world.collection, f"{world.collection}_alias"
    world.truth.create_alias(first, alias)
    world.collection = alias
    way = world.open()
    way.insert(world.rows(1), timeout=10)
    world.collection = f"{first}_b"
    world.create()
    world.truth.alter_alias(world.collection, alias)
    way.insert(world.rows(1, start=7), timeout=10)
    second = world.stored()
    world.truth.drop_alias(alias)
    world.truth.drop_collection(world.collection)
    world.collection = first
    require(second == [7], Verdict.LOSS, f"the new collection holds {second}")
    world.check_stored([0])


@case("schema", ways=["client"])
def wrong_output_field(world: World) -> None:
    """A field that does not exist is asked for: the error names it."""
    way = world.connect(filled=1)
    client = way.client
    world.must_fail(
        lambda: client.query(world.collection, filter="id >= 0", output_fields=["nope"], timeout=5), says=["nope"]
    )


@case("schema", ways=["client"])
def create_with_another_schema(world: World) -> None:
    """A collection of that name exists with another schema: refused, not ignored."""
    way = world.connect()
    client = way.client
    schema = world.lib.MilvusClient.create_schema(auto_id=True)
    schema.add_field("other", world.lib.DataType.INT64, is_primary=True)
    schema.add_field("vector", world.lib.DataType.FLOAT_VECTOR, dim=8)
    world.must_fail(
        lambda: client.create_collection(world.collection, schema=schema, timeout=10),
        says=[world.collection, "exist|duplicate"],
        kind="AlreadyExists",
    )
