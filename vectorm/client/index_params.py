"""`IndexParams`: the indexes to create on a collection."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from vectorm.client.checks import as_mapping
from vectorm.client.keywords import checked_methods
from vectorm.client.options import IndexOptions
from vectorm.errors import ParamError
from vectorm.spec.index import IndexSpec


@checked_methods
class IndexParam:
    """One index: its field, type, name and build parameters.

    Args:
        field_name: Field to index.
        index_type: `HNSW`, `IVF_FLAT`, `AUTOINDEX`, ...; "" lets the server choose.
        index_name: Name; "" takes the field's.
        **options: `metric_type`, `params` and any build parameter such as `M=16`.

    Raises:
        ParamError: `params` is no dict.
    """

    def __init__(self, field_name: str, index_type: str, index_name: str, **options: Unpack[IndexOptions]) -> None:
        self._field_name = field_name
        self._index_type = index_type
        self._index_name = index_name
        params = options.pop("params", None)
        self._configs = {**as_mapping(f"params of the index on {field_name}", params or {}), **options}

    @property
    def field_name(self) -> str:
        """Field to index."""
        return self._field_name

    @property
    def index_type(self) -> str:
        """Type of index."""
        return self._index_type

    @property
    def index_name(self) -> str:
        """Name of the index."""
        return self._index_name

    def get_index_configs(self) -> dict[str, Any]:
        """Index type, metric type and build parameters in one dict."""
        return {**self._configs, "index_type": self._index_type} if self._index_type else dict(self._configs)

    def to_dict(self) -> dict[str, Any]:
        """The index as a dict."""
        return {
            "field_name": self._field_name,
            "index_type": self._index_type,
            "index_name": self._index_name,
            **self._configs,
        }

    def __eq__(self, other: object) -> bool:
        if isinstance(other, IndexParam):
            return self.to_dict() == other.to_dict()
        return isinstance(other, Mapping) and self.to_dict() == other

    __hash__ = None  # type: ignore[assignment]  # its dict can be changed

    def __repr__(self) -> str:
        return str(self.to_dict())


class IndexParams(list[IndexParam]):
    """A list of indexes; see `MilvusClient.prepare_index_params`."""

    def add_index(
        self, field_name: str, index_type: str = "", index_name: str = "", **options: Unpack[IndexOptions]
    ) -> None:
        """Add an index; see `IndexParam` for the options."""
        self.append(IndexParam(field_name, index_type, index_name, **options))


def index_specs(index_params: object) -> list[IndexSpec]:
    """Indexes as specs.

    Raises:
        ParamError: These are no index params, or none is given.
    """
    if not isinstance(index_params, IndexParams):
        raise ParamError(
            message=f"index_params must be IndexParams, not {type(index_params).__name__}",
            hint="make them by client.prepare_index_params()",
        )
    if not index_params:
        raise ParamError(message="index_params are empty: no index to create", hint="index_params.add_index(...)")
    return [index_spec(each.field_name, each.get_index_configs(), each.index_name) for each in index_params]


def index_spec(field_name: str, configs: Mapping[str, Any], index_name: str = "") -> IndexSpec:
    """An index from PyMilvus's dict, whether its build parameters stand flat or under `params`.

    Raises:
        ParamError: It is no dict, or `params` is none.
    """
    flat = dict(as_mapping(f"index_params of {field_name}", configs))
    params = as_mapping(f"params of the index on {field_name}", flat.pop("params", None) or {})
    index_type, metric_type = flat.pop("index_type", ""), flat.pop("metric_type", "")
    return IndexSpec(
        field=field_name,
        index_type=str(index_type or ""),
        metric_type=str(getattr(metric_type, "value", metric_type) or ""),
        name=index_name,
        params={key: value for key, value in {**flat, **params}.items() if value is not None},
    )
