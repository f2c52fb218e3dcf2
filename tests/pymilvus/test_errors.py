"""The same mistake raises the same class of exception in both libraries, or one that is listed here with the reason."""

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest

import vectorm
import vectorm.errors

pymilvus: Any = pytest.importorskip("pymilvus")
pandas: Any = pytest.importorskip("pandas")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")

INT64, VARCHAR, DOUBLE, FLOAT_VECTOR = 5, 21, 11, 101


def key(lib: Any, name: str = "id", **options: Any) -> Any:
    return lib.FieldSchema(name, INT64, is_primary=True, **options)


def vector(lib: Any) -> Any:
    return lib.FieldSchema("v", FLOAT_VECTOR, dim=2)


def plain(lib: Any, dtype: int = DOUBLE) -> Any:
    return lib.FieldSchema("plain", dtype)


def schema(lib: Any, *fields: Any, **options: Any) -> Any:
    return lib.CollectionSchema([*fields, vector(lib)], **options)


def bm25(lib: Any, outputs: list[str]) -> Any:
    return lib.Function("f", lib.FunctionType.BM25, ["plain"], outputs)


MISTAKES: dict[str, Callable[[Any], object]] = {
    "no such data type": lambda lib: lib.FieldSchema("x", 77),
    "unknown data type": lambda lib: lib.FieldSchema("x", lib.DataType.UNKNOWN),
    "is_primary is no bool": lambda lib: lib.FieldSchema("x", INT64, is_primary="yes"),
    "auto_id is no bool": lambda lib: key(lib, auto_id="yes"),
    "auto_id on another field": lambda lib: lib.FieldSchema("x", INT64, auto_id=True),
    "is_partition_key is no bool": lambda lib: lib.FieldSchema("x", INT64, is_partition_key="yes"),
    "is_clustering_key is no bool": lambda lib: lib.FieldSchema("x", INT64, is_clustering_key="yes"),
    "default_value of None": lambda lib: lib.FieldSchema("x", INT64, default_value=None),
    "fields are no list": lambda lib: lib.CollectionSchema("id"),
    "a field is none": lambda lib: lib.CollectionSchema(["id"]),
    "functions are no list": lambda lib: schema(lib, key(lib), functions="f"),
    "a function is none": lambda lib: schema(lib, key(lib), functions=["f"]),
    "no primary key": lambda lib: schema(lib, plain(lib)),
    "two primary keys": lambda lib: schema(lib, key(lib), key(lib, "other")),
    "a primary key of a wrong type": lambda lib: schema(lib, plain(lib), primary_field="plain"),
    "a primary field of no name": lambda lib: schema(lib, plain(lib), primary_field="nowhere"),
    "a partition key of a wrong type": lambda lib: schema(lib, key(lib), plain(lib), partition_key_field="plain"),
    "a partition key of no name": lambda lib: schema(lib, key(lib), partition_key_field="nowhere"),
    "a clustering key of no name": lambda lib: schema(lib, key(lib), clustering_key_field="nowhere"),
    "a clustering key of a wrong type": lambda lib: schema(lib, key(lib), plain(lib, 23), clustering_key_field="plain"),
    "function without its field": lambda lib: schema(lib, key(lib), functions=[bm25(lib, ["s"])]).verify(),
    "function of an unknown type": lambda lib: lib.Function("f", 77, ["a"], ["b"]),
    "function of a field given twice": lambda lib: lib.Function("f", 1, ["a", "a"], ["b"]),
    "function into its input": lambda lib: lib.Function("f", 1, ["a"], ["a"]),
    "expr and filter": lambda lib: lib.AnnSearchRequest([[1.0]], "v", {}, 1, expr="a > 1", filter="a > 1"),
    "expr is no text": lambda lib: lib.AnnSearchRequest([[1.0]], "v", {}, 1, expr=5),
    "an alias that is no text": lambda lib: lib.connections.has_connection(5),
    "an alias without settings": lambda lib: lib.connections.connect("nobody_knows_it"),
    "a host that is no text": lambda lib: lib.connections.connect("wrong_host", host=5),
    "a port that is none": lambda lib: lib.connections.connect("wrong_port", host="localhost", port=[5]),
    "an index of no collection": lambda lib: lib.Index("films", "v", {}),
    "no connection": lambda lib: lib.utility.list_collections(using="nobody_knows_it"),
}

CHOSEN = {
    "default_value of None": ("ParamError", "SchemaNotReadyException"),
    "an index of no collection": ("CollectionNotExistException", "ParamError"),
}
"""PyMilvus's class, ours, where ours is not the same. The first is a ParamError here too, by inheritance; the second is
about an argument, not about a collection."""


def raised(mistake: Callable[[Any], object], lib: Any) -> Any:
    try:
        mistake(lib)
    except (vectorm.MilvusException, pymilvus.MilvusException, TypeError, ValueError) as error:
        return error
    return None


@pytest.mark.parametrize("title", MISTAKES)
def test_the_same_mistake_raises_the_same_class(title: str) -> None:
    theirs, ours = raised(MISTAKES[title], pymilvus), raised(MISTAKES[title], vectorm)
    found = type(theirs).__name__, type(ours).__name__
    expected = CHOSEN.get(title)
    assert found == expected if expected else found[0] == found[1]
    assert type(ours.code) is int
    assert isinstance(ours.message, str)
    assert ours.message
    assert (ours.is_input_error, ours.retriable) == (theirs.is_input_error, theirs.retriable)


def classes(path: str) -> dict[str, type]:
    members = inspect.getmembers(importlib.import_module(path), inspect.isclass)
    return {name: cls for name, cls in members if issubclass(cls, Exception)}


@pytest.mark.parametrize("name", sorted(classes("pymilvus.exceptions")))
def test_every_class_is_there_and_a_milvus_exception(name: str) -> None:
    assert issubclass(classes("vectorm.errors")[name], vectorm.MilvusException)


def test_codes_are_the_same() -> None:
    for code in pymilvus.exceptions.ErrorCode:
        assert vectorm.errors.ErrorCode[code.name] == code


def test_an_error_is_made_as_pymilvus_makes_it() -> None:
    for lib in (pymilvus, vectorm):
        made = lib.MilvusException(100, "gone", 4, retriable=True)
        assert (made.code, made.message, made.compatible_code, made.retriable) == (100, "gone", 4, True)
        assert str(made) == "<MilvusException: (code=100, message=gone)>"
        exceptions = importlib.import_module(f"{lib.__name__}.exceptions")
        assert str(exceptions.ParamError(message="bad")) == "<ParamError: (code=1, message=bad)>"
