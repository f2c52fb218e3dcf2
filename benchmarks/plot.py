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

    lines = ratios(json.loads(Path(results).read_text()))
    figure, axes = plt.subplots(figsize=(10, 0.3 * len(lines) + 1.2), facecolor="white")
    for place, line in enumerate(lines):
        ratio, errors = line["ratio"], [[max(line["ratio"] - line["low"], 0)], [max(line["high"] - line["ratio"], 0)]]
        axes.barh(place, ratio - 1, left=1, color=COLOURS.get(line["dim"], "#777777"), xerr=errors, ecolor="#333333")
        axes.plot([line["goal"]] * 2, [place - 0.4, place + 0.4], color="black", linewidth=2)
        axes.text(max(line["high"], line["goal"], 1) * 1.06, place, f"{ratio:.1f}x", va="center", fontsize=8)
    axes.set_yticks(range(len(lines)), list(map(label, lines)), fontsize=8)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xscale("log")
    axes.set_xlim(0.7, max(line["high"] for line in lines) * 1.7)
    axes.minorticks_off()
    ticks = [1, 2, 5, 10, 20]
    axes.set_xticks(ticks, [f"{tick}x" for tick in ticks])
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xlabel(
        "times cheaper than PyMilvus, or what the line names (thick mark: the goal; thin line: the spread)", fontsize=8
    )
    axes.grid(axis="x", alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def ratios(results: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines that say how many times cheaper something is; the dimensions of the same work stand together."""
    lines = [line for case in results["cases"] for line in case["lines"] if line["measure"] in {"cpu", "wall"}]
    works = list(dict.fromkeys(line["work"] for line in lines))
    return sorted(lines, key=lambda line: works.index(line["work"]))


def label(line: dict[str, Any]) -> str:
    dim = f", dim {line['dim']}" if line["dim"] else ""
    return f"{line['work']}{dim}"


if __name__ == "__main__":
    main(*sys.argv[1:])
