"""CSV files: a header, then a row a line; whatever is no number, boolean or text stands as JSON."""

import csv
from collections.abc import Iterable
from pathlib import Path

from vectorm.bulk_writer.text_forms import json_texts, plain_values
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.scalar import ScalarColumn
from vectorm.columns.text import TextColumn


def write_csv(blocks: Iterable[ColumnBatch], target: Path, sep: str, nullkey: str) -> list[Path]:
    """Write `target.csv`, with `sep` between the values and `nullkey` where a value is null."""
    file = target.with_name(target.name + ".csv")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=sep, lineterminator="\n")
        for number, block in enumerate(blocks):
            if number == 0:
                writer.writerow(block.names)
            writer.writerows(zip(*(_texts(column, nullkey) for column in block.columns), strict=True))
    return [file]


def _texts(column: Column, nullkey: str) -> list[object]:
    plain = isinstance(column, ScalarColumn | TextColumn)
    values: list[object] = plain_values(column) if plain else [*json_texts(column)]
    return values if column.valid is None else [nullkey if value is None else value for value in values]
