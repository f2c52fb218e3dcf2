"""What all public methods have in common. That they are PyMilvus's is compared in tests/pymilvus/test_surface.py."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import vectorm


def methods(cls: type) -> dict[str, Callable[..., Any]]:
    found = inspect.getmembers(cls, lambda value: inspect.isfunction(value) or inspect.ismethod(value))
    return {name: value for name, value in found if name == "__init__" or not name.startswith("_")}


def named(function: Callable[..., Any]) -> dict[str, Any]:
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    parameters = inspect.signature(function).parameters.values()
    return {
        each.name: each.default for each in parameters if each.kind not in kinds and each.name not in {"self", "cls"}
    }


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
