"""`LocalBulkWriter`: files in a local folder."""

import uuid
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

from typing_extensions import Self

from vectorm.bulk_writer.bulk_writer import BulkWriter
from vectorm.bulk_writer.chunk import Chunk
from vectorm.bulk_writer.constants import MB, BulkFileType
from vectorm.bulk_writer.files import write_files
from vectorm.client.keywords import checked_methods
from vectorm.client.schema import CollectionSchema

Callback = Callable[[list[str]], object]


@checked_methods
class LocalBulkWriter(BulkWriter):
    """Writes rows to files that Milvus imports, in a folder of its own below `local_path`.

    A file is written in the background when `chunk_size` bytes have come together, and by `commit`. A `with` block
    commits what is left when it ends without an exception.

    Args:
        schema: The collection that the files are for.
        local_path: Folder; the writer makes one below it that is named by its `uuid`.
        chunk_size: Bytes of rows in a file, about.
        file_type: What files are written.
        config: `sep` and `nullkey` of CSV files.
        segment_size: Older name of `chunk_size`.

    Raises:
        SchemaNotReadyException: The schema is not complete, or such files cannot hold it.
        ParamError: A wrong argument.
        ModuleNotFoundError: The package that writes such files is not installed; says which extra has it.
    """

    def __init__(
        self,
        schema: CollectionSchema,
        local_path: str,
        chunk_size: int = 128 * MB,
        file_type: BulkFileType = BulkFileType.PARQUET,
        config: Mapping[str, Any] | None = None,
        *,
        segment_size: int = 0,
    ) -> None:
        super().__init__(schema, chunk_size, file_type, config, segment_size=segment_size)
        self._uuid = str(uuid.uuid4())
        self._folder = Path(local_path) / self._uuid
        self._folder.mkdir(parents=True)
        self._clean_up = weakref.finalize(self, remove_if_empty, self._folder)
        self._worker = ThreadPoolExecutor(1, "bulk-writer")
        self._writing: Future[None] | None = None
        self._files_begun = 0
        self._batch_files: list[list[str]] = []

    @property
    def uuid(self) -> str:
        """Name of the writer's folder."""
        return self._uuid

    @property
    def data_path(self) -> PurePath | str:
        """The folder of the files."""
        return self._folder

    @property
    def batch_files(self) -> list[list[str]]:
        """The files that are written: a list for each chunk, of one path, or of one for each field for NUMPY."""
        return self._batch_files

    def append_row(self, row: Mapping[str, Any]) -> None:
        """Add a row; begins to write a file when enough have come together.

        Raises:
            DataNotMatchException: The row does not fit and was not added; tells field, row, type and reason. Rows are
                counted from 0 over the life of the writer.
            OSError: The file before could not be written.
        """
        with self._lock:
            super().append_row(row)
            if self.buffer_size > self.chunk_size:
                self._begin(None)

    def commit(self, *, call_back: Callback | None = None, _async: bool = False) -> None:
        """Write the rows that are in no file yet.

        Args:
            call_back: Called with the new files, from the thread that wrote them; not if there were no rows.
            _async: Whether to return at once. The next commit waits, and tells of a failure.

        Raises:
            OSError: A file could not be written.
        """
        with self._lock:
            self._begin(call_back)
            if not _async:
                self._wait()

    def _begin(self, call_back: Callback | None) -> None:
        """Write the chunk in the background, when that of before is done: two are in memory at most."""
        self._wait()
        chunk = self._take_chunk()
        if chunk.rows:
            self._files_begun += 1
            self._writing = self._worker.submit(self._write, chunk, self._files_begun, call_back)

    def _wait(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def _write(self, chunk: Chunk, number: int, call_back: Callback | None) -> None:
        target = self._folder / str(number)
        row_bytes = chunk.size // chunk.rows
        files = write_files(chunk.blocks(), target, self._file_type, style=self._style, row_bytes=row_bytes)
        stored = self._store(files)
        self._batch_files.append(stored)
        if call_back is not None:
            call_back(stored)

    def _store(self, files: list[Path]) -> list[str]:
        """Bring new files to where they belong; returns their paths there."""
        return [str(file) for file in files]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        try:
            if exc_type is None:
                self.commit()
            else:
                with suppress(Exception):  # the exception of the block is the one to be seen
                    self._wait()
        finally:
            self._worker.shutdown()
            self._clean_up()


def remove_if_empty(folder: Path) -> None:
    """Remove a folder unless something is in it."""
    with suppress(OSError):
        folder.rmdir()
