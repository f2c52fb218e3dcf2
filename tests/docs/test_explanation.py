"""The explanation pages say what the code does."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.docs.pages import ROOT, block_marked, table_below
from vectorm.ops import policy

toml: Any = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

EXPLANATION = ROOT / "docs" / "explanation"


def test_the_layer_list_is_the_layer_contract() -> None:
    contracts = toml.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (contract,) = [contract for contract in contracts if contract["type"] == "layers"]
    page = block_marked(EXPLANATION / "architecture.md", "layers").text
    told = [re.split(r"\s{2,}", line)[0] for line in page.splitlines()]
    assert told == contract["layers"]


def test_every_layer_is_a_package() -> None:
    page = block_marked(EXPLANATION / "architecture.md", "layers").text
    told = {name for line in page.splitlines() for name in re.split(r"\s{2,}", line)[0].split(" | ")}
    there = {path.stem for path in (ROOT / "vectorm").iterdir() if is_layer(path)}
    assert told == there


def is_layer(path: Path) -> bool:
    return not path.name.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists())


def test_the_retry_table_is_the_policys() -> None:
    assert policy.__doc__ is not None
    assert table_below(EXPLANATION / "retries.md", "retry table") == [
        line for line in policy.__doc__.splitlines() if line.startswith("|")
    ]


def test_the_delays_of_the_retries_page_are_the_policys() -> None:
    page = (EXPLANATION / "retries.md").read_text("utf-8")
    assert f"starts at {policy.FIRST_DELAY * 1000:.0f} ms" in page
    assert f"up to {policy.LONGEST_DELAY:.0f} s" in page
    assert policy.MOST_ATTEMPTS == 8
    assert "tried eight times at most" in page


def test_the_tables_of_engines_are_the_codes() -> None:
    check = subprocess.run([sys.executable, "tools/engines_page.py", "--check"], cwd=ROOT, check=False)
    assert check.returncode == 0, "run `python tools/engines_page.py`"


def test_no_transactions_is_said_in_the_first_paragraph() -> None:
    page = (EXPLANATION / "unit-of-work.md").read_text("utf-8")
    first_paragraph = page.split("\n\n")[1]
    assert "Milvus has no transactions" in first_paragraph
    assert "cannot be rolled\nback" in first_paragraph
