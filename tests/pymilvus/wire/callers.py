"""What pymilvus can send, read from its own source."""

import ast
import inspect
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.pymilvus.wire.theirs import METHODS, async_grpc_handler, grpc_handler, pymilvus

PUBLIC = ("milvus_client", "orm")
"""Packages of pymilvus whose classes and functions users call."""


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
