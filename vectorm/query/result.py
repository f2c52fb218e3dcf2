"""What statements return: objects, rows or arrays over the columns that were read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.columns.hits import SearchHits
from vectorm.errors import MultipleResultsFound, NoResultFound
from vectorm.model.base import Model
from vectorm.model.mapper import models_from_batch
from vectorm.query.frames import to_arrow, to_pandas

M = TypeVar("M", bound=Model)

Key: TypeAlias = int | str


class Rows(Generic[M]):
    """Rows that were read. Objects are made when they are first asked for; columns need none.

    Attributes:
        model: The model of the objects.
        batch: The columns.
    """

    __slots__ = ("_load", "_objects", "batch", "model")

    def __init__(
        self, model: type[M], batch: ColumnBatch, load: "Callable[[ColumnBatch], list[M]] | None" = None
    ) -> None:
        """Rows of a model; `load` makes the objects, by default new ones."""
        self.model = model
        self.batch = batch
        self._load = load
        self._objects: list[M] | None = None

    def __len__(self) -> int:
        return len(self.batch)

    def all(self) -> list[M]:
        """All objects."""
        if self._objects is None:
            load = self._load
            self._objects = models_from_batch(self.model, self.batch) if load is None else load(self.batch)
        return list(self._objects)

    def rows(self) -> list[dict[str, Any]]:
        """All rows as dicts of stored values."""
        return self.batch.rows()

    @property
    def ids(self) -> list[Key]:
        """Primary keys."""
        return self.batch[self.model.__spec__.primary.name].to_list()

    def numpy(self, field: str) -> NDArray[Any]:
        """One field as an array: vectors of shape (n, dim), numbers, or objects (text, lists, JSON, nulls)."""
        column = self.batch[field]
        if isinstance(column, DenseColumn):
            return column.matrix()
        values = column.to_list()
        plain = all(isinstance(value, int | float) for value in values)
        return np.array(values) if plain else np.array([*values, None], object)[:-1]

    def to_arrow(self) -> Any:
        """The columns as a pyarrow Table. Needs pyarrow."""
        return to_arrow(self.batch, self._more_columns())

    def to_pandas(self) -> Any:
        """The columns as a pandas DataFrame. Needs pandas."""
        return to_pandas(self.batch, self._more_columns())

    def _more_columns(self) -> dict[str, NDArray[Any]]:
        return {}


class Result(Rows[M]):
    """Rows of a `select`."""

    __slots__ = ()

    def __iter__(self) -> Iterator[M]:
        return iter(self.all())

    def first(self) -> M | None:
        """The first object, or None."""
        return self.all()[0] if len(self) else None

    def one_or_none(self) -> M | None:
        """The only object, or None.

        Raises:
            MultipleResultsFound: If there are several.
        """
        if len(self) > 1:
            raise MultipleResultsFound(message=f"{len(self)} rows of {self.model.__name__}, where at most one may be")
        return self.first()

    def one(self) -> M:
        """The only object.

        Raises:
            NoResultFound: If there is none.
            MultipleResultsFound: If there are several.
        """
        found = self.one_or_none()
        if found is None:
            raise NoResultFound(message=f"no row of {self.model.__name__} where one must be")
        return found

    def __repr__(self) -> str:
        return f"<Result of {len(self)} {self.model.__name__}>"


@dataclass(frozen=True, slots=True)
class Hit(Generic[M]):
    """One row that a search found.

    Attributes:
        score: Distance or similarity, as the metric of the index gives it; by ranker for hybrid searches.
    """

    hits: "Hits[M]"
    number: int
    id: Key
    score: float

    @property
    def obj(self) -> M:
        """The object. Those of all hits of the query are made at once."""
        return self.hits.objects[self.number]

    def __repr__(self) -> str:
        return f"<Hit {self.id!r} score={self.score:.6g}>"


class Hits(Rows[M], Sequence[Hit[M]]):
    """What a search found for one query, best first.

    Attributes:
        scores: float32 array of shape (n,).
    """

    __slots__ = ("_ids", "scores")

    def __init__(
        self,
        model: type[M],
        found: SearchHits,
        query: int = 0,
        load: "Callable[[ColumnBatch], list[M]] | None" = None,
    ) -> None:
        """The hits of one query of a search."""
        place = found.query(query)
        super().__init__(model, found.batch.select(place), load)
        self._ids: list[Key] = list(found.ids[place])
        self.scores: NDArray[np.float32] = found.scores[place]

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> list[Key]:
        """Primary keys."""
        return self._ids

    @property
    def objects(self) -> list[M]:
        """The objects of all hits."""
        if self._objects is None:
            self.all()
        return self._objects or []

    @overload
    def __getitem__(self, number: int) -> Hit[M]: ...
    @overload
    def __getitem__(self, number: slice) -> list[Hit[M]]: ...
    def __getitem__(self, number: int | slice) -> "Hit[M] | list[Hit[M]]":
        """A hit by its place, or several."""
        if isinstance(number, slice):
            return [self._hit(each) for each in range(len(self))[number]]
        return self._hit(range(len(self))[number])

    def __iter__(self) -> Iterator[Hit[M]]:
        return map(self._hit, range(len(self)))

    def _hit(self, number: int) -> Hit[M]:
        return Hit(self, number, self._ids[number], float(self.scores[number]))

    def _more_columns(self) -> dict[str, NDArray[Any]]:
        return {"score": self.scores}

    def __repr__(self) -> str:
        return f"<Hits of {len(self)} {self.model.__name__}>"
