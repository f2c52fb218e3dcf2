"""The feature list claims nothing that no test shows."""

import ast
import re

import pytest

from tests.docs.pages import ROOT

ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "docs" / "features.md").read_text("utf-8").splitlines()
    if re.match(r"\| (?!feature)\w", line) or line.startswith("| `")
]
TEST_ID = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_whole(row: tuple[str, ...]) -> None:
    feature, version, state, shown = row
    assert feature
    assert version in {"M", "S"}
    assert state in {"y", "p", "-"}
    assert state != "y" or TEST_ID.search(shown), "a claim needs a test"


@pytest.mark.parametrize("test_id", sorted({found[0] for row in ROWS for found in TEST_ID.finditer(row[3])}))
def test_a_named_test_exists(test_id: str) -> None:
    path, name = test_id.strip("`").split("::")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
