"""The sync and the async client are one: the same methods with the same parameters."""

import inspect

from vectorm import AsyncMilvusClient, MilvusClient


def public_methods(cls: type) -> dict[str, object]:
    return {name: value for name, value in inspect.getmembers(cls, callable) if not name.startswith("_")}


def test_both_clients_have_the_same_methods_with_the_same_parameters() -> None:
    blocking, running = public_methods(MilvusClient), public_methods(AsyncMilvusClient)
    assert blocking.keys() == running.keys()
    for name, method in blocking.items():
        theirs = inspect.signature(running[name])  # type: ignore[arg-type]  # callable, as the filter above says
        assert list(inspect.signature(method).parameters.values()) == list(theirs.parameters.values()), name  # type: ignore[arg-type]
