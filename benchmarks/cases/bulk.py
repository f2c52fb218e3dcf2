"""Write rows to Parquet files with `LocalBulkWriter`, chunks of 128 MB."""

import logging
from collections.abc import Callable
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Options, Replies, Variant, Work

LISTS, ARRAYS = "rows, vectors are lists", "rows, vectors are arrays"


def replies(_options: Options) -> Replies:
    return {}


def schema(package: Any, dim: int) -> Any:
    """The schema of `data.rows`."""
    kind = package.DataType
    fields = [
        package.FieldSchema("id", kind.INT64, is_primary=True),
        package.FieldSchema("name", kind.VARCHAR, max_length=200),
        package.FieldSchema("score", kind.DOUBLE),
        package.FieldSchema("year", kind.INT64),
        package.FieldSchema("meta", kind.JSON),
        package.FieldSchema("vec", kind.FLOAT_VECTOR, dim=dim),
    ]
    return package.CollectionSchema(fields)


def variant(client: str, *, as_lists: bool) -> Callable[[str, Options], Work]:
    """Append all rows, commit. The rows of a batch are given again and again, each time as new objects."""

    def prepare(_address: str, options: Options) -> Work:
        logging.disable(logging.INFO)  # PyMilvus tells of each step
        package, writers = import_module(client), import_module(f"{client}.bulk_writer")
        fields, rows = schema(package, options.dim), data.rows(options, as_lists=False)

        def work() -> None:
            with TemporaryDirectory() as folder, writers.LocalBulkWriter(fields, folder) as writer:
                for _ in range(options.rows // options.batch):
                    for row in rows:
                        vector = row["vec"].tolist() if as_lists else row["vec"].copy()
                        writer.append_row({**row, "vec": vector})
                writer.commit()

        return work

    return prepare


CASE = Case(
    name="bulk",
    summary="write {rows:,} rows of dimension {dim} to Parquet files",
    replies=replies,
    variants=(
        Variant("pymilvus", LISTS, variant("pymilvus", as_lists=True)),
        Variant("vectorm", LISTS, variant("vectorm", as_lists=True)),
        Variant("pymilvus", ARRAYS, variant("pymilvus", as_lists=False)),
        Variant("vectorm", ARRAYS, variant("vectorm", as_lists=False)),
    ),
    per=("row", lambda options: options.rows),
)
