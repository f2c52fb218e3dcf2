"""The smallest collection that can lose rows: an int key, a number and a vector of 4 dimensions."""

from collections.abc import Callable, Iterable
from typing import Any

from vectorm.connection.handle import Connection
from vectorm.enums import DataType
from vectorm.ops import load, read, write
from vectorm.ops.context import Context
from vectorm.ops.setup import create_loaded
from vectorm.ops.step import Op
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.read import QuerySpec, ReadOptions
from vectorm.spec.write import WriteResult

NAME = "little"
EVERYTHING = QuerySpec(collection=NAME, filter="number >= 0", options=ReadOptions(output_fields=("number",)))


def create(connection: Connection) -> None:
    """Create the collection, with index, loaded."""
    fields = (
        FieldSpec(name="id", data_type=DataType.INT64, is_primary=True, auto_id=True),
        FieldSpec(name="number", data_type=DataType.INT64),
        FieldSpec(name="vector", data_type=DataType.FLOAT_VECTOR, dim=4),
    )
    spec = CollectionSpec(name=NAME, fields=fields)
    index = IndexSpec(field="vector", index_type="FLAT", metric_type="L2")
    connection.run(lambda ctx: create_loaded(ctx, spec, [index]))


def insert(numbers: Iterable[int]) -> Callable[[Context], Op[WriteResult]]:
    """Insert one row for each number; to be given to `run`. The server makes the keys, so that doubles show."""
    rows: list[dict[str, Any]] = [{"number": each, "vector": [float(each % 7), 1.0, 2.0, 3.0]} for each in numbers]
    return lambda ctx: write.insert_rows(ctx, NAME, rows)


def stored(connection: Connection) -> list[int]:
    """The numbers of all stored rows, sorted. Loads the collection, which a reopened database needs."""
    connection.run(lambda ctx: load.load(ctx, NAME))
    batch = connection.run(lambda ctx: read.query(ctx, EVERYTHING))
    return sorted(int(row["number"]) for row in batch.rows())
