"""What runs of the catalogue found: as text, and in docs/promises.md.

python -m tests.faults.catalogue.report RUNS.json ...
"""

import json
import platform
import re
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.faults.catalogue.case import Verdict
from tests.faults.catalogue.run import ROOT, Ended, Run
from tests.support.milvus23 import VERSION

PAGE = ROOT / "docs" / "promises.md"
BLOCK = re.compile(r"(<!-- catalogue -->\n).*?(<!-- end of catalogue -->)", re.DOTALL)
PACKAGES = ("vectorm", "pymilvus", "milvus-lite", "grpcio")


def main(*files: str) -> int:
    """Write the page from what `--json` wrote; the runs of a later file take the place of the same of earlier ones."""
    ended: dict[Run, Ended] = {}
    seeds: set[int] = set()
    for file in files:
        found = json.loads(Path(file).read_text())
        seeds.add(found["seed"])
        ended |= {each.run: each for each in map(from_json, found["runs"])}
    told = report(list(ended.values()), *sorted(seeds))
    PAGE.write_text(BLOCK.sub(lambda found: f"{found[1]}{told}{found[2]}", PAGE.read_text()))
    print(told)
    return 0


def write(ended: Sequence[Ended], seed: int, file: Path) -> None:
    """Keep the runs."""
    file.write_text(json.dumps({"seed": seed, "runs": [each.as_json() for each in ended]}, indent=1) + "\n")


def from_json(row: dict[str, Any]) -> Ended:
    """A run as `Ended.as_json` told it."""
    run = Run(*(row[name] for name in ("case", "group", "client", "way", "engine")))
    return Ended(run, Verdict(row["verdict"]), row["text"], row["seconds"], row["first"])


def report(ended: Sequence[Ended], *seeds: int) -> str:
    """The table, and what it was measured with."""
    cases = len({each.run.case for each in ended})
    again = sum(bool(each.first) for each in ended)
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    told = f"{cases} cases, {len(ended)} runs ({again} of them twice), seed {', '.join(map(str, seeds))}: {versions},\n"
    return f"{told}Milvus {VERSION}, Python {platform.python_version()}.\n\n{table(ended)}\n"


def table(ended: Sequence[Ended]) -> str:
    """Groups down, engines and clients across: runs that passed of all, and what the others were."""
    found = {(each.run.engine, each.run.client) for each in ended}
    columns = sorted(found, key=lambda each: (each[0], each[1] != "vectorm"))
    groups = sorted({each.run.group for each in ended})
    heads = ["group", "cases", *(f"{client} on {engine}" for engine, client in columns)]
    lines = [heads, ["---"] * len(heads)]
    for group in [*groups, "all"]:
        rows = [each for each in ended if group in (each.run.group, "all")]
        cells = [cell([each for each in rows if (each.run.engine, each.run.client) == column]) for column in columns]
        lines.append([group, str(len({each.run.case for each in rows})), *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(ended: list[Ended]) -> str:
    """`12/14: 1 hang, 1 loss`."""
    counts = Counter(each.verdict for each in ended if each.verdict is not Verdict.NOT_THERE)
    bad = ", ".join(f"{count} {verdict.value}" for verdict, count in counts.items() if verdict is not Verdict.PASS)
    return f"{counts[Verdict.PASS]}/{counts.total()}" + (f": {bad}" if bad else "") if counts else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
