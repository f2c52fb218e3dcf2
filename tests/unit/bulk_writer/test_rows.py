"""What a bulk writer takes, and what it says of a row that does not fit."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorm import CollectionSchema, DataType, FieldSchema, Function, FunctionType, StructFieldSchema
from vectorm.bulk_writer import BulkFileType, LocalBulkWriter
from vectorm.bulk_writer.intake import FieldIntake
from vectorm.errors import DataNotMatchException, ParamError, SchemaNotReadyException
from vectorm.ops.rows import field_column
from vectorm.spec.field import FieldSpec

DIM = 4
KEY = FieldSchema("id", DataType.INT64, is_primary=True)
VECTOR = FieldSchema("v", DataType.FLOAT_VECTOR, dim=DIM)


def writer(folder: Path, *fields: FieldSchema, dynamic: bool = False, **options: Any) -> LocalBulkWriter:
    schema = CollectionSchema([KEY, *fields], enable_dynamic_field=dynamic)
    options = {"file_type": BulkFileType.JSON, **options}
    return LocalBulkWriter(schema, str(folder), **options)


def rows_of(made: LocalBulkWriter) -> list[dict[str, Any]]:
    made.commit()
    return [row for (file,) in made.batch_files for row in json.loads(Path(file).read_text("utf-8"))["rows"]]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"v": [0.0] * DIM}, "field id, row 2: None or missing, but the field is not nullable"),
        ({"id": None, "v": [0.0] * DIM}, "field id, row 2: None or missing, but the field is not nullable"),
        ({"id": "x", "v": [0.0] * DIM}, "field id, row 2: expected int, got str"),
        ({"id": 2**63, "v": [0.0] * DIM}, f"field id, row 2: {2**63} is out of the range of INT64"),
        ({"id": 1, "v": [0.0] * 3}, "field v, row 2: expected a FLOAT_VECTOR of dim 4, got 3 values"),
        ({"id": 1, "v": [0.0, math.nan, 0.0, 0.0]}, "field v, row 2: value 1 of the vector is nan"),
        ({"id": 1, "v": "abc"}, "field v, row 2: expected a vector, got str"),
        ({"id": 1, "v": [0.0] * DIM, "w": 1}, "field w, row 2: unknown field, and the collection has no dynamic field"),
        ({"id": 1, "v": [0.0] * DIM, "$meta": {}}, r"field \$meta, row 2: the dynamic field cannot be given"),
        ([1, [0.0] * DIM], "row 2: expected dict, got list"),
    ],
)
def test_a_bad_row_is_told_and_not_added(row: Any, told: str, tmp_path: Path) -> None:
    made = writer(tmp_path, VECTOR)
    good = {"id": 7, "v": [0.5] * DIM}
    made.append_row(good)
    made.append_row(good)
    with pytest.raises(DataNotMatchException, match=told):
        made.append_row(row)
    assert (made.total_row_count, made.buffer_row_count) == (2, 2)
    made.append_row(good)
    assert rows_of(made) == [good] * 3


def test_what_the_server_makes_must_not_be_given(tmp_path: Path) -> None:
    schema = CollectionSchema(
        [
            FieldSchema("id", DataType.INT64, is_primary=True, auto_id=True),
            FieldSchema("text", DataType.VARCHAR, max_length=50, enable_analyzer=True),
            FieldSchema("words", DataType.SPARSE_FLOAT_VECTOR),
        ],
        functions=[Function("bm25", FunctionType.BM25, ["text"], ["words"])],
    )
    made = LocalBulkWriter(schema, str(tmp_path), file_type=BulkFileType.JSON)
    with pytest.raises(DataNotMatchException, match="field id, row 0: auto-id keys are made by the server"):
        made.append_row({"id": 1, "text": "a"})
    with pytest.raises(DataNotMatchException, match="field words, row 0: the field is the output of a function"):
        made.append_row({"text": "a", "words": {1: 0.5}})
    made.append_row({"text": "a"})
    assert rows_of(made) == [{"text": "a"}]


def test_nulls_and_defaults(tmp_path: Path) -> None:
    fields = [
        FieldSchema("n", DataType.INT64, nullable=True),
        FieldSchema("d", DataType.DOUBLE, default_value=1.5),
        FieldSchema("s", DataType.VARCHAR, max_length=5, nullable=True, default_value="x"),
    ]
    made = writer(tmp_path, *fields)
    made.append_row({"id": 1})
    made.append_row({"id": 2, "n": None, "d": None, "s": None})
    made.append_row({"id": 3, "n": 0, "d": 0.0, "s": ""})
    assert rows_of(made) == [
        {"id": 1, "n": None, "d": 1.5, "s": "x"},
        {"id": 2, "n": None, "d": 1.5, "s": "x"},
        {"id": 3, "n": 0, "d": 0.0, "s": ""},
    ]


def test_undeclared_keys(tmp_path: Path) -> None:
    made = writer(tmp_path, dynamic=True)
    made.append_row({"id": 1})
    made.append_row({"id": 2, "a": np.int64(5), "$meta": {"b": [1], "a": 0}})
    with pytest.raises(
        DataNotMatchException, match=r"field \$meta, row 2: expected dict of undeclared fields, got list"
    ):
        made.append_row({"id": 3, "$meta": []})
    assert rows_of(made) == [{"id": 1, "$meta": {}}, {"id": 2, "$meta": {"b": [1], "a": 5}}]


def test_numpy_files_hold_no_null(tmp_path: Path) -> None:
    made = writer(tmp_path, FieldSchema("n", DataType.INT64, nullable=True), file_type=BulkFileType.NUMPY)
    with pytest.raises(
        DataNotMatchException, match="field n, row 0: None or missing, but NumPy files cannot hold null"
    ):
        made.append_row({"id": 1})


@pytest.mark.parametrize(
    "field",
    [
        FieldSchema("f", DataType.ARRAY, element_type=DataType.INT8, max_capacity=4),
        FieldSchema("f", DataType.SPARSE_FLOAT_VECTOR),
    ],
    ids=lambda field: field.dtype.name,
)
def test_types_that_numpy_files_do_not_hold(field: FieldSchema, tmp_path: Path) -> None:
    with pytest.raises(SchemaNotReadyException, match=f"field f: Milvus does not read {field.dtype.name} from NumPy"):
        writer(tmp_path, field, file_type=BulkFileType.NUMPY)


def test_a_row_may_be_changed_after_it_was_given(tmp_path: Path) -> None:
    fields = [
        VECTOR,
        FieldSchema("j", DataType.JSON),
        FieldSchema("a", DataType.ARRAY, element_type=DataType.INT64, max_capacity=4),
    ]
    made = writer(tmp_path, *fields)
    vector, meta, numbers = np.zeros(DIM, np.float32), {"n": 0}, [0]
    for number in range(3):
        vector[:] = number
        meta["n"] = numbers[0] = number
        made.append_row({"id": number, "v": vector, "j": meta, "a": numbers})
    assert [(row["v"][0], row["j"]["n"], row["a"][0]) for row in rows_of(made)] == [(0, 0, 0), (1, 1, 1), (2, 2, 2)]


def test_more_rows_than_wait_at_a_time(tmp_path: Path) -> None:
    made = writer(tmp_path, VECTOR)
    for number in range(2500):
        made.append_row({"id": number, "v": [float(number)] * DIM})
    assert [row["id"] for row in rows_of(made)] == list(range(2500))
    assert made.total_row_count == 2500


@pytest.mark.parametrize(
    "value", [{"indices": [1], "values": [0.5, 1.0]}, {"indices": 1, "values": 2}, {"indices": ["x"], "values": [1.0]}]
)
def test_bad_sparse_vectors(value: object, tmp_path: Path) -> None:
    made = writer(tmp_path, FieldSchema("s", DataType.SPARSE_FLOAT_VECTOR))
    with pytest.raises(DataNotMatchException, match="field s, row 0"):
        made.append_row({"id": 1, "s": value})


def with_structs(folder: Path, **options: Any) -> LocalBulkWriter:
    part = StructFieldSchema()
    part.add_field("n", DataType.INT8)
    part.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    schema = CollectionSchema([KEY])
    schema.add_field(
        "parts", DataType.ARRAY, element_type=DataType.STRUCT, struct_schema=part, max_capacity=2, nullable=True
    )
    options = {"file_type": BulkFileType.JSON, **options}
    return LocalBulkWriter(schema, str(folder), **options)


def test_structs(tmp_path: Path) -> None:
    made = with_structs(tmp_path)
    vector = np.array([0.5, 1.0], np.float32)
    made.append_row({"id": 1, "parts": [{"n": 1, "v": vector}, {"n": 2, "v": [0.0, 1.0]}]})
    assert made.buffer_size == 8 + 2 * (1 + 8)
    vector[:] = 9
    made.append_row({"id": 2, "parts": []})
    made.append_row({"id": 3, "parts": None})
    made.append_row({"id": 4})
    assert [row["parts"] for row in rows_of(made)] == [
        [{"n": 1, "v": [0.5, 1.0]}, {"n": 2, "v": [0.0, 1.0]}],
        [],
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("structs", "told"),
    [
        ([{"n": 1}], "field parts, row 0: element 0: the struct has no v"),
        ([{"n": 1, "v": [0.0, 0.0]}] * 3, "field parts, row 0: 3 elements are more than max_capacity=2"),
        ([{"n": 1, "v": [0.0, 0.0]}, {"n": 200, "v": [0.0, 0.0]}], "field parts, row 0: element 1: n: 200 is out of"),
        ({"n": 1}, "field parts, row 0: expected list, got dict"),
    ],
)
def test_bad_structs(structs: object, told: str, tmp_path: Path) -> None:
    with pytest.raises(DataNotMatchException, match=told):
        with_structs(tmp_path).append_row({"id": 1, "parts": structs})


def test_numpy_files_hold_no_structs(tmp_path: Path) -> None:
    with pytest.raises(SchemaNotReadyException, match="field parts: Milvus does not read ARRAY of STRUCT from NumPy"):
        with_structs(tmp_path, file_type=BulkFileType.NUMPY)


F4 = np.float32
NASTY: list[Any] = [
    True,
    5,
    -129,
    2**63,
    np.int64(5),
    0.5,
    -0.0,
    1e39,
    math.nan,
    math.inf,
    np.float32(0.5),
    "",
    "abc",
    "é" * 5,
    "\ud800",
    "x" * 11,
    b"\x01",
    b"\x00" * 16,
    [],
    [1, 2, 3, 4],
    [0.5] * DIM,
    [0.5] * 3,
    [math.nan] * DIM,
    [1e39] * DIM,
    [3e38] * DIM,
    ["a"] * DIM,
    (0.5,) * DIM,
    np.zeros(DIM, F4),
    np.full(DIM, 3e38, F4),
    np.full(DIM, np.nan, F4),
    np.zeros(DIM),
    np.zeros((1, DIM), F4),
    np.zeros(DIM, np.int8),
    np.zeros(1, np.uint8),
    np.full(8, 2, np.uint8),
    {},
    {"a": [1, None]},
    {"a": math.nan},
    {1: 0.5},
    {"a": object()},
    '{"a": 1}',
]
FIELDS = [
    FieldSpec(name="f", data_type=data_type, dim=8 if data_type is DataType.BINARY_VECTOR else DIM, max_length=10)
    for data_type in (
        *(DataType.BOOL, DataType.INT8, DataType.INT64, DataType.FLOAT, DataType.DOUBLE, DataType.VARCHAR),
        *(DataType.JSON, DataType.FLOAT_VECTOR, DataType.INT8_VECTOR, DataType.BINARY_VECTOR),
        *(DataType.FLOAT16_VECTOR, DataType.BFLOAT16_VECTOR),
    )
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.data_type.name)
@pytest.mark.parametrize("number", range(len(NASTY)))
def test_a_glance_never_decides_otherwise_than_the_check(field: FieldSpec, number: int) -> None:
    value = NASTY[number]

    def checked() -> Any:
        return field_column(field, [value], json_text=True).to_list()

    def taken() -> Any:
        intake = FieldIntake(field, nulls=True)
        return intake.column([intake.take(value)]).to_list()

    np.testing.assert_array_equal(outcome(taken), outcome(checked))


def outcome(call: Callable[[], Any]) -> Any:
    """What a call returns, or why it refuses."""
    try:
        return call()
    except DataNotMatchException as error:
        return error.reason


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"file_type": 9}, "file_type must be a BulkFileType, not 9"),
        ({"config": {"separator": ";"}}, "config has no 'separator'"),
        ({"config": {"sep": "::"}}, "sep must be one character"),
        ({"chunk_size": -1}, "chunk_size must be an int of at least 0"),
    ],
)
def test_wrong_arguments(options: dict[str, Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(ParamError, match=told):
        writer(tmp_path, **options)


def test_unknown_keywords_and_schemas_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="did you mean `chunk_size`"):
        writer(tmp_path, chunksize=5)
    schema: Any = {"fields": []}
    with pytest.raises(SchemaNotReadyException, match="schema must be a CollectionSchema, not dict"):
        LocalBulkWriter(schema, str(tmp_path))
