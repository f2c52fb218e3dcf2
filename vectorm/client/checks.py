"""Checks of arguments: nothing is sent when one is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from vectorm.columns.kinds import kinds_of
from vectorm.errors import DataTypeNotMatchException, ParamError


def as_mapping(what: str, given: object) -> Mapping[str, Any]:
    """A dict.

    Raises:
        ParamError: It is none.
    """
    if not isinstance(given, dict | Mapping):
        raise ParamError(message=f"{what} must be a dict, not {type(given).__name__}")
    return cast("Mapping[str, Any]", given)


def as_int(what: str, given: object, *, least: int) -> int:
    """A whole number of at least `least`.

    Raises:
        ParamError: It is none.
    """
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        raise ParamError(message=f"{what} must be an int of at least {least}, not {given!r}")
    return given


def as_number(what: str, given: object) -> float:
    """A number.

    Raises:
        TypeError: It is none.
    """
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise TypeError(f"{what} must be a number, not {type(given).__name__}")
    return given


def as_text(what: str, given: object) -> str:
    """A str.

    Raises:
        ParamError: It is none.
    """
    if not isinstance(given, str):
        raise ParamError(message=f"{what} must be a str, not {type(given).__name__}")
    return given


def as_name(what: str, given: object) -> str:
    """A str with something in it.

    Raises:
        ParamError: It is none, or empty.
    """
    if not as_text(what, given):
        raise ParamError(message=f"{what} must not be empty")
    return str(given)


def as_filter(collection: str, given: object) -> str:
    """A filter; None stands for none.

    Raises:
        DataTypeNotMatchException: It is no str.
    """
    return "" if given is None else as_expr(collection, given)


def as_expr(collection: str, given: object) -> str:
    """A filter that must be given.

    Raises:
        DataTypeNotMatchException: It is no str.
    """
    if not isinstance(given, str):
        told = f"the filter on {collection} must be a str, not {type(given).__name__}"
        raise DataTypeNotMatchException(message=told)
    return given


def as_names(what: str, given: object) -> tuple[str, ...]:
    """A list of names, or one name; None stands for none.

    Raises:
        ParamError: It is neither.
    """
    if given is None:
        return ()
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, list | tuple):
        raise ParamError(message=f"{what} must be a list of str, not {type(given).__name__}")
    names: tuple[Any, ...] = tuple(cast("list[Any]", given))
    return names if kinds_of(names) <= {str} else tuple(as_text(f"each of {what}", name) for name in names)


def as_rows(collection: str, given: object) -> Sequence[Mapping[str, Any]]:
    """Rows as dicts: one, or a list of them. What is in the list is checked with the rows' values.

    Raises:
        TypeError: It is neither.
    """
    if isinstance(given, Mapping):
        return [cast("Mapping[str, Any]", given)]
    if not isinstance(given, list | tuple):
        raise TypeError(f"rows for {collection} must be a dict or a list of dicts, not {type(given).__name__}")
    return cast("Sequence[Mapping[str, Any]]", given)
