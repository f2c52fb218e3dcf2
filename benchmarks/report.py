"""The results as a table and as JSON."""

import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from benchmarks.model import Case, Options, Sample, Variant
from vectorm._version import __version__

PACKAGES = ("pymilvus", "grpcio", "protobuf", "numpy", "pydantic")


def versions() -> str:
    names = ", ".join([f"vectorm {__version__}", *(f"{name} {version(name)}" for name in PACKAGES)])
    return (
        f"Python {platform.python_version()}, {names}; {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"
    )


def table(case: Case, options: Options, results: dict[Variant, Sample]) -> str:
    """One line a variant; ratios say how many times cheaper than PyMilvus doing the same."""
    unit, units = case.per
    width = max(len(variant.name) for variant in results)
    lines = [
        case.summary.format(**asdict(options)),
        f"{'':<{width}} {'CPU s':>9} {'wall s':>9} {'peak MB':>9} {f'us/{unit}':>10}  CPU and memory against pymilvus",
    ]
    for variant, sample in results.items():
        cost = sample.cpu / units(options) * 1e6
        numbers = f"{sample.cpu:>9.3f} {sample.wall:>9.3f} {sample.memory:>9.1f} {cost:>10.2f}"
        lines.append(f"{variant.name:<{width}} {numbers}  {comparison(variant, results)}".rstrip())
    return "\n".join(lines)


def comparison(variant: Variant, results: dict[Variant, Sample]) -> str:
    other = counterpart(variant, results)
    if other is None or other is variant:
        return ""
    cpu, memory = ratios(results[variant], results[other])
    return f"{cpu:.1f}x less CPU, {memory:.2f} of its memory"


def counterpart(variant: Variant, results: dict[Variant, Sample]) -> Variant | None:
    """The variant of pymilvus that does the same."""
    title = variant.against or variant.title
    return next((each for each in results if each.client == "pymilvus" and each.title == title), None)


def ratios(sample: Sample, other: Sample) -> tuple[float, float]:
    return other.cpu / max(sample.cpu, 1e-9), sample.memory / max(other.memory, 1e-9)


def as_json(case: Case, options: Options, results: dict[Variant, Sample]) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    for variant, sample in results.items():
        entry: dict[str, Any] = {"client": variant.client, "variant": variant.title, **asdict(sample)}
        other = counterpart(variant, results)
        if other not in {None, variant} and other is not None:
            entry["cpu_ratio"], entry["memory_ratio"] = ratios(sample, results[other])
        entries.append(entry)
    return {"case": case.name, "options": asdict(options), "results": entries}
