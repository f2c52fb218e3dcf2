"""Files of a bulk writer, imported by Milvus 2.3.5, give the rows that were written."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fix_engines import Engine
from vectorm import BulkInsertState, CollectionSchema, DataType, FieldSchema, MilvusClient, connections, utility
from vectorm.bulk_writer import BulkFileType, LocalBulkWriter

ALIAS = "test_bulk_writer"
ENDED = {BulkInsertState.ImportCompleted, BulkInsertState.ImportFailed, BulkInsertState.ImportFailedAndCleaned}
DIM = 8
COUNT = 20

pytestmark = [pytest.mark.engines("milvus"), pytest.mark.needs("bulk_insert")]

SCALARS = [
    FieldSchema("id", DataType.INT64, is_primary=True),
    FieldSchema("flag", DataType.BOOL),
    FieldSchema("small", DataType.INT8),
    FieldSchema("short", DataType.INT16),
    FieldSchema("int", DataType.INT32),
    FieldSchema("float", DataType.FLOAT),
    FieldSchema("double", DataType.DOUBLE),
    FieldSchema("text", DataType.VARCHAR, max_length=100),
    FieldSchema("json", DataType.JSON),
]
VECTORS = {
    "float vectors": FieldSchema("vector", DataType.FLOAT_VECTOR, dim=DIM),
    "binary vectors": FieldSchema("vector", DataType.BINARY_VECTOR, dim=DIM),
}
ARRAYS = [
    FieldSchema("numbers", DataType.ARRAY, element_type=DataType.INT64, max_capacity=8),
    FieldSchema("words", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=8, max_length=20),
]


@pytest.fixture
def alias(engine: Engine) -> Iterator[str]:
    connections.connect(ALIAS, uri=engine.uri)
    yield ALIAS
    connections.remove_connection(ALIAS)


def row(number: int, schema: CollectionSchema) -> dict[str, Any]:
    numbers = np.random.default_rng(number).random(DIM, dtype=np.float32)
    binary = any(field.dtype is DataType.BINARY_VECTOR for field in schema.fields)
    found: dict[str, Any] = {
        "id": number,
        "flag": number % 2 == 0,
        "small": number - 128,
        "short": -(2**15) + number,
        "int": 2**31 - 1 - number,
        "float": number / 7,
        "double": number / 7,
        "text": f'text {number}, "é" 🎉',
        "json": {"n": number, "list": [1, "é"]},
        "vector": bytes([number]) if binary else numbers,
        "numbers": list(range(number % 5)),
        "words": ["é"] * (number % 3),
    }
    wanted = {field.name: found[field.name] for field in schema.fields}
    return wanted | {"color": f"c{number}"} if schema.enable_dynamic_field else wanted


def imported(client: MilvusClient, name: str, schema: CollectionSchema, files: list[str]) -> dict[int, dict[str, Any]]:
    """Create the collection, import the files, and read all rows back."""
    client.create_collection(name, schema=schema, consistency_level="Strong")
    task = utility.do_bulk_insert(name, files, using=ALIAS)
    while (state := utility.get_bulk_insert_state(task, using=ALIAS)).state not in ENDED:
        time.sleep(0.2)
    assert (state.state_name, state.failed_reason, state.row_count) == ("Completed", "", COUNT)
    metric = "HAMMING" if any(field.dtype is DataType.BINARY_VECTOR for field in schema.fields) else "L2"
    params = client.prepare_index_params("vector", "BIN_FLAT" if metric == "HAMMING" else "FLAT", metric_type=metric)
    client.create_index(name, params)
    client.load_collection(name)
    rows = client.query(name, filter="id >= 0", output_fields=["*"], limit=100)
    return {found["id"]: dict(found) for found in rows}


def compared(found: dict[int, dict[str, Any]], schema: CollectionSchema) -> None:
    assert sorted(found) == list(range(COUNT))
    for number, actual in found.items():
        wanted = row(number, schema)
        assert actual.keys() == wanted.keys()
        for key, value in wanted.items():
            if key == "vector":
                given = actual[key]
                assert given == [value] if isinstance(value, bytes) else given == value.tolist()
            elif key == "float":
                assert np.float32(actual[key]) == np.float32(value)
            else:
                assert actual[key] == value, key


@pytest.mark.parametrize(
    ("kind", "file_type"),
    [
        ("float vectors", BulkFileType.PARQUET),
        ("float vectors", BulkFileType.JSON),
        ("float vectors", BulkFileType.NUMPY),
        ("binary vectors", BulkFileType.PARQUET),
    ],
)
def test_rows_come_back_as_they_were_written(
    kind: str, file_type: BulkFileType, sync_client: MilvusClient, engine: Engine, name: str, alias: str, tmp_path: Path
) -> None:
    if engine.pid is None:
        pytest.skip("the object store of this server is not ours")
    arrays = ARRAYS if file_type is not BulkFileType.NUMPY else []
    schema = CollectionSchema([*SCALARS, *arrays, VECTORS[kind]], enable_dynamic_field=True)
    with LocalBulkWriter(schema, str(tmp_path), file_type=file_type) as writer:
        for number in range(COUNT):
            writer.append_row(row(number, schema))
    (files,) = writer.batch_files
    compared(imported(sync_client, name, schema, files), schema)
