"""`order_by`: rows are ordered here, because Milvus before 3.0 and Milvus Lite ignore the wish without a word."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.errors import ParamError
from vectorm.expr.expression import Order, Sortable
from vectorm.expr.operand import field_names

By: TypeAlias = Sortable | Order
"""What rows can be ordered by: `Doc.year`, `Doc.year.desc()`, `Doc.meta["pages"]`."""


def order_of(by: object) -> Order:
    """An argument of `order_by`.

    Raises:
        ParamError: It is nothing that has an order.
    """
    if isinstance(by, Order):
        return by
    if isinstance(by, Sortable):
        return by.asc()
    raise ParamError(message=f"rows cannot be ordered by {by!r}", hint="order_by(Doc.year.desc(), Doc.title)")


def sort_batch(batch: ColumnBatch, orders: Sequence[Order], most: int | None = None) -> ColumnBatch:
    """The rows in order, the first `most` of them. Rows that are equal in all orders keep theirs.

    Numbers come before texts, where a JSON value is now one and now the other; nulls and what is neither come last.
    """
    if not len(batch):
        return batch
    rows = ColumnBatch([batch[name] for name in field_names(order.ref for order in orders)], len(batch)).rows()
    values = [([order.ref.read(row) for row in rows], order.descending) for order in orders]
    return batch.select(np.array(sort_by(values, len(batch))[:most], np.intp))


def sort_by(columns: Sequence[tuple[Sequence[object], bool]], count: int) -> list[int]:
    """Numbers of rows in order, by columns of values; each tells whether it descends."""
    numbers = list(range(count))
    for column, descending in reversed(columns):
        values = [_rank(value) for value in column]
        nulls = [number for number in numbers if values[number] is None]
        rest = [number for number in numbers if values[number] is not None]
        rest.sort(key=values.__getitem__, reverse=descending)  # type: ignore[arg-type]  # there is no None among these
        numbers = rest + nulls
    return numbers


def _rank(value: object) -> tuple[int, float | str] | None:
    if isinstance(value, bool | int | float):
        return 0, value
    return (1, value) if isinstance(value, str) else None
