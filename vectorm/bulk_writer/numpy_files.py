"""NumPy files: one for each field, in a folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.bulk_writer.text_forms import json_texts
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.columns.kinds import viewed
from vectorm.columns.scalar import ScalarColumn
from vectorm.columns.text import TextColumn
from vectorm.enums import DataType
from vectorm.errors import SchemaNotReadyException
from vectorm.spec.collection import CollectionSpec

_HALVES = {DataType.FLOAT16_VECTOR, DataType.BFLOAT16_VECTOR}
_NOT_READ = {DataType.ARRAY, DataType.SPARSE_FLOAT_VECTOR}
"""Types that Milvus does not read from NumPy files."""


def check_numpy(spec: CollectionSpec) -> None:
    """Refuse a collection that NumPy files cannot hold.

    Raises:
        SchemaNotReadyException: It has a field of a type that Milvus does not read from NumPy files.
    """
    written = [field for field in spec.fields if not field.is_generated]
    refused = [(field.name, field.data_type.name) for field in written if field.data_type in _NOT_READ]
    refused += [(struct.name, "ARRAY of STRUCT") for struct in spec.structs]
    for name, kind in refused:
        told = f"field {name}: Milvus does not read {kind} from NumPy files"
        raise SchemaNotReadyException(message=told, hint="write PARQUET or JSON")


def write_numpy(blocks: Iterable[ColumnBatch], target: Path) -> list[Path]:
    """Write `target/<field>.npy` for each field; float16 and bfloat16 vectors as their bytes."""
    target.mkdir()
    files: list[Path] = []
    for columns in zip(*(block.columns for block in blocks), strict=True):
        files.append(target / f"{columns[0].name}.npy")
        np.save(files[-1], np.concatenate([_array(column) for column in columns]), allow_pickle=False)
    return files


def _array(column: Column) -> NDArray[Any]:
    if isinstance(column, DenseColumn):
        return viewed(column.raw, np.uint8) if column.data_type in _HALVES else column.raw
    if isinstance(column, ScalarColumn):
        return column.values
    return np.array(column.values if isinstance(column, TextColumn) else json_texts(column), np.str_)
