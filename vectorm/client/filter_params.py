"""`filter_params` of writes: literals in the filter, which every server reads."""

from collections.abc import Mapping
from typing import Any

from vectorm.expr.template import fill_filter as fill
from vectorm.expr.template import template_values


def fill_filter(filter: str, values: Mapping[str, Any] | None) -> str:
    """A filter with its `{name}` replaced by literals.

    Raises:
        FilterError: A name without a value, or a value that no literal can be.
    """
    return fill(filter, template_values(filter, values))
