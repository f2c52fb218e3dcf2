"""Search parameters: which an index type reads, and their ranges; how many hits there may be."""

from collections.abc import Mapping

from vectorm.errors import ParamError
from vectorm.model.index import search_params
from vectorm.spec.index import IndexSpec

LARGEST_WINDOW = 16_384
"""Most hits of limit and offset together that Milvus answers: its `quotaAndLimits.limits.topK`."""

_RANGES: dict[str, tuple[float, float]] = {
    "nprobe": (1, 65_536),
    "ef": (1, 32_768),
    "search_list": (1, 65_535),
    "reorder_k": (1, 16_384),
    "level": (1, 10),
    "drop_ratio_search": (0, 0.999_999),
}
"""Least and most, by https://milvus.io/docs/index-explained.md; a share of 1 would drop the whole query."""


def check_params(where: str, index: IndexSpec, params: Mapping[str, float]) -> None:
    """Refuse parameters that would be ignored, or refused by a server in words of its own.

    Args:
        where: Model and field, for messages.
        index: The declared index of the field.
        params: Parameters by their names on the wire.

    Raises:
        ParamError: The index type does not read one, or it is out of its range.
    """
    known = search_params(index.index_type)
    for name, value in params.items():
        if name not in known:
            readable = ", ".join(sorted(known)) or "none"
            raise ParamError(
                message=f"{where}: an index of type {index.index_type} does not read {name}",
                hint=f"its search parameters: {readable}",
            )
        least, most = _RANGES.get(name, (float("-inf"), float("inf")))
        if name == "nprobe":
            most = min(most, float(index.params.get("nlist", most)))
        if not least <= value <= most:
            raise ParamError(message=f"{where}: {name}={value!r} is not from {least:,} to {most:,.6g}")


def check_window(limit: int, offset: int) -> None:
    """Refuse more hits than Milvus answers.

    Raises:
        ParamError: Limit and offset together are more than 16,384.
    """
    if limit + offset > LARGEST_WINDOW:
        raise ParamError(
            message=f"limit {limit} and offset {offset}: Milvus answers at most {LARGEST_WINDOW:,} hits",
            hint="session.stream(search(...)) reads any number of hits",
        )
