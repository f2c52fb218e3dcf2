"""A mistyped name: the error tells the one that is meant, on every engine, in sync and async."""

from collections.abc import Callable

import pytest

from tests.fix_client import Fill
from tests.fix_engines import Engine
from tests.fix_session import Open
from vectorm import Collection, DataType, Mapped, MilvusClient, Model, connections, field, select, utility, vector
from vectorm.errors import (
    AliasNotExistException,
    CollectionNotExistException,
    DatabaseNotExistException,
    FlushError,
    IndexNotExistException,
    MilvusException,
    ParamError,
    PartitionNotExistException,
    SchemaNotReadyException,
)
from vectorm.model.types import FloatVector

VECTOR = [0.1, 0.2, 0.3, 0.4]
ROW = {"id": 1, "title": "a", "near": VECTOR}


def fill(client: MilvusClient, name: str) -> None:
    schema = client.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("title", DataType.VARCHAR, max_length=20)
    schema.add_field("near", DataType.FLOAT_VECTOR, dim=4)
    indexes = client.prepare_index_params()
    indexes.add_index("near", index_type="FLAT", metric_type="L2", index_name="near_index")
    client.create_collection(name, schema=schema, index_params=indexes)
    client.create_partition(name, "archive")
    client.create_alias(name, f"{name}_now")
    client.insert(name, [ROW])


Call = Callable[[MilvusClient, str], object]

MISSING: dict[str, tuple[type[MilvusException], str, Call]] = {
    "query": (CollectionNotExistException, "{name}", lambda c, n: c.query(n[:-1], filter="id >= 0")),
    "search": (CollectionNotExistException, "{name}", lambda c, n: c.search(n[:-1], data=[VECTOR])),
    "insert": (CollectionNotExistException, "{name}", lambda c, n: c.insert(n[:-1], [{"id": 1}])),
    "delete": (CollectionNotExistException, "{name}", lambda c, n: c.delete(n[:-1], filter="id > 5")),
    "describe": (CollectionNotExistException, "{name}", lambda c, n: c.describe_collection(n[:-1])),
    "load": (CollectionNotExistException, "{name}", lambda c, n: c.load_collection(n[:-1])),
    "partition of no collection": (CollectionNotExistException, "{name}", lambda c, n: c.has_partition(n[:-1], "x")),
    "partition": (PartitionNotExistException, "archive", lambda c, n: c.get_partition_stats(n, "archiv")),
    "query partition": (
        PartitionNotExistException,
        "archive",
        lambda c, n: c.query(n, filter="id >= 0", partition_names=["archiv"]),
    ),
    "insert partition": (
        PartitionNotExistException,
        "archive",
        lambda c, n: c.insert(n, [ROW], partition_name="archiv"),
    ),
    "alias": (AliasNotExistException, "{name}_now", lambda c, n: c.describe_alias(f"{n}_no")),
    "alter alias": (AliasNotExistException, "{name}_now", lambda c, n: c.alter_alias(n, f"{n}_no")),
    "database": (DatabaseNotExistException, "default", lambda c, _: c.use_database("defalt")),
    "output field": (ParamError, "title", lambda c, n: c.query(n, filter="id >= 0", output_fields=["tilte"])),
    "field of a filter": (ParamError, "title", lambda c, n: c.query(n, filter="tilte == 'a'")),
    "field of a row": (ParamError, "title", lambda c, n: c.insert(n, [{**ROW, "tilte": "a"}])),
}


@pytest.mark.parametrize("what", MISSING)
def test_the_closest_name_is_told(client: MilvusClient, shared: Callable[[Fill], str], what: str) -> None:
    name = shared(fill)
    kind, meant, call = MISSING[what]
    with pytest.raises(kind) as caught:
        call(client, name)
    assert f"did you mean '{meant.format(name=name)}'?" in str(caught.value)


def test_a_name_that_is_like_none(client: MilvusClient) -> None:
    with pytest.raises(CollectionNotExistException) as caught:
        client.query("wholly_other", filter="id >= 0")
    assert "did you mean" not in str(caught.value)


def test_collections_and_indexes_of_the_names_of_pymilvus(engine: Engine, shared: Callable[[Fill], str]) -> None:
    name = shared(fill)
    connections.connect("closest", uri=engine.uri)
    with pytest.raises(SchemaNotReadyException, match=f"did you mean '{name}'"):
        Collection(name[:-1], using="closest")
    if engine.name != "lite":  # which has one index a field, by the field's name
        with pytest.raises(IndexNotExistException, match="did you mean 'near_index'"):
            Collection(name, using="closest").index(index_name="near_idex")
        with pytest.raises(IndexNotExistException, match="did you mean 'near_index'"):
            utility.index_building_progress(name, "near_idex", using="closest")
    connections.disconnect("closest")


def test_sessions(open_session: Open, shared: Callable[[Fill], str]) -> None:
    name = shared(fill)

    class Wrong(Model, collection=name[:-1]):
        id: Mapped[int] = field(primary_key=True)
        near: Mapped[FloatVector] = vector(dim=4)

    session = open_session()
    with pytest.raises(CollectionNotExistException, match=f"did you mean '{name}'"):
        session.scalars(select(Wrong)).all()
    session.add(Wrong(id=1, near=VECTOR))
    with pytest.raises(FlushError, match=f"did you mean '{name}'"):
        session.flush()
    session.rollback()
