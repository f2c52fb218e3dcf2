"""`AnnSearchRequest`: one arm of a hybrid search."""

from collections.abc import Mapping
from typing import Any

from vectorm.client.checks import as_filter
from vectorm.client.keywords import checked_methods
from vectorm.errors import ParamError


@checked_methods
class AnnSearchRequest:
    """A search of one vector field, to be merged with others.

    Args:
        data: Query vectors, or texts for a field that a function fills.
        anns_field: Vector field.
        param: `metric_type` and `params`.
        limit: Most hits of this arm.
        expr: Filter.
        expr_params: Values for `{name}` in the filter.
        filter: The same as `expr`.

    Raises:
        ParamError: `expr` and `filter` are both given.
        DataTypeNotMatchException: The filter is no str.
    """

    def __init__(
        self,
        data: Any,
        anns_field: str,
        param: Mapping[str, Any],
        limit: int,
        expr: str | None = None,
        expr_params: Mapping[str, Any] | None = None,
        filter: str | None = None,
    ) -> None:
        if expr is not None and filter is not None:
            raise ParamError(message=f"search of {anns_field}: give expr or filter, not both")
        self._data = data
        self._anns_field = anns_field
        self._param = param
        self._limit = limit
        given = expr if filter is None else filter
        self._expr = None if given is None else as_filter(anns_field, given)
        self._expr_params = expr_params

    @property
    def data(self) -> Any:
        """Query vectors or texts."""
        return self._data

    @property
    def anns_field(self) -> str:
        """Vector field."""
        return self._anns_field

    @property
    def param(self) -> Mapping[str, Any]:
        """Search parameters."""
        return self._param

    @property
    def limit(self) -> int:
        """Most hits."""
        return self._limit

    @property
    def expr(self) -> str | None:
        """Filter."""
        return self._expr

    @property
    def filter(self) -> str | None:
        """Filter."""
        return self._expr

    @property
    def expr_params(self) -> Mapping[str, Any] | None:
        """Values for the filter."""
        return self._expr_params

    def __str__(self) -> str:
        return str({"anns_field": self._anns_field, "param": self._param, "limit": self._limit, "expr": self._expr})
