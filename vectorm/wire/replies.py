"""What several replies have in common."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.wire.messages import IDs, Status

_FEW = 64
"""Below this many values iterating is faster than protobuf's `__array__`."""


def numbers(values: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """A repeated number field as an ndarray."""
    return np.fromiter(values, dtype, len(values)) if len(values) < _FEW else np.array(values, dtype)


def decode_ids(ids: IDs) -> list[int] | list[str]:
    """Primary keys of either type."""
    return ids.str_id.data[:] if ids.WhichOneof("id_field") == "str_id" else ids.int_id.data[:]


def cost(status: Status) -> int:
    """The server's cost of a request; 0 where it does not say."""
    told = status.extra_info
    value = told.get("report_value", "") if told else ""
    return int(value) if value.isdigit() else 0


_WHOLE = ("scanned_remote_bytes", "scanned_total_bytes")


def usage(status: Status) -> dict[str, float]:
    """What a server tells of the work of a request besides its cost: bytes read, and how much came from its cache."""
    told = status.extra_info
    if not told:
        return {}
    found: dict[str, float] = {key: int(told[key]) for key in _WHOLE if told.get(key, "").isdigit()}
    if "cache_hit_ratio" in told:
        found["cache_hit_ratio"] = float(told["cache_hit_ratio"])
    return found
