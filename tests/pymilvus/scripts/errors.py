"""Errors: both clients raise a `MilvusException` for the same mistakes."""

import sys
from collections.abc import Callable

from vectorm import (
    Collection,
    CollectionSchema,
    DataType,
    FieldSchema,
    MilvusClient,
    MilvusException,
    connections,
    utility,
)

URI = sys.argv[1]
NAME = "congruence_errors"


def attempt(title: str, action: Callable[[], object]) -> None:
    try:
        print(title, "->", action())
    except MilvusException as error:
        is_number = error.code == int(error.code)
        print(title, "-> MilvusException, message:", bool(error.message), "code is a number:", is_number)
    except (TypeError, ValueError) as error:
        print(title, "->", type(error).__name__)


client = MilvusClient(uri=URI)
connections.connect(uri=URI)
client.create_collection(NAME, dimension=4, consistency_level="Strong")
client.insert(NAME, {"id": 1, "vector": [1.0, 0.0, 0.0, 0.0]})

attempt("search in no collection", lambda: client.search("never_there", [[1.0] * 4], limit=1))
attempt("query in no collection", lambda: client.query("never_there", filter="id == 1"))
attempt("insert into no collection", lambda: client.insert("never_there", {"id": 1}))
attempt("describe no collection", lambda: client.describe_collection("never_there"))
attempt("load no collection", lambda: client.load_collection("never_there"))
attempt("no such collection object", lambda: Collection("never_there"))
attempt("has no collection", lambda: client.has_collection("never_there"))
attempt("bad filter", lambda: client.query(NAME, filter="id ==== 1"))
attempt("insert of a wrong dimension", lambda: client.insert(NAME, {"id": 2, "vector": [1.0]}))
attempt("insert without a vector", lambda: client.insert(NAME, {"id": 2}))
attempt("insert of text for an int key", lambda: client.insert(NAME, {"id": "x", "vector": [1.0] * 4}))
attempt("search of a wrong dimension", lambda: client.search(NAME, [[1.0]], limit=1))
attempt("delete of nothing", lambda: client.delete(NAME))
attempt("unknown partition", lambda: client.insert(NAME, {"id": 2, "vector": [1.0] * 4}, partition_name="nowhere"))
attempt(
    "other schema",
    lambda: (
        Collection(
            NAME,
            CollectionSchema(
                [
                    FieldSchema("other", DataType.INT64, is_primary=True),
                    FieldSchema("v", DataType.FLOAT_VECTOR, dim=2),
                ]
            ),
        ).name
    ),
)
attempt(
    "no vector field",
    lambda: client.create_collection(
        NAME + "_2", schema=CollectionSchema([FieldSchema("k", DataType.VARCHAR, is_primary=True)])
    ),
)
client.release_collection(NAME)
attempt("search when released", lambda: client.search(NAME, [[1.0] * 4], limit=1))
attempt("unknown alias", lambda: utility.list_collections(using="nobody"))
attempt("unknown database", lambda: MilvusClient(uri=URI, db_name="no_such_db").list_collections())
attempt("count of what is left", lambda: client.get_collection_stats(NAME)["row_count"] >= 0)
client.drop_collection(NAME)
