"""The names of `vectorm`: one list for type checkers, one for Python."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import vectorm
from vectorm import query, session
from vectorm._exports import HOMES, MODULES, PATHS

SOURCE = ast.parse(Path(vectorm.__file__).read_text("utf-8"))


def names_for_type_checkers() -> dict[str, str]:
    (block,) = [node for node in SOURCE.body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    told = {alias.name: str(node.module) for node in imports for alias in node.names}
    return {name: f"{module}.{name}" if name in MODULES else module for name, module in told.items()}


def test_both_lists_are_the_same() -> None:
    assert names_for_type_checkers() == HOMES | MODULES
    assert sorted(vectorm.__all__) == sorted([*HOMES, *MODULES, "__version__"])


def test_every_name_is_found() -> None:
    for name in vectorm.__all__:
        assert getattr(vectorm, name) is not None
    assert set(dir(vectorm)) >= {*vectorm.__all__, *PATHS}
    for package in (query, session):
        assert None not in [getattr(package, name) for name in package.__all__]


@pytest.mark.parametrize("package", ["vectorm.query", "vectorm.session"])
def test_each_name_of_a_package_is_found_first(package: str) -> None:
    """The others would load what it needs."""
    code = f"""
import importlib, sys
names = importlib.import_module({package!r}).__all__
for name in names:
    for loaded in [each for each in sys.modules if each.startswith("vectorm")]:
        del sys.modules[loaded]
    module = importlib.import_module({package!r})
    assert set(names) <= set(dir(module)), name
    getattr(module, name)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_is_none() -> None:
    with pytest.raises(AttributeError, match="module 'vectorm' has no attribute 'Colection'"):
        getattr(vectorm, "Colection")  # noqa: B009  # type checkers know better


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import vectorm", {"numpy", "pydantic", "grpc", "google.protobuf", "asyncio"}),
        ("from vectorm import MilvusClient, Collection, connections", {"pydantic", "pydantic_core", "grpc"}),
        ("import vectorm; vectorm.exceptions.ParamError", {"numpy", "pydantic", "grpc"}),
        ("from vectorm import *", set[str]()),
    ],
)
def test_an_import_loads_what_it_needs(code: str, absent: set[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not absent & set(told.stdout.split())
