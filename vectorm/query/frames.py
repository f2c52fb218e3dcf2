"""Columns as tables of other libraries, which are imported when they are asked for."""

import importlib
import json
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.enums import DataType
from vectorm.errors import ParamError


def to_arrow(batch: ColumnBatch, more: Mapping[str, NDArray[Any]]) -> Any:
    """A pyarrow Table: vectors as fixed-size lists, JSON as text.

    Args:
        batch: Columns.
        more: Further columns by name, such as scores.
    """
    arrow = _library("pyarrow")
    names = {column.name: _arrow_array(arrow, column) for column in batch.columns}
    return arrow.table({**names, **{name: arrow.array(values) for name, values in more.items()}})


def to_pandas(batch: ColumnBatch, more: Mapping[str, NDArray[Any]]) -> Any:
    """A pandas DataFrame: vectors as arrays, JSON as parsed objects."""
    columns: dict[str, Any] = {column.name: column.to_list() for column in batch.columns}
    return _library("pandas").DataFrame({**columns, **more})


def _arrow_array(arrow: Any, column: Column) -> Any:
    if isinstance(column, DenseColumn):
        matrix = column.matrix()
        mask = None if column.valid is None else arrow.array(~column.valid)
        return arrow.FixedSizeListArray.from_arrays(arrow.array(matrix.ravel()), matrix.shape[1], mask=mask)
    values = column.to_list()
    if column.data_type is DataType.JSON:
        texts = [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
        return arrow.array(texts, arrow.string())
    if column.data_type is DataType.SPARSE_FLOAT_VECTOR:
        return arrow.array([None if value is None else list(value.items()) for value in values])
    return arrow.array(values)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ParamError(message=f"{name} is not installed", hint=f"pip install {name}") from error
