"""Python values as literals of Milvus's filter language: the only place where values become filter text.

The spelling is the one that Milvus 2.3.5 and Milvus Lite 3.2.2 read alike: text in double quotes with only backslash,
quote, newline, carriage return and tab escaped; everything else raw UTF-8.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, TypeAlias, cast

import numpy as np

from vectorm.errors import FilterError

Scalar: TypeAlias = bool | int | float | str

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1
INT64_MIN_TEXT = "(-9223372036854775807 - 1)"
"""The smallest int64, which Milvus's grammar cannot read as one number. Not allowed inside lists."""

DYNAMIC_FIELD = "$meta"

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = (datetime.min.replace(tzinfo=timezone.utc) - _EPOCH) // _MICROSECOND
_LAST = (datetime.max.replace(tzinfo=timezone.utc) - _EPOCH) // _MICROSECOND
_ISO = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)

PLAIN = frozenset({bool, int, float, str, type(None)})
"""Types whose values are what they are."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_KEYWORDS = frozenset({"and", "or", "not", "in", "like", "exists", "true", "false", "is", "null"})


def plain(value: object) -> object:
    """The plain int, float or str of a numpy scalar or of a subclass such as `class Level(int, Enum)`.

    Anything else is returned as it is. The plain type's method is asked, for an enum prints as its name.
    """
    if type(value) in PLAIN:
        return value
    if isinstance(value, np.generic):
        return cast("np.generic[object]", value).item()
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    return str.__str__(value) if isinstance(value, str) else value


def render_literal(value: object) -> str:
    """A bool, int, float or str (or numpy scalar of these) as filter text.

    Raises:
        FilterError: For None, NaN, infinities, numbers over 64 bits, lone surrogates and values of other types.
    """
    render = _RENDERS.get(type(value))
    if render is None:
        value = plain(value)
        render = _RENDERS.get(type(value))
    if render is not None:
        return render(value)
    if value is None:
        raise FilterError(message="None is not a value that a filter can compare with", hint="use is_(None)")
    raise FilterError(
        message=f"a filter cannot hold a value of type {type(value).__name__}", hint="use bool, int, float or str"
    )


def render_text(value: str) -> str:
    """A str as a filter literal in double quotes."""
    if value.isprintable() and '"' not in value and "\\" not in value:  # surrogates are not printable
        return f'"{value}"'
    try:
        value.encode()
    except UnicodeEncodeError as error:
        message = f"text {value!r} holds a lone surrogate at position {error.start}: it cannot be written as UTF-8"
        raise FilterError(message=message) from None
    return f'"{value.translate(_ESCAPES)}"'


def render_list(values: Iterable[object]) -> str:
    """Values as a list literal. The smallest int64 cannot stand in a list: the caller takes it out."""
    return f"[{', '.join(render_literal(each) for each in values)}]"


def timestamp_of(value: object) -> object:
    """A datetime with a time zone, or ISO 8601 text with one, as microseconds since 1970 UTC; all else as it is."""
    if isinstance(value, str):
        value = read_timestamp(value) or value
    if isinstance(value, datetime) and value.tzinfo is not None:
        moment = (value - _EPOCH) // _MICROSECOND
        return moment if _FIRST <= moment <= _LAST else value
    return value


def read_timestamp(text: str) -> datetime | None:
    """ISO 8601 text with a time zone as a datetime in UTC; None where it is none. Nanoseconds are cut off."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    zone = found[3].upper().replace("Z", "+00:00")
    fraction = (found[2] or "").ljust(6, "0")[:6]
    try:
        return datetime.fromisoformat(f"{found[1].replace(' ', 'T')}.{fraction}{zone}").astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def render_timestamp(microseconds: int) -> str:
    """A moment as a literal of a TIMESTAMPTZ: `ISO '2025-05-01T00:00:00+00:00'`."""
    return f"ISO '{(_EPOCH + timedelta(microseconds=microseconds)).isoformat()}'"


@lru_cache(1024)
def render_name(name: str) -> str:
    """A declared field's name as it stands in a filter.

    Raises:
        FilterError: If it is not an ASCII identifier, so that a name can never be read as anything else.
    """
    if not (name.isascii() and name.isidentifier()) or name.lower() in _KEYWORDS:
        raise FilterError(
            message=f"{name!r} is not a field name that a filter can use",
            hint='field names are ASCII letters, digits and "_"; other keys are dynamic: $meta["..."]',
        )
    return name


def render_path(root: str, keys: Iterable[str | int]) -> str:
    """A JSON path: a declared JSON field, or `$meta` for dynamic keys, followed by keys and indexes."""
    start = root if root == DYNAMIC_FIELD else render_name(root)
    return start + "".join(f"[{_render_key(key)}]" for key in keys)


def _render_key(key: str | int) -> str:
    if isinstance(key, str):
        return render_text(key)
    if not 0 <= key <= INT64_MAX:
        raise FilterError(message=f"index {key} of a JSON path is negative or too large")
    return int.__repr__(key)


def _render_bool(value: bool) -> str:
    return "true" if value else "false"


def _render_int(value: int) -> str:
    if INT64_MIN < value <= INT64_MAX:
        return str(value)
    if value == INT64_MIN:
        return INT64_MIN_TEXT
    raise FilterError(message=f"{value} does not fit in 64 bits")


def _render_float(value: float) -> str:
    if not math.isfinite(value):
        raise FilterError(message=f"{value} cannot be compared with in a filter")
    text = repr(value or 0.0)  # -0.0 differs from 0.0 in a list on Milvus Lite
    return text if "." in text or "e" in text else f"{text}.0"


_RENDERS: Mapping[type, Callable[[Any], str]] = {
    bool: _render_bool,
    int: _render_int,
    float: _render_float,
    str: render_text,
}
"""By the type of a plain value."""
