"""What an import loads, and what waits for the first call."""

import concurrent.futures
import subprocess
import sys
import types

import pytest

import vectorm.lazy
import vectorm.ops
from vectorm.ops import alias


def loaded_by(statement: str) -> set[str]:
    command = [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize(
    ("statement", "waits"),
    [
        ("import vectorm", {"numpy", "pydantic", "typing_extensions", "vectorm.errors"}),
        ("from vectorm import MilvusClient", {"pydantic", "vectorm.model"}),
        (
            "from vectorm import Model, Session, search, select, connections, Mapped, field, vector",
            {"vectorm.client", "vectorm.session.unit", "vectorm.columns.base", "vectorm.query.table", "logging"},
        ),
    ],
)
def test_imports_load_what_they_need(statement: str, waits: set[str]) -> None:
    with_the_first_call = {"google.protobuf", "grpc", "asyncio", "vectorm.wire.messages", "vectorm.transport.channel"}
    assert not loaded_by(statement) & (waits | with_the_first_call)


def test_a_module_is_loaded_when_it_is_first_used() -> None:
    module = vectorm.lazy.lazy_modules("concurrent")("futures")
    assert set(vars(module)) == {"__name__"}
    assert module.Future is concurrent.futures.Future
    assert vars(module) is vars(concurrent.futures)
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # noqa: B018  # pyright: ignore[reportUnusedExpression]


def test_names_of_modules_are_those_of_the_package() -> None:
    assert isinstance(alias.create, types.FunctionType)
    assert not hasattr(vectorm.ops, "_private")
    with pytest.raises(ModuleNotFoundError, match=r"vectorm\.ops\.missing"):
        vectorm.lazy.lazy_modules("vectorm.ops")("missing").create  # noqa: B018  # pyright: ignore[reportUnusedExpression]


def test_names_of_a_package_load_with_the_first_of_them() -> None:
    find = vectorm.lazy.lazy_names("concurrent", {"concurrent.futures": "Future wait"}, modules="futures")
    assert find("Future") is concurrent.futures.Future
    assert vars(sys.modules["concurrent"]).pop("Future") is concurrent.futures.Future  # it is not looked for again
    module: object = find("futures")
    assert set(vars(module)) == {"__name__"}
    with pytest.raises(AttributeError, match="module 'concurrent' has no attribute 'Futur'"):
        find("Futur")
