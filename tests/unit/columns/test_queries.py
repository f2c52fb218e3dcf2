"""Query vectors: one or many, of every kind, checked and packed."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorm.columns.queries import pack_queries
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException

F32, SPARSE, VARCHAR = DataType.FLOAT_VECTOR, DataType.SPARSE_FLOAT_VECTOR, DataType.VARCHAR
A, B = np.array([1.5, 2.5], "f4"), np.array([3.0, 4.0], "f4")
PAIR = np.dtype([("index", "<u4"), ("value", "<f4")])


def pack(data: Any, data_type: DataType = F32, dim: int | None = 2) -> list[bytes]:
    return pack_queries(data, data_type=data_type, dim=dim, field="v")


def refused(data: Any, data_type: DataType = F32, dim: int | None = 2) -> DataNotMatchException:
    with pytest.raises(DataNotMatchException) as caught:
        pack(data, data_type, dim)
    assert caught.value.field == "v"
    return caught.value


@pytest.mark.parametrize("data", [A, [1.5, 2.5], (1.5, 2.5), A.tobytes(), [A], A[None], [[1.5, 2.5]], [A.tobytes()]])
def test_one_query(data: Any) -> None:
    assert pack(data) == [A.tobytes()]


def test_an_array_in_another_form_has_the_same_values() -> None:
    masked: NDArray[np.float32] = np.ma.array(A, mask=[False, True])
    for like_a in (A.astype(">f4"), np.repeat(A, 2)[::2], np.flip(np.array([2.5, 1.5], "f4")), masked):
        assert pack(like_a) == pack([like_a]) == [A.tobytes()]


@pytest.mark.parametrize("data", [[A, B], np.array([A, B]), [A.tolist(), B.tolist()], np.array([A, B], "f8"), (A, B)])
def test_several_queries(data: Any) -> None:
    assert pack(data) == [A.tobytes(), B.tobytes()]


def test_queries_of_other_types() -> None:
    assert pack(A, DataType.FLOAT16_VECTOR) == [A.astype("f2").tobytes()]
    assert pack([A], DataType.BFLOAT16_VECTOR) == [np.array([0x3FC0, 0x4020], "<u2").tobytes()]
    assert pack([1, -2], DataType.INT8_VECTOR) == [b"\x01\xfe"]
    assert pack([True] * 8, DataType.BINARY_VECTOR, 8) == [b"\xff"]
    assert pack(b"\xff\x00", DataType.BINARY_VECTOR, 16) == [b"\xff\x00"]


def test_sparse_queries() -> None:
    expected = np.array([(2, 0.5), (7, 1.0)], PAIR).tobytes()
    for one in ({7: 1.0, 2: 0.5}, [(7, 1.0), (2, 0.5)]):
        assert pack(one, SPARSE, None) == [expected]
        assert pack([one, {}], SPARSE, None) == [expected, b""]


def test_sparse_queries_of_scipy() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    matrix = sparse.csr_matrix(np.array([[0, 0.5], [1.0, 0]]))
    expected = [np.array([(1, 0.5)], PAIR).tobytes(), np.array([(0, 1.0)], PAIR).tobytes()]
    assert pack(matrix, SPARSE, None) == expected
    assert pack([matrix[:1], matrix[1:]], SPARSE, None) == expected
    assert pack(matrix[:1], SPARSE, None) == expected[:1]


def test_texts() -> None:
    assert pack("süß", VARCHAR, None) == ["süß".encode()]
    assert pack(["a", "b"], VARCHAR, None) == [b"a", b"b"]
    assert refused(["a", 1], VARCHAR, None).row == 1


@pytest.mark.parametrize(
    ("data", "row", "reason"),
    [
        ([A, [1.0]], 1, "of dim 2, got 1 values"),
        ([1.0, 2.0, 3.0], 0, "of dim 2, got 3 values"),
        (np.zeros(3), 0, "of dim 2, got 3 values"),
        ([A, [1.0, float("nan")]], 1, "is nan"),
        (["a text"], 0, "expected a vector, got str"),
        ("a text", 0, "expected a vector, got str"),
        ({1: 2.0}, 0, "expected a vector, got dict"),
        ([], None, "at least one query vector"),
        (np.zeros((0, 2)), None, "at least one query vector"),
        (5, None, "expected query vectors, got int"),
        (np.array(5.0), None, "expected query vectors, got ndarray"),
        (None, None, "expected query vectors, got NoneType"),
    ],
)
def test_bad_queries(data: Any, row: int | None, reason: str) -> None:
    error = refused(data)
    assert error.row == row
    assert reason in error.reason


def test_a_field_that_cannot_be_searched() -> None:
    assert refused([1], DataType.INT64, None).reason == "a field of type INT64 cannot be searched"
