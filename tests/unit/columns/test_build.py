"""Every bad value gets a clear error with its field and row; every accepted form of a value is accepted."""

import datetime as dt
import uuid
from collections.abc import Sequence
from enum import Enum, IntEnum
from typing import Any

import numpy as np
import pytest

from vectorm.columns.build import build_column
from vectorm.columns.dense import DenseColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException

NAN, INF = float("nan"), float("inf")
INT8, INT64, FLOAT, DOUBLE = DataType.INT8, DataType.INT64, DataType.FLOAT, DataType.DOUBLE
BOOL, VARCHAR, JSON, ARRAY = DataType.BOOL, DataType.VARCHAR, DataType.JSON, DataType.ARRAY
F32, F16, BF16 = DataType.FLOAT_VECTOR, DataType.FLOAT16_VECTOR, DataType.BFLOAT16_VECTOR
I8, BINARY, SPARSE = DataType.INT8_VECTOR, DataType.BINARY_VECTOR, DataType.SPARSE_FLOAT_VECTOR


def refused(data_type: DataType, values: Any, **options: Any) -> DataNotMatchException:
    with pytest.raises(DataNotMatchException) as caught:
        build_column("f", values, data_type=data_type, **options)
    assert caught.value.field == "f"
    assert "field f" in str(caught.value)
    return caught.value


def built(data_type: DataType, values: Any, **options: Any) -> list[Any]:
    return build_column("f", values, data_type=data_type, **options).to_list()


def vectors(data_type: DataType, values: Any, **options: Any) -> list[Any]:
    return [vector.tolist() for vector in built(data_type, values, **options)]


WRONG_TYPES: list[tuple[DataType, Any, str]] = [
    (BOOL, 1, "expected bool, got int"),
    (BOOL, "true", "expected bool, got str"),
    (INT8, True, "expected int, got bool"),
    (INT64, 1.0, "expected int, got float"),
    (INT64, "1", "expected int, got str"),
    (INT64, np.bool_(True), "expected int, got bool"),
    (INT64, [1], "expected int, got list"),
    (FLOAT, True, "expected float, got bool"),
    (DOUBLE, "1.0", "expected float, got str"),
    (VARCHAR, 1, "expected str, got int"),
    (VARCHAR, b"x", "expected str, got bytes"),
    (DataType.TIMESTAMPTZ, 1, "expected str, got int"),
    (DataType.TIMESTAMPTZ, dt.datetime(2024, 1, 1), "without a time zone"),
    (JSON, object(), "cannot be written as JSON"),
    (JSON, {1: 2}, "JSON keys must be str, got int"),
    (JSON, {"a": NAN}, "NaN cannot be written as JSON"),
    (JSON, [1, {"a": -INF}], "Infinity cannot be written as JSON"),
    (JSON, {"a": "\ud800"}, "cannot be written as JSON"),
    (JSON, b"{oops", "not JSON text"),
    (JSON, b'{"a": NaN}', "not JSON text"),
    (INT8, 128, "128 is out of the range of INT8"),
    (INT8, -129, "-129 is out of the range of INT8"),
    (INT64, 2**63, f"{2**63} is out of the range of INT64"),
    (FLOAT, 1e39, "1e+39 is out of the range of FLOAT"),
    (FLOAT, NAN, "nan is not finite"),
    (DOUBLE, -INF, "-inf is not finite"),
    (DOUBLE, 10**400, "int is out of the range of DOUBLE"),
    (VARCHAR, "a\udc80", "lone surrogate"),
]

GOOD: dict[DataType, Any] = {
    BOOL: True,
    INT8: 1,
    INT64: 1,
    FLOAT: 1.0,
    DOUBLE: 1.0,
    VARCHAR: "x",
    JSON: {"a": "NaN and Infinity as text are fine"},
    DataType.TIMESTAMPTZ: "2024-01-01T00:00:00Z",
}


@pytest.mark.parametrize(("data_type", "value", "reason"), WRONG_TYPES, ids=lambda each: str(each)[:20])
@pytest.mark.parametrize("nulls", [False, True])
def test_a_wrong_value_is_told_with_its_row(data_type: DataType, value: Any, reason: str, nulls: bool) -> None:
    values = [GOOD[data_type], None if nulls else GOOD[data_type], value, GOOD[data_type]]
    error = refused(data_type, values, nullable=nulls)
    assert error.row == 2
    assert reason in error.reason


@pytest.mark.parametrize("data_type", list(GOOD))
def test_none_needs_a_nullable_field(data_type: DataType) -> None:
    error = refused(data_type, [GOOD[data_type], None])
    assert (error.row, error.reason) == (1, "None, but the field is not nullable")
    assert built(data_type, [GOOD[data_type], None], has_default=True)[1] is None


@pytest.mark.parametrize("values", ["abc", b"abc", 5, {"a": 1}, None])
def test_values_must_be_a_list(values: Any) -> None:
    assert "expected a list of values" in refused(VARCHAR, values).reason


@pytest.mark.parametrize("data_type", [DataType.NONE, DataType.STRUCT, DataType.UNKNOWN])
def test_a_type_that_cannot_be_written(data_type: DataType) -> None:
    assert f"type {data_type.name} cannot be written" in refused(data_type, [1]).reason


class Color(str, Enum):
    RED = "red"


class Level(IntEnum):
    LOW = 1


@pytest.mark.parametrize("values", [["NaN"], ["a,NaN,b", ",NaN,", "NaN,"], ["-Infinity", {"NaN": ",Infinity,"}, ""]])
def test_words_for_what_is_no_number_in_json(values: list[Any]) -> None:
    rows = [{"text": value} for value in values]
    assert built(JSON, rows) == rows
    assert built(JSON, [*rows, None, rows], nullable=True) == [*rows, None, rows]


def test_an_iterator_is_read_once_beside_any_text() -> None:
    values: list[Any] = [{"a": map(int, "12")}, {"t": 'NaN ",NaN," \\"Infinity\\u00e4'}, iter([3]), 10**30]
    assert build_column("j", values, data_type=JSON).to_list() == [
        {"a": [1, 2]},
        {"t": 'NaN ",NaN," \\"Infinity\\u00e4'},
        [3],
        10**30,
    ]


@pytest.mark.parametrize("bad", [NAN, [NAN], {"a": [1, NAN]}, {"a": INF}, {"NaN": -INF}, np.float32(NAN)])
def test_what_is_no_number_in_json_is_told_with_its_row(bad: Any) -> None:
    for others in ([], [{"a": 1}], [{"a": "NaN"}]):
        error = refused(JSON, [*others, bad, *others])
        assert error.row == len(others)
        assert "cannot be written as JSON" in error.reason


ACCEPTED: list[tuple[DataType, Any, list[Any]]] = [
    (BOOL, np.array([True, False]), [True, False]),
    (BOOL, [np.bool_(True)], [True]),
    (INT8, np.array([1, -2]), [1, -2]),
    (INT64, [Level.LOW, np.uint8(3)], [1, 3]),
    (INT64, np.array([1, 2], np.uint64), [1, 2]),
    (INT64, range(3), [0, 1, 2]),
    (INT64, (1, 2), [1, 2]),
    (DOUBLE, [1, np.float32(0.5)], [1.0, 0.5]),
    (FLOAT, np.array([1, 2]), [1.0, 2.0]),
    (VARCHAR, np.array(["a", "bc"]), ["a", "bc"]),
    (VARCHAR, [Color.RED], ["red"]),
    (JSON, [{"a": np.int64(1), "b": np.array([1.5])}], [{"a": 1, "b": [1.5]}]),
    (JSON, ["text", 1, None, [1], b'{"ready": true}'], ["text", 1, None, [1], {"ready": True}]),
    (JSON, [{"id": uuid.UUID(int=1), "t": (1, 2)}], [{"id": str(uuid.UUID(int=1)), "t": [1, 2]}]),
    (INT64, np.array([1, None], object), [1, None]),
]


@pytest.mark.parametrize(("data_type", "values", "expected"), ACCEPTED, ids=lambda each: str(each)[:20])
def test_accepted_forms(data_type: DataType, values: Any, expected: list[Any]) -> None:
    assert built(data_type, values, nullable=True) == expected


def test_ndarrays_of_another_kind() -> None:
    assert refused(INT64, np.array([1.0])).reason == "expected int, got float64"
    assert refused(INT64, np.array([2**64 - 1], np.uint64)).row == 0
    assert refused(INT8, np.array([1, 300])).row == 1
    assert refused(BOOL, np.array([1])).reason == "expected bool, got int64"


def test_timestamps_and_datetimes() -> None:
    moment = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)
    assert built(DataType.TIMESTAMPTZ, [moment, "2024-01-01T00:00:00Z"])[0] == "2024-01-01T00:00:00+00:00"


def test_varchar_length_is_in_bytes() -> None:
    assert built(VARCHAR, ["äöü"], max_length=6) == ["äöü"]
    error = refused(VARCHAR, ["ok", "äöü"], max_length=5)
    assert (error.row, error.reason) == (1, "a str of 6 UTF-8 bytes is longer than max_length=5")


def test_json_text_as_pymilvus_takes_it() -> None:
    assert built(JSON, ['{"a": 1}', {"b": 2}], json_text=True) == [{"a": 1}, {"b": 2}]
    assert refused(JSON, [{}, "oops"], json_text=True).row == 1


def test_deep_json() -> None:
    value: Any = 1
    for _ in range(300):
        value = [value]
    assert built(JSON, [value, {"a": 1}]) == [value, {"a": 1}]


def test_dynamic_values_are_dicts() -> None:
    error = refused(JSON, [{}, "x"], is_dynamic=True)
    assert (error.row, error.reason) == (1, "expected dict of undeclared fields, got str")


ARRAYS: list[tuple[DataType, Sequence[Any], dict[str, Any], int, str]] = [
    (INT64, [[1], "ab"], {}, 1, "expected list, got str"),
    (INT64, [[1], {1}], {}, 1, "expected list, got set"),
    (INT64, [[1], np.array([[1]])], {}, 1, "expected list, got ndarray"),
    (INT8, [[1], [], [2, 300]], {}, 2, "element 1: 300 is out of the range of INT8"),
    (INT64, [[1], [None]], {}, 1, "element 0: expected int, got NoneType"),
    (VARCHAR, [["a", "äö"]], {"max_length": 3}, 0, "element 1: a str of 4 UTF-8 bytes"),
    (INT64, [[1], [1, 2, 3]], {"max_capacity": 2}, 1, "3 elements are more than max_capacity=2"),
]


@pytest.mark.parametrize(("element_type", "values", "options", "row", "reason"), ARRAYS)
def test_arrays(element_type: DataType, values: Sequence[Any], options: dict[str, Any], row: int, reason: str) -> None:
    error = refused(ARRAY, values, element_type=element_type, **options)
    assert error.row == row
    assert reason in error.reason


def test_array_forms() -> None:
    assert built(ARRAY, [(1, 2), np.array([3]), []], element_type=INT64) == [[1, 2], [3], []]
    assert "no element type" in refused(ARRAY, [[1]]).reason
    assert "cannot hold elements of type JSON" in refused(ARRAY, [[1]], element_type=JSON).reason


@pytest.mark.parametrize("data_type", [F32, F16, BF16])
@pytest.mark.parametrize(
    "values",
    [
        [[1.5, -2.0], [0.0, 4.0]],
        [(1.5, -2), (0, 4)],
        np.array([[1.5, -2.0], [0.0, 4.0]]),
        np.array([[1.5, -2.0], [0.0, 4.0]], "f4"),
        [np.array([1.5, -2.0], "f4"), np.array([0.0, 4.0], "f4")],
        [np.array([1.5, -2.0]), [0, 4]],
        [np.array([1.5, 9.0, -2.0, 9.0], "f4")[::2], np.array([0.0, 9.0, 4.0, 9.0], "f4")[::2]],
        np.array([[1.5, 9.0, -2.0, 9.0], [0.0, 9.0, 4.0, 9.0]], "f4")[:, ::2],
        np.array([[1.5, -2.0], [0.0, 4.0]], ">f4"),
    ],
)
def test_float_vectors(data_type: DataType, values: Any) -> None:
    assert vectors(data_type, values, dim=2) == [[1.5, -2.0], [0.0, 4.0]]


def test_ready_bytes() -> None:
    for data_type, dtype in [(F32, "<f4"), (F16, "<f2"), (I8, "i1")]:
        assert vectors(data_type, [np.array([1, -2], dtype).tobytes()] * 2, dim=2) == [[1, -2]] * 2
    assert vectors(F32, [np.array([1, -2], "f4").tobytes(), [1, -2]], dim=2) == [[1, -2]] * 2
    assert refused(F32, [[1, 2], b"1234"], dim=2).reason == "expected 8 bytes for a FLOAT_VECTOR of dim 2, got 4"


def test_rows_of_the_right_dtype_are_not_copied() -> None:
    row = np.array([1.0, 2.0], "f4")
    column = build_column("f", [row, row], data_type=F32, dim=2)
    assert isinstance(column, DenseColumn)
    assert column.buffers()[0] is row
    matrix = np.ones((3, 2), "f4")
    column = build_column("f", matrix, data_type=F32, dim=2)
    assert isinstance(column, DenseColumn)
    assert column.raw is matrix
    assert np.shares_memory(column[1], matrix)


def test_bfloat16_bits() -> None:
    bits = np.array([[0x3FC0, 0xC000]], np.uint16)  # 1.5, -2
    assert vectors(BF16, bits, dim=2) == [[1.5, -2.0]]
    assert vectors(BF16, list(bits), dim=2) == [[1.5, -2.0]]
    assert vectors(BF16, [bits[0].tobytes()], dim=2) == [[1.5, -2.0]]
    assert refused(BF16, np.array([[0, 0], [0x7F80, 0]], np.uint16), dim=2).row == 1


def test_bfloat16_of_ml_dtypes() -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes")
    given = np.array([[1.5, -2.0]], ml_dtypes.bfloat16)
    for data_type in (BF16, F32):
        assert vectors(data_type, given, dim=2) == [[1.5, -2.0]]
        assert vectors(data_type, list(given), dim=2) == [[1.5, -2.0]]


def test_bfloat16_that_rounds_to_infinity() -> None:
    assert "too large for its type" in refused(BF16, [[0, 0], [3.4e38, 0]], dim=2).reason


BAD_VECTORS: list[tuple[DataType, Any, str]] = [
    (F32, [1.0, 2.0, 3.0], "expected a FLOAT_VECTOR of dim 2, got 3 values"),
    (F32, np.zeros(3, "f4"), "expected a FLOAT_VECTOR of dim 2, got 3 values"),
    (F32, [], "got 0 values"),
    (F32, [1.0, NAN], "value 1 of the vector is nan"),
    (F32, np.array([INF, 1], "f4"), "value 0 of the vector is inf"),
    (F32, [1.0, 1e39], "too large for its type"),
    (F32, [1.0, "2"], "expected numbers in the vector, got str"),
    (F32, [1.0, None], "expected numbers in the vector, got NoneType"),
    (F32, "ab", "expected a vector, got str"),
    (F32, 5, "expected a vector, got int"),
    (F32, {1: 2.0}, "expected a vector, got dict"),
    (F32, np.array([True, False]), "expected numbers, got bool"),
    (F32, np.zeros((1, 2), "f4"), "expected one vector, got ndarray of 2 dimensions"),
    (F32, [[1.0], [1.0]], "expected one vector, got list of 2 dimensions"),
    (F32, [[1.0], [1.0, 2.0]], "list is not a vector"),
    (F16, [1.0, 70000.0], "too large for its type"),
    (F16, [1.0, NAN], "value 1 of the vector is nan"),
    (BF16, [1.0, NAN], "value 1 of the vector is nan"),
    (I8, [1, 200], "200 is out of the range of INT8"),
    (I8, [1.0, 2.0], "expected integers from -128 to 127, got float64"),
    (I8, np.array([1, -200]), "-200 is out of the range of INT8"),
]


@pytest.mark.parametrize(("data_type", "value", "reason"), BAD_VECTORS, ids=lambda each: str(each)[:20])
@pytest.mark.parametrize("nulls", [False, True])
def test_a_bad_vector_is_told_with_its_row(data_type: DataType, value: Any, reason: str, nulls: bool) -> None:
    error = refused(data_type, [[1, 2], None if nulls else [1, 2], value, [1, 2]], dim=2, nullable=nulls)
    assert error.row == 2
    assert reason in error.reason


def test_two_rows_of_other_dimensions_with_the_right_sum() -> None:
    """3 + 5 values for two rows of dim 4: Milvus 2.3.5 dies of them."""
    for rows in ([[1.0] * 3, [1.0] * 5], [np.ones(3, "f4"), np.ones(5, "f4")], [bytes(12), bytes(20)]):
        assert refused(F32, rows, dim=4).row == 0


def test_a_bad_row_far_down() -> None:
    rows = [np.ones(1024, "f4") for _ in range(1000)]
    rows[777][1000] = NAN
    assert refused(F32, rows, dim=1024).row == 777
    assert refused(F32, np.array(rows), dim=1024).row == 777
    assert len(built(F32, [*rows[:777], *rows[778:]], dim=1024)) == 999


def test_a_matrix_of_another_width() -> None:
    assert refused(F32, np.zeros((2, 3)), dim=2).reason == "expected a FLOAT_VECTOR of dim 2, got 3 values"
    assert refused(F32, np.zeros(4), dim=2).reason == "expected a vector, got float64"
    assert refused(F32, [[1.0]]).reason == "the FLOAT_VECTOR field has no dim"
    assert refused(I8, np.array([[1, 2], [1, 300]]), dim=2).row == 1
    assert len(built(F32, np.zeros((0, 2)), dim=2)) == 0


def test_binary_vectors() -> None:
    bits = [1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    packed = [170, 1]
    forms: list[Any] = [
        bits,
        np.array(bits),
        np.array(bits, np.bool_),
        packed,
        np.array(packed, np.uint8),
        bytes(packed),
    ]
    for form in forms:
        assert vectors(BINARY, [form, packed], dim=16) == [packed, packed]
    assert vectors(BINARY, np.array([bits], np.bool_), dim=16) == [packed]
    assert vectors(BINARY, np.array([packed], np.uint8), dim=16) == [packed]
    assert refused(BINARY, [packed, [2] * 16], dim=16).reason == "expected bits 0 and 1, got 2"
    assert refused(BINARY, [packed, [1, 256]], dim=16).reason == "expected bytes, got 256"
    assert refused(BINARY, [packed, [1]], dim=16).row == 1
    assert refused(BINARY, [packed, np.array([True, False])], dim=16).row == 1
    assert refused(BINARY, [packed, [0.5, 0.5]], dim=16).row == 1


class Row:
    """A scipy sparse row as far as we look at it."""

    def __init__(self, columns: list[int], data: list[float], rows: int = 1) -> None:
        self.indices = np.array(columns)
        self.data = np.array(data)
        self.shape = (rows, 100)

    def tocsr(self) -> "Row":
        return self


def test_sparse_forms() -> None:
    expected = {2: 0.5, 7: 1.0}
    packed = np.array([(7, 1.0), (2, 0.5)], [("i", "<u4"), ("v", "<f4")]).tobytes()
    forms: list[Any] = [{7: 1, 2: 0.5}, [(7, 1.0), (2, 0.5)], [[7, 1.0], [2, 0.5]], packed, Row([7, 2], [1.0, 0.5])]
    for form in forms:
        assert built(SPARSE, [form, {}]) == [expected, {}]


def test_sparse_of_scipy() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    dense = np.array([[0, 1.5, 0], [0, 0, 0], [2.5, 0, 3.5]])
    expected = [{1: 1.5}, {}, {0: 2.5, 2: 3.5}]
    for make in (sparse.csr_matrix, sparse.csr_array, sparse.coo_matrix):
        assert built(SPARSE, make(dense)) == expected
        assert built(SPARSE, [make(row[None]) for row in dense]) == expected


BAD_SPARSE: list[tuple[Any, str]] = [
    ({-1: 1.0}, "sparse index -1 is not between 0 and 2**32 - 2"),
    ({2**32 - 1: 1.0}, "is not between 0 and 2**32 - 2"),
    ({1.5: 1.0}, "expected int as sparse index, got float"),
    ({True: 1.0}, "expected int as sparse index, got bool"),
    ({"1": 1.0}, "expected int as sparse index, got str"),
    ({1: NAN}, "not finite"),
    ({1: 1e39}, "too large for float32"),
    ({1: "x"}, "expected float as sparse value, got str"),
    ([(1, 1.0), (1, 2.0)], "index 1 stands twice"),
    ([1.0, 2.0], "expected dict of index to value"),
    ("ab", "expected dict of index to value"),
    (b"123", "no whole number of (index, value) pairs"),
    (Row([1], [1.0], rows=2), "expected one sparse vector"),
]


@pytest.mark.parametrize(("value", "reason"), BAD_SPARSE, ids=lambda each: str(each)[:20])
def test_bad_sparse_vectors(value: Any, reason: str) -> None:
    error = refused(SPARSE, [{1: 1.0, 3: 1.0}, {}, value])
    assert error.row == 2
    assert reason in error.reason
