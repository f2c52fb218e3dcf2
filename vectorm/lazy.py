"""Modules of a package that load when they are first used: a client is imported without what its first call needs."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


class LazyModule:
    """Stands for a module. When one of its names is first asked for, it takes over the names of the module."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, name: str) -> Any:
        module = import_module(self.__name__)
        self.__dict__ = module.__dict__
        return getattr(module, name)


def lazy_modules(package: str) -> Callable[[str], LazyModule]:
    """`__getattr__` of a package: makes `from package import module` load nothing yet."""

    def find(name: str) -> LazyModule:
        if name.startswith("_"):
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return LazyModule(f"{package}.{name}")

    return find
