"""JSON: raw UTF-8 text per row, parsed in one go when a value is first asked for.

On the way in a Python value is serialised, so a str is a JSON string; bytes are ready JSON text and are checked only.
(PyMilvus takes a str as ready JSON text; `json_text=True` does the same for its facade.)
"""

import json
import math
from collections.abc import Collection, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.base import Column, Mask, Rows, Rules, Values, selected
from vectorm.columns.kinds import Kinds, is_array, is_bytes, is_mapping, kinds_of, type_name
from vectorm.enums import DataType
from vectorm.errors import ProtocolError
from vectorm.lazy import LazyModule

if TYPE_CHECKING:
    import pydantic_core
else:
    pydantic_core = LazyModule("pydantic_core")  # a tenth of the import of a client

_NULL = b"null"
_FRAME = 6  # tag and length of one value


class JsonColumn(Column):
    """JSON values.

    Attributes:
        raw: One UTF-8 JSON text per row, as it travels; `null` at null rows.
        keys: The only keys that the values show; None: all. A server that is asked for one key
            sends `$meta` whole.
    """

    __slots__ = ("_parsed", "keys", "raw")

    def __init__(
        self,
        name: str,
        raw: list[bytes],
        valid: Mask | None = None,
        *,
        is_dynamic: bool = False,
        keys: Collection[str] | None = None,
    ) -> None:
        super().__init__(name, DataType.JSON, valid, is_dynamic=is_dynamic)
        self.raw = raw
        self.keys = keys
        self._parsed: list[Any] | None = None

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def parsed(self) -> list[Any]:
        """All values as Python objects, None at null rows. Parsed once: the objects are shared by all who read them."""
        if self._parsed is None:
            self._parsed = self._parse()
        return self._parsed

    def _parse(self) -> list[Any]:
        values, keys = self._parse_all(), self.keys
        return (
            values
            if keys is None
            else [value and {key: value[key] for key in keys if key in value} for value in values]
        )

    def _parse_all(self) -> list[Any]:
        try:
            values = parse_all(self.raw)
        except (ValueError, RecursionError) as error:
            raise ProtocolError(message=f"reply: field {self.name} holds what is no JSON: {error}") from None
        if self.is_dynamic and not kinds_of(values) <= {dict, NoneType}:
            raise ProtocolError(message=f"reply: {self.name} holds JSON that is no object")
        return values

    def only(self, keys: Collection[str]) -> Self:
        """The column of objects that show just those of their keys."""
        return self._like(self.raw, self.valid, keys)

    def value(self, row: int) -> Any:
        """The parsed value of a row."""
        return self.parsed[row]

    def to_list(self) -> list[Any]:
        """All parsed values; None where null."""
        return self._with_nulls(list(self.parsed))

    def to_own_list(self) -> list[Any]:
        """The same, parsed anew: objects that change their values share them with nobody."""
        return self._with_nulls(self._parse())

    def select(self, rows: Rows) -> Self:
        """A column of some of the rows."""
        return self._like(selected(self.raw, rows), self._select_valid(rows), self.keys)

    def spread(self, valid: Mask) -> Self:
        """The column with JSON nulls at null rows."""
        given = iter(self.raw)
        raw = [next(given) if present else _NULL for present in valid.tolist()]
        return self._like(raw, valid, self.keys)

    def joined(self, others: Sequence[Column]) -> Self:
        """This column and others of the same field."""
        raw = [text for column in self._family(others) for text in column.raw]
        return self._like(raw, self._joined_valid(others), self.keys)

    def row_bytes(self) -> NDArray[np.int64]:
        """Size of each text, with its frame."""
        return np.fromiter(map(len, self.raw), np.int64, len(self.raw)) + _FRAME

    def most_bytes(self) -> int:
        """Size of all texts."""
        return len(b"".join(self.raw)) + _FRAME * len(self.raw)

    def _like(self, raw: list[bytes], valid: Mask | None, keys: Collection[str] | None) -> Self:
        return type(self)(self.name, raw, valid, is_dynamic=self.is_dynamic, keys=keys)


def parse_all(raw: Sequence[bytes]) -> list[Any]:
    """Parse many JSON texts: as one array where they are proper JSON, else one by one."""
    try:
        values = pydantic_core.from_json(b"[%b]" % b",".join(raw))
    except ValueError:  # an empty text, an escaped lone surrogate, very deep nesting
        return [json.loads(text) if text else None for text in raw]
    return values if len(values) == len(raw) else [json.loads(text) for text in raw]


def build_json(rules: Rules, values: Values | NDArray[Any], kinds: Kinds) -> JsonColumn:
    """Serialise values of these kinds, also numpy's, dates, UUIDs and pydantic models, as pydantic writes them.

    Raises:
        DataNotMatchException: A value that JSON cannot hold: NaN, infinity, keys that are no str, unknown objects.
    """
    if is_array(values):
        kinds = kinds_of(values)
    if rules.is_dynamic and kinds != {dict}:
        _check_objects(rules, values)
    _check_keys(rules, values if kinds == {dict} else [value if is_mapping(value) else {} for value in values])
    has_text = any(issubclass(kind, _TEXT) for kind in kinds)
    raw = None if has_text else _dump_all(rules, values)
    if raw is None:
        raw = [_from_any(rules, row, value) for row, value in enumerate(values)]
        _check_finite(rules, raw)
    return JsonColumn(rules.name, raw, is_dynamic=rules.is_dynamic)


_TEXT = (str, bytes, bytearray)


def _dump_all(rules: Rules, values: Values | NDArray[Any]) -> list[bytes] | None:
    """All values by one call, for an iterator among them can be read once only; None where one is refused.

    A NaN is put between every two of them. Where the text has no other it is cut there; else there may be the word in a
    text, or a value that JSON cannot hold.
    """
    marked = [math.nan] * (2 * len(values) - 1)
    marked[::2] = values
    try:
        text = pydantic_core.to_json(marked, fallback=plain)
    except (ValueError, TypeError, RecursionError):
        return None
    if text.count(b"NaN") == len(values) - 1 and b"Infinity" not in text:
        return text[1:-1].split(b",NaN,")
    raw = _cut(text.decode(), len(values))
    _check_finite(rules, raw)
    return raw


def _cut(text: str, count: int) -> list[bytes]:
    """So many values of a JSON array, where they end by the rules of JSON; between every two of them stands a NaN."""
    raw: list[bytes] = []
    start = len("[")
    for _ in range(count):
        _, end = _SCANNER.raw_decode(text, start)
        raw.append(text[start:end].encode())
        start = end + len(",NaN,")
    return raw


_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str)
"""Finds where a value ends; what numbers are does not matter."""


def _dump_one(rules: Rules, row: int, value: Any) -> bytes:
    try:
        return pydantic_core.to_json(value, fallback=plain)
    except (ValueError, TypeError, RecursionError) as error:
        refused = error
    try:  # pydantic_core stops at 255 levels, the standard library at about 1,000
        return json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, TypeError, RecursionError):
        raise rules.error(row, f"{type_name(value)} cannot be written as JSON: {refused}") from None


def plain(value: object) -> object:
    """What numpy objects are in JSON.

    Raises:
        TypeError: It is of another type.
    """
    if isinstance(value, np.generic):
        number: Any = cast("Any", value).item()
        return number
    if is_array(value):
        return value.tolist()
    raise TypeError(f"unknown type {type_name(value)}")


def _from_any(rules: Rules, row: int, value: Any) -> bytes:
    is_text = isinstance(value, str) if rules.json_text else False
    if not is_text and not is_bytes(value):
        return _dump_one(rules, row, value)
    try:
        text = value.encode() if isinstance(value, str) else bytes(value)
        pydantic_core.from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise rules.error(row, f"{type_name(value)} is not JSON text: {error}") from None
    return text


def _check_objects(rules: Rules, values: Values | NDArray[Any]) -> None:
    for row, value in enumerate(values):
        if not isinstance(value, dict | bytes):
            raise rules.error(row, f"expected dict of undeclared fields, got {type_name(value)}")


def _check_keys(rules: Rules, objects: Values | NDArray[Any]) -> None:
    """Refuse top-level keys that are no str; deeper ones become text, as JSON has no others."""
    if all(issubclass(kind, str) for kind in kinds_of(set[object]().union(*objects))):  # few: rows have the same keys
        return
    for row, keys in enumerate(objects):
        for key in keys:
            if not isinstance(key, str):
                raise rules.error(row, f"JSON keys must be str, got {type_name(key)}")


def _check_finite(rules: Rules, raw: list[bytes]) -> None:
    joined = b",".join(raw)
    if b"NaN" not in joined and b"Infinity" not in joined:
        return
    for row, text in enumerate(raw):
        constants: list[str] = []
        json.loads(text, parse_constant=constants.append)
        if constants:
            raise rules.error(row, f"{constants[0]} cannot be written as JSON")
