"""One file for each thing that is measured."""

from importlib import import_module

from benchmarks.model import Case

CASES = {
    "import": "imports",
    "call": "call",
    "concurrent": "concurrent",
    "statement": "statement",
    "query": "query",
    "search": "search",
    "insert": "insert",
    "commit": "commit",
    "memory": "memory",
    "stream": "stream",
    "bulk": "bulk",
    "server": "server",
}
"""Case to module. A process loads only its own case: the import case must not find packages loaded."""


def load(name: str) -> Case:
    """The case of that name."""
    case = import_module(f"benchmarks.cases.{CASES[name]}").CASE
    assert isinstance(case, Case)
    return case
