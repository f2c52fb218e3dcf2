"""Write the sync twins of async code.

    python tools/make_sync.py            write them
    python tools/make_sync.py --check    fail when one is missing, stale or has no source

The async code is written by hand, one line per method, so that replacing words is enough. A replacement that changes
nothing in any file of its job is an error: it is out of date.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Generated from {source} by tools/make_sync.py: do not edit.\n"

WORDS = {
    r"async def": "def",
    r"await (?=\S)": "",
}
"""What every job replaces: patterns, matched at word boundaries."""


@dataclass(frozen=True)
class Job:
    """Files to translate: a file, or a folder with all its modules.

    Attributes:
        words: Replacements beside `WORDS`.
    """

    source: str
    target: str
    words: dict[str, str] = field(default_factory=dict[str, str])


JOBS = [
    Job(
        "vectorm/client/aio",
        "vectorm/client/sync",
        {
            r"vectorm\.client\.aio": "vectorm.client.sync",
            r"open_async_connection": "open_connection",
            r"Async(?=[A-Z])": "",
            r"StopAsyncIteration": "StopIteration",
            r"async with": "with",
            r"async for": "for",
            r"aclosing": "closing",
            r"__aenter__": "__enter__",
            r"__aexit__": "__exit__",
            r"__aiter__": "__iter__",
            r"__anext__": "__next__",
        },
    ),
    Job(
        "vectorm/session/async_session.py",
        "vectorm/session/session.py",
        {
            r"an async connection\. `Session` is generated from it": "a connection",
            r"get_async": "get",
            r"async_sessionmaker": "sessionmaker",
            r"async with": "with",
            r"Async(?=[A-Z])": "",
            r"__aenter__": "__enter__",
            r"__aexit__": "__exit__",
        },
    ),
    Job(
        "vectorm/session/async_schema.py",
        "vectorm/session/schema.py",
        {
            r"models, over an async connection\. `schema` is generated from it": "models",
            r"get_async": "get",
            r"Async(?=[A-Z])": "",
        },
    ),
]


def files(job: Job) -> Iterator[tuple[Path, Path]]:
    """The sources of a job, each with its target."""
    source, target = ROOT / job.source, ROOT / job.target
    if source.is_file():
        yield source, target
        return
    for path in sorted(source.glob("*.py")):
        yield path, target / path.name


def translate(text: str, words: dict[str, str]) -> tuple[str, set[str]]:
    """Sync code of async code, and the replacements that it took."""
    used: set[str] = set()
    for pattern, replacement in words.items():
        text, times = re.subn(rf"\b{pattern}" + (r"\b" if pattern[-1].isalnum() else ""), replacement, text)
        if times:
            used.add(pattern)
    return text, used


def tidy(text: str) -> str:
    """Code with its imports sorted and its lines broken as the linter wants them."""
    for command in (["check", "--select", "I", "--fix", "--quiet"], ["format", "--quiet"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(ROOT / "vectorm/x.py"), "-"]
        text = subprocess.run(ruff, input=text, capture_output=True, text=True, check=True).stdout
    return text


def translated(job: Job) -> dict[Path, str]:
    """The files that a job should make, with their contents.

    Raises:
        SystemExit: A replacement of the job is not used.
    """
    words = {**job.words, **WORDS}
    made: dict[Path, str] = {}
    used: set[str] = set()
    for source, target in files(job):
        text, taken = translate(source.read_text(), words)
        used |= taken
        made[target] = tidy(HEADER.format(source=source.relative_to(ROOT).as_posix()) + text)
    unused = sorted(words.keys() - used)
    if unused:
        raise SystemExit(f"{job.source}: these replacements are not used: {', '.join(unused)}")
    return made


def problems(job: Job, made: dict[Path, str]) -> Iterator[str]:
    """What is wrong with the targets of a job as they are."""
    for target, text in made.items():
        if not target.exists():
            yield f"{target.relative_to(ROOT)} is missing"
        elif target.read_text() != text:
            yield f"{target.relative_to(ROOT)} is stale"
    folder = ROOT / job.target
    if folder.is_dir():
        for path in sorted(set(folder.glob("*.py")) - made.keys()):
            yield f"{path.relative_to(ROOT)} has no source"


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the sync twins of async code.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is to be written")
    check = parser.parse_args().check
    found: list[str] = []
    for job in JOBS:
        made = translated(job)
        found += problems(job, made)
        if not check:
            for target, text in made.items():
                target.parent.mkdir(exist_ok=True)
                target.write_text(text)
    print("\n".join(found) or "all twins are up to date")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
