"""The Python blocks of each page, run in order as one script on the embedded engine, with warnings as errors.

A block below `<!-- not run: reason -->` is left out, and so is one below `<!-- from path -->`, which must stand in that
file. Both must be Python. A block with the title "Output" is what the Python block before it prints, with `...` for
any text.
"""

import ast
import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, blocks, pages

PYTHON_BLOCKS = [block for page in pages() for block in blocks(page) if block.language == "python"]
QUOTES = [block for block in PYTHON_BLOCKS if block.mark.startswith("from ")]
PRINTED = [block for page in pages() for block in blocks(page) if block.title == 'title="Output"']
RUN = [block for block in PYTHON_BLOCKS if not block.mark.startswith(("not run", "from "))]

MARK = "#block "
"""Starts the line that tells where a block's output begins."""


def place(block: Block) -> str:
    return f"{block.page}:{block.line}"


@pytest.mark.parametrize("block", PYTHON_BLOCKS, ids=place)
def test_a_block_is_python(block: Block) -> None:
    ast.parse(block.text)


@pytest.mark.parametrize("block", QUOTES, ids=place)
def test_a_quote_stands_in_its_file(block: Block) -> None:
    source = (ROOT / block.mark.removeprefix("from ")).read_text("utf-8")
    missing = [line for line in block.text.splitlines() if line.strip() and line.strip() not in source]
    assert missing == []


@pytest.mark.parametrize("page", sorted({block.page for block in RUN}))
def test_the_blocks_of_a_page_run(page: str, tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text(as_script(page), "utf-8")
    done = run_script(script, tmp_path)
    assert done.returncode == 0, f"line numbers are those of {page}\n{done.stdout}\n{done.stderr}"
    printed = dict(re.findall(rf"^{MARK}(\d+)\n((?:(?!{MARK}).*\n)*)", done.stdout, re.MULTILINE))
    for block in PRINTED:
        if block.page == page:
            before = max(each.line for each in RUN if each.page == page and each.line < block.line)
            assert same(block.text, printed[str(before)]), f"{page}:{block.line}\n{printed[str(before)]}"


def as_script(page: str) -> str:
    """The blocks of a page, each at its own line number; in the line above each, its number is printed."""
    lines: list[str] = []
    for block in RUN:
        if block.page == page:
            lines += [""] * (block.line - 2 - len(lines)) + [f"print('{MARK}{block.line}')"] + block.text.splitlines()
    return "\n".join(lines)


def same(told: str, printed: str) -> bool:
    """Whether a page tells what is printed; `...` stands for any text."""
    return doctest.OutputChecker().check_output(told, printed, doctest.ELLIPSIS)


def run_script(script: Path, folder: Path, *arguments: str, columns: int = 100) -> "subprocess.CompletedProcess[str]":
    """Run a script in a folder of its own, where its database lands."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(script), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": str(columns)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
