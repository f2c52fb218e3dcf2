"""Groups of rows made on our side: column by column, a page at a time, with memory for the groups only."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import META, ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.scalar import DTYPES, ScalarColumn
from vectorm.enums import DataType
from vectorm.errors import ParamError, ServerError
from vectorm.expr.literal import INT64_MAX, INT64_MIN
from vectorm.expr.operand import FieldRef, PathRef
from vectorm.query.func import FLOATS, Aggregate
from vectorm.query.group import Grouped, Key

_LOW = 2**32
"""Whole numbers are added in two halves of 32 bits, each exact as a float for the rows of a page."""


class Accumulator:
    """Takes in pages of rows; gives the groups."""

    def __init__(self, statement: Grouped[Any]) -> None:
        """No groups yet; one where nothing is grouped by."""
        self._statement = statement
        self._numbers: dict[tuple[object, ...], int] = {}
        self._folds = [_fold(each) for each in statement.aggregates]
        if not statement.keys:
            self._numbers[()] = 0

    def add(self, batch: ColumnBatch) -> None:
        """The rows of one page."""
        groups = self._groups(batch)
        for fold in self._folds:
            fold.grow(len(self._numbers))
            fold.add(batch, groups)

    def batch(self) -> ColumnBatch:
        """A row for each group.

        Raises:
            ParamError: A sum does not fit in 64 bits.
        """
        count = len(self._numbers)
        keys = list(zip(*self._numbers, strict=True)) if self._numbers else [() for _ in self._statement.keys]
        columns = [_key_column(key, values) for key, values in zip(self._statement.keys, keys, strict=True)]
        for fold in self._folds:
            fold.grow(count)
            columns.append(fold.column())
        return ColumnBatch(columns, count)

    def _groups(self, batch: ColumnBatch) -> NDArray[np.intp]:
        """The number of each row's group."""
        numbers = self._numbers
        if not self._statement.keys:
            return np.zeros(len(batch), np.intp)
        values = zip(*(_key_values(key, batch) for key in self._statement.keys), strict=True)
        found = (numbers.setdefault(value, len(numbers)) for value in values)
        return np.fromiter(found, np.intp, len(batch))


class _Fold:
    """One value of each group; counts the rows that are not null."""

    def __init__(self, function: Aggregate) -> None:
        self.function = function
        self.counts: NDArray[np.int64] = np.zeros(0, np.int64)

    def grow(self, groups: int) -> None:
        """Make room for more groups."""
        self.counts = np.concatenate([self.counts, np.zeros(groups - len(self.counts), np.int64)])

    def add(self, batch: ColumnBatch, groups: NDArray[np.intp]) -> None:
        """Take in the rows of a page, whose groups these are."""
        ref = self.function.of
        column = None if ref is None else batch[ref.name]
        if column is not None and column.valid is not None:
            there = np.flatnonzero(column.valid)
            column, groups = column.select(there), groups[there]
        self.counts += np.bincount(groups, minlength=len(self.counts))
        if column is not None:
            self.take(column, groups)

    def take(self, column: Column, groups: NDArray[np.intp]) -> None:
        """Take in values, none of them null."""

    def column(self) -> Column:
        """The value of each group."""
        return ScalarColumn(self.function.column, DataType.INT64, self.counts)

    def made(self, values: Sequence[object]) -> Column:
        """The column of the values that were found; null where there were none."""
        shown = [value if count else None for value, count in zip(values, self.counts.tolist(), strict=True)]
        return build_column(self.function.column, shown, data_type=self.function.result_type, nullable=True)


class _Sum(_Fold):
    """Sums and means: of whole numbers exact, of floats in double precision."""

    def __init__(self, function: Aggregate) -> None:
        super().__init__(function)
        self.totals: list[int] | list[float] = []

    def grow(self, groups: int) -> None:
        """Make room for more groups."""
        super().grow(groups)
        self.totals += [0] * (groups - len(self.totals))

    def take(self, column: Column, groups: NDArray[np.intp]) -> None:
        """Add values up."""
        values = cast("ScalarColumn", column).values
        present, places = np.unique(groups, return_inverse=True)
        if values.dtype.kind == "f":
            added: list[Any] = np.bincount(places, values.astype(np.float64)).tolist()
        else:
            wide = values.astype(np.int64)
            high, low = np.bincount(places, wide >> 32), np.bincount(places, wide & (_LOW - 1))
            added = [int(a) * _LOW + int(b) for a, b in zip(high.tolist(), low.tolist(), strict=True)]
        for group, value in zip(present.tolist(), added, strict=True):
            self.totals[group] += value

    def column(self) -> Column:
        """The sum or mean of each group.

        Raises:
            ParamError: It does not fit in 64 bits.
        """
        if self.function.function == "avg":
            counts = self.counts.tolist()
            return self.made([total / max(count, 1) for total, count in zip(self.totals, counts, strict=True)])
        if self.function.of is not None and self.function.of.data_type not in FLOATS:
            for total in self.totals:
                if not INT64_MIN <= total <= INT64_MAX:
                    raise ParamError(message=f"{self.function.text} is {total}, which does not fit in 64 bits")
        return self.made(self.totals)


class _Extreme(_Fold):
    """The smallest or largest number."""

    def __init__(self, function: Aggregate) -> None:
        super().__init__(function)
        self.dtype = DTYPES[function.result_type]
        self.values: NDArray[Any] = np.zeros(0, self.dtype)
        self.furthest = _furthest(self.dtype, upwards=function.function == "max")
        self.keep: Any = np.maximum if function.function == "max" else np.minimum

    def grow(self, groups: int) -> None:
        """Make room for more groups."""
        super().grow(groups)
        self.values = np.concatenate([self.values, np.full(groups - len(self.values), self.furthest, self.dtype)])

    def take(self, column: Column, groups: NDArray[np.intp]) -> None:
        """Keep what lies further out."""
        self.keep.at(self.values, groups, cast("ScalarColumn", column).values)

    def column(self) -> Column:
        """The number of each group."""
        return self.made(self.values.tolist())


class _ExtremeText(_Fold):
    """The smallest or largest text, by its characters."""

    def __init__(self, function: Aggregate) -> None:
        super().__init__(function)
        self.texts: dict[int, str] = {}
        self.keep: Any = max if function.function == "max" else min

    def take(self, column: Column, groups: NDArray[np.intp]) -> None:
        """Keep what lies further out."""
        for group, text in zip(groups.tolist(), column.to_list(), strict=True):
            self.texts[group] = self.keep(self.texts.get(group, text), text)

    def column(self) -> Column:
        """The text of each group."""
        return self.made([self.texts.get(group) for group in range(len(self.counts))])


def _fold(function: Aggregate) -> _Fold:
    if function.function == "count":
        return _Fold(function)
    if function.function in {"sum", "avg"}:
        return _Sum(function)
    return _Extreme(function) if function.result_type in DTYPES else _ExtremeText(function)


def _furthest(dtype: np.dtype[Any], *, upwards: bool) -> object:
    """What every number replaces."""
    if dtype.kind == "f":
        return -np.inf if upwards else np.inf
    limits = np.iinfo(dtype)
    return limits.min if upwards else limits.max


def _key_values(key: Key, batch: ColumnBatch) -> list[object]:
    """The values of a key, such that equal ones are equal in Python."""
    if isinstance(key, FieldRef):
        values: list[object] = batch[key.name].to_list()
        return [0.0 if value == 0 else value for value in values] if key.data_type in FLOATS else values
    column = batch.get(META if key.is_dynamic else key.root)
    rows = ColumnBatch([] if column is None else [column], len(batch)).rows()
    return [_canonical(key.read(row)) for row in rows]


def _canonical(value: object) -> str | None:
    """A JSON value as text: 1 and 1.0 are the same to Milvus, 1 and true are not."""
    return None if value is None else json.dumps(_whole(value), ensure_ascii=False, sort_keys=True)


def _whole(value: object) -> object:
    """A JSON value whose floats are ints where they are whole numbers of 64 bits."""
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_whole(each) for each in cast("list[object]", value)]
    is_whole = isinstance(value, float) and value.is_integer() and INT64_MIN <= value <= INT64_MAX
    return int(value) if isinstance(value, float) and is_whole else value


def _key_column(key: Key, values: Sequence[object]) -> Column:
    if isinstance(key, PathRef):
        texts = [None if value is None else str(value).encode() for value in values]
        return build_column(str(key), texts, data_type=DataType.JSON, nullable=True)
    return build_column(key.name, list(values), data_type=key.data_type, nullable=None in values)


def groups_of_reply(statement: Grouped[Any], batch: ColumnBatch) -> ColumnBatch:
    """The groups of a server's reply, under the names that the statement gives them.

    Raises:
        ServerError: The reply lacks a column.
    """
    names: Mapping[str, tuple[str, DataType]] = {
        **{str(key): (str(key), key.scalar_type) for key in statement.keys},
        **{each.column: (each.text, each.result_type) for each in statement.aggregates},
    }
    columns: list[Column] = []
    for name, (told, data_type) in names.items():
        found = batch.get(told)
        if found is None:
            raise ServerError(message=f"the reply has no column {told}, only {', '.join(batch.names)}")
        columns.append(build_column(name, found.to_list(), data_type=data_type, nullable=found.valid is not None))
    return ColumnBatch(columns, len(batch))
