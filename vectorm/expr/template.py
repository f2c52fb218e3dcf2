"""Values in filters: `{name}` in a filter stands for a value that is given beside it."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

from vectorm.errors import FilterError
from vectorm.expr.literal import INT64_MAX, INT64_MIN, plain, render_literal

Value: TypeAlias = bool | int | float | str | bytes | Sequence[Any]
"""What servers take; the items of a list may be lists and dicts too."""

_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{\s*([A-Za-z_]\w*)\s*\}""", re.DOTALL)
"""A quoted text, which is left as it is, or a name in braces."""


def template_values(filter: str, given: Mapping[str, Any] | None) -> dict[str, Value]:
    """The values of a filter as plain Python values.

    Raises:
        FilterError: A name without a value, a value without a name, or a value that no filter can hold.
    """
    if not given:
        return {}
    used = set(_names(filter))
    for name in sorted(used - set(given)):
        raise FilterError(message=f"the filter has {{{name}}}, but filter_params have no {name!r}")
    for name in sorted(set(given) - used):
        raise FilterError(message=f"filter_params have {name!r}, but the filter has no {{{name}}}")
    return {name: _value(name, value) for name, value in given.items()}


def fill_filter(filter: str, values: Mapping[str, Value]) -> str:
    """A filter with its `{name}` replaced by literals, for servers that take no values beside it.

    Raises:
        FilterError: A value that no literal can be.
    """
    if not values:
        return filter
    return _TOKEN.sub(lambda match: match[0] if match[1] is None else _literal(values[match[1]]), filter)


def _names(filter: str) -> Iterator[str]:
    return (match[1] for match in _TOKEN.finditer(filter) if match[1] is not None)


def _value(name: str, given: object) -> Value:
    if hasattr(given, "tolist"):
        given = cast("Any", given).tolist()
    if isinstance(given, list | tuple):
        return [_item(name, item) for item in cast("Iterable[object]", given)]
    if isinstance(given, bytes):
        return given
    value = plain(given)
    if isinstance(value, int) and not INT64_MIN <= value <= INT64_MAX:
        raise FilterError(message=f"filter_params: {name} is {value}: it does not fit in 64 bits")
    if isinstance(value, float) and not math.isfinite(value):
        raise FilterError(message=f"filter_params: {name} is {value}")
    if not isinstance(value, bool | int | float | str):
        raise FilterError(
            message=f"filter_params: {name} is of type {type(given).__name__}",
            hint="bool, int, float, str, list or bytes",
        )
    return value


def _item(name: str, given: object) -> Any:
    """An item of a list; unlike a value it may be a dict."""
    if isinstance(given, Mapping):
        return {str(key): _item(name, value) for key, value in cast("Mapping[object, object]", given).items()}
    return _value(f"an item of {name}", given)


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(item) for item in cast('Iterable[Any]', value))}]"
    return render_literal(value)
