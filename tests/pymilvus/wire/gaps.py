"""Which lines of pymilvus's `Prepare`, the builder of all messages, no case runs: what is still to be compared.

    python -m tests.pymilvus.wire.gaps

Most of what it prints refuses wrong arguments; the rest asks for a case.
"""

import ast
import importlib
import inspect
import sys
from types import FrameType
from typing import Any

from tests.pymilvus.wire import theirs
from tests.pymilvus.wire.harness import all_cases, record

prepare: Any = importlib.import_module("pymilvus.client.prepare")


def main() -> None:
    source = inspect.getsource(prepare)
    ran = lines_that_ran()
    for function in builders(source):
        missing = sorted(statements(function) - ran)
        if missing:
            print(function.name)
            for number in missing:
                print(f"    {number:5} {source.splitlines()[number - 1].strip()}")


def lines_that_ran() -> set[int]:
    ran: set[int] = set()

    def trace(frame: FrameType, _event: str, _argument: object) -> Any:
        if frame.f_code.co_filename != prepare.__file__:
            return None
        ran.add(frame.f_lineno)
        return trace

    for case in all_cases():
        sys.settrace(trace)
        try:
            record(theirs.pymilvus, case)
        finally:
            sys.settrace(None)
    return ran


def builders(source: str) -> list[ast.FunctionDef]:
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef) and node.name == "Prepare")
    return [item for node in found for item in node.body if isinstance(item, ast.FunctionDef)]


def statements(function: ast.FunctionDef) -> set[int]:
    """First lines of the statements of a function, but for errors and docstrings."""
    nodes = (node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function)
    wanted = (node for node in nodes if not isinstance(node, ast.Raise | ast.FunctionDef))
    return {node.lineno for node in wanted if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))}


if __name__ == "__main__":
    main()
