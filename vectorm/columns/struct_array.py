"""Struct arrays: in each row a list of structs, kept as one array column for each field of the structs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self, override

from vectorm.columns.array import (
    ArrayColumn,
    Elements,
    as_lists,
    build_elements,
    build_offsets,
    element_error,
)
from vectorm.columns.base import Column, Mask, Rows, Rules, Values
from vectorm.columns.kinds import Kinds, is_mapping, type_name
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.records import dataclass


class StructColumn(Column):
    """Lists of structs.

    Attributes:
        parts: One array column for each field of the structs, all of the same lengths and nulls.
    """

    __slots__ = ("parts",)

    def __init__(self, name: str, parts: Sequence[ArrayColumn], valid: Mask | None = None) -> None:
        super().__init__(name, DataType.ARRAY_OF_STRUCT, valid)
        self.parts = tuple(parts)

    def __len__(self) -> int:
        return len(self.parts[0]) if self.parts else 0

    @property
    def names(self) -> list[str]:
        """Names of the structs' fields."""
        return [part.name for part in self.parts]

    def value(self, row: int) -> list[dict[str, Any]]:
        """The structs of a row; vectors are views."""
        return _structs(self.names, [part.value(row) for part in self.parts])

    def to_list(self) -> list[Any]:
        """The structs of each row; None where null."""
        names = self.names
        rows = zip(*(part.lists() for part in self.parts), strict=True)
        return self._with_nulls([_structs(names, values) for values in rows])

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        return type(self)(self.name, [part.select(rows) for part in self.parts], self._select_valid(rows))

    def spread(self, valid: Mask) -> Self:
        """The column with empty lists at null rows."""
        return type(self)(self.name, [part.spread(valid) for part in self.parts], valid)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        family = self._family(others)
        parts = [part.joined([column.parts[number] for column in family[1:]]) for number, part in enumerate(self.parts)]
        return type(self)(self.name, parts, self._joined_valid(others))

    @override
    def mark_nullable(self) -> None:
        """Give the column and its parts a null mask."""
        super().mark_nullable()
        for part in self.parts:
            part.valid = self.valid

    def row_bytes(self) -> NDArray[np.int64]:
        """Size of each row's structs, with their frames."""
        total = np.zeros(len(self), np.int64)
        for part in self.parts:
            total += part.row_bytes()
        return total


def _structs(names: Sequence[str], values: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(names, each, strict=True)) for each in zip(*values, strict=True)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where each struct of all rows stands, for errors."""

    rules: Rules
    offsets: NDArray[np.int64]

    def error(self, position: int | None, reason: str) -> DataNotMatchException:
        """The error of one struct."""
        error = self.rules.error(position, reason)
        return element_error(self.rules, error, self.offsets)


def build_struct_array(rules: Rules, values: Values | NDArray[Any], _kinds: Kinds) -> StructColumn:
    """Check lists of dicts and make their column.

    Raises:
        DataNotMatchException: No list of dicts, a field of the structs that is missing or unknown, too many structs, a
            value that does not fit; names row, struct and field.
    """
    lists = as_lists(rules, values)
    offsets = build_offsets(rules, lists)
    structs = list(chain.from_iterable(lists))
    place = _Place(rules, offsets)
    _check_keys(rules, structs, place)
    parts = [ArrayColumn(part.name, _elements(part, structs, place), offsets) for part in rules.parts]
    return StructColumn(rules.name, parts)


def _check_keys(rules: Rules, structs: Sequence[Any], place: _Place) -> None:
    names = {part.name for part in rules.parts}
    for position, struct in enumerate(structs):
        if not is_mapping(struct):
            raise place.error(position, f"expected dict, got {type_name(struct)}")
        keys = set(struct)
        if keys == names:
            continue
        missing = sorted(names - keys)
        if missing:
            raise place.error(position, f"the struct has no {missing[0]}")
        unknown = sorted(map(str, keys - names))
        known = ", ".join(sorted(names))
        raise place.error(position, f"unknown key {unknown[0]}: the fields of the struct are {known}")


def _elements(part: Rules, structs: Sequence[Mapping[str, Any]], place: _Place) -> Elements:
    """The values of one field of all structs."""
    values = [struct[part.name] for struct in structs]
    missing = next((position for position, value in enumerate(values) if value is None), None)
    if missing is not None:
        raise place.error(missing, f"{part.name}: None, but values in a struct cannot be null")
    try:
        return build_elements(replace(part, element_type=part.data_type), values)
    except DataNotMatchException as error:
        raise place.error(error.row, f"{part.name}: {error.reason}") from None


def aligned_parts(name: str, parts: Sequence[ArrayColumn]) -> StructColumn:
    """The column of decoded parts.

    Raises:
        ValueError: Their lists are of different lengths.
    """
    valid = next((part.valid for part in parts if part.valid is not None), None)
    lengths = [np.diff(part.offsets) for part in parts]
    if any(not np.array_equal(each, lengths[0]) for each in lengths[1:]):
        raise ValueError(f"the fields of the structs in {name} have lists of different lengths")
    return StructColumn(name, parts, valid)
