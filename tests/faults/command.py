"""The command line of a counted run, which runs on one engine after the other."""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import Field, asdict
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from tests.faults.engine import NAMES


class Report(Protocol):
    """What a run on one engine came to: a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def is_good(self) -> bool:
        """Whether all is as promised."""
        ...

    def text(self) -> str:
        """For people."""
        ...


R = TypeVar("R", bound=Report)


def parser_of(name: str, description: str) -> argparse.ArgumentParser:
    """The options that all have; a run adds its own."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.faults.{name}", description=description)
    parser.add_argument("--engine", action="append", choices=NAMES)
    parser.add_argument("--json", default="")
    return parser


def on_engines(options: argparse.Namespace, run: Callable[[str, Path], R]) -> list[R]:
    """Run on each engine that was asked for, in a folder that is removed; print the reports, and write them."""
    reports: list[R] = []
    for name in options.engine or NAMES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            reports.append(run(name, Path(folder)))
        print(reports[-1].text(), flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps([asdict(each) for each in reports], indent=1) + "\n")
    return reports
