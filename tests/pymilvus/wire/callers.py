"""What pymilvus can send, read from its own source."""

import ast
import inspect
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from tests.pymilvus.wire.theirs import METHODS, Prepare, async_grpc_handler, grpc_handler, pymilvus

PUBLIC = ("milvus_client", "orm")
"""Packages of pymilvus whose classes and functions users call."""

CLASSES = ("MilvusClient", "AsyncMilvusClient", "Collection", "Partition", "Index", "Role")
MODULES = ("utility", "db")
"""Names of pymilvus whose methods and functions send requests."""


@cache
def handler_methods() -> dict[str, frozenset[str]]:
    """For each method of a gRPC handler, the RPCs that it sends, also through other methods of the handler."""
    sent: dict[str, set[str]] = {}
    used: dict[str, set[str]] = {}
    for module in (grpc_handler, async_grpc_handler):
        for function in functions(module):
            names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
            sent.setdefault(function.name, set()).update(stubs(function))
            used.setdefault(function.name, set()).update(names)
    for _ in range(3):  # handlers call each other, never deeper than this
        for name, names in used.items():
            for other in names & sent.keys():
                sent[name] |= sent[other]
    return {name: frozenset(rpcs) for name, rpcs in sent.items() if rpcs}


def stubs(function: ast.AST) -> set[str]:
    """The RPCs of `self._stub.X(...)`, `stub.X.future(...)`."""
    found = (node for node in ast.walk(function) if isinstance(node, ast.Attribute) and node.attr in METHODS)
    return {node.attr for node in found if "stub" in ast.unparse(node.value)}


def functions(module: ModuleType) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@cache
def called() -> frozenset[str]:
    """Every RPC that has a caller in a handler."""
    return frozenset[str]().union(*handler_methods().values())


@cache
def reachable() -> frozenset[str]:
    """The RPCs behind the names that users call, or sent by the handler when it connects."""
    names = {"_internal_register"}
    folder = Path(str(pymilvus.__file__)).parent
    for path in [each for package in PUBLIC for each in (folder / package).glob("*.py")]:
        names |= {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    names |= iterator_names()
    return frozenset[str]().union(*(rpcs for name, rpcs in handler_methods().items() if name in names))


def iterator_names() -> set[str]:
    """The iterators call the handler themselves."""
    modules: list[Any] = [
        import_module(f"pymilvus.client.iterator.{name}") for name in ("search_iterator", "query_iterator")
    ]
    trees = [ast.parse(inspect.getsource(module)) for module in modules]
    return {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@contextmanager
def noting(reached: set[str]) -> Generator[None]:
    """Put the names of pymilvus's functions that run into a set: `Collection.insert`, `Prepare.search_request`."""
    wanted = codes()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        name = wanted.get(frame.f_code)
        if name is not None:
            reached.add(name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)


@cache
def codes() -> dict[CodeType, str]:
    """The public functions of pymilvus that may send something, and those that build messages, by their code."""
    return dict(named_codes())


def named_codes() -> Iterator[tuple[CodeType, str]]:
    owners = [(name, getattr(pymilvus, name)) for name in (*CLASSES, *MODULES)]
    for owner, holder in [*owners, ("Prepare", Prepare)]:
        for name, value in inspect.getmembers(holder, callable):
            function: Any = inspect.unwrap(getattr(value, "__func__", value))
            module = getattr(function, "__module__", "")
            if not name.startswith("_") and inspect.isfunction(function) and is_own(owner, module):
                yield function.__code__, f"{owner}.{name}"


def is_own(owner: str, module: str) -> bool:
    """Whether a function of a module is defined there and not only imported."""
    return owner not in MODULES or module == f"pymilvus.orm.{owner}"
