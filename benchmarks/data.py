"""The rows of all cases.

Row: id int64, name text of about 23 characters, score double, year int64, meta JSON of 3 keys, vec float32 vector.
"""

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.model import Options

NAME = "bench"
FIELDS = ["id", "name", "score", "year", "meta", "vec"]
SERVICE = "/milvus.proto.milvus.MilvusService/"
Row = dict[str, Any]


def vectors(count: int, dim: int) -> NDArray[np.float32]:
    return np.random.default_rng(1).random((count, dim), dtype=np.float32)


def columns(options: Options, start: int = 0) -> dict[str, Any]:
    """One batch as columns; `start` is the first key."""
    count = options.batch
    return {
        "id": list(range(start, start + count)),
        "name": [f"a name of the row {i:06d}" for i in range(count)],
        "score": [i / 7 for i in range(count)],
        "year": [1900 + i % 200 for i in range(count)],
        "meta": [{"lang": "en", "page": i, "tags": ["x", "y"]} for i in range(count)],
        "vec": vectors(count, options.dim),
    }


def rows(options: Options, *, as_lists: bool = False, start: int = 0) -> list[Row]:
    """One batch as rows; vectors are lists of floats or 1-D arrays."""
    table = columns(options, start)
    if as_lists:
        table["vec"] = table["vec"].tolist()
    return [dict(zip(FIELDS, values, strict=True)) for values in zip(*table.values(), strict=True)]


def model(dim: int, name: str = NAME) -> Any:
    """The model of these rows. Made here and not at import: other clients' processes must not load vectorm."""
    from vectorm import FLAT, FloatVector, Mapped, Model, field, vector

    class Row(Model, collection=name):
        id: Mapped[int] = field(primary_key=True)
        name: Mapped[str] = field(max_length=200)
        score: Mapped[float] = field()
        year: Mapped[int] = field()
        meta: Mapped[dict[str, Any]] = field()
        vec: Mapped[FloatVector] = vector(dim=dim, index=FLAT(metric="L2"))

    return Row


def method(address: str, name: str) -> Any:
    """A method of the server that takes and gives bytes: the floor."""
    grpc: Any = import_module("grpc")  # its stubs want serializers, and here bytes go in and out
    unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    return grpc.insecure_channel(address, options=unlimited).unary_unary(SERVICE + name)
