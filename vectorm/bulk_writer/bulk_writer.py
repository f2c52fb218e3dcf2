"""`BulkWriter`: what all bulk writers share."""

from collections.abc import Mapping
from threading import RLock
from typing import Any

from vectorm.bulk_writer.chunk import Chunk, RowCheck
from vectorm.bulk_writer.constants import BulkFileType
from vectorm.bulk_writer.files import check_file_type, csv_style
from vectorm.client.checks import as_int
from vectorm.client.schema import CollectionSchema
from vectorm.client.specs import collection_spec
from vectorm.errors import ParamError, SchemaNotReadyException


class BulkWriter:
    """Rows that are checked and gathered until they make a file.

    Args:
        schema: The collection that the files are for.
        chunk_size: Bytes of rows in a file, about; a file is written when more have come together.
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
        chunk_size: int,
        file_type: BulkFileType,
        config: Mapping[str, Any] | None = None,
        *,
        segment_size: int = 0,
    ) -> None:
        self._chunk_size = as_int("chunk_size", segment_size or chunk_size, least=0)
        self._file_type = _file_type(file_type)
        self._style = csv_style(config)
        if not isinstance(schema, CollectionSchema):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise SchemaNotReadyException(message=f"schema must be a CollectionSchema, not {type(schema).__name__}")
        spec = collection_spec("", schema, {})
        check_file_type(spec, self._file_type)
        self._rows = RowCheck(spec, nulls=self._file_type is not BulkFileType.NUMPY)
        self._chunk = Chunk(self._rows.intakes)
        self._total_row_count = 0
        self._lock = RLock()

    @property
    def chunk_size(self) -> int:
        """Bytes of rows in a file, about."""
        return self._chunk_size

    @property
    def buffer_size(self) -> int:
        """Bytes of the rows that are in no file yet."""
        return self._chunk.size

    @property
    def buffer_row_count(self) -> int:
        """How many rows are in no file yet."""
        return self._chunk.rows

    @property
    def total_row_count(self) -> int:
        """How many rows were given."""
        return self._total_row_count

    def append_row(self, row: Mapping[str, Any]) -> None:
        """Add a row. Its values are copied: the row may be changed afterwards.

        Fields that are nullable or have a default may be missing. Undeclared keys go to the dynamic field. What the
        server makes (auto-id keys, outputs of functions) must not be given.

        Raises:
            DataNotMatchException: The row does not fit and was not added; tells field, row, type and reason. Rows are
                counted from 0 over the life of the writer.
        """
        with self._lock:
            self._chunk.add(self._rows.take(row, self._total_row_count))
            self._total_row_count += 1

    def _take_chunk(self) -> Chunk:
        """The rows that are in no file yet; they are the caller's from now on."""
        chunk, self._chunk = self._chunk, Chunk(self._rows.intakes)
        return chunk


def _file_type(given: object) -> BulkFileType:
    try:
        return BulkFileType(given)  # type: ignore[arg-type]  # anything is looked up
    except ValueError:
        raise ParamError(message=f"file_type must be a BulkFileType, not {given!r}") from None
