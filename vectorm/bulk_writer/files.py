"""From columns to files, by file type."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from vectorm.bulk_writer.constants import BulkFileType
from vectorm.bulk_writer.csv_file import write_csv
from vectorm.bulk_writer.extras import missing
from vectorm.bulk_writer.json_files import write_json, write_lines
from vectorm.bulk_writer.numpy_files import check_numpy, write_numpy
from vectorm.columns.batch import ColumnBatch
from vectorm.errors import ParamError
from vectorm.records import dataclass
from vectorm.spec.collection import CollectionSpec


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How a CSV file is written."""

    sep: str = ","
    nullkey: str = ""


def csv_style(config: Mapping[str, Any] | None) -> CsvStyle:
    """The `config` of a writer: `sep` and `nullkey` of CSV files.

    Raises:
        ParamError: Another key, or a separator that is not one character.
    """
    given = dict(config or {})
    style = CsvStyle(sep=str(given.pop("sep", ",")), nullkey=str(given.pop("nullkey", "")))
    if given:
        raise ParamError(message=f"config has no {next(iter(given))!r}: it takes sep and nullkey")
    if len(style.sep) != 1:
        raise ParamError(message=f"sep must be one character, not {style.sep!r}")
    return style


def check_file_type(spec: CollectionSpec, file_type: BulkFileType) -> None:
    """Refuse what could not be written, before any row is given.

    Raises:
        SchemaNotReadyException: Such files cannot hold the collection's fields.
        ModuleNotFoundError: The package that writes such files is not installed.
    """
    if file_type is BulkFileType.NUMPY:
        check_numpy(spec)
    if file_type is BulkFileType.PARQUET:
        try:
            import_module("vectorm.bulk_writer.parquet")
        except ModuleNotFoundError as error:
            raise missing(error, "bulk") from None


def write_files(
    blocks: Iterable[ColumnBatch], target: Path, file_type: BulkFileType, *, style: CsvStyle, row_bytes: int
) -> list[Path]:
    """Write one chunk; returns its files: several for NUMPY, else one.

    Args:
        blocks: The rows, at least one block.
        target: Path without suffix; for NUMPY the folder.
        file_type: What is written.
        style: How a CSV file is written.
        row_bytes: Bytes of a row, about.
    """
    if file_type is BulkFileType.NUMPY:
        return write_numpy(blocks, target)
    if file_type is BulkFileType.JSON:
        return write_json(blocks, target)
    if file_type is BulkFileType.JSONL:
        return write_lines(blocks, target)
    if file_type is BulkFileType.CSV:
        return write_csv(blocks, target, style.sep, style.nullkey)
    from vectorm.bulk_writer.parquet import write_parquet

    return write_parquet(blocks, target, row_bytes)
