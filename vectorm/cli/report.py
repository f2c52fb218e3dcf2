"""Findings to a terminal, or to JSON."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from vectorm.cli.audit import Audit, FileReport, Finding
from vectorm.cli.surface import Status

COLOURS = {Status.SAME: "green", Status.DIFFERENT: "yellow", Status.NOT_OFFERED: "red", Status.UNKNOWN: "red"}
MOST_LINES = 4
"""Line numbers that are shown of one name."""


def show(audit: Audit, console: Console) -> None:
    """Print a table for each file, and what it comes to."""
    for report in audit.reports:
        _show_file(report, console)
    console.print(_summary(audit))


def as_json(audit: Audit) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "pymilvus": audit.version,
        "files_looked_at": audit.looked_at,
        "clean": audit.is_clean,
        "files": [
            {"path": str(report.path), "error": report.error, "names": [_json_name(each) for each in report.findings]}
            for report in audit.reports
        ],
    }


def _json_name(finding: Finding) -> dict[str, Any]:
    verdict = finding.verdict
    return {
        "name": finding.name,
        "lines": list(finding.lines),
        "vectorm": verdict.status.value,
        "why": verdict.why,
        "removed_in_3_1": bool(verdict.replacement),
        "replacement": verdict.replacement,
    }


def _show_file(report: FileReport, console: Console) -> None:
    console.print(f"[bold]{escape(str(report.path))}[/]", soft_wrap=True)
    if report.error:
        console.print(f"  [red]cannot be read:[/] {escape(report.error)}\n")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("  line", justify="right", no_wrap=True)
    table.add_column("name", overflow="fold")
    table.add_column("PyMilvus 3.1", no_wrap=True)
    table.add_column("vectorm", no_wrap=True)
    for finding in report.findings:
        table.add_row(_lines(finding), escape(finding.name), _removal(finding), _status(finding))
    console.print(table)
    explained = [finding for finding in report.findings if finding.verdict.why]
    if explained:
        console.print()
    for finding in explained:
        note = f"[{_colour(finding)}]{escape(finding.name)}[/]: {escape(finding.verdict.why)}"
        console.print(Padding(note, (0, 0, 0, 2)))
    console.print()


def _lines(finding: Finding) -> str:
    shown = ", ".join(str(line) for line in finding.lines[:MOST_LINES])
    return f"  {shown}" + (", ..." if len(finding.lines) > MOST_LINES else "")


def _removal(finding: Finding) -> str:
    return "[magenta]removed[/]" if finding.verdict.replacement else "[dim]stays[/]"


def _status(finding: Finding) -> str:
    return f"[{_colour(finding)}]{finding.verdict.status.value}[/]"


def _colour(finding: Finding) -> str:
    return COLOURS[finding.verdict.status]


def _summary(audit: Audit) -> str:
    files = f"{audit.looked_at} file{'' if audit.looked_at == 1 else 's'}"
    if not audit.reports:
        return f"{files}: nothing of PyMilvus is used."
    counts = ", ".join(
        f"[{COLOURS[status]}]{audit.count(status)} {status.value}[/]" for status in Status if audit.count(status)
    )
    total = sum(audit.count(status) for status in Status)
    if not total:
        return f"{files}: none that can be read uses PyMilvus."
    lines = [
        f"{files}, {total} names of PyMilvus: {counts}.",
        f"PyMilvus 3.1 removes {audit.removed} of them." if audit.removed else "PyMilvus 3.1 keeps them all.",
    ]
    if audit.is_clean:
        lines.append("All have a home: replace the word pymilvus by vectorm in the imports.")
    else:
        lines.append("[red]Not everything has a home[/]: see what is not offered or unknown, above.")
    return "\n".join(lines)
