"""Values in filters: `{name}` in a filter stands for a value of `filter_params`.

PyMilvus sends the values beside the filter, which servers before Milvus 2.5 and Milvus Lite refuse. Here they are
written into it as escaped literals, which every server reads.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from vectorm.errors import FilterError
from vectorm.expr.literal import render_list, render_literal

_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{\s*([A-Za-z_]\w*)\s*\}""", re.DOTALL)
"""A quoted text, which is left as it is, or a name in braces."""


def fill_filter(filter: str, values: Mapping[str, Any] | None) -> str:
    """A filter with its `{name}` replaced by literals.

    Raises:
        FilterError: A name without a value, or a value that no literal can be.
    """
    if not values:
        return filter
    used: set[str] = set()

    def replaced(match: "re.Match[str]") -> str:
        name = match[1]
        if name is None:
            return match[0]
        if name not in values:
            raise FilterError(message=f"the filter has {{{name}}}, but filter_params have no {name!r}")
        used.add(name)
        return _literal(values[name])

    made = _TOKEN.sub(replaced, filter)
    unused = sorted(set(values) - used)
    if unused:
        raise FilterError(message=f"filter_params have {unused[0]!r}, but the filter has no {{{unused[0]}}}")
    return made


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return render_list(cast("Iterable[object]", value))
    return render_literal(value)
