"""The results: as JSON, as the table of goals, and as a detailed table of each case."""

import datetime as dt
import os
import platform
import statistics
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from benchmarks.model import Case, Line, Options, Sample
from benchmarks.run import Samples
from vectorm._version import __version__

PACKAGES = ("pymilvus", "grpcio", "protobuf", "numpy", "pydantic", "SQLAlchemy")
_HEAD = ("work", "dim", "ratio", "spread", "goal", "times the floor", "goal")
_UNITS = {
    "cpu": "{:.1f}x less CPU",
    "wall": "{:.1f}x faster",
    "memory": "{:.2f} of its memory",
    "extra memory": "{:+.0f} MB",
    "time of one": "{:.1f} us",
}
_GOALS = {"cpu": "{:g}x", "wall": "{:g}x", "memory": "{:g}", "extra memory": "{:g} MB", "time of one": "{:g} us"}


def as_json(case: Case, options: Options, samples: Samples) -> dict[str, Any]:
    """All samples of a case, and its lines of the table."""
    unit, units = case.per
    variants = [
        {"name": name, f"us_a_{unit}": median(found, "cpu") / units(options) * 1e6, **medians(found)}
        | {"rounds": [asdict(sample) for sample in found]}
        for name, found in samples.items()
    ]
    lines = [as_line(line, options.dim, samples, units(options)) for line in case.lines if options.dim in line.goals]
    return {
        "case": case.name,
        "summary": case.summary.format(**asdict(options)),
        "unit": unit,
        "options": asdict(options),
        "variants": variants,
        "lines": lines,
    }


def as_line(line: Line, dim: int, samples: Samples, units: int) -> dict[str, Any]:
    """What was reached. The spread is that of the middle half of the rounds."""
    ours = samples[line.ours]
    found = figure(line, [ours], [samples[line.theirs]] if line.theirs else [], units)
    theirs = samples[line.theirs] if line.theirs else ours
    rounds = [figure(line, [[one]], [[other]], units) for one, other in zip(ours, theirs, strict=True)]
    low, _, high = statistics.quantiles(rounds, n=4) if len(rounds) > 1 else (rounds[0],) * 3
    key = "memory" if "memory" in line.measure else "cpu"
    floor = median(ours, key) / max(median(samples[line.floor], key), 1e-9) if line.floor else None
    goal, most = line.goals[dim], line.floors.get(dim)
    return {
        "work": line.work,
        "dim": dim,
        "measure": line.measure,
        "ratio": found,
        "low": low,
        "high": high,
        "goal": goal,
        "met": found >= goal if line.measure in {"cpu", "wall"} else found <= goal,
        "floor": floor,
        "floor_goal": most,
        "floor_met": None if floor is None or most is None else floor <= most,
    }


def figure(line: Line, ours: list[list[Sample]], theirs: list[list[Sample]], units: int) -> float:
    """The number of a line: a ratio of medians, a difference, or the time of one."""
    (mine,) = ours
    if line.measure == "time of one":
        return median(mine, "cpu") / units * 1e6
    (other,) = theirs
    if line.measure == "extra memory":
        return median(mine, "memory") - median(other, "memory")
    if line.measure == "memory":
        return median(mine, "memory") / max(median(other, "memory"), 1e-9)
    return median(other, line.measure) / max(median(mine, line.measure), 1e-9)


def median(samples: list[Sample], key: str) -> float:
    found: float = statistics.median(getattr(sample, key) for sample in samples)
    return found


def medians(samples: list[Sample]) -> dict[str, float]:
    return {key: median(samples, key) for key in ("cpu", "wall", "memory")}


def versions() -> dict[str, str]:
    """What ran, and where. `load` is that of the minute before: 1 means that one processor was busy with other work."""
    packages = {"Python": platform.python_version(), "vectorm": __version__}
    packages |= {name: version(name) for name in PACKAGES}
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs{load}"
    today = dt.datetime.now(dt.timezone.utc).date().isoformat()
    return {**packages, "machine": machine, "date": today}


def goal_table(results: dict[str, Any]) -> str:
    """The lines of all cases as a Markdown table."""
    rows = [row for case in results["cases"] for row in map(_row, case["lines"])]
    return "\n".join([_cells(_HEAD), _cells(("---",) * len(_HEAD)), *map(_cells, rows)])


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    unit, measure = _UNITS[line["measure"]], line["measure"]
    bare = "{:+.0f}" if measure == "extra memory" else "{:.2f}" if measure == "memory" else "{:.1f}"
    floor = "" if line["floor"] is None else f"{line['floor']:.1f}"
    least = "" if line["floor_goal"] is None else f"{line['floor_goal']:g}{_mark(met=line['floor_met'])}"
    return (
        line["work"],
        str(line["dim"] or ""),
        unit.format(line["ratio"]),
        f"{bare.format(line['low'])} to {bare.format(line['high'])}",
        _GOALS[measure].format(line["goal"]) + _mark(met=line["met"]),
        floor,
        least,
    )


def _mark(*, met: bool) -> str:
    return " (met)" if met else " (not met)"


def _cells(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def case_table(case: dict[str, Any]) -> str:
    """One line a variant: medians of all rounds."""
    unit, width = case["unit"], max(len(variant["name"]) for variant in case["variants"])
    lines = [
        case["summary"],
        f"{'':<{width}} {'CPU s':>9} {'wall s':>9} {'peak MB':>9} {f'us/{unit}':>12}",
    ]
    for variant in case["variants"]:
        numbers = f"{variant['cpu']:>9.3f} {variant['wall']:>9.3f} {variant['memory']:>9.1f}"
        lines.append(f"{variant['name']:<{width}} {numbers} {variant[f'us_a_{unit}']:>12.2f}")
    return "\n".join(lines)


def told(found: dict[str, str]) -> str:
    """The versions as one line."""
    return ", ".join(f"{name} {value}" for name, value in found.items())
