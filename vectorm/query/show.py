"""Columns as text for a terminal and as HTML for a notebook: a few rows, never whole vectors."""

import html
from collections.abc import Sequence

from vectorm.columns.base import Column
from vectorm.columns.kinds import is_array

MOST_ROWS = 10
MOST_COLUMNS = 8
WIDEST = 28
"""Characters of one cell."""


def text_table(title: str, columns: Sequence[Column]) -> str:
    """A title, and below it the first rows in aligned columns."""
    head, rows, left = _cells(columns)
    widths = [max(map(len, cells)) for cells in zip(head, *rows, strict=True)] if head else []
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in ([head, *rows] if rows else [])
    ]
    return "\n".join([f"<{title}>", *lines, *([f"... {left} more"] if left else [])])


def html_table(title: str, columns: Sequence[Column]) -> str:
    """A table of the first rows; every value is escaped."""
    head, rows, left = _cells(columns)
    top = "".join(f"<th>{html.escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows)
    more = f"<p>... {left} more</p>" if left else ""
    return (
        f"<table><caption>{html.escape(title)}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{more}"
    )


def _cells(columns: Sequence[Column]) -> tuple[list[str], list[list[str]], int]:
    """Names, cells of the first rows, and how many rows are left out."""
    count = len(columns[0]) if columns else 0
    shown = range(min(count, MOST_ROWS))
    head = [column.name for column in columns[:MOST_COLUMNS]]
    rows = [[_cell(column[row]) for column in columns[:MOST_COLUMNS]] for row in shown]
    if len(columns) > MOST_COLUMNS:
        head.append(f"(+{len(columns) - MOST_COLUMNS})")
        for row in rows:
            row.append("...")
    return head, rows, count - len(shown)


def _cell(value: object) -> str:
    """A value in few characters."""
    if value is None:
        return "null"
    if is_array(value):
        return f"{value.dtype}[{value.size}]"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = value if isinstance(value, str) else str(value)
    plain = "".join(letter if letter.isprintable() else "." for letter in text[: WIDEST + 1])
    return plain if len(plain) <= WIDEST else plain[: WIDEST - 3] + "..."
