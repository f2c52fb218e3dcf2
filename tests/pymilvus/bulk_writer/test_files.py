"""The same rows, written by PyMilvus and by vectorm, make files of the same content."""

import copy
import csv
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import vectorm
from tests.pymilvus.bulk_writer import collections
from tests.pymilvus.bulk_writer.collections import DEFAULTS, LISTS, NULLABLE, PLAIN, STRUCTS, Field
from vectorm import bulk_writer

pymilvus: Any = pytest.importorskip("pymilvus")
theirs: Any = pytest.importorskip("pymilvus.bulk_writer")
parquet: Any = import_module("pyarrow.parquet")

ALL: dict[str, tuple[list[Field], bool]] = {
    "plain": (PLAIN, False),
    "lists": (LISTS, False),
    "nullable": (NULLABLE, False),
    "defaults": (DEFAULTS, False),
    "dynamic": (PLAIN[:2], True),
    "structs": (STRUCTS, False),
}
TYPES = {field[0]: field[1] for field in [*PLAIN, *LISTS, *NULLABLE, *DEFAULTS, *STRUCTS]}
AS_JSON = {"JSON", "SPARSE_FLOAT_VECTOR"}


def written(package: Any, writers: Any, kind: str, file_type: str, folder: Path, **options: Any) -> list[Path]:
    """Write the rows of a kind of collection; returns the files of the one chunk."""
    fields, dynamic = ALL[kind]
    schema = collections.schema(package, fields, dynamic=dynamic)
    folder.mkdir()
    with writers.LocalBulkWriter(schema, str(folder), file_type=writers.BulkFileType[file_type], **options) as writer:
        for row in copy.deepcopy(collections.rows(fields, dynamic=dynamic)):
            writer.append_row(row)
        writer.commit()
        (files,) = writer.batch_files
        assert writer.total_row_count == collections.COUNT
    return [Path(file) for file in files]


def both(kind: str, file_type: str, folder: Path, **options: Any) -> tuple[list[Path], list[Path]]:
    expected = written(pymilvus, theirs, kind, file_type, folder / "pymilvus", **options)
    actual = written(vectorm, bulk_writer, kind, file_type, folder / "vectorm", **options)
    names = [[file.relative_to(folder / package).parts[1:] for file in files]
             for package, files in (("pymilvus", expected), ("vectorm", actual))]  # fmt: skip
    assert names[0] == names[1]
    return expected, actual


def same(name: str, value: Any) -> Any:
    """A value as the server takes it: JSON as objects, floats of 32 bits, sparse vectors as index to value."""
    data_type = TYPES.get(name, "JSON" if name == "$meta" else "INT64")
    read: Any = json.loads(value) if isinstance(value, str) and data_type in AS_JSON else value
    if read is None:
        return None
    if data_type == "STRUCT":
        return [{part: same(part, each[part]) for part in each} for each in read]
    if data_type == "SPARSE_FLOAT_VECTOR":
        pairs = zip(read["indices"], read["values"], strict=True) if "indices" in read else read.items()
        return {int(index): np.float32(weight) for index, weight in pairs}
    if data_type in {"FLOAT", "FLOAT_VECTOR"} or name.endswith("a_float"):
        return np.asarray(read, np.float32).tolist()
    return read


def compared(expected: list[dict[str, Any]], actual: list[dict[str, Any]]) -> None:
    assert len(expected) == len(actual) == collections.COUNT
    for ours, wanted in zip(actual, expected, strict=True):
        assert list(ours) == list(wanted)
        for name in wanted:
            assert same(name, ours[name]) == same(name, wanted[name]), name


@pytest.mark.parametrize("kind", ALL)
def test_parquet(kind: str, tmp_path: Path) -> None:
    expected, actual = (parquet.read_table(files[0]) for files in both(kind, "PARQUET", tmp_path))
    assert actual.schema.remove_metadata() == expected.schema.remove_metadata()
    compared(expected.to_pylist(), actual.to_pylist())


def test_a_null_of_a_json_field_is_a_null_of_the_parquet_file(tmp_path: Path) -> None:
    """PyMilvus writes the text `null` there, and for sparse vectors too."""
    expected, actual = (parquet.read_table(files[0]) for files in both("nullable", "PARQUET", tmp_path))
    assert expected["n_j"].to_pylist()[0] == "null"
    assert actual["n_j"].to_pylist()[0] is None


@pytest.mark.parametrize("beside", [None, 1])
def test_large_integers_beside_a_null_are_exact(beside: int | None, tmp_path: Path) -> None:
    """PyMilvus rounds them to a double."""
    large = 2**62 + 1
    found: list[list[int | None]] = []
    for package, writers in ((pymilvus, theirs), (vectorm, bulk_writer)):
        schema = collections.schema(package, [("n", "INT64", {"nullable": True})])
        writer = writers.LocalBulkWriter(schema, str(tmp_path / package.__name__))
        writer.append_row({"id": 1, "n": large})
        writer.append_row({"id": 2, "n": beside})
        writer.commit()
        found.append(parquet.read_table(writer.batch_files[0][0])["n"].to_pylist())
    assert found[1] == [large, beside]
    assert (found[0] == found[1]) is (beside is not None)


@pytest.mark.parametrize("data_type", ["FLOAT16_VECTOR", "BFLOAT16_VECTOR"])
def test_lists_of_floats_become_what_their_field_holds(data_type: str, tmp_path: Path) -> None:
    """PyMilvus writes them as float32 and leaves it to the server to round them."""
    vector = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    found: list[Any] = []
    for package, writers in ((pymilvus, theirs), (vectorm, bulk_writer)):
        schema = collections.schema(package, [("v", data_type, {"dim": 8})])
        writer = writers.LocalBulkWriter(schema, str(tmp_path / package.__name__))
        writer.append_row({"id": 1, "v": list(vector)})
        writer.commit()
        found.append(parquet.read_table(writer.batch_files[0][0])["v"].to_pylist()[0])
    import ml_dtypes

    dtype: Any = np.float16 if data_type == "FLOAT16_VECTOR" else ml_dtypes.bfloat16
    rounded = np.array(found[0], np.float32).astype(dtype)
    assert bytes(found[1]) == rounded.tobytes()


@pytest.mark.parametrize("kind", ALL)
def test_json(kind: str, tmp_path: Path) -> None:
    expected, actual = (json.loads(files[0].read_text("utf-8")) for files in both(kind, "JSON", tmp_path))
    assert list(actual) == list(expected) == ["rows"]
    compared(expected["rows"], actual["rows"])


@pytest.mark.parametrize("kind", ALL)
def test_json_lines(kind: str, tmp_path: Path) -> None:
    expected, actual = (
        [json.loads(line) for line in files[0].read_text("utf-8").splitlines()]
        for files in both(kind, "JSONL", tmp_path)
    )
    compared(expected, actual)


@pytest.mark.parametrize("config", [None, {"sep": ";", "nullkey": "NULL"}], ids=str)
@pytest.mark.parametrize("kind", ALL)
def test_csv(kind: str, config: dict[str, str] | None, tmp_path: Path) -> None:
    null = (config or {}).get("nullkey", "")
    tables: list[list[dict[str, Any]]] = []
    for files in both(kind, "CSV", tmp_path, config=config):
        with files[0].open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=(config or {}).get("sep", ",")))
        tables.append([{name: cell(name, text, null) for name, text in row.items()} for row in rows])
    compared(*tables)


def cell(name: str, text: str, null: str) -> Any:
    """A value of a CSV file."""
    data_type = TYPES.get(name, "JSON" if name == "$meta" else "INT64")
    if text == null:
        return None
    if data_type in {"BOOL", "VARCHAR", "TEXT", "GEOMETRY", "TIMESTAMPTZ"}:
        return text
    return json.loads(text)


@pytest.mark.parametrize("kind", ["plain", "defaults", "dynamic"])
def test_numpy(kind: str, tmp_path: Path) -> None:
    expected, actual = both(kind, "NUMPY", tmp_path)
    for theirs_file, file in zip(expected, actual, strict=True):
        wanted, ours = np.load(theirs_file), np.load(file)
        data_type = TYPES.get(file.stem, "JSON")
        if data_type in AS_JSON and file.stem != "id":
            assert [json.loads(text) for text in ours] == [json.loads(text) for text in wanted]
        else:
            assert ours.dtype == wanted.dtype
            np.testing.assert_array_equal(ours, wanted)


@pytest.mark.parametrize("chunk_size", [10_000, 33_000])
def test_the_same_number_of_files(chunk_size: int, tmp_path: Path) -> None:
    """JSON lines: PyMilvus's Parquet writer loses a chunk now and then when it writes in the background."""
    counts: list[list[int]] = []
    for package, writers in ((pymilvus, theirs), (vectorm, bulk_writer)):
        schema = collections.schema(package, [("v", "FLOAT_VECTOR", {"dim": 128})])
        folder, kind = tmp_path / package.__name__, writers.BulkFileType.JSONL
        with writers.LocalBulkWriter(schema, str(folder), chunk_size, kind) as writer:
            for number in range(200):
                writer.append_row({"id": number, "v": np.full(128, number, np.float32)})
            writer.commit()
            counts.append([len(Path(files[0]).read_text("utf-8").splitlines()) for files in writer.batch_files])
    assert counts[0] == counts[1]
    assert len(counts[0]) > 3
