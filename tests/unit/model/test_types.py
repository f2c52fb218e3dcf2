"""Values that vector fields take."""

import uuid
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from vectorm.model import BFloat16Vector, BinaryVector, Float16Vector, FloatVector, Int8Vector, SparseVector, uuid7


class Coo:
    """What a scipy matrix of one row looks like."""

    col = np.array([3, 5])
    data = np.array([0.5, 1.0])

    def tocoo(self) -> "Coo":
        return self


def check(kind: Any, value: object) -> Any:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    return adapter.validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "dtype", "numbers"),
    [
        (FloatVector, [1, 2.5], np.float32, [1, 2.5]),
        (FloatVector, (1, 2), np.float32, [1, 2]),
        (FloatVector, np.array([1.0, 2.0]), np.float32, [1, 2]),
        (FloatVector, np.array([1, 2]), np.float32, [1, 2]),
        (FloatVector, [1e300], np.float32, [np.inf]),
        (Float16Vector, [0.5], np.float16, [0.5]),
        (BFloat16Vector, [0.5], np.float32, [0.5]),
        (Int8Vector, [-128, 127], np.int8, [-128, 127]),
        (BinaryVector, b"\x01\xff", np.uint8, [1, 255]),
        (BinaryVector, np.array([0, 0, 0, 0, 0, 0, 1, 1], bool), np.uint8, [3]),
        (BinaryVector, [1, 255], np.uint8, [1, 255]),
    ],
)
def test_accepted(kind: Any, value: object, dtype: type, numbers: list[float]) -> None:
    found = check(kind, value)
    assert found.dtype == dtype
    assert found.tolist() == numbers


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (FloatVector, "12", "not str"),
        (FloatVector, b"12", "not bytes"),
        (FloatVector, ["1", "2"], "numbers, not <U1"),
        (FloatVector, [[1, 2]], "shape"),
        (FloatVector, 3, "shape"),
        (FloatVector, [True, False], "numbers, not bool"),
        (Int8Vector, [128], "from -128 to 127"),
        (Int8Vector, [0.5], "whole numbers"),
        (BinaryVector, [256], "from 0 to 255"),
        (SparseVector, [1, 2], "not list"),
        (SparseVector, {1: None}, "dict from int to float"),
        (SparseVector, {"x": 1.0}, "invalid literal"),
    ],
)
def test_refused(kind: Any, value: object, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        check(kind, value)


def test_sparse_vectors() -> None:
    assert check(SparseVector, {1: 2, np.int64(4): np.float32(0.5)}) == {1: 2.0, 4: 0.5}
    assert check(SparseVector, Coo()) == {3: 0.5, 5: 1.0}
    adapter: TypeAdapter[Any] = TypeAdapter(SparseVector)
    assert adapter.validate_json(adapter.dump_json({7: 0.25})) == {7: 0.25}
    assert adapter.json_schema() == {"type": "object", "additionalProperties": {"type": "number"}}


def test_uuid7_is_a_sorted_key() -> None:
    keys = [uuid7() for _ in range(2_000)]
    assert keys == sorted(set(keys))
    parsed = uuid.UUID(keys[0])
    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert str(parsed) == keys[0]
