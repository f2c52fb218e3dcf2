"""A client's own connection has an alias: libraries on top of PyMilvus hand `client._using` to `Collection`."""

import gc

import pytest

from tests.fix_engines import Engine
from vectorm import Collection, DataType, MilvusClient, connections
from vectorm.errors import ConnectionNotExistException


def alias_of(client: object) -> str:
    alias = getattr(client, "_using")  # noqa: B009 - private, and used by others all the same
    assert isinstance(alias, str)
    return alias


def test_collection_on_the_connection_of_a_client(client: MilvusClient, engine: Engine, name: str) -> None:
    with MilvusClient(engine.uri) as owner:
        schema = owner.create_schema()
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
        Collection(name, schema, using=alias_of(owner)).insert([[1], [[0.0, 1.0]]])
    assert client.has_collection(name)


def test_alias_is_not_listed_and_ends_with_the_client(engine: Engine) -> None:
    before = connections.list_connections()
    client = MilvusClient(engine.uri)
    alias = alias_of(client)
    assert alias == alias_of(client)
    assert connections.list_connections() == before
    client.close()
    del client
    gc.collect()
    with pytest.raises(ConnectionNotExistException):
        connections.get(alias)
