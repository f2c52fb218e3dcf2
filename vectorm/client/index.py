"""`Index`: an index of a `Collection`."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from vectorm.client import bound
from vectorm.client.describe import index_params_dict
from vectorm.client.index_params import index_spec
from vectorm.client.keywords import checked_methods
from vectorm.client.rowwise import CollectionRows
from vectorm.errors import ParamError
from vectorm.ops import index
from vectorm.spec.index import IndexInfo


@checked_methods
class Index:
    """An index on a field of a collection; it is created unless `construct_only`.

    Args:
        collection: The collection.
        field_name: Field to index.
        index_params: `{"index_type": "HNSW", "metric_type": "L2", "params": {"M": 16, "efConstruction": 200}}`.
        index_name: Its name; "" takes the field's.
        construct_only: Whether the index is there already.
        timeout: Seconds; 600 if None.
    """

    def __init__(
        self,
        collection: CollectionRows,
        field_name: str,
        index_params: Mapping[str, Any],
        *,
        index_name: str = "",
        construct_only: bool = False,
        timeout: float | None = None,
    ) -> None:
        self._collection = _as_collection(collection)
        self._field_name = field_name
        self._index_params = index_params
        self._index_name = index_name
        if construct_only:
            return
        spec = index_spec(field_name, index_params, index_name)
        bound.run_long(collection.using, lambda ctx: index.create(ctx, collection.name, spec), timeout)
        found = bound.run(collection.using, lambda ctx: index.describe(ctx, collection.name, field=field_name))
        if found and not index_name:
            self._index_name = found[0].spec.name

    @property
    def field_name(self) -> str:
        """The indexed field."""
        return self._field_name

    @property
    def index_name(self) -> str:
        """Its name."""
        return self._index_name

    @property
    def index_type(self) -> str:
        """Its type, such as `HNSW`."""
        return str(self._index_params.get("index_type", ""))

    @property
    def collection_name(self) -> str:
        """Name of the collection."""
        return self._collection.name

    @property
    def params(self) -> dict[str, Any]:
        """`index_type`, `metric_type` and `params`."""
        return deepcopy(dict(self._index_params))

    def to_dict(self) -> dict[str, Any]:
        """The index as a dict."""
        return {
            "collection": self.collection_name,
            "field": self._field_name,
            "index_name": self._index_name,
            "index_param": self.params,
        }

    def drop(self, timeout: float | None = None) -> None:
        """Drop it; the collection must be released before."""
        bound.run(
            self._collection.using, lambda ctx: index.drop(ctx, self.collection_name, name=self._index_name), timeout
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Index) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # its params are a dict

    def __repr__(self) -> str:
        return f"<Index {self.to_dict()}>"


def described_index(collection: CollectionRows, info: IndexInfo) -> Index:
    """The index that the server describes."""
    params = index_params_dict(info.spec)
    return Index(collection, info.spec.field, params, index_name=info.spec.name, construct_only=True)


def _as_collection(given: object) -> CollectionRows:
    if not isinstance(given, CollectionRows):
        raise ParamError(message=f"an Index needs a Collection, not {type(given).__name__}")
    return given
