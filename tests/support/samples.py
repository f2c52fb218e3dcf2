"""Values of every data type, and how a field of it is declared."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.enums import DataType

Floats = NDArray[np.float32]
DIM = 8
_NUMBERS = np.random.default_rng(8).random((4, DIM), dtype=np.float32)


def as_bfloat16(numbers: Floats) -> Floats:
    """Without the lower half of each float32, which bfloat16 does not have."""
    halves = np.frombuffer(numbers.tobytes(), np.uint32) & 0xFFFF0000
    return np.frombuffer(halves.tobytes(), np.float32)


@dataclass(frozen=True)
class Sample:
    """Values of one field that must come back as they went in.

    Attributes:
        options: Keywords of `add_field`.
        values: One for each row.
        index: Index type and metric, for vector fields.
    """

    data_type: DataType
    values: list[Any]
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    index: tuple[str, str] = ("", "")
    label: str = ""

    @property
    def name(self) -> str:
        return self.label or self.data_type.name.lower()

    @property
    def expected(self) -> list[Any]:
        """The values as they come back: FLOAT has 32 bits."""
        if self.data_type is DataType.FLOAT:
            return [float(np.float32(value)) for value in self.values]
        return self.values


SCALARS = [
    Sample(DataType.BOOL, [True, False, True, False]),
    Sample(DataType.INT8, [-128, 127, 0, -1]),
    Sample(DataType.INT16, [-(2**15), 2**15 - 1, 0, -1]),
    Sample(DataType.INT32, [-(2**31), 2**31 - 1, 0, -1]),
    Sample(DataType.INT64, [-(2**63), 2**63 - 1, 0, -1]),
    Sample(DataType.FLOAT, [0.5, -1.25, 3.0e38, 1.0e-38]),
    Sample(DataType.DOUBLE, [0.1, -1e300, 5e-324, 0.0]),
    Sample(DataType.VARCHAR, ["", "é" * 32, "quote \" ' \\ and\nline", "日本 🎉 \x00 end"], {"max_length": 64}),
    Sample(
        DataType.JSON, [{}, {"a": [1, 2.5, None, {"b": "é🎉"}]}, {"deep": {"x": {"y": [True, False]}}}, {"n": 2**53}]
    ),
    Sample(
        DataType.ARRAY,
        [[], [1, -1], [2**62], [0] * 8],
        {"element_type": DataType.INT64, "max_capacity": 8},
        label="array_of_int64",
    ),
    Sample(
        DataType.ARRAY,
        [["x"], [], ["é", ""], ["a b", "c'd", 'e"f']],
        {"element_type": DataType.VARCHAR, "max_capacity": 8, "max_length": 16},
        label="array_of_varchar",
    ),
    Sample(
        DataType.ARRAY,
        [[0.5], [], [1.5, -2.0], [0.25]],
        {"element_type": DataType.DOUBLE, "max_capacity": 8},
        label="array_of_double",
    ),
    Sample(
        DataType.ARRAY,
        [[True], [], [False, True], [False]],
        {"element_type": DataType.BOOL, "max_capacity": 8},
        label="array_of_bool",
    ),
    Sample(
        DataType.ARRAY,
        [[127], [], [-128, 0], [1]],
        {"element_type": DataType.INT8, "max_capacity": 8},
        label="array_of_int8",
    ),
    Sample(DataType.GEOMETRY, ["POINT (1 2)", "POINT (0 0)", "POLYGON ((0 0, 1 0, 1 1, 0 0))", "POINT (-1 -2)"]),
    Sample(
        DataType.TIMESTAMPTZ,
        ["2024-05-01T10:00:00Z", "1999-12-31T23:59:59Z", "2030-01-01T00:00:00Z", "2024-02-29T12:30:00Z"],
    ),
]

VECTORS = [
    Sample(DataType.FLOAT_VECTOR, list(_NUMBERS), {"dim": DIM}, ("FLAT", "L2")),
    Sample(DataType.FLOAT16_VECTOR, list(_NUMBERS.astype(np.float16)), {"dim": DIM}, ("FLAT", "L2")),
    Sample(
        DataType.BFLOAT16_VECTOR,
        [as_bfloat16(row) for row in _NUMBERS],
        {"dim": DIM},
        ("FLAT", "L2"),
    ),
    Sample(
        DataType.BINARY_VECTOR,
        [np.array([i, 255 - i], np.uint8) for i in range(4)],
        {"dim": 16},
        ("BIN_FLAT", "HAMMING"),
    ),
    Sample(
        DataType.SPARSE_FLOAT_VECTOR,
        [{0: 0.5}, {1: 1.5, 100_000: 2.0}, {7: 0.25, 8: 0.75}, {4_294_967_294: 1.0}],
        {},
        ("SPARSE_INVERTED_INDEX", "IP"),
    ),
]
