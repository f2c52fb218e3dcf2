"""`SearchResult`, `Hits`, `Hit`: what a search found, in PyMilvus's shape."""

from collections.abc import Iterable, Sequence
from typing import Any

from vectorm.client.rows import rows_of
from vectorm.columns.hits import SearchHits

Key = int | str


class Hit(dict[str, Any]):
    """One hit: `{"id": 1, "distance": 0.3, "entity": {"title": "a"}}`; the first key is the primary key field's name.

    `hit["title"]`, `hit.get("title")` and `hit.entity.get("title")` look into the entity as well.
    """

    __slots__ = ("_pk_name",)

    def __init__(self, values: Iterable[tuple[str, Any]] | dict[str, Any] = (), *, pk_name: str = "") -> None:
        super().__init__(values)
        self._pk_name = pk_name

    @classmethod
    def from_columns(
        cls, pk_name: str, keys: Sequence[Key], distances: Sequence[float], entities: Sequence[dict[str, Any]]
    ) -> "list[Hit]":
        """Many hits, filled without `__init__`: a third of the time."""
        made: list[Hit] = []
        for key, distance, entity in zip(keys, distances, entities, strict=True):
            hit = cls.__new__(cls)
            hit._pk_name = pk_name
            hit[pk_name] = key
            hit["distance"] = distance
            hit["entity"] = entity
            made.append(hit)
        return made

    @property
    def id(self) -> Any:
        """Primary key, int or str."""
        return self[self._pk_name]

    @property
    def pk(self) -> Any:
        """Primary key, int or str."""
        return self[self._pk_name]

    @property
    def distance(self) -> float:
        """Distance or similarity, as the metric gives it."""
        return float(self["distance"])

    @property
    def score(self) -> float:
        """The same as `distance`."""
        return float(self["distance"])

    @property
    def entity(self) -> "Hit":
        """The hit itself: `hit.entity.get(field)` reads an output field."""
        return self

    @property
    def fields(self) -> dict[str, Any]:
        """The output fields."""
        found: dict[str, Any] = self["entity"]
        return found

    def to_dict(self) -> dict[str, Any]:
        """The hit itself."""
        return self

    def get(self, key: str, default: Any = None) -> Any:
        """A key of the hit or a field of its entity, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __getitem__(self, key: str) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return super().__getitem__("entity")[key]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the hit has no field {name!r}") from None

    def __reduce__(self) -> tuple[Any, ...]:
        return _hit, (dict(self), self._pk_name)


def _hit(values: dict[str, Any], pk_name: str) -> Hit:
    return Hit(values, pk_name=pk_name)


class Hits(list[Hit]):
    """The hits of one query, best first.

    Attributes:
        ids: Primary keys.
        distances: Distances or similarities.
    """

    def __init__(self, hits: Iterable[Hit] = (), ids: Sequence[Key] = (), distances: Sequence[float] = ()) -> None:
        super().__init__(hits)
        self.ids = list(ids)
        self.distances = list(distances)

    def materialize(self) -> None:
        """Nothing to do: PyMilvus's hits decode late, these need no call."""

    def __str__(self) -> str:
        more = f" ... and {len(self) - 10} entities remaining" if len(self) > 10 else ""
        return f"{self[:10]}{more}"

    __repr__ = __str__


HybridHits = Hits
"""PyMilvus 3's name of the same."""


class SearchPage(list[Hit]):
    """One page of a search iterator."""

    def ids(self) -> list[Any]:
        """Primary keys, int or str."""
        return [hit.id for hit in self]

    def distances(self) -> list[float]:
        """Distances or similarities."""
        return [hit.distance for hit in self]


class SearchResult(list[Hits]):
    """The hits of each query.

    Attributes:
        recalls: Estimated recall of each query; None where not asked for.
        extra: What the server told besides: `{"cost": 3}`.
    """

    def __init__(self, queries: Iterable[Hits] = (), *, recalls: Sequence[float] = (), cost: int = 0) -> None:
        super().__init__(queries)
        self.recalls: list[float] | None = list(recalls) or None
        self.extra: dict[str, Any] = {"cost": cost} if cost else {}

    def materialize(self) -> None:
        """Nothing to do: PyMilvus's results decode late, these need no call."""

    def __str__(self) -> str:
        recalls = f",recalls: {self.recalls[:10]}" if self.recalls else ""
        more = f" ... and {len(self) - 10} results remaining" if len(self) > 10 else ""
        extra = f",{self.extra}" if self.extra else ""
        return f"data: {self[:10]}{recalls}{more}{extra}"

    __repr__ = __str__


def search_result(hits: SearchHits, *, pk_name: str, round_decimal: int = -1) -> SearchResult:
    """The hits of a search in PyMilvus's shape.

    Args:
        hits: Hits as columns.
        pk_name: Name of the primary key field.
        round_decimal: Decimal places of the distances, when above 0.
    """
    distances: list[float] = hits.scores.tolist()
    if round_decimal > 0:
        distances = [round(distance, round_decimal) for distance in distances]
    entities = rows_of(hits.batch, wrapped=False)
    made = Hit.from_columns(pk_name, hits.ids, distances, entities)
    queries = [hits.query(number) for number in range(len(hits))]
    return SearchResult(
        [Hits(made[query], hits.ids[query], distances[query]) for query in queries],
        recalls=hits.recalls,
        cost=hits.cost,
    )
