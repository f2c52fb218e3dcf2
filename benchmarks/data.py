"""The rows of all cases.

Row: id int64, name text of about 23 characters, score double, year int64, meta JSON of 3 keys, vec float32 vector.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.model import Options

NAME = "bench"
FIELDS = ["id", "name", "score", "year", "meta", "vec"]
Row = dict[str, Any]


def vectors(count: int, dim: int) -> NDArray[np.float32]:
    return np.random.default_rng(1).random((count, dim), dtype=np.float32)


def columns(options: Options) -> dict[str, Any]:
    """One batch as columns."""
    count = options.batch
    return {
        "id": list(range(count)),
        "name": [f"a name of the row {i:06d}" for i in range(count)],
        "score": [i / 7 for i in range(count)],
        "year": [1900 + i % 200 for i in range(count)],
        "meta": [{"lang": "en", "page": i, "tags": ["x", "y"]} for i in range(count)],
        "vec": vectors(count, options.dim),
    }


def rows(options: Options, *, as_lists: bool) -> list[Row]:
    """One batch as rows; vectors are lists of floats or 1-D arrays."""
    table = columns(options)
    if as_lists:
        table["vec"] = table["vec"].tolist()
    return [dict(zip(FIELDS, values, strict=True)) for values in zip(*table.values(), strict=True)]
