"""Text: VARCHAR, and the types that travel as text (GEOMETRY as WKT, TIMESTAMPTZ as ISO 8601)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.base import Column, Mask, Rows, Rules, Values, selected
from vectorm.columns.kinds import Kinds, is_array, kinds_of, type_name
from vectorm.enums import DataType

_FRAME = 6  # tag and length of one string
_MOST_OF_CHARACTER = 4  # bytes in UTF-8


class TextColumn(Column):
    """Strings.

    Attributes:
        values: One string per row; "" at null rows.
    """

    __slots__ = ("values",)

    def __init__(self, name: str, data_type: DataType, values: list[str], valid: Mask | None = None) -> None:
        super().__init__(name, data_type, valid)
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def value(self, row: int) -> str:
        """The string of a row."""
        return self.values[row]

    def to_list(self) -> list[Any]:
        """All strings; None where null."""
        return self._with_nulls(list(self.values))

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        return type(self)(self.name, self.data_type, selected(self.values, rows), self._select_valid(rows))

    def spread(self, valid: Mask) -> Self:
        """The column with empty strings at null rows."""
        given = iter(self.values)
        values = [next(given) if present else "" for present in valid.tolist()]
        return type(self)(self.name, self.data_type, values, valid)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        values = [value for column in self._family(others) for value in column.values]
        return type(self)(self.name, self.data_type, values, self._joined_valid(others))

    def row_bytes(self) -> NDArray[np.int64]:
        """UTF-8 size of each string, with its frame."""
        return np.fromiter(utf8_lengths(self.values), np.int64, len(self.values)) + _FRAME

    def most_bytes(self) -> int:
        """Four bytes for each character, which is the most."""
        return _MOST_OF_CHARACTER * len("".join(self.values)) + _FRAME * len(self.values)


def utf8_length(value: str) -> int:
    """Length of a string in UTF-8 bytes: what Milvus's max_length counts (Milvus Lite counts characters)."""
    return len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))


def utf8_lengths(values: Sequence[str]) -> Iterator[int]:
    """Lengths of many strings in UTF-8 bytes."""
    return map(len if all(map(str.isascii, values)) else utf8_length, values)


def build_text(rules: Rules, values: Values | NDArray[Any], kinds: Kinds) -> TextColumn:
    """Check values of these kinds and make their column. A TIMESTAMPTZ may also be a datetime with a time zone.

    Raises:
        DataNotMatchException: A value that is no str, a lone surrogate, or more than `max_length` bytes.
    """
    given: list[Any] = values.tolist() if is_array(values) else list(values)
    if rules.data_type is DataType.TIMESTAMPTZ:
        given = [_iso(rules, row, value) if isinstance(value, datetime) else value for row, value in enumerate(given)]
    if is_array(values) or rules.data_type is DataType.TIMESTAMPTZ:
        kinds = kinds_of(given)
    if not all(issubclass(each, str) for each in kinds):
        row = next(row for row, value in enumerate(given) if not isinstance(value, str))
        raise rules.error(row, f"expected str, got {type_name(given[row])}")
    strings: list[str] = given
    _check_unicode(rules, strings)
    _check_length(rules, strings)
    return TextColumn(rules.name, rules.data_type, strings)


def _iso(rules: Rules, row: int, value: datetime) -> str:
    if value.tzinfo is None:
        raise rules.error(row, "a datetime without a time zone: give one, such as datetime.now(timezone.utc)")
    return value.isoformat()


def _check_unicode(rules: Rules, values: list[str]) -> None:
    joined = "".join(values)
    if joined.isascii():
        return
    try:
        joined.encode()
    except UnicodeEncodeError:
        row = next(row for row, value in enumerate(values) if not _is_encodable(value))
        raise rules.error(row, "a str with a lone surrogate cannot be written as UTF-8") from None


def _is_encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_length(rules: Rules, values: list[str]) -> None:
    limit = rules.max_length
    if limit is None or not values or _MOST_OF_CHARACTER * max(map(len, values)) <= limit:
        return
    lengths = list(utf8_lengths(values))
    if max(lengths) > limit:
        row = next(row for row, length in enumerate(lengths) if length > limit)
        raise rules.error(row, f"a str of {lengths[row]} UTF-8 bytes is longer than max_length={limit}")
