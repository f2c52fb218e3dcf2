"""When files are written, and what is left in the folder."""

import json
import shutil
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorm import CollectionSchema, DataType, FieldSchema, StructFieldSchema
from vectorm.bulk_writer import BulkFileType, LocalBulkWriter

SCHEMA = CollectionSchema([FieldSchema("id", DataType.INT64, is_primary=True)])


def writer(folder: Path, **options: Any) -> LocalBulkWriter:
    options = {"file_type": BulkFileType.JSONL, **options}
    return LocalBulkWriter(SCHEMA, str(folder), **options)


def lines(made: LocalBulkWriter) -> list[int]:
    return [len(Path(file).read_text("utf-8").splitlines()) for (file,) in made.batch_files]


def test_files_by_size_and_the_rest_by_commit(tmp_path: Path) -> None:
    made = writer(tmp_path / "a" / "b", chunk_size=80)
    for number in range(25):
        made.append_row({"id": number})
    assert made.buffer_row_count == 3
    assert made.buffer_size == 24
    made.commit()
    assert lines(made) == [11, 11, 3]
    assert (made.buffer_row_count, made.buffer_size, made.total_row_count) == (0, 0, 25)
    folder = tmp_path / "a" / "b" / made.uuid
    assert made.data_path == folder
    assert made.batch_files == [[str(folder / f"{number}.jsonl")] for number in (1, 2, 3)]


def test_segment_size_is_the_older_name(tmp_path: Path) -> None:
    assert writer(tmp_path, segment_size=77).chunk_size == 77
    assert writer(tmp_path).chunk_size == 128 * 1024 * 1024


def test_a_commit_without_rows_writes_nothing(tmp_path: Path) -> None:
    made = writer(tmp_path)
    called: list[list[str]] = []
    made.commit(call_back=called.append)
    assert (made.batch_files, called) == ([], [])


def test_the_callback_gets_the_files_from_the_thread_that_wrote_them(tmp_path: Path) -> None:
    made = writer(tmp_path)
    called: list[tuple[list[str], bool]] = []
    made.append_row({"id": 1})
    made.commit(call_back=lambda files: called.append((files, threading.current_thread() is threading.main_thread())))
    assert called == [(made.batch_files[0], False)]


def test_a_commit_need_not_be_waited_for(tmp_path: Path) -> None:
    made = writer(tmp_path)
    go_on, written = threading.Event(), threading.Event()

    def wait(_files: list[str]) -> None:
        go_on.wait(20)
        written.set()

    made.append_row({"id": 1})
    made.commit(_async=True, call_back=wait)
    assert not written.is_set()
    made.append_row({"id": 2})
    assert made.buffer_row_count == 1
    go_on.set()
    made.commit()
    assert written.is_set()
    assert lines(made) == [1, 1]


def test_the_end_of_a_with_block_commits(tmp_path: Path) -> None:
    with writer(tmp_path) as made:
        made.append_row({"id": 1})
    assert lines(made) == [1]


def test_an_exception_in_a_with_block_does_not(tmp_path: Path) -> None:
    def fail(made: LocalBulkWriter) -> None:
        with made:
            made.append_row({"id": 1})
            print(1 // 0)

    with pytest.raises(ZeroDivisionError):
        fail(writer(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_removed(tmp_path: Path) -> None:
    with writer(tmp_path) as made:
        assert (tmp_path / made.uuid).is_dir()
    assert list(tmp_path.iterdir()) == []
    left = writer(tmp_path)
    del left
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told_by_the_next_call(tmp_path: Path) -> None:
    made = writer(tmp_path, chunk_size=8)
    shutil.rmtree(tmp_path / made.uuid)
    made.append_row({"id": 1})
    made.append_row({"id": 2})  # begins to write both, in the background
    with pytest.raises(FileNotFoundError):
        made.commit()
    made.commit()  # told once


def test_rows_of_several_threads(tmp_path: Path) -> None:
    made = writer(tmp_path, chunk_size=800)

    def fill() -> None:
        for number in range(500):
            made.append_row({"id": number})

    threads = [threading.Thread(target=fill) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.commit()
    assert sum(lines(made)) == made.total_row_count == 2000


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(sys.modules, "vectorm.bulk_writer.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ModuleNotFoundError, match=r"pyarrow is not installed.*pip install 'vectorm\[bulk\]'"):
        LocalBulkWriter(SCHEMA, str(tmp_path))
    writer(tmp_path)  # others need no package


def test_importing_loads_none_of_the_extras() -> None:
    extras = {"pyarrow", "requests", "minio", "azure", "urllib3"}
    code = f"import sys, vectorm.bulk_writer; print(*{extras} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_row_groups_of_parquet_files(tmp_path: Path) -> None:
    schema = CollectionSchema([*SCHEMA.fields, FieldSchema("v", DataType.FLOAT_VECTOR, dim=2048)])
    with LocalBulkWriter(schema, str(tmp_path)) as made:
        for number in range(5500):
            made.append_row({"id": number, "v": np.full(2048, number, np.float32)})
    parquet: Any = import_module("pyarrow.parquet")
    file = parquet.ParquetFile(made.batch_files[0][0])
    # 32 MB of 8,200 bytes are 4,095 rows; groups are made of whole thousands.
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [5000, 500]
    assert file.read()["id"].to_pylist() == list(range(5500))


@pytest.mark.parametrize(
    "kind", [BulkFileType.PARQUET, BulkFileType.JSON, BulkFileType.CSV], ids=lambda kind: kind.name
)
def test_rows_whose_lists_are_all_empty(kind: BulkFileType, tmp_path: Path) -> None:
    part = StructFieldSchema()
    part.add_field("n", DataType.INT8).add_field("v", DataType.FLOAT_VECTOR, dim=2)
    schema = CollectionSchema([*SCHEMA.fields, FieldSchema("s", DataType.SPARSE_FLOAT_VECTOR, nullable=True)])
    schema.add_field("a", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=2, max_length=5)
    schema.add_field("parts", DataType.ARRAY, element_type=DataType.STRUCT, struct_schema=part, max_capacity=2)
    with LocalBulkWriter(schema, str(tmp_path), file_type=kind) as made:
        made.append_row({"id": 1, "a": [], "parts": []})
    ((file,),) = made.batch_files
    if kind is BulkFileType.PARQUET:
        found = import_module("pyarrow.parquet").read_table(file).to_pylist()
        assert found == [{"id": 1, "s": None, "a": [], "parts": []}]
    elif kind is BulkFileType.JSON:
        assert json.loads(Path(file).read_text("utf-8")) == {"rows": [{"id": 1, "s": None, "a": [], "parts": []}]}
    else:
        assert Path(file).read_text("utf-8") == "id,s,a,parts\n1,,[],[]\n"
