"""What objects of one model were like when they were read or written, kept column by column.

Nothing is copied or hashed for each object: of what was read the columns of the reply are kept, of what was written
those of the request. They stay as long as the session knows one of the objects.
"""

from collections.abc import Hashable, Sequence
from contextlib import suppress
from operator import attrgetter, is_
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_json

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import PHYSICAL, DenseColumn, join
from vectorm.columns.json import JsonColumn, parse_all, plain
from vectorm.columns.kinds import is_array, kinds_of
from vectorm.model import Model
from vectorm.model.builder import dicts_of, values_of
from vectorm.model.checks import FieldPlan
from vectorm.model.mapper import FieldValues
from vectorm.session.frozen import ABSENT, Frozen, Values, freeze, freeze_column, is_mutable
from vectorm.spec.field import DYNAMIC_FIELD

Rows: TypeAlias = list[int] | slice

_CHUNK = 128
"""Vectors that are compared at a time: their join stays in the processor's cache."""

_LAYOUT = attrgetter("dtype", "shape")
_JSON_KINDS = frozenset({dict, list, type(None)})
_ALL = slice(None)


class Before(Protocol):
    """What the values of one field were."""

    def row(self, row: int) -> Hashable:
        """The frozen value of a row; `ABSENT` where the object had none."""
        ...

    def changed(self, now: list[Any], rows: Rows) -> list[int]:
        """Places of the values that are not what those of these rows were."""
        ...


class Plain:
    """Frozen values; values that cannot change in place are so as they are."""

    __slots__ = ("_is_mutable", "_values")

    def __init__(self, values: list[Hashable], *, is_mutable: bool = False) -> None:
        self._values = values
        self._is_mutable = is_mutable

    def row(self, row: int) -> Hashable:
        """The frozen value of a row; `ABSENT` where the object had none."""
        return self._values[row]

    def changed(self, now: list[Any], rows: Rows) -> list[int]:
        """Places of the values that are not what those of these rows were."""
        return _different(freeze_column(now) if self._is_mutable else now, _chosen(self._values, rows))


class Json:
    """JSON as it travels. What is in another form than that of `freeze` is put into it when that turns out."""

    __slots__ = ("_frozen", "_texts")

    def __init__(self, texts: list[bytes], now: list[Any]) -> None:
        """The texts of the rows, or their values written anew where the first text is in another form."""
        is_same = texts[0] == to_json(now[0], fallback=plain)
        self._texts = texts if is_same else [to_json(value, fallback=plain) for value in now]
        self._frozen: list[Hashable] | None = None

    def row(self, row: int) -> Hashable:
        """The frozen value of a row."""
        frozen: Hashable = freeze_column(parse_all(self._texts[row : row + 1]))[0]
        return frozen

    def changed(self, now: list[Any], rows: Rows) -> list[int]:
        """Places of the values that are not what those of these rows were."""
        with suppress(ValueError, TypeError):  # one of them is no JSON any more
            if to_json(now, fallback=plain) == b"[%b]" % b",".join(_chosen(self._texts, rows)):
                return []
        if self._frozen is None:
            self._frozen = freeze_column(parse_all(self._texts))
        return _different(freeze_column(now), _chosen(self._frozen, rows))


class Vectors:
    """The vectors of a reply or of a request, where they lie."""

    __slots__ = ("_column",)

    def __init__(self, column: DenseColumn) -> None:
        self._column = column

    def row(self, row: int) -> Hashable:
        """The frozen vector of a row."""
        return freeze(self._column.raw[row])

    def changed(self, now: list[Any], rows: Rows) -> list[int]:
        """Places of the vectors that are not what those of these rows were."""
        found: list[int] = []
        matrix = self._column.raw
        for start in range(0, len(now), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            vectors, before = now[chunk], matrix[chunk if isinstance(rows, slice) else rows[chunk]]
            try:
                is_same = join(vectors) == before.tobytes()
            except (TypeError, ValueError, BufferError):  # no vector any more, or not one run of memory
                is_same = False
            if not is_same:
                found += [start + row for row, value in enumerate(vectors) if _is_other(value, before[row])]
        return found


class Snapshot:
    """What objects of one model were like at one time.

    Attributes:
        model: The model.
    """

    __slots__ = ("_columns", "_size", "model")

    def __init__(self, model: type[Model], columns: dict[str, Before], size: int) -> None:
        self.model = model
        self._columns = columns
        self._size = size

    def __len__(self) -> int:
        return self._size

    def row(self, row: int) -> Frozen:
        """The values of one object; fields that were not read are left out."""
        values = {name: column.row(row) for name, column in self._columns.items()}
        return {name: value for name, value in values.items() if value is not ABSENT}

    def put_keys(self, keys: Sequence[Any]) -> None:
        """Put the keys in that a server has made."""
        self._columns[self.model.__spec__.primary.name] = Plain(list(keys))

    def changed(
        self, rows: list[int], values: Sequence[Values], extras: Sequence[Values | None]
    ) -> dict[int, set[str]]:
        """The fields whose values are not what they were, or that got one since, by place in these sequences.

        Args:
            rows: The row of each object.
            values: Their `__dict__`.
            extras: Their undeclared keys.
        """
        chosen: Rows = _ALL if rows == list(range(self._size)) else rows
        now = {name: values_of(values, name, ABSENT) for name in self.model.__plans__}
        if self.model.__spec__.enable_dynamic_field:
            now[DYNAMIC_FIELD] = _known(extras)
        found: dict[int, set[str]] = {}
        for name, each in now.items():
            before = self._columns.get(name)
            for place in _present(each) if before is None else before.changed(each, chosen):
                found.setdefault(place, set()).add(name)
        return found


Taken: TypeAlias = Snapshot | Sequence[Frozen]
"""What objects were like: together, or each by itself."""


def put_keys(model: type[Model], taken: Taken, keys: Sequence[Any]) -> None:
    """Put the keys in that a server has made."""
    if isinstance(taken, Snapshot):
        taken.put_keys(keys)
        return
    for key, before in zip(keys, taken, strict=True):
        before[model.__spec__.primary.name] = key


def take(objects: Sequence[Model], batch: ColumnBatch | None = None, known: FieldValues | None = None) -> Snapshot:
    """What objects of one model are like now.

    Args:
        objects: The objects.
        batch: The columns that they were made of, or that were made of them, if nothing was changed since.
        known: Their values, if they are at hand. No object has other ones.
    """
    model = type(objects[0])
    if known is None:
        values = dicts_of(objects)
        known = {name: values_of(values, name, ABSENT) for name in model.__plans__}
    columns: dict[str, Before] = {}
    for name, now in known.items():
        if now[0] is not ABSENT or _present(now):
            columns[name] = _before(model.__plans__[name], now, None if batch is None else batch.get(name))
    if model.__spec__.enable_dynamic_field:
        columns[DYNAMIC_FIELD] = Plain(
            freeze_column(_known([obj.__pydantic_extra__ for obj in objects])), is_mutable=True
        )
    return Snapshot(model, columns, len(objects))


def _before(plan: FieldPlan, now: list[Any], column: Column | None) -> Before:
    if not is_mutable(plan):
        return Plain(now)
    if plan.type.store is None:  # else objects have other values than columns
        if isinstance(column, JsonColumn) and kinds_of(now) <= _JSON_KINDS:
            with suppress(ValueError):  # there is text in it that cannot be written
                return Json(column.raw, now)
        if isinstance(column, DenseColumn) and _is_stored_as_is(now, column):
            return Vectors(column)
    return Plain(freeze_column(now), is_mutable=True)


def _is_stored_as_is(vectors: list[Any], column: DenseColumn) -> bool:
    """Whether the column has the very bytes of the vectors, where nobody else writes to them.

    Rows that were given lie in the request as soon as there is one; those of a nullable field stay the application's.
    """
    if column.rows is not None:
        return column.valid is None and all(map(is_, column.rows, vectors))
    if column.raw.flags.writeable or kinds_of(vectors) != {np.ndarray}:
        return False
    return _LAYOUT(vectors[0]) == (PHYSICAL[column.data_type], (column.width,))  # all were made in the same way


def _known(extras: Sequence[Values | None]) -> list[Any]:
    return [ABSENT if each is None else each for each in extras]


def _present(values: Sequence[Any]) -> list[int]:
    return [place for place, value in enumerate(values) if value is not ABSENT]


def _chosen(values: Sequence[Any], rows: Rows) -> Sequence[Any]:
    return values if isinstance(rows, slice) else [values[row] for row in rows]


def _different(now: Sequence[Any], before: Sequence[Any]) -> list[int]:
    """Places of values that differ. One that has gone is no change: nothing can be written of it."""
    if now == before:
        return []
    pairs = enumerate(zip(now, before, strict=True))
    return [place for place, (new, old) in pairs if new is not old and new is not ABSENT and new != old]


def _is_other(value: Any, before: NDArray[Any]) -> bool:
    if is_array(value):
        return value.tobytes() != before.tobytes()
    return value is not ABSENT
