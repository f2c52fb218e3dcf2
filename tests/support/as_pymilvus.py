"""Puts vectorm under the name `pymilvus`, for programs that other people wrote for PyMilvus.

    python tests/support/as_pymilvus.py PROGRAM [ARGUMENTS]

`import pymilvus` and `import pymilvus.X` then give the very modules `vectorm` and `vectorm.X`. A name that vectorm does
not have is an ImportError: the real PyMilvus is never found, though it may be installed.

It imports nothing but the standard library, so that it can be run by its path in any environment.
"""

import importlib
import importlib.util
import runpy
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ALIAS = "pymilvus"
REAL = "vectorm"


class AliasFinder(MetaPathFinder):
    """Answers every import of `pymilvus` or a module below it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if fullname != ALIAS and not fullname.startswith(f"{ALIAS}."):
            return None
        real = REAL + fullname.removeprefix(ALIAS)
        if importlib.util.find_spec(real) is None:
            raise ModuleNotFoundError(f"there is no {real} to stand for {fullname}", name=fullname)
        return ModuleSpec(fullname, AliasLoader(real))


class AliasLoader(Loader):
    """Gives the module of vectorm, imported under its own name."""

    def __init__(self, real: str) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._real)
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._own_spec  # the import system has just replaced it


def install() -> None:
    """From now on `pymilvus` is vectorm. Before anything imports PyMilvus."""
    assert ALIAS not in sys.modules, "PyMilvus is imported already"
    sys.meta_path.insert(0, AliasFinder())


if __name__ == "__main__":
    install()
    sys.argv = sys.argv[1:]
    sys.path[0] = str(Path(sys.argv[0]).parent)  # as Python itself does it for a program
    runpy.run_path(sys.argv[0], run_name="__main__")
