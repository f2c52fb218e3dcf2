"""What is asked of each engine in the truth table: models, rows, and questions of more than one call."""

import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np

from vectorm import AnnSearchRequest, DataType, Function, FunctionType, MilvusClient, RRFRanker
from vectorm.connection.handle import Connection
from vectorm.model import BM25, FLAT, Float16Vector, FloatVector, Mapped, Model, SparseVector, field, vector
from vectorm.query import select
from vectorm.session import Session, schema

RUN = uuid.uuid4().hex[:8]


class Item(Model, collection=f"truth_{RUN}", dynamic=True, properties={"owner": "me"}):
    id: Mapped[int] = field(primary_key=True)
    n: Mapped[int]
    s: Mapped[str] = field(max_length=20)
    tags: Mapped[list[str]] = field(max_capacity=4, max_length=8)
    j: Mapped[dict[str, Any]]
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Nullable(Model, collection=f"truth_null_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    n: Mapped[int | None] = field(default=None)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Defaulted(Model, collection=f"truth_default_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    n: Mapped[int | None] = field(default=None, server_default=7)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Text(Model, collection=f"truth_text_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[str] = field(max_length=100, enable_match=True)
    words: Mapped[SparseVector] = vector(function=BM25("body"))


class Half(Model, collection=f"truth_half_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    dense: Mapped[Float16Vector] = vector(dim=2, index=FLAT(metric="L2"))


COUNT = 12
TEXTS = ["red fox", "blue fox", "red car"]


def item(number: int) -> Item:
    values: dict[str, Any] = {"more": number % 4}
    return Item(
        id=number,
        n=number,
        s="abc"[number % 3] + str(number),
        tags=["x"] if number % 2 else ["y", "z"],
        j={"k": number, "l": [number, -1]} if number < 10 else {},
        dense=[float(number), 0.0],
        **values,
    )


ITEMS = select(Item).consistency("Strong")
"""What is asked for in the ORM: other rows of the table delete what they wrote, in other sessions and in Core."""


@dataclass(frozen=True)
class Asked:
    """An engine with the rows of `Item`."""

    client: MilvusClient
    session: Session
    connection: Connection

    def query(self, filter: str, **options: Any) -> list[int]:
        """Keys of the rows that a filter finds in Core."""
        given: dict[str, Any] = {"consistency_level": "Strong", **options}
        return sorted(row["id"] for row in self.client.query(Item.__spec__.name, filter, ["id"], **given))

    def ids(self, *conditions: Any) -> list[Any]:
        """Keys of the rows that conditions find in the ORM."""
        return self.session.scalars(ITEMS.where(*conditions)).ids

    def near(self, **options: Any) -> list[int]:
        """Keys of the nearest rows to row 0 in Core."""
        given: dict[str, Any] = {"limit": 3, "consistency_level": "Strong", **options}
        return [hit["id"] for hit in self.client.search(Item.__spec__.name, [[0.0, 0.0]], **given)[0]]

    def properties(self, name: str) -> dict[str, str]:
        """The properties of a collection."""
        told: dict[str, str] = self.client.describe_collection(name)["properties"]
        return told

    def ensured(self, model: type[Model], *rows: Model) -> Session:
        """A session of a model's own, with rows."""
        schema.ensure(model, bind=self.connection)
        self.session.add_all(rows)
        self.session.commit()
        return self.session

    def created(self, model: type[Model], *fields: tuple[str, DataType, dict[str, Any]], **functions: Any) -> str:
        """A new collection of Core, indexed and loaded."""
        name = f"{model.__spec__.name}_core"
        if self.client.has_collection(name):
            return name
        plan, params = self.client.create_schema(), self.client.prepare_index_params()
        plan.add_field("id", DataType.INT64, is_primary=True)
        for field_name, data_type, options in fields:
            plan.add_field(field_name, data_type, **options)
            if data_type.is_vector:
                sparse = data_type is DataType.SPARSE_FLOAT_VECTOR
                kind, metric = ("SPARSE_INVERTED_INDEX", "BM25") if sparse else ("FLAT", "L2")
                params.add_index(field_name, index_type=kind, metric_type=metric)
        for function in functions.values():
            plan.add_function(function)
        self.client.create_collection(name, schema=plan, index_params=params, consistency_level="Strong")
        return name


VECTOR = ("dense", DataType.FLOAT_VECTOR, {"dim": 2})
FULL_TEXT = Function("bm25", FunctionType.BM25, input_field_names=["body"], output_field_names=["words"])


def nullable_rows(asked: Asked) -> str:
    name = asked.created(Nullable, ("n", DataType.INT64, {"nullable": True}), VECTOR)
    asked.client.upsert(name, [{"id": number, "n": number or None, "dense": [0, 0]} for number in range(3)])
    return name


def default_rows(asked: Asked) -> str:
    name = asked.created(Defaulted, ("n", DataType.INT64, {"default_value": 7}), VECTOR)
    asked.client.upsert(name, [{"id": 0, "dense": [0, 0]}, {"id": 1, "n": 1, "dense": [0, 0]}])
    return name


def text_rows(asked: Asked) -> str:
    body = ("body", DataType.VARCHAR, {"max_length": 100, "enable_analyzer": True, "enable_match": True})
    name = asked.created(Text, body, ("words", DataType.SPARSE_FLOAT_VECTOR, {}), bm25=FULL_TEXT)
    asked.client.upsert(name, [{"id": number, "body": text} for number, text in enumerate(TEXTS)])
    return name


def text_match(asked: Asked) -> object:
    return [row["id"] for row in asked.client.query(text_rows(asked), 'text_match(body, "fox")', ["id"])]


def half_rows(asked: Asked) -> str:
    name = asked.created(Half, ("dense", DataType.FLOAT16_VECTOR, {"dim": 2}))
    asked.client.upsert(name, [{"id": number, "dense": np.full(2, number, np.float16)} for number in range(3)])
    return name


def text_session(asked: Asked) -> Session:
    return asked.ensured(Text, *(Text(id=number, body=text) for number, text in enumerate(TEXTS)))


def partial_upsert(asked: Asked) -> object:
    asked.client.upsert(Item.__spec__.name, [{"id": 3, "n": 3}], partial_update=True)
    return asked.client.get(Item.__spec__.name, 3, ["s"])[0]["s"]


def changed_object(asked: Asked) -> object:
    obj = asked.session.get_one(Item, 3)
    obj.n += 1
    asked.session.commit()
    obj.n -= 1
    asked.session.commit()
    return asked.session.get_one(Item, 3, vectors=True).s


def inserted_at_once(asked: Asked) -> object:
    """Ten rows, each read right after it was written. Core asks for a level as PyMilvus does: Bounded may be behind."""
    seen = 0
    for number in range(100, 110):
        asked.client.upsert(Item.__spec__.name, [{**vars(item(number)), "more": 0}])
        seen += len(asked.query(f"id == {number}", consistency_level="Session"))
        asked.client.delete(Item.__spec__.name, filter=f"id == {number}")
        seen += len(asked.query(f"id == {number}", consistency_level="Session"))
    return seen


def added_at_once(asked: Asked) -> object:
    seen = 0
    for number in range(200, 210):
        obj = item(number)
        asked.session.add(obj)
        seen += asked.session.count(select(Item).where(Item.id == number))
        asked.session.delete(obj)
        seen += asked.session.count(select(Item).where(Item.id == number))
    return seen


def partitions(asked: Asked) -> object:
    name = Item.__spec__.name
    if not asked.client.has_partition(name, "p"):
        asked.client.create_partition(name, "p")
    asked.client.load_partitions(name, "p")
    asked.client.insert(name, [{**vars(item(300)), "more": 0}], partition_name="p")
    both = [asked.query("id >= 300", partition_names=[each], consistency_level="Strong") for each in ("p", "_default")]
    asked.client.delete(name, ids=[300], partition_name="p")
    return tuple(both)


def partitions_of_objects(asked: Asked) -> object:
    name = Item.__spec__.name
    if not asked.client.has_partition(name, "q"):
        asked.client.create_partition(name, "q")
    asked.client.load_partitions(name, "q")
    obj = item(300)
    asked.session.add(obj, partition="q")
    asked.session.commit()
    rows = select(Item).where(Item.id >= 300)
    found = [asked.session.scalars(rows.partitions(partition)).ids for partition in ("q", "_default")]
    asked.session.delete(obj)
    asked.session.commit()
    return tuple(found)


def aliases(asked: Asked) -> object:
    name, alias = Item.__spec__.name, f"alias_{RUN}"
    other = nullable_free(asked)
    asked.client.create_alias(name, alias)
    first = asked.client.describe_alias(alias)["collection_name"]
    asked.client.alter_alias(other, alias)
    second = asked.client.describe_alias(alias)["collection_name"]
    asked.client.drop_alias(alias)
    return (first, second) == (name, other)


def nullable_free(asked: Asked) -> str:
    return asked.created(Item, VECTOR)


def renamed(asked: Asked) -> object:
    name = nullable_free(asked)
    asked.client.rename_collection(name, f"{name}_new")
    found = asked.client.has_collection(name), asked.client.has_collection(f"{name}_new")
    asked.client.rename_collection(f"{name}_new", name)
    return found


def databases(asked: Asked) -> object:
    name = f"truth_db_{RUN}"
    asked.client.create_database(name)
    found = name in asked.client.list_databases()
    asked.client.drop_database(name)
    return found


def properties(asked: Asked) -> object:
    name = nullable_free(asked)
    asked.client.alter_collection_properties(name, {"owner": "me"})
    return asked.properties(name).get("owner")


def pages(asked: Asked) -> object:
    iterator = asked.client.query_iterator(Item.__spec__.name, batch_size=5, filter="id < 12")
    found: list[int] = []
    while page := iterator.next():
        found += [row["id"] for row in page]
    iterator.close()
    return sorted(found)


def search_pages(asked: Asked) -> object:
    iterator = asked.client.search_iterator(Item.__spec__.name, [[0.0, 0.0]], batch_size=5, limit=COUNT)
    found: list[int] = []
    while page := iterator.next():
        found += [hit["id"] for hit in page]
    iterator.close()
    return found


def hybrid_search(asked: Asked) -> object:
    arm = AnnSearchRequest([[0.0, 0.0]], "dense", {"metric_type": "L2"}, limit=5)
    return [hit["id"] for hit in asked.client.hybrid_search(Item.__spec__.name, [arm, arm], RRFRanker(), limit=3)[0]]
