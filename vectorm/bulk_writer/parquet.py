"""Parquet files, by pyarrow.

Arrow takes the buffers of the columns as they are. Types are those that Milvus's importer expects: vectors as lists of
float32, int8 or bytes; JSON and sparse vectors as text.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from vectorm.bulk_writer.text_forms import json_texts
from vectorm.columns.array import ArrayColumn
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.columns.kinds import viewed
from vectorm.columns.scalar import ScalarColumn
from vectorm.columns.struct_array import StructColumn
from vectorm.columns.text import TextColumn
from vectorm.enums import DataType

arrow: Any = import_module("pyarrow")  # it has no types
parquet: Any = import_module("pyarrow.parquet")

_GROUP_BYTES = 32 * 1024 * 1024
"""A row group is what Milvus's importer holds in memory: 32 MB, as PyMilvus writes them."""
_GROUP_ROWS = (1000, 1_000_000)
_HALVES = {DataType.FLOAT16_VECTOR, DataType.BFLOAT16_VECTOR}
_REPEATING = {DataType.VARCHAR, DataType.STRING, DataType.INT8, DataType.INT16}
"""Types whose values often repeat, so that a dictionary makes the file smaller."""


def write_parquet(blocks: Iterable[ColumnBatch], target: Path, row_bytes: int) -> list[Path]:
    """Write `target.parquet`; `row_bytes` is what a row takes, about."""
    file = target.with_name(target.name + ".parquet")
    writer: Any = None
    try:
        for group in _groups(blocks, row_bytes):
            table = arrow.Table.from_batches([_record_batch(block) for block in group])
            if writer is None:
                names = [column.name for column in group[0].columns if column.data_type in _REPEATING]
                writer = parquet.ParquetWriter(file, table.schema, use_dictionary=names)
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()
    return [file]


def _groups(blocks: Iterable[ColumnBatch], row_bytes: int) -> Iterator[list[ColumnBatch]]:
    """The blocks of each row group."""
    least, most = _GROUP_ROWS
    wanted = min(max(_GROUP_BYTES // (row_bytes + 1), least), most)
    group: list[ColumnBatch] = []
    for block in blocks:
        group.append(block)
        if sum(each.num_rows for each in group) >= wanted:
            yield group
            group = []
    if group:
        yield group


def _record_batch(block: ColumnBatch) -> Any:
    return arrow.RecordBatch.from_arrays([_array(column) for column in block.columns], names=block.names)


def _array(column: Column) -> Any:
    """A column as an Arrow array."""
    nulls = None if column.valid is None else ~column.valid
    if isinstance(column, ScalarColumn):
        return arrow.array(column.values, mask=nulls)
    if isinstance(column, TextColumn):
        return arrow.array(column.to_list(), arrow.string())
    if isinstance(column, ArrayColumn):
        return _lists(column.offsets, _array(column.elements), nulls)
    if isinstance(column, DenseColumn):
        return _vectors(column, nulls)
    if isinstance(column, StructColumn):
        structs = arrow.StructArray.from_arrays([_array(part.elements) for part in column.parts], names=column.names)
        return _lists(column.parts[0].offsets, structs, nulls)
    return arrow.array(json_texts(column), arrow.string())


def _vectors(column: DenseColumn, nulls: Any) -> Any:
    matrix = np.ascontiguousarray(column.raw)
    if column.data_type in _HALVES:
        matrix = viewed(matrix, np.uint8)
    offsets = np.arange(len(matrix) + 1) * matrix.shape[1]
    return _lists(offsets, arrow.array(np.ravel(matrix)), nulls)


def _lists(offsets: Any, values: Any, nulls: Any) -> Any:
    mask = None if nulls is None else arrow.array(nulls)
    return arrow.ListArray.from_arrays(arrow.array(offsets, arrow.int32()), values, mask=mask)
