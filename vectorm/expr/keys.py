"""Primary keys as a filter."""

import re
from collections.abc import Iterable
from reprlib import Repr

from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.literal import INT64_MAX, INT64_MIN, INT64_MIN_TEXT, plain, render_list, render_name

Key = int | str

_LITERAL = r"""(?:[+-]?\d+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_OF_KEYS = re.compile(rf"\s*(\w+)\s*(?:==\s*{_LITERAL}|in\s*\[\s*{_LITERAL}(?:\s*,\s*{_LITERAL})*\s*\])\s*", re.ASCII)
"""`id in [1, 2]`, `id == "a"`."""

_short = Repr()
_short.maxstring = _short.maxother = 60


def render_keys(field_name: str, keys: Iterable[object], data_type: DataType) -> str:
    """The filter that matches the rows of these primary keys: `id in [1, 2]`.

    Repeated keys are written once (Milvus Lite returns a row once per repeat).

    Args:
        field_name: Name of the primary key field.
        keys: Keys; of type int for INT64, str for VARCHAR (numpy scalars of these too).
        data_type: Type of the primary key field.

    Raises:
        ParamError: If a key is of the wrong type or too large; nothing is converted.
        FilterError: If a str key cannot be written as UTF-8.
    """
    name = render_name(field_name)
    unique = list(dict.fromkeys(check_keys(field_name, keys, data_type)))
    if INT64_MIN not in unique:
        return f"{name} in {render_list(unique)}"
    rest = render_list(key for key in unique if key != INT64_MIN)
    return f"({name} in {rest}) or ({name} == {INT64_MIN_TEXT})"


def field_of_keys(filter: str) -> str | None:
    """The field whose values a filter lists, if it is nothing but that list: `id in [1, 2]` or `id == 1`; else None."""
    found = _OF_KEYS.fullmatch(filter)
    return found and found[1]


def check_keys(field_name: str, keys: Iterable[object], data_type: DataType) -> list[Key]:
    """The keys as plain ints or strs.

    Raises:
        ParamError: If one is of the wrong type or does not fit in 64 bits.
    """
    if isinstance(keys, str | bytes):
        raise ParamError(message=f"keys of {field_name} must be a list of keys, not one {type(keys).__name__}")
    return [_check(field_name, position, plain(key), data_type) for position, key in enumerate(keys)]


def shown_key(key: object) -> str:
    """What was given as a key, for messages."""
    return _short.repr(key)


def _check(field_name: str, position: int, key: object, data_type: DataType) -> Key:
    if data_type.is_text:
        if isinstance(key, str):
            return key
    elif isinstance(key, int) and not isinstance(key, bool):
        if INT64_MIN <= key <= INT64_MAX:
            return key
        raise ParamError(message=f"key {position} of {field_name} is {key}: it does not fit in 64 bits")
    wanted = "str" if data_type.is_text else "int"
    raise ParamError(
        message=f"key {position} of {field_name} is of type {type(key).__name__}: {shown_key(key)}; "
        f"{field_name} is {data_type.name}",
        hint=f"pass keys of type {wanted}",
    )
