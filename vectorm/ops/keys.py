"""What is asked of the keys of one write, beside what is asked of each value."""

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.scalar import ScalarColumn
from vectorm.errors import DataNotMatchException
from vectorm.ops.context import Context
from vectorm.spec.capabilities import Engine
from vectorm.spec.collection import CollectionSpec

_LARGEST = 2**63 - 1


def check_keys(ctx: Context, spec: CollectionSpec, batch: ColumnBatch) -> None:
    """Refuse the INT64 key 2**63 - 1 where queries do not find it.

    Milvus counts such a row and finds it in searches, but its queries leave it out (tried on 2.3.5; its issue 46075
    tells the same of 2.5.8).

    Raises:
        DataNotMatchException: Names the row.
    """
    column = batch.get(spec.primary.name)
    if ctx.capabilities.engine is not Engine.MILVUS or not isinstance(column, ScalarColumn) or not len(column):
        return
    row = int(column.values.argmax())
    if column.values[row] == _LARGEST:
        told = f"{ctx.capabilities.label} stores the key {_LARGEST} but does not find it in queries"
        raise DataNotMatchException(told, field=column.name, row=row, hint="take a smaller key").within(spec.name)


def check_distinct(spec: CollectionSpec, batch: ColumnBatch) -> None:
    """Refuse rows of the same key: an insert would store them all, and reads would find any of them.

    Raises:
        DataNotMatchException: Names the key and two of its rows.
    """
    last = _last_rows(spec, batch)
    if last is None:
        return
    column = batch[spec.primary.name]
    keys = column.to_list()
    first = int(np.setdiff1d(np.arange(len(keys)), last)[0])
    again = keys.index(keys[first], first + 1)
    told = f"the key {keys[first]!r} of row {first} stands there again"
    hint = "upsert keeps the last row of each key"
    raise DataNotMatchException(told, field=column.name, row=again, hint=hint).within(spec.name)


def last_of_each(spec: CollectionSpec, batch: ColumnBatch) -> ColumnBatch:
    """The last row of each key, as if the rows were upserted one after the other.

    Milvus 2.3.5 stores all rows of a key that stands twice in one upsert, and finds the first; newer ones refuse it.
    """
    last = _last_rows(spec, batch)
    return batch if last is None else batch.select(last)


def _last_rows(spec: CollectionSpec, batch: ColumnBatch) -> NDArray[np.intp] | None:
    """Numbers of the rows whose key no later row has; None if these are all."""
    column = batch.get(spec.primary.name)
    if column is None:
        return None
    if isinstance(column, ScalarColumn):
        values = column.values
        if len(values) < 2 or bool((values[1:] > values[:-1]).all()):
            return None
        keys = values.tolist()
    else:
        keys = column.to_list()
    rows = {key: row for row, key in enumerate(keys)}
    return None if len(rows) == len(keys) else np.sort(np.fromiter(rows.values(), np.intp, len(rows)))
