"""Compare the public names of the installed PyMilvus with those of vectorm.

    python tools/pymilvus_surface.py            write docs/pymilvus-surface.md and vectorm/cli/pymilvus.json
    python tools/pymilvus_surface.py --check    fail when one is stale, or a name has no explanation

Whether a name is the same is found out: it is there, takes the same parameters at the same places, and has the same
defaults or value. What is not the same must be explained in tools/pymilvus_surface.toml, which also says which modules
are public. The JSON file is what `vectorm audit` knows, so that it needs no PyMilvus.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from surface_compare import DIFFERENT, NOT_OFFERED, SAME, Row, Surface, find_problems, read_notes

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "pymilvus-surface.md"
DATA = ROOT / "vectorm" / "cli" / "pymilvus.json"

INTRODUCTION = """# PyMilvus's names in vectorm

<!-- written by tools/pymilvus_surface.py: do not edit -->

Every public name of PyMilvus {version}, and whether a program written for it finds the same in vectorm.
**{same} of {all} names are the same ({percent:.1f} %), {different} differ, {not_offered} are not offered.**

*Same*: it is there, takes the same parameters at the same places, and has the same defaults or value. What differs,
and what is not offered, is listed with the reason; what is not for programs is
[at the end](#not-for-programs). How calls behave differently on purpose is told in
[From PyMilvus](from-pymilvus.md). Names marked ⚠ are removed by PyMilvus 3.1. [`vectorm audit`](howto/audit.md) looks
up the names that a program uses.
"""


def page(surface: Surface) -> str:
    """The page: counts, then a section for each module and class."""
    counts = {status: sum(row.status == status for row in surface.rows) for status in (SAME, DIFFERENT, NOT_OFFERED)}
    parts = [
        INTRODUCTION.format(
            version=surface.version,
            all=len(surface.rows),
            percent=100 * counts[SAME] / len(surface.rows),
            same=counts[SAME],
            different=counts[DIFFERENT],
            not_offered=counts[NOT_OFFERED],
        ),
        overview(surface),
    ]
    for module, title in surface.notes.modules.items():
        parts += [f"## {title}\n", section(surface, module)]
        for path in surface.listed_under(module):
            found = section(surface, path)
            parts += [f"### {path}\n", found] if found else []
    return "\n".join([*parts, private(surface)])


def overview(surface: Surface) -> str:
    """The counts of each module, its classes included."""
    lines = ["| module | same | different | not offered |", "|---|---|---|---|"]
    for module, title in surface.notes.modules.items():
        paths = {module, *surface.listed_under(module)}
        found = [row.status for row in surface.rows if row.section in paths]
        counts = " | ".join(str(found.count(status) or "") for status in (SAME, DIFFERENT, NOT_OFFERED))
        lines.append(f"| [{title}](#{anchor(title)}) | {counts} |")
    return "\n".join(lines) + "\n"


def section(surface: Surface, path: str) -> str:
    """What differs as a table, and what is the same as a list."""
    rows = [row for row in surface.rows if row.section == path]
    lines: list[str] = []
    others = [row for row in rows if row.status != SAME]
    if others:
        lines += ["| name | | why |", "|---|---|---|"]
        lines += [f"| {shown(row)} | {row.status} | {row.why.replace('|', chr(92) + '|')} |" for row in others]
        lines.append("")
    same = [shown(row) for row in rows if row.status == SAME]
    if same:
        lines += [f"Same ({len(same)}): {', '.join(same)}", ""]
    return "\n".join(lines)


def shown(row: Row) -> str:
    """A name without the path of its section, and a mark if it is removed."""
    name = row.path.rsplit(".", 1)[-1].replace("__init__", "(...)")
    return f"`{name}`{' ⚠' if row.replacement else ''}"


def private(surface: Surface) -> str:
    """Modules and names that are not for programs, by the reason. They are not counted."""
    notes = surface.notes
    lines = ["## Not for programs\n", "Modules and names that only PyMilvus itself uses. They are not counted above.\n"]
    for title, found in (("modules", notes.private), ("names", notes.internal)):
        lines += [f"| {title} | why |", "|---|---|"]
        for why, keys in groupby(sorted(found, key=lambda key: (found[key], key)), key=lambda key: found[key]):
            lines.append(f"| {', '.join(f'`{key}`' for key in keys)} | {why} |")
        lines.append("")
    return "\n".join(lines)


def anchor(title: str) -> str:
    """The anchor of a heading, as mkdocs makes it."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def data(surface: Surface) -> str:
    """What `vectorm audit` knows."""
    content = {
        "pymilvus": surface.version,
        "same": sorted({row.path for row in surface.all if row.status == SAME} | set(surface.extras())),
        "different": {row.path: row.why for row in sorted_rows(surface, DIFFERENT)},
        "not_offered": {row.path: row.why for row in sorted_rows(surface, NOT_OFFERED)},
        "removed": dict(sorted(removed(surface).items())),
        "classes": dict(sorted(surface.classes.items())),
        "aliases": dict(sorted(surface.aliases.items())),
        "holds": dict(sorted(surface.holds.items())),
        "returns": dict(sorted(surface.returns.items())),
        "modules": sorted({"", *packages(surface)}),
        "private": {module.removeprefix("pymilvus."): why for module, why in own_modules(surface)},
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def removed(surface: Surface) -> dict[str, str]:
    """The names that PyMilvus 3.1 removes, with what it says to use instead; a module by each of its names."""
    found = {row.path: row.replacement for row in surface.all if row.replacement}
    return found | {target: found[alias] for alias, target in surface.aliases.items() if alias in found}


def packages(surface: Surface) -> Iterator[str]:
    """The public modules and the packages that they are in."""
    for module in surface.notes.modules:
        parts = module.split(".")[1:]
        yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def own_modules(surface: Surface) -> Iterator[tuple[str, str]]:
    """The modules that are not public and hold none that is, each with the reason."""
    for module, why in surface.notes.private.items():
        if not any(public.startswith(f"{module}.") for public in surface.notes.modules):
            yield module, why


def sorted_rows(surface: Surface, status: str) -> list[Row]:
    """The rows of a status, by name."""
    return sorted((row for row in surface.all if row.status == status), key=lambda row: row.path)


def stale(made: dict[Path, str]) -> Iterator[str]:
    """The files that are not what they should be."""
    for path, text in made.items():
        if not path.exists() or path.read_text("utf-8") != text:
            yield f"{path.relative_to(ROOT)} is stale: python tools/pymilvus_surface.py"


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the public names of PyMilvus with those of vectorm.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is to be written")
    check = parser.parse_args().check
    surface = Surface(read_notes())
    made = {PAGE: page(surface), DATA: data(surface)}
    found = [*find_problems(surface), *(stale(made) if check else ())]
    if not check:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
    print("\n".join(found) or f"all {len(surface.rows)} names are explained")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
