"""PyMilvus's module paths: names only, of the same objects, and not imported before somebody asks for them."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import vectorm

PACKAGES = ("vectorm.orm", "vectorm.milvus_client")
PATHS = [
    "vectorm.decorators",
    "vectorm.exceptions",
    "vectorm.settings",
    "vectorm.client.abstract",
    "vectorm.client.asynch",
    "vectorm.client.constants",
    "vectorm.client.iterator",
    "vectorm.client.search_iterator",
    "vectorm.client.types",
    "vectorm.client.utils",
    *(
        f"{package}.{module.name}"
        for package in PACKAGES
        for module in pkgutil.iter_modules([str(Path(vectorm.__path__[0], package.split(".")[1]))])
    ),
]


@pytest.mark.parametrize("path", PATHS)
def test_every_name_is_that_of_vectorm(path: str) -> None:
    module = importlib.import_module(path)
    names: list[str] = getattr(module, "__all__", [])
    assert module.__doc__
    for name in names:
        found = getattr(module, name)
        if name in vectorm.__all__ and name not in {"utility", "db"}:
            assert found is getattr(vectorm, name), name


def test_enough_is_tried() -> None:
    assert {"vectorm.orm.collection", "vectorm.orm.types", "vectorm.milvus_client.index"} <= set(PATHS)


def test_import_of_vectorm_imports_none_of_them() -> None:
    code = "import sys; from vectorm import *; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "vectorm.client.collection" in loaded
    assert not {"vectorm.orm", "vectorm.milvus_client", *PATHS} & set(loaded)
