"""Programs to findings: which names of PyMilvus they use, and what becomes of each."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import groupby
from pathlib import Path

from vectorm.cli.reader import Use, read
from vectorm.cli.surface import Status, Surface, Verdict
from vectorm.records import dataclass

SKIPPED = frozenset({".git", ".tox", ".venv", "venv", "node_modules", "__pycache__", "site-packages"})
"""Folders that are not looked into."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A name of PyMilvus in a program.

    Attributes:
        name: The name without `pymilvus.`.
        lines: Where it stands, from 1.
        verdict: What becomes of it.
    """

    name: str
    lines: tuple[int, ...]
    verdict: Verdict

    @property
    def has_home(self) -> bool:
        """Whether vectorm has it."""
        return self.verdict.status in {Status.SAME, Status.DIFFERENT}


@dataclass(frozen=True, slots=True)
class FileReport:
    """A program.

    Attributes:
        path: Its file.
        findings: Its names of PyMilvus: those without a home first, then those that differ.
        error: Why it could not be read; "" if it was.
    """

    path: Path
    findings: tuple[Finding, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """All programs that were looked at.

    Attributes:
        version: The version of PyMilvus whose names are known.
        looked_at: Number of files.
        reports: The files that use PyMilvus or could not be read.
    """

    version: str
    looked_at: int
    reports: tuple[FileReport, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        """Whether every name has a home and every file could be read."""
        return not any(report.error or not all(each.has_home for each in report.findings) for report in self.reports)

    def count(self, status: Status) -> int:
        """Number of different names with that status."""
        return len({each.name for report in self.reports for each in report.findings if each.verdict.status is status})

    @property
    def removed(self) -> int:
        """Number of different names that PyMilvus 3.1 removes."""
        return len({each.name for report in self.reports for each in report.findings if each.verdict.replacement})


def audit(paths: Iterable[Path], surface: Surface) -> Audit:
    """Look at files, and at all Python files in folders.

    Raises:
        FileNotFoundError: There is no such file or folder.
    """
    found = [file for path in paths for file in _files(path)]
    reports = [_report(file, surface) for file in found]
    return Audit(surface.version, len(found), tuple(each for each in reports if each.findings or each.error))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if not path.exists():
            raise FileNotFoundError(f"there is no file or folder {path}")
        yield path
        return
    for file in sorted(path.rglob("*.py")):
        if not SKIPPED & set(file.relative_to(path).parts):
            yield file


def _report(path: Path, surface: Surface) -> FileReport:
    try:
        uses = read(path.read_text("utf-8"), surface)
    except (SyntaxError, UnicodeDecodeError, OSError) as error:
        return FileReport(path, error=str(error))
    groups = groupby(sorted(uses, key=_name), key=_name)
    found = [_finding(path, keyword, list(group), surface) for (path, keyword), group in groups]
    kept = (each for each in found if each is not None)
    order = list(Status)
    return FileReport(path, tuple(sorted(kept, key=lambda each: (-order.index(each.verdict.status), each.name))))


def _name(use: Use) -> tuple[str, str]:
    return use.path, use.keyword


def _finding(path: str, keyword: str, uses: list[Use], surface: Surface) -> Finding | None:
    """One name; None for a constructor or a keyword that is the same, as the class or function is listed already."""
    verdict = surface.keyword_verdict(path, keyword) if keyword else surface.verdict(path)
    name = f"{path}({keyword}=)" if keyword else path
    if path.endswith(".__init__") and not keyword:
        name = f"{path.removesuffix('.__init__')}(...)"
    if name != path and (verdict.status is Status.SAME or (verdict.status is Status.NOT_OFFERED and not keyword)):
        return None
    return Finding(name, tuple(dict.fromkeys(sorted(use.line for use in uses))), verdict)
