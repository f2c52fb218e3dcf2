"""What stands under PyMilvus's module paths has PyMilvus's values."""

import enum
import importlib
from typing import Any

import numpy as np
import pytest

from vectorm.client import types
from vectorm.client.infer import infer_dtype_by_scalar_data, infer_dtype_bydata, map_numpy_dtype_to_datatype
from vectorm.orm import types as orm_types

pymilvus: Any = pytest.importorskip("pymilvus")
theirs_orm_types: Any = importlib.import_module("pymilvus.orm.types")

VALUES: list[Any] = [
    True,
    1,
    1.5,
    "a",
    b"a",
    None,
    {"a": 1},
    {},
    [],
    [1, 2],
    [1.0, 2.0],
    [1.0, None],
    [1, 2.5],
    ["a", "b"],
    [True, False],
    [b"a"],
    [[1.0], [2.0]],
    [{"a": 1}],
    (1.0, 2.0),
    *(dtype(1) for dtype in (np.int8, np.int16, np.int32, np.int64, np.float32, np.float64)),
    *(np.array([1, 2], dtype) for dtype in ("float32", "float64", "int64")),
    np.array(["a"], dtype=object),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_data_types_by_example(value: Any) -> None:
    assert infer_dtype_bydata(value) == theirs_orm_types.infer_dtype_bydata(value)
    for dtype in (None, types.DataType.FLOAT):
        theirs = theirs_orm_types.infer_dtype_by_scalar_data(value, dtype)
        assert infer_dtype_by_scalar_data(value, dtype) == theirs


@pytest.mark.parametrize("name", ["bool", "int8", "uint32", "int64", "float16", "float32", "float64", "complex64"])
def test_data_types_of_numpy(name: str) -> None:
    assert map_numpy_dtype_to_datatype(np.dtype(name)) == theirs_orm_types.map_numpy_dtype_to_datatype(np.dtype(name))


@pytest.mark.parametrize("path", ["client.constants", "orm.constants", "orm.types"])
def test_constants_have_the_same_values(path: str) -> None:
    ours, theirs = importlib.import_module(f"vectorm.{path}"), importlib.import_module(f"pymilvus.{path}")
    constants: dict[str, object] = {name: getattr(theirs, name) for name in dir(theirs) if name.isupper()}
    assert constants
    for name, value in constants.items():
        assert getattr(ours, name) == value, name


@pytest.mark.parametrize("name", ["IndexType", "RangeType", "IndexState", "PlaceholderType", "LoadState", "State"])
def test_enumerations_have_the_same_members(name: str) -> None:
    ours: type[enum.Enum] = getattr(types, name)
    theirs: type[enum.Enum] = getattr(pymilvus.client.types, name)
    assert {key: each.value for key, each in ours.__members__.items()} == {
        key: each.value for key, each in theirs.__members__.items()
    }
    assert [str(each) for each in ours] == [str(each) for each in theirs]


@pytest.mark.parametrize("level", ["Strong", "Bounded", "Session", "Eventually", "Customized"])
def test_consistency_levels(level: str) -> None:
    number = pymilvus.client.types.get_consistency_level(level)
    assert types.get_consistency_level(level) == types.ConsistencyLevel[level] == number
    assert types.cmp_consistency_level(level, number)
    assert not types.cmp_consistency_level(level, "nothing")
    assert getattr(orm_types, f"CONSISTENCY_{level.upper()}") == level
