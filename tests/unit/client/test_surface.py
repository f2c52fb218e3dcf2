"""Signatures are PyMilvus's: the same names in the same order with the same defaults."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import vectorm
from vectorm.client.keywords import known_keywords

pymilvus: Any = pytest.importorskip("pymilvus")

NOT_YET = {
    "MilvusClient.search_iterator": {"external_filter_func"},
}
"""Parameters of later versions of Milvus."""

CHOSEN: dict[tuple[str, str], str] = {}
"""Defaults that are others here, and why."""


CLASSES = (
    *("MilvusClient", "Collection", "Partition", "Index", "FieldSchema", "CollectionSchema", "Function", "Role"),
    *("FunctionScore", "FunctionChain", "LexicalHighlighter", "SemanticHighlighter", "SearchAggregation", "TopHits"),
    *("BloomFilterBuilder", "RoaringBitmapBuilder", "AnnSearchRequest", "RRFRanker"),
)


def methods(cls: type) -> dict[str, Callable[..., Any]]:
    found = inspect.getmembers(cls, lambda value: inspect.isfunction(value) or inspect.ismethod(value))
    return {name: value for name, value in found if name == "__init__" or not name.startswith("_")}


def functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    return {name: value for name, value in inspect.getmembers(module, inspect.isfunction) if not name.startswith("_")}


def pairs() -> list[tuple[str, Callable[..., Any], Callable[..., Any]]]:
    found: list[tuple[str, Callable[..., Any], Callable[..., Any]]] = []
    for name in CLASSES:
        ours, theirs = methods(getattr(vectorm, name)), methods(getattr(pymilvus, name))
        found += [(f"{name}.{each}", ours[each], theirs[each]) for each in ours if each in theirs]
    for name in ("utility", "db"):
        ours, theirs = functions(getattr(vectorm, name)), functions(getattr(pymilvus, name))
        found += [(f"{name}.{each}", ours[each], theirs[each]) for each in ours if each in theirs]
    return found


PAIRS = pairs()


def named(function: Callable[..., Any]) -> dict[str, Any]:
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    parameters = inspect.signature(function).parameters.values()
    return {
        each.name: each.default for each in parameters if each.kind not in kinds and each.name not in {"self", "cls"}
    }


def positional(function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    wanted = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [each.name for each in parameters if each.kind is wanted and each.name not in {"self", "cls"}]


@pytest.mark.parametrize(("name", "ours", "theirs"), PAIRS, ids=[name for name, _, _ in PAIRS])
def test_parameters(name: str, ours: Callable[..., Any], theirs: Callable[..., Any]) -> None:
    theirs_named = {key: value for key, value in named(theirs).items() if key not in NOT_YET.get(name, set[str]())}
    ours_named = named(ours)
    missing = [key for key in theirs_named if key not in known_keywords(ours)]
    assert missing == []
    # Those that can be given by position stand at the same place. Only those not offered yet leave gaps at the end.
    by_position = [key for key in positional(theirs) if key in theirs_named]
    assert positional(ours)[: len(by_position)] == by_position
    for key, default in theirs_named.items():
        if (name, key) not in CHOSEN and key in ours_named:
            assert ours_named[key] == default, key


def test_enough_is_compared() -> None:
    names = {name for name, _, _ in PAIRS}
    assert len(names) > 120
    assert {"MilvusClient.search", "Collection.insert", "utility.load_state", "db.list_database"} <= names


def test_async_and_sync_clients_have_the_same_methods() -> None:
    ours, twin = methods(vectorm.AsyncMilvusClient), methods(vectorm.MilvusClient)
    assert ours.keys() == twin.keys()
    for name in ours:
        assert named(ours[name]) == named(twin[name]), name


def test_every_public_method_refuses_unknown_keywords() -> None:
    clients = (vectorm.MilvusClient, vectorm.AsyncMilvusClient)
    for cls in (*clients, vectorm.Collection, vectorm.Partition, vectorm.Index, vectorm.Role):
        for name, method in methods(cls).items():
            with pytest.raises(TypeError, match="has no keyword `no_such_keyword`"):
                method(object(), no_such_keyword=1)
            assert method.__doc__ or name == "__init__", f"{cls.__name__}.{name} has no docstring"


def test_public_names_exist() -> None:
    assert len(set(vectorm.__all__)) == len(vectorm.__all__)
    for name in vectorm.__all__:
        assert hasattr(vectorm, name)
