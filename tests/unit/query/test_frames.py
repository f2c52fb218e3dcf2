"""Results as tables of pyarrow, pandas and polars."""

import importlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, cast
from uuid import UUID

import numpy as np
import pytest
from pydantic import Field

from tests.unit.model.library import Author, Color, Grade
from vectorm.columns.base import Column, Rules
from vectorm.columns.build import build_column
from vectorm.columns.dense import DenseColumn
from vectorm.columns.scalar import ScalarColumn
from vectorm.enums import DataType
from vectorm.model.annotation import FieldType, read_annotation
from vectorm.model.types import Timestamptz
from vectorm.query.frames import to_arrow, to_pandas, to_polars

pa: Any = importlib.import_module("pyarrow")
pd: Any = importlib.import_module("pandas")
pl: Any = importlib.import_module("polars")

BIG = 2**63 - 1
ID = UUID("12345678-1234-5678-1234-567812345678")
MOMENT = datetime(2024, 2, 29, 12, 30, 1, 5, tzinfo=timezone.utc)


class Plain(Enum):
    ONE = 1
    TWO = 2


def field(annotation: object) -> FieldType:
    kind = read_annotation(annotation)
    assert kind is not None
    return kind


def column(values: Sequence[Any], data_type: DataType, **options: Any) -> Column:
    return build_column("x", values, data_type=data_type, nullable=None in values, **options)


def adapted(values: Sequence[Any], annotation: object) -> tuple[Column, FieldType]:
    kind = field(annotation)
    assert kind.store is not None
    stored = [None if value is None else kind.store(value) for value in values]
    return column(stored, kind.data_type, element_type=kind.element_type), kind


CASES: list[tuple[str, Column, FieldType | None, str, list[Any]]] = [
    ("bool", column([True, False], DataType.BOOL), None, "bool", [True, False]),
    ("null bool", column([True, None], DataType.BOOL), None, "bool", [True, None]),
    ("int8", column([-128, 127], DataType.INT8), None, "int8", [-128, 127]),
    ("int16", column([1, None], DataType.INT16), None, "int16", [1, None]),
    ("int32", column([1, 2], DataType.INT32), None, "int32", [1, 2]),
    ("int64", column([BIG, -BIG - 1], DataType.INT64), None, "int64", [BIG, -BIG - 1]),
    ("null int64", column([BIG, None], DataType.INT64), None, "int64", [BIG, None]),
    ("float", column([0.5, None], DataType.FLOAT), None, "float", [0.5, None]),
    ("double", column([0.1, 1e300], DataType.DOUBLE), None, "double", [0.1, 1e300]),
    ("text", column(["ü\n", None, ""], DataType.VARCHAR), None, "string", ["ü\n", None, ""]),
    ("json", column([{"a": [1, None]}, 3], DataType.JSON), None, "string", ['{"a":[1,null]}', "3"]),
    ("null json", column([None, "s"], DataType.JSON), None, "string", [None, '"s"']),
    (
        "int array",
        column([[BIG], None, []], DataType.ARRAY, element_type=DataType.INT64),
        None,
        "large_list<item: int64>",
        [[BIG], None, []],
    ),
    (
        "text array",
        column([["a", "ü"], []], DataType.ARRAY, element_type=DataType.VARCHAR),
        None,
        "large_list<item: string>",
        [["a", "ü"], []],
    ),
    (
        "float vector",
        column([[1, 2], [3, 4]], DataType.FLOAT_VECTOR, dim=2),
        None,
        "fixed_size_list<item: float>[2]",
        [[1, 2], [3, 4]],
    ),
    (
        "null vector",
        column([[1, 2], None], DataType.FLOAT_VECTOR, dim=2),
        None,
        "fixed_size_list<item: float>[2]",
        [[1, 2], None],
    ),
    (
        "float16 vector",
        column([[1, 2]], DataType.FLOAT16_VECTOR, dim=2),
        None,
        "fixed_size_list<item: halffloat>[2]",
        [[1, 2]],
    ),
    (
        "bfloat16 vector",
        column([[1, 2]], DataType.BFLOAT16_VECTOR, dim=2),
        None,
        "fixed_size_list<item: float>[2]",
        [[1, 2]],
    ),
    (
        "int8 vector",
        column([[-1, 2]], DataType.INT8_VECTOR, dim=2),
        None,
        "fixed_size_list<item: int8>[2]",
        [[-1, 2]],
    ),
    (
        "binary vector",
        column([b"\x01\xff"], DataType.BINARY_VECTOR, dim=16),
        None,
        "fixed_size_list<item: uint8>[2]",
        [[1, 255]],
    ),
    (
        "sparse vector",
        column([{7: 0.5, 1: 2.0}, {}], DataType.SPARSE_FLOAT_VECTOR),
        None,
        "map<uint32, float>",
        [[(1, 2.0), (7, 0.5)], []],
    ),
    (
        "null sparse vector",
        column([None, {7: 0.5}], DataType.SPARSE_FLOAT_VECTOR),
        None,
        "map<uint32, float>",
        [None, [(7, 0.5)]],
    ),
    (
        "structs",
        column(
            [[{"n": 1, "v": [1, 2]}], []],
            DataType.ARRAY_OF_STRUCT,
            parts=(
                Rules(name="n", data_type=DataType.INT64),
                Rules(name="v", data_type=DataType.FLOAT_VECTOR, dim=2),
            ),
        ),
        None,
        "large_list<item: struct<n: int64, v: fixed_size_list<item: float>[2]>>",
        [[{"n": 1, "v": [1, 2]}], []],
    ),
    ("datetime", *adapted([MOMENT, None], datetime), "timestamp[us, tz=UTC]", [MOMENT, None]),
    ("date", *adapted([date(2024, 2, 29), None], date), "date32[day]", [date(2024, 2, 29), None]),
    ("time", *adapted([time(12, 1, 2, 3)], time), "time64[us]", [time(12, 1, 2, 3)]),
    ("timedelta", *adapted([timedelta(-1, 0, 1)], timedelta), "duration[us]", [timedelta(-1, 0, 1)]),
    ("uuid", *adapted([ID, None], UUID), "string", [str(ID), None]),
    ("uuids", *adapted([[ID], []], list[UUID]), "large_list<item: string>", [[str(ID)], []]),
    ("bytes", *adapted([b"\x00\xff", None], bytes), "binary", [b"\x00\xff", None]),
    ("text enum", *adapted([Color.BLUE, None], Color), "string", ["blue", None]),
    ("int enum", *adapted([Grade.HIGH, None], Grade), "int64", [2, None]),
    ("plain enum", *adapted([Plain.TWO], Plain), "int64", [2]),
    ("nested model", *adapted([Author(name="a"), None], Author), "string", ['{"name":"a","born":null}', None]),
]  # fmt: skip


def of(case: tuple[str, Column, FieldType | None, str, list[Any]]) -> Any:
    return pytest.param(*case[1:], id=case[0])


PARAMETERS = [of(case) for case in CASES]


@pytest.mark.parametrize(("stored", "kind", "arrow_type", "values"), PARAMETERS)
def test_arrow(stored: Column, kind: FieldType | None, arrow_type: str, values: list[Any]) -> None:
    table = to_arrow([stored], {} if kind is None else {"x": kind})
    assert isinstance(table, pa.Table)
    table.validate(full=True)
    assert str(table.column("x").type) == arrow_type
    assert table.column("x").to_pylist() == values


@pytest.mark.parametrize(("stored", "kind", "arrow_type", "values"), PARAMETERS)
def test_polars(stored: Column, kind: FieldType | None, arrow_type: str, values: list[Any]) -> None:
    frame = to_polars([stored], {} if kind is None else {"x": kind})
    assert isinstance(frame, pl.DataFrame)
    found: list[Any] = frame["x"].to_list()
    if arrow_type.startswith("map"):
        found = [None if row is None else pairs(row) for row in found]
    assert [list(value) if isinstance(value, pl.Series) else value for value in found] == values


def pairs(row: Any) -> list[Any]:
    """A map of polars: a dict, or in older versions a list of keys and values."""
    return list(row.items()) if hasattr(row, "items") else [(each["key"], each["value"]) for each in row]


def python(value: Any) -> Any:
    """Values of pandas and numpy as plain ones."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: python(each) for key, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [python(each) for each in cast("list[object]", value)]
    return None if value is None or value is pd.NA or value is pd.NaT or value != value else value


@pytest.mark.parametrize(("stored", "kind", "arrow_type", "values"), PARAMETERS)
def test_pandas_has_the_values_of_objects(
    stored: Column, kind: FieldType | None, arrow_type: str, values: list[Any]
) -> None:
    frame = to_pandas([stored], {} if kind is None else {"x": kind})
    assert isinstance(frame, pd.DataFrame)
    loads = kind is not None and kind.load is not None and stored.data_type is not DataType.JSON
    wanted = stored.to_list()
    if loads:
        assert kind is not None
        assert kind.load is not None
        wanted = [None if value is None else kind.load(value) for value in wanted]
    assert [python(value) for value in frame["x"]] == [python(value) for value in wanted]
    if arrow_type in {"int64", "bool"} and not loads:
        assert str(frame["x"].dtype).lower() in {arrow_type, "boolean"}  # never float: whole numbers stay exact


@pytest.mark.parametrize("data_type", [DataType.INT64, DataType.FLOAT, DataType.FLOAT_VECTOR, DataType.INT8_VECTOR])
def test_numbers_are_not_copied(data_type: DataType) -> None:
    values = np.ones((4, 3), np.int8) if data_type.is_vector else np.arange(4)
    made = build_column("x", values, data_type=data_type, dim=3)
    assert isinstance(made, ScalarColumn | DenseColumn)
    memory = made.values if isinstance(made, ScalarColumn) else made.raw
    chunk: Any = to_arrow([made], {}).column("x").chunk(0)
    flat = chunk.values if data_type.is_vector else chunk
    assert flat.buffers()[1].address == memory.ctypes.data


def test_elements_and_times_are_not_copied() -> None:
    lists = build_column("x", [[1, 2], [3]], data_type=DataType.ARRAY, element_type=DataType.INT64)
    moments, kind = adapted([MOMENT], datetime)
    table = to_arrow([lists], {})
    elements: Any = lists
    assert table.column("x").chunk(0).values.buffers()[1].address == elements.elements.values.ctypes.data
    times: Any = moments
    found = to_arrow([moments], {"x": kind}).column("x").chunk(0)
    assert found.buffers()[1].address == times.values.ctypes.data


def test_decimals() -> None:
    stored, kind = adapted([Decimal("1.25"), None], Annotated[Decimal, Field(decimal_places=2)])
    assert to_arrow([stored], {"x": kind}).column("x").to_pylist() == [Decimal("1.25"), None]
    assert to_pandas([stored], {"x": kind})["x"].tolist() == [Decimal("1.25"), None]


@pytest.mark.parametrize(
    ("annotation", "values", "told"),
    [
        (Annotated[Decimal, Field(decimal_places=2)], [Decimal("1.25")], "decimal128(19, 2)"),
        (Annotated[Decimal, Field(decimal_places=30)], [Decimal(0)], "decimal128(30, 30)"),
        (bytes, [b"\xff"], "binary"),
        (date, [MOMENT.date()], "date32[day]"),
        (datetime, [MOMENT], "timestamp[us, tz=UTC]"),
        (Timestamptz, [MOMENT], "timestamp[us, tz=UTC]"),
        (Plain, [Plain.ONE], "int64"),
        (UUID, [ID], "string"),
        (list[bytes], [[b"\xff"]], "large_list<item: binary>"),
        (list[datetime], [[MOMENT], []], "large_list<item: timestamp[us, tz=UTC]>"),
        (list[Annotated[Decimal, Field(decimal_places=2)]], [[Decimal("0.01")]], "large_list<item: decimal128(19, 2)>"),
    ],
)
def test_types_do_not_depend_on_values(annotation: object, values: list[Any], told: str) -> None:
    for page in (values, [*values, None], [], [None]):
        stored, kind = adapted(page, annotation)
        found = to_arrow([stored], {"x": kind})
        assert str(found.schema.field("x").type) == told
        assert found.column("x").null_count == page.count(None)


def test_tables_without_rows() -> None:
    empty = column([], DataType.FLOAT_VECTOR, dim=3)
    assert to_arrow([empty], {}).num_rows == 0
    assert len(to_pandas([empty], {})) == 0
    assert str(to_arrow([column([], DataType.VARCHAR)], {}).schema.field("x").type) == "string"
    assert to_polars([empty], {}).height == 0
