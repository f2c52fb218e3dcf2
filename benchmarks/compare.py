"""Two results side by side: what got cheaper, and what got dearer.

python -m benchmarks.compare OLD.json NEW.json
"""

import json
import sys
from pathlib import Path
from typing import Any


def main(old: str, new: str) -> None:
    before, after = lines_of(old), lines_of(new)
    width = max(len(work) for work, _ in {*before, *after})
    print(f"{'':<{width}} {'dim':>5} {'old':>9} {'new':>9}  change")
    for key in after:
        work, dim = key
        now = after[key]["ratio"]
        if key not in before:
            print(f"{work:<{width}} {dim:>5} {'':>9} {now:>9.2f}  new")
            continue
        was = before[key]["ratio"]
        print(f"{work:<{width}} {dim:>5} {was:>9.2f} {now:>9.2f}  {told(before[key], after[key])}")
    for work, dim in before.keys() - after.keys():
        print(f"{work:<{width}} {dim:>5}  is gone")


def lines_of(path: str) -> dict[tuple[str, int], dict[str, Any]]:
    results = json.loads(Path(path).read_text())
    return {(line["work"], line["dim"]): line for case in results["cases"] for line in case["lines"]}


def told(old: dict[str, Any], new: dict[str, Any]) -> str:
    """The change of the ratio; nothing where the spreads of the two overlap."""
    if old["low"] <= new["high"] and new["low"] <= old["high"]:
        return "within the spread"
    rises = new["ratio"] > old["ratio"]
    better = rises if new["measure"] in {"cpu", "wall"} else not rises
    return f"{(new['ratio'] / old['ratio'] - 1) * 100:+.0f} % {'(better)' if better else '(WORSE)'}"


if __name__ == "__main__":
    main(*sys.argv[1:])
