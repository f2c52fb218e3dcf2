"""JSON files: one object with all rows, or one object a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic_core import to_json

from vectorm.bulk_writer.text_forms import plain_values
from vectorm.columns.batch import ColumnBatch


def write_json(blocks: Iterable[ColumnBatch], target: Path) -> list[Path]:
    """Write `target.json`: `{"rows": [...]}`, a row a line."""
    file = target.with_name(target.name + ".json")
    with file.open("wb") as out:
        before = b'{"rows":[\n'
        for row in _rows(blocks):
            out.write(before + row)
            before = b",\n"
        out.write(b"\n]}\n")
    return [file]


def write_lines(blocks: Iterable[ColumnBatch], target: Path) -> list[Path]:
    """Write `target.jsonl`: a row a line."""
    file = target.with_name(target.name + ".jsonl")
    with file.open("wb") as out:
        for row in _rows(blocks):
            out.write(row + b"\n")
    return [file]


def _rows(blocks: Iterable[ColumnBatch]) -> Iterator[bytes]:
    for block in blocks:
        for values in zip(*map(plain_values, block.columns), strict=True):
            yield to_json(dict(zip(block.names, values, strict=True)))
