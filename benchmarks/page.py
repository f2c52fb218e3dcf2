"""Put a result into the documentation: the table of docs/performance.md and the plot beside it.

python -m benchmarks.page RESULTS.json
"""

import json
import re
import sys
from pathlib import Path

from benchmarks import plot, report

DOCS = Path(__file__).parent.parent / "docs"
_TABLE = re.compile(r"(<!-- results -->\n).*?(<!-- end of results -->)", re.DOTALL)


def main(path: str) -> None:
    results = json.loads(Path(path).read_text())
    plot.main(path, str(DOCS / "performance.svg"))
    page = DOCS / "performance.md"
    told = f"{report.told(results['versions'])}; {results['rounds']} rounds.\n\n{report.goal_table(results)}\n"
    page.write_text(_TABLE.sub(lambda found: f"{found[1]}{told}{found[2]}", page.read_text()))


if __name__ == "__main__":
    main(*sys.argv[1:])
