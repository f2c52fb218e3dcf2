"""Command line of the benchmarks."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.cases import CASES, load
from benchmarks.model import Case, Options
from benchmarks.run import run


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks", description="vectorm beside PyMilvus, in the same run")
    parser.add_argument("case", nargs="*", choices=[*CASES, []], help=f"{', '.join(CASES)} (default: all)")
    parser.add_argument("--dim", type=int, action="append", help="only this dimension (default: those of the case)")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each variant (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    chosen = parser.parse_args()
    entries: list[dict[str, Any]] = []
    versions = report.versions()
    print(report.told(versions))
    for case in map(load, chosen.case or CASES):
        for dim in dims_of(case, chosen.dim):
            options = Options(dim=dim)
            entries.append(report.as_json(case, options, run(case, options, chosen.rounds)))
            print("\n" + report.case_table(entries[-1]), flush=True)
            results = {"versions": versions, "rounds": chosen.rounds, "cases": entries}
            if chosen.json:
                chosen.json.write_text(json.dumps(results, indent=1) + "\n")
    print(f"\n{report.goal_table({'cases': entries})}")
    return 0


def dims_of(case: Case, wished: list[int] | None) -> list[int]:
    return [dim for dim in case.dims if wished is None or dim in {0, *wished}]


if __name__ == "__main__":
    sys.exit(main())
