"""Which names of PyMilvus a program uses."""

import pytest

from vectorm.cli.reader import read
from vectorm.cli.surface import load


def names(source: str) -> list[str]:
    return [use.path for use in read(source, load()) if not use.path.endswith(".__init__") and not use.keyword]


IMPORTED = "from pymilvus import Collection, MilvusClient, SearchResult, connections, utility\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pymilvus\npymilvus.MilvusClient", ["MilvusClient"]),
        ("import pymilvus as p\np.orm.utility.has_collection", ["orm", "orm.utility", "orm.utility.has_collection"]),
        ("import pymilvus.orm.db as d\nd.list_database()", ["orm.db", "orm.db.list_database"]),
        ("from pymilvus.orm import utility as u\nu.list_users", ["orm.utility", "orm.utility.list_users"]),
        ("from pymilvus import *\nutility.list_users", ["utility.list_users"]),
        ("from pymilvus.exceptions import ParamError as P", ["exceptions.ParamError"]),
        ("import numpy\nfrom .pymilvus import Collection", []),
        ("from milvus import Collection\nCollection()", []),
    ],
)
def test_imports(source: str, expected: list[str]) -> None:
    assert names(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("c = Collection('x')\nc.load()", "Collection.load"),
        ("c: Collection = make()\nc.load()", "Collection.load"),
        ("def f(c: 'Collection | None'):\n    c.load()", "Collection.load"),
        ("def f() -> Collection: ...\nf().load()", "Collection.load"),
        (
            "class A:\n    def g(self):\n        self.c.load()\n    def f(self):\n        self.c = Collection('x')",
            "Collection.load",
        ),
        ("with MilvusClient() as c:\n    c.query('x')", "MilvusClient.query"),
        ("if (c := MilvusClient()):\n    c.query('x')", "MilvusClient.query"),
        ("MilvusClient('x').query('x')", "MilvusClient.query"),
        ("MilvusClient.create_schema().verify()", "CollectionSchema.verify"),
        ("Collection('x').schema.to_dict()", "CollectionSchema.to_dict"),
        ("def f(r: SearchResult):\n    print(r[0][0].entity)", "Hit.entity"),
        ("def f(r: SearchResult):\n    return [hit.id for hits in r for hit in hits]", "Hit.id"),
        ("connections.connect()", "connections.connect"),
        ("utility.load_state('x')", "utility.load_state"),
    ],
)
def test_members_of_what_is_plain_to_see(source: str, expected: str) -> None:
    assert expected in names(IMPORTED + source)


def test_what_is_rebound_is_no_longer_followed() -> None:
    assert "Collection.load" not in names(IMPORTED + "c = Collection('x')\nc = other()\nc.load()")


def test_members_of_members_are_not_guessed() -> None:
    assert "Collection.name.upper" not in names(IMPORTED + "Collection('x').name.upper()")


def test_lines_are_told() -> None:
    found = read("from pymilvus import Collection\n\n\nCollection", load())
    assert [(use.path, use.line) for use in found] == [("Collection", 1), ("Collection", 4)]


def test_keywords_are_told() -> None:
    found = read("from pymilvus import Collection\nCollection('x').search(\n    [],\n    limmit=1,\n)", load())
    assert [(use.path, use.line, use.keyword) for use in found if use.keyword] == [("Collection.search", 4, "limmit")]


def test_no_python() -> None:
    with pytest.raises(SyntaxError):
        read("print 'hello'", load())
