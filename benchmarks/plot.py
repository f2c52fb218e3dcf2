"""The ratios of a result as bars on a logarithmic scale, an SVG.

python -m benchmarks.plot RESULTS.json docs/performance.svg
"""

import json
import sys
from pathlib import Path
from typing import Any

COLOURS = {0: "#5b7f95", 128: "#2a9d8f", 768: "#e76f51", 1536: "#8d5a97"}


def main(results: str, path: str) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "vectorm"  # the same results give the same file
    import matplotlib.pyplot as plt

    lines = [line for case in json.loads(Path(results).read_text())["cases"] for line in case["lines"]]
    lines = [line for line in lines if line["measure"] in {"cpu", "wall"}]
    figure, axes = plt.subplots(figsize=(10, 0.32 * len(lines) + 1.2))
    for place, line in enumerate(lines):
        ratio, errors = line["ratio"], [[max(line["ratio"] - line["low"], 0)], [max(line["high"] - line["ratio"], 0)]]
        axes.barh(place, ratio, color=COLOURS.get(line["dim"], "#777777"), xerr=errors, ecolor="#333333")
        axes.plot([line["goal"]] * 2, [place - 0.4, place + 0.4], color="black", linewidth=2)
    axes.set_yticks(range(len(lines)), list(map(label, lines)), fontsize=8)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(0.8)
    ticks = [1, 2, 5, 10, 20]
    axes.set_xticks(ticks, [f"{tick}x" for tick in ticks])
    axes.set_xlabel("how many times cheaper than PyMilvus (or what the line names); black: the goal")
    axes.grid(axis="x", alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def label(line: dict[str, Any]) -> str:
    dim = f", dim {line['dim']}" if line["dim"] else ""
    return f"{line['work']}{dim}"


if __name__ == "__main__":
    main(*sys.argv[1:])
