"""Command line of the benchmarks."""

import argparse
import json
import sys

from benchmarks import report
from benchmarks.cases import CASES, load
from benchmarks.model import Options
from benchmarks.run import run

CLIENTS = ("pymilvus", "vectorm", "floor")


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks", description="vectorm beside PyMilvus, in the same run")
    parser.add_argument("case", nargs="*", choices=[*CASES, []], help=f"{', '.join(CASES)} (default: all)")
    parser.add_argument("--rows", type=int, default=Options.rows, help="rows to insert (default: %(default)s)")
    parser.add_argument("--batch", type=int, default=Options.batch, help="rows a request (default: %(default)s)")
    parser.add_argument("--dim", type=int, default=Options.dim, help="dimension of the vectors (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each variant (default: %(default)s)")
    parser.add_argument("--client", action="append", choices=CLIENTS, help="only these clients")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args()
    options = Options(rows=chosen.rows, batch=chosen.batch, dim=chosen.dim)
    cases = [load(name) for name in chosen.case or CASES]
    clients = frozenset(chosen.client or CLIENTS)
    found = [(case, run(case, options, chosen.rounds, clients)) for case in cases]
    if chosen.json:
        entries = [report.as_json(case, options, results) for case, results in found]
        print(json.dumps({"versions": report.versions(), "cases": entries}, indent=2))
    else:
        print(report.versions())
        for case, results in found:
            print("\n" + report.table(case, options, results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
