"""When files are written, and what is left in the folder."""

import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from vectorm import CollectionSchema, DataType, FieldSchema
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
