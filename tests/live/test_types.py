"""Every data type comes back from every engine as it went in."""

import math
from typing import Any

import numpy as np
import pytest

from tests.fix_engines import Engine
from tests.support.samples import DIM, SCALARS, VECTORS, Sample
from vectorm import DataType, MilvusClient
from vectorm.errors import Unsupported

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")


def create(client: MilvusClient, name: str, samples: list[Sample], *, dynamic: bool = False, **keywords: Any) -> None:
    """A collection with a field for each sample, and a vector field `vector` if none of them is one."""
    schema = client.create_schema(auto_id=False, enable_dynamic_field=dynamic)
    index_params = client.prepare_index_params()
    schema.add_field("id", DataType.INT64, is_primary=True)
    for sample in samples:
        schema.add_field(sample.name, sample.data_type, **sample.options, **keywords)
        if sample.index[0]:
            index_params.add_index(sample.name, index_type=sample.index[0], metric_type=sample.index[1])
    if not any(sample.index[0] for sample in samples):
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
        index_params.add_index("vector", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")


def read(client: MilvusClient, name: str, *fields: str) -> list[dict[str, Any]]:
    rows = client.query(name, filter="id >= 0", output_fields=[*fields])
    return sorted((dict(row) for row in rows), key=lambda row: int(row["id"]))


def supported_scalars(engine: Engine) -> list[Sample]:
    return [sample for sample in SCALARS if engine.can(sample.data_type.name)]


@ALL_ENGINES
def test_scalars_round_trip(client: MilvusClient, engine: Engine, name: str) -> None:
    samples = supported_scalars(engine)
    create(client, name, samples)
    rows = [{"id": i, "vector": [i, 1.0], **{each.name: each.values[i] for each in samples}} for i in range(4)]
    client.insert(name, rows)
    got = read(client, name, *(sample.name for sample in samples))
    for sample in samples:
        values = [row[sample.name] for row in got]
        assert (sample.name, values) == (sample.name, sample.expected)
        assert [type(value) for value in values] == [type(value) for value in sample.expected]


@ALL_ENGINES
@pytest.mark.parametrize("sample", VECTORS, ids=lambda sample: sample.name)
def test_vector_round_trip_and_search(client: MilvusClient, engine: Engine, name: str, sample: Sample) -> None:
    if not engine.can(sample.data_type.name):
        pytest.skip(f"{engine.capabilities.label} has no {sample.data_type.name}")
    create(client, name, [sample])
    client.insert(name, [{"id": i, sample.name: value} for i, value in enumerate(sample.values)])
    for row, value in zip(read(client, name, sample.name), sample.values, strict=True):
        assert same_vector(sample.data_type, row[sample.name], value), (row[sample.name], value)
    if sample.data_type is DataType.FLOAT16_VECTOR and not engine.can("float16_search"):
        with pytest.raises(Unsupported, match="has no search in FLOAT16_VECTOR fields"):
            client.search(name, sample.values[:2], anns_field=sample.name, limit=1)
        return
    found = client.search(name, sample.values[:2], anns_field=sample.name, limit=1)
    assert [hits[0]["id"] for hits in found] == [0, 1]


def same_vector(data_type: DataType, got: Any, expected: Any) -> bool:
    """Whether the value is the same, in PyMilvus's shapes: lists of floats, dicts, `[bytes]` for the packed types."""
    if data_type is DataType.SPARSE_FLOAT_VECTOR:
        return bool({int(key): float(value) for key, value in got.items()} == expected)
    if data_type is DataType.FLOAT_VECTOR:
        return np.array_equal(np.asarray(got, np.float32), expected)
    packed = bytes(expected.tobytes())
    if data_type is DataType.BFLOAT16_VECTOR:
        packed = bytes((np.frombuffer(packed, np.uint32) >> 16).astype(np.uint16).tobytes())
    return bool(got == [packed])


@pytest.mark.needs("nullable")
def test_nulls_of_every_scalar(client: MilvusClient, engine: Engine, name: str) -> None:
    samples = supported_scalars(engine)
    create(client, name, samples, nullable=True)
    for i in range(4):
        values = {each.name: None if i % 2 else each.values[i] for each in samples}
        client.insert(name, {"id": i, "vector": [i, 1.0], **values})
    client.insert(name, [{"id": 4, "vector": [4, 1.0]}])
    got = read(client, name, *(sample.name for sample in samples))
    for sample in samples:
        first, _, third, _ = sample.expected
        assert (sample.name, [row[sample.name] for row in got]) == (sample.name, [first, None, third, None, None])


@pytest.mark.needs("nullable")
def test_default_values(client: MilvusClient, name: str) -> None:
    create(client, name, [Sample(DataType.INT64, [], label="value")], default_value=42)
    client.insert(name, [{"id": 0, "value": 7, "vector": [0, 1]}, {"id": 1, "value": None, "vector": [1, 1]}])
    client.insert(name, [{"id": 2, "vector": [2, 1]}])
    assert [row["value"] for row in read(client, name, "value")] == [7, 42, 42]


@ALL_ENGINES
def test_dynamic_fields(client: MilvusClient, name: str) -> None:
    create(client, name, [], dynamic=True)
    extras: list[dict[str, Any]] = [{"a": 1, "b c": "x"}, {}, {"a": [1, {"deep": None}]}, {"é\"'": False}]
    client.insert(name, [{"id": i, "vector": [i, 1.0], **extra} for i, extra in enumerate(extras)])
    rows = read(client, name, "*")
    assert [{key: row[key] for key in row if key not in {"id", "vector"}} for row in rows] == extras
    assert [row.get("a") for row in read(client, name, "a")] == [1, None, [1, {"deep": None}], None]


@ALL_ENGINES
def test_text_keys(client: MilvusClient, name: str) -> None:
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
    create(client, name, VECTORS[:1])
    numbers = [1 / 3, math.pi, 1e-7, -2.5, 0.1, 1e10, 0.0, -0.0]
    assert len(numbers) == DIM
    values: list[Any] = [numbers, np.array(numbers), np.array(numbers, np.float32)]
    client.insert(name, [{"id": i, "float_vector": value} for i, value in enumerate(values)])
    expected = np.array(numbers, np.float32)
    for row in read(client, name, "float_vector"):
        assert np.array_equal(np.asarray(row["float_vector"], np.float32), expected)
