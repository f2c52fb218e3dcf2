"""The project's Markdown pages, cut into what tests look at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent.parent
FENCE = re.compile(r"^( *)```(\w*)([^\n]*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!-- (.+?) -->\s*\Z")


@dataclass(frozen=True)
class Block:
    """A fenced code block.

    Attributes:
        page: Path from the root of the repository.
        line: Line number of its first line.
        language: What stands after the fence: `python`, `bash`, ...
        title: What follows the language, such as `title="Output"`.
        text: The code.
        mark: The HTML comment just above it, "" if none.
    """

    page: str
    line: int
    language: str
    title: str
    text: str
    mark: str


def pages() -> list[Path]:
    """Every page of the documentation."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The code blocks of a page."""
    text = page.read_text("utf-8")
    for found in FENCE.finditer(text):
        mark = COMMENT.search(text, 0, found.start())
        yield Block(
            page=page.relative_to(ROOT).as_posix(),
            line=text.count("\n", 0, found.start(4)) + 1,
            language=found[2],
            title=found[3].strip(),
            text=dedent(found[4]),
            mark=mark[1] if mark else "",
        )


def block_marked(page: Path, mark: str) -> Block:
    """The one block below the comment `<!-- mark -->`."""
    (block,) = [block for block in blocks(page) if block.mark == mark]
    return block


def table_below(page: Path, mark: str) -> list[str]:
    """The lines of the Markdown table below the comment `<!-- mark -->`."""
    lines = page.read_text("utf-8").split(f"<!-- {mark} -->\n", 1)[1].splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("|"))
    return lines[:end]
