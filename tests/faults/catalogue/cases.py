"""Finds the cases: every module `cases_*` beside this one."""

import importlib
from pathlib import Path


def load() -> None:
    """Import them all: they fill `case.CASES`."""
    for path in sorted(Path(__file__).parent.glob("cases_*.py")):
        importlib.import_module(f"{__package__}.{path.stem}")
