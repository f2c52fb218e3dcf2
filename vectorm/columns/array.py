"""Arrays: lists of numbers, booleans, strings or vectors."""

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.base import Column, Mask, Rows, Rules, Values
from vectorm.columns.dense import PHYSICAL, DenseColumn
from vectorm.columns.kinds import Kinds, is_array, is_list, kinds_of, type_name
from vectorm.columns.pack import build_dense
from vectorm.columns.scalar import DTYPES, ScalarColumn, build_scalar
from vectorm.columns.text import TextColumn, build_text
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException

Elements = ScalarColumn | TextColumn | DenseColumn
_TEXTS = frozenset({DataType.VARCHAR, DataType.STRING, DataType.TEXT})
_FRAME = 12  # tags and lengths of one array: three nested messages


class ArrayColumn(Column):
    """Lists of one element type, as Arrow lays them out. Lists of vectors stand in struct arrays only.

    Attributes:
        elements: The elements of all rows, one after the other.
        offsets: Row `i` has the elements `offsets[i]` to `offsets[i + 1]`; int64, one more than there are rows.
    """

    __slots__ = ("elements", "offsets")

    def __init__(self, name: str, elements: Elements, offsets: NDArray[np.int64], valid: Mask | None = None) -> None:
        kind = DataType.ARRAY_OF_VECTOR if isinstance(elements, DenseColumn) else DataType.ARRAY
        super().__init__(name, kind, valid)
        self.elements = elements
        self.offsets = offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def value(self, row: int) -> list[Any]:
        """The elements of a row."""
        return self.elements.select(slice(int(self.offsets[row]), int(self.offsets[row + 1]))).to_list()

    def lists(self) -> list[list[Any]]:
        """The elements of each row; [] where null."""
        flat = self.elements.to_list()
        bounds: list[int] = self.offsets.tolist()
        return [flat[start:end] for start, end in pairwise(bounds)]

    def to_list(self) -> list[Any]:
        """The elements of each row; None where null."""
        return self._with_nulls(self.lists())

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        positions, offsets = ragged_positions(self.offsets, rows)
        return type(self)(self.name, self.elements.select(positions), offsets, self._select_valid(rows))

    def spread(self, valid: Mask) -> Self:
        """The column with empty lists at null rows."""
        return type(self)(self.name, self.elements, spread_offsets(self.offsets, valid), valid)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        family = self._family(others)
        elements = self.elements.joined([column.elements for column in family[1:]])
        offsets = joined_offsets([column.offsets for column in family])
        return type(self)(self.name, elements, offsets, self._joined_valid(others))

    def row_bytes(self) -> NDArray[np.int64]:
        """Size of each row's elements, with their frame."""
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.elements.row_bytes())])
        return np.diff(ends[self.offsets]) + _FRAME


def lengths_to_offsets(lengths: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Offsets of rows of those lengths."""
    if is_array(lengths):
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return np.fromiter(accumulate(lengths, initial=0), np.int64, len(lengths) + 1)


def spread_offsets(offsets: NDArray[np.int64], valid: Mask) -> NDArray[np.int64]:
    """Offsets with empty rows where not valid."""
    lengths = np.zeros(len(valid), np.int64)
    lengths[valid] = np.diff(offsets)
    return lengths_to_offsets(lengths)


def joined_offsets(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Offsets of several ragged columns, one after the other."""
    return lengths_to_offsets(np.concatenate([np.diff(part) for part in parts]))


def ragged_positions(offsets: NDArray[np.int64], rows: Rows) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Positions of the elements of some rows, and the new offsets."""
    starts = offsets[:-1][rows]
    lengths = np.diff(offsets)[rows]
    chosen = lengths_to_offsets(lengths)
    shift = np.repeat(starts - chosen[:-1], lengths)
    positions: NDArray[np.intp] = np.arange(int(chosen[-1]), dtype=np.intp) + shift
    return positions, chosen


def build_array(rules: Rules, values: Values | NDArray[Any], _kinds: Kinds) -> ArrayColumn:
    """Check lists and make their column.

    Raises:
        DataNotMatchException: A value that is no list, too many elements, an element that does not fit.
    """
    if rules.element_type is None:
        raise rules.error(None, "the ARRAY field has no element type")
    if rules.element_type.is_vector:
        raise rules.error(None, f"an ARRAY cannot hold elements of type {rules.element_type.name}")
    lists = as_lists(rules, values)
    offsets = build_offsets(rules, lists)
    try:
        elements = build_elements(rules, list(chain.from_iterable(lists)))
    except DataNotMatchException as error:
        raise element_error(rules, error, offsets) from None
    return ArrayColumn(rules.name, elements, offsets)


def build_offsets(rules: Rules, lists: Sequence[Sequence[Any]]) -> NDArray[np.int64]:
    """Where each list begins.

    Raises:
        DataNotMatchException: One is longer than `max_capacity`.
    """
    lengths = list(map(len, lists))
    limit = rules.max_capacity
    if limit is not None and lengths and max(lengths) > limit:
        row = next(row for row, length in enumerate(lengths) if length > limit)
        raise rules.error(row, f"{lengths[row]} elements are more than max_capacity={limit}")
    return lengths_to_offsets(lengths)


def build_elements(rules: Rules, values: Values) -> Elements:
    """Check the elements of all rows."""
    element_type = rules.element_type or DataType.NONE
    element = Rules(name=rules.name, data_type=element_type, dim=rules.dim, max_length=rules.max_length)
    if element_type in DTYPES:
        return build_scalar(element, values, kinds_of(values))
    if element_type in _TEXTS:
        return build_text(element, values, kinds_of(values))
    if element_type in PHYSICAL:
        return build_dense(element, values, kinds_of(values))
    raise rules.error(None, f"an ARRAY cannot hold elements of type {element_type.name}")


def as_lists(rules: Rules, values: Values | NDArray[Any]) -> list[list[Any] | tuple[Any, ...]]:
    """The values as lists.

    Raises:
        DataNotMatchException: One is none.
    """
    return [_as_list(rules, row, value) for row, value in enumerate(values)]


def _as_list(rules: Rules, row: int, value: Any) -> list[Any] | tuple[Any, ...]:
    if is_list(value):
        return value
    if is_array(value) and value.ndim == 1:
        return list(value.tolist())
    raise rules.error(row, f"expected list, got {type_name(value)}")


def element_error(rules: Rules, error: DataNotMatchException, offsets: NDArray[np.int64]) -> DataNotMatchException:
    """The error of an element, by row and place in it."""
    if error.row is None:
        return error
    row = int(np.searchsorted(offsets, error.row, side="right")) - 1
    return rules.error(row, f"element {error.row - int(offsets[row])}: {error.reason}")
