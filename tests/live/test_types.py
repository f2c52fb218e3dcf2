"""Every data type comes back from every engine as it went in."""

import math
from typing import Any

import numpy as np
import pytest

from tests.fix_engines import Engine
from tests.support.samples import DIM, SCALARS, VECTORS, Sample
from vectorm import DataType, MilvusClient

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")


def skip_unless_supported(engine: Engine, sample: Sample) -> None:
    if not engine.can(sample.data_type.name):
        pytest.skip(f"{engine.capabilities.label} has no {sample.data_type.name}")


def create(client: MilvusClient, name: str, *samples: Sample, **keywords: Any) -> None:
    """A collection with the samples' fields, and a vector field if none of them is one."""
    schema = client.create_schema(auto_id=False, enable_dynamic_field=keywords.pop("enable_dynamic_field", False))
    index_params = client.prepare_index_params()
    schema.add_field("id", DataType.INT64, is_primary=True)
    for sample in samples:
        schema.add_field("value", sample.data_type, **sample.options, **keywords)
        if sample.index[0]:
            index_params.add_index("value", index_type=sample.index[0], metric_type=sample.index[1])
    if not any(sample.data_type.is_vector for sample in samples):
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
        index_params.add_index("vector", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")


def read(client: MilvusClient, name: str, *fields: str) -> list[dict[str, Any]]:
    rows = client.query(name, filter="id >= 0", output_fields=[*fields])
    return sorted((dict(row) for row in rows), key=lambda row: int(row["id"]))


@ALL_ENGINES
@pytest.mark.parametrize("sample", SCALARS, ids=lambda sample: sample.name)
def test_scalar_round_trip(client: MilvusClient, engine: Engine, name: str, sample: Sample) -> None:
    skip_unless_supported(engine, sample)
    create(client, name, sample)
    rows = [{"id": i, "value": value, "vector": [i, 1.0]} for i, value in enumerate(sample.values)]
    client.insert(name, rows)
    got = [row["value"] for row in read(client, name, "value")]
    if sample.data_type is DataType.FLOAT:
        assert got == [float(np.float32(value)) for value in sample.values]
    else:
        assert got == sample.values
        assert [type(value) for value in got] == [type(value) for value in sample.values]


@ALL_ENGINES
@pytest.mark.parametrize("sample", VECTORS, ids=lambda sample: sample.name)
def test_vector_round_trip_and_search(client: MilvusClient, engine: Engine, name: str, sample: Sample) -> None:
    skip_unless_supported(engine, sample)
    if sample.data_type is DataType.FLOAT16_VECTOR and engine.name == "milvus":
        pytest.skip("Milvus 2.3 stores FLOAT16_VECTOR but has no exact index for it")
    create(client, name, sample)
    client.insert(name, [{"id": i, "value": value} for i, value in enumerate(sample.values)])
    for row, value in zip(read(client, name, "value"), sample.values, strict=True):
        assert same_vector(row["value"], value), (row["value"], value)
    queries = sample.values[:2]
    found = client.search(name, queries, anns_field="value", limit=1)
    assert [hits[0]["id"] for hits in found] == [0, 1]


def same_vector(got: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return {int(k): float(v) for k, v in got.items()} == {int(k): float(v) for k, v in expected.items()}
    if isinstance(got, (bytes, bytearray)) or (isinstance(got, list) and got and isinstance(got[0], bytes)):
        raw = got if isinstance(got, (bytes, bytearray)) else got[0]
        return bytes(raw) == np.asarray(expected).tobytes()
    return np.array_equal(np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64))


@pytest.mark.needs("nullable")
@pytest.mark.parametrize("sample", SCALARS, ids=lambda sample: sample.name)
def test_nulls_of_every_scalar(client: MilvusClient, engine: Engine, name: str, sample: Sample) -> None:
    skip_unless_supported(engine, sample)
    create(client, name, sample, nullable=True)
    values = [None, sample.values[0], None, sample.values[1]]
    client.insert(name, [{"id": i, "value": value, "vector": [i, 1.0]} for i, value in enumerate(values)])
    client.insert(name, [{"id": 4, "vector": [4, 1.0]}])
    assert [row["value"] for row in read(client, name, "value")] == [*values, None]


@pytest.mark.needs("nullable")
def test_default_values(client: MilvusClient, name: str) -> None:
    create(client, name, Sample(DataType.INT64, []), default_value=42)
    client.insert(name, [{"id": 0, "value": 7, "vector": [0, 1]}, {"id": 1, "value": None, "vector": [1, 1]}])
    client.insert(name, [{"id": 2, "vector": [2, 1]}])
    assert [row["value"] for row in read(client, name, "value")] == [7, 42, 42]


@ALL_ENGINES
def test_dynamic_fields(client: MilvusClient, name: str) -> None:
    create(client, name, enable_dynamic_field=True)
    extras: list[dict[str, Any]] = [{"a": 1, "b c": "x"}, {}, {"a": [1, {"deep": None}]}, {"é\"'": False}]
    client.insert(name, [{"id": i, "vector": [i, 1.0], **extra} for i, extra in enumerate(extras)])
    rows = read(client, name, "*")
    assert [{key: row[key] for key in row if key not in {"id", "vector"}} for row in rows] == extras
    assert [row.get("a") for row in read(client, name, "a")] == [1, None, [1, {"deep": None}], None]


@ALL_ENGINES
def test_text_keys(client: MilvusClient, engine: Engine, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=32)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
    index_params = client.prepare_index_params()
    index_params.add_index("vector", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")
    result = client.insert(name, [{"key": key, "vector": [i, 0.0]} for i, key in enumerate(["b", "a", "é🎉"])])
    assert list(result["ids"]) == ["b", "a", "é🎉"]
    assert client.search(name, [[2.0, 0.0]], limit=1)[0][0].id == "é🎉"
    assert sorted(row["key"] for row in client.get(name, ids=["a", "é🎉", "z"])) == ["a", "é🎉"]


def test_vectors_are_float32_on_every_path(client: MilvusClient, name: str) -> None:
    """A list of Python floats, a float64 array and a float32 array store the same numbers."""
    create(client, name, VECTORS[0])
    numbers = [1 / 3, math.pi, 1e-7, -2.5, 0.1, 1e10, 0.0, -0.0]
    assert len(numbers) == DIM
    values: list[Any] = [numbers, np.array(numbers), np.array(numbers, np.float32)]
    client.insert(name, [{"id": i, "value": value} for i, value in enumerate(values)])
    expected = np.array(numbers, np.float32)
    for row in read(client, name, "value"):
        assert np.array_equal(np.asarray(row["value"], np.float32), expected)
