"""Errors: `except` clauses for PyMilvus's classes catch the same mistakes."""

import sys
from collections.abc import Callable
from typing import Any

from vectorm import Collection, CollectionSchema, DataType, FieldSchema, MilvusClient, connections, exceptions

URI = sys.argv[1]
NAME = "congruence_error_classes"
FIVE: Any = 5
TEXT: Any = "schema"


def attempt(title: str, kind: type[Exception], action: Callable[[], object]) -> None:
    try:
        print(title, "->", action())
    except kind:
        print(title, "-> caught by", kind.__name__)
    except exceptions.MilvusException:
        print(title, "-> not caught by", kind.__name__)


client = MilvusClient(uri=URI)
connections.connect(uri=URI)
fields = [FieldSchema("id", DataType.INT64, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=2)]
films = Collection(NAME, CollectionSchema([*fields, FieldSchema("year", DataType.INT64)]))
films.insert([[1], [[0.0, 1.0]], [1979]])
flat: dict[str, Any] = {"index_type": "FLAT", "metric_type": "L2", "params": {}}
films.create_index("v", flat, index_name="by_vector")
films.load()

attempt("describe nothing", exceptions.DescribeCollectionException, lambda: client.describe_collection("never_there"))
attempt("no schema", exceptions.SchemaNotReadyException, lambda: Collection("never_there"))
attempt("other schema", exceptions.SchemaNotReadyException, lambda: Collection(NAME, CollectionSchema(fields)))
attempt("schema of text", exceptions.SchemaNotReadyException, lambda: Collection("never_there", TEXT))
attempt("filter of 5", exceptions.DataTypeNotMatchException, lambda: client.query(NAME, filter=FIVE))
attempt("expr of 5", exceptions.DataTypeNotMatchException, lambda: films.query(FIVE))
attempt("search by 5", exceptions.DataTypeNotMatchException, lambda: films.search([[1.0, 1.0]], "v", {}, 1, expr=FIVE))
attempt("delete by 5", exceptions.DataTypeNotMatchException, lambda: client.delete(NAME, filter=FIVE))
attempt("delete by ids and filter", exceptions.ParamError, lambda: client.delete(NAME, ids=[1], filter="id > 0"))
attempt("query by ids and filter", exceptions.ParamError, lambda: client.query(NAME, filter="id > 0", ids=[1]))
attempt("partition again", exceptions.PartitionAlreadyExistException, lambda: films.create_partition("_default"))
attempt("row without a field", exceptions.DataNotMatchException, lambda: client.insert(NAME, {"id": 2, "year": 1}))
attempt("column too few", exceptions.DataNotMatchException, lambda: films.insert([[1], [[0.0, 1.0]]]))
attempt(
    "no such level",
    exceptions.InvalidConsistencyLevel,
    lambda: films.query("id > 0", consistency_level="Never"),
)
attempt("alias is no text", exceptions.ConnectionConfigException, lambda: connections.disconnect(FIVE))
attempt("alias elsewhere", exceptions.ConnectionConfigException, lambda: connections.connect(host="localhost", port=1))
attempt("no such alias", exceptions.ConnectionNotExistException, lambda: Collection(NAME, using="nobody"))
films.drop()
