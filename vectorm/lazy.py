"""Modules of a package that load when they are first used: a client is imported without what its first call needs."""

import sys
from collections.abc import Callable, Mapping
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


def late_names(package: str, homes: Mapping[str, str], modules: Mapping[str, str]) -> Callable[[str], Any]:
    """`__getattr__` of a package with names of other modules: one loads when one of its names is asked for.

    Args:
        package: Name of the package.
        homes: By name: the module that defines it.
        modules: Names that stand for whole modules.
    """

    def find(name: str) -> Any:
        if name in homes:
            found = getattr(import_module(homes[name]), name)
        elif name in modules:
            found = import_module(modules[name])
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, found)
        return found

    return find


def lazy_names(package: str, names: Mapping[str, str], modules: str = "", public: str = "") -> Callable[[str], Any]:
    """`__getattr__` of a package with names of its modules: a module loads when one of its names is asked for.

    No name may be that of a module, which would take its place when it loads.

    Args:
        package: Name of the package.
        names: By module: what it defines of the package's names, with spaces between them.
        modules: Modules of the package that load when they are first used.
        public: Modules of the package that are names of it, and load when they are asked for.
    """
    homes = {name: module for module, defined in names.items() for name in defined.split()}
    find = late_names(package, homes, {name: f"{package}.{name}" for name in public.split()})
    later = modules.split()

    def find_or_wait(name: str) -> Any:
        return LazyModule(f"{package}.{name}") if name in later else find(name)

    return find_or_wait
