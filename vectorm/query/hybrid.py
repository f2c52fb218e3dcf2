"""`hybrid(...)`: several searches merged into one list."""

from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from vectorm.errors import ParamError
from vectorm.expr.node import and_
from vectorm.model.base import Model
from vectorm.query.base import Readable
from vectorm.query.search import DEFAULT_LIMIT, Search, Searching
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.feature import Feature
from vectorm.spec.read import HybridSpec, RankerSpec, SearchSpec

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class RRF:
    """Reciprocal rank fusion: a hit counts 1 / (k + its rank) in each search. Made by `rrf()`."""

    k: int = 60

    def build(self, searches: int) -> RankerSpec:  # noqa: ARG002
        """The description of the ranker."""
        return RankerSpec(strategy="rrf", params={"k": self.k})


@dataclass(frozen=True, slots=True)
class Weighted:
    """Weighted sum of the scores of each search, brought to 0 to 1. Made by `weighted()`."""

    weights: tuple[float, ...]

    def build(self, searches: int) -> RankerSpec:
        """The description of the ranker.

        Raises:
            ParamError: If there is not one weight for each search.
        """
        if len(self.weights) != searches:
            raise ParamError(message=f"weighted() has {len(self.weights)} weights for {searches} searches")
        return RankerSpec(strategy="weighted", params={"weights": list(self.weights)})


Ranker: TypeAlias = RRF | Weighted


def rrf(k: int = 60) -> RRF:
    """Merge by rank: robust where scores of the searches are not comparable.

    Args:
        k: Smoothing, 1 to 16,383; 60 is the value of the paper that introduced it.
    """
    if not 0 < k < 16_384:
        raise ParamError(message=f"rrf(k={k}): k is from 1 to 16,383")
    return RRF(k)


def weighted(*weights: float) -> Weighted:
    """Merge by score.

    Args:
        weights: One for each search, 0 to 1.
    """
    if not weights or not all(0 <= weight <= 1 for weight in weights):
        raise ParamError(message=f"weighted{weights}: give one weight from 0 to 1 for each search")
    return Weighted(weights)


class Hybrid(Readable[M]):
    """Several searches of one model, merged. Made by `hybrid()`. Conditions hold for every search.

    Each search may have its own `near`, `where`, `params` and `limit`. Everything else is said once, of the whole.
    """

    __slots__ = ("ranker", "searches")

    def __init__(self, *searches: Search[M]) -> None:
        if not searches:
            raise ParamError(
                message="hybrid() takes searches", hint="hybrid(search(Doc.a).near(x), search(Doc.b).near(y))"
            )
        super().__init__(searches[0].model)
        for each in searches:
            if each.model is not self.model:
                raise ParamError(message=f"hybrid() of {self.model.__name__} and {each.model.__name__}: one model only")
            _check_arm(each)
        self.searches = searches
        self.ranker: Ranker = RRF()

    def rerank(self, ranker: Ranker) -> "Hybrid[M]":
        """How the searches are merged: `rrf(k=60)` (the default) or `weighted(0.7, 0.3)`."""
        changed = self.with_parts(self.parts)
        changed.ranker = ranker
        return changed

    def build(self, capabilities: Capabilities) -> HybridSpec:
        """What is sent to an engine. Texts are embedded here.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
        """
        capabilities.require(Feature.HYBRID)
        return self._spec(tuple(each.build(capabilities) for each in self._arms()))

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        capabilities.require(Feature.HYBRID)
        arms = "; ".join(each.compile(capabilities) for each in self._arms())
        spec = self._spec(())
        return (
            f"hybrid search {spec.collection} ranker={spec.ranker.strategy} {dict(spec.ranker.params)} "
            f"limit={spec.limit} offset={spec.offset} output_fields={list(spec.options.output_fields)}: {arms}"
        )

    def __str__(self) -> str:
        arms = "; ".join(str(each) for each in self.searches)
        return f"hybrid [{arms}] by {self.ranker}{self._where_text()}{self._tail_text()}"

    def _arms(self) -> list[Search[M]]:
        """The searches as they are sent: with the common conditions and a limit that can fill the result."""
        most = self._limit() + (self.parts.offset or 0)
        arms: list[Search[M]] = []
        for each in self.searches:
            condition = and_(each.parts.condition, self.parts.condition)
            limit = most if each.parts.limit is None else each.parts.limit
            parts = replace(each.parts, condition=condition, limit=limit, collection=self.parts.collection)
            arms.append(each.with_parts(parts))
        return arms

    def _limit(self) -> int:
        return DEFAULT_LIMIT if self.parts.limit is None else self.parts.limit

    def _spec(self, searches: tuple[SearchSpec, ...]) -> HybridSpec:
        return HybridSpec(
            collection=self.collection,
            searches=searches,
            ranker=self.ranker.build(len(self.searches)),
            limit=self._limit(),
            offset=self.parts.offset or 0,
            options=self.options,
        )


def hybrid(*searches: Search[M]) -> Hybrid[M]:
    """Several searches merged: `hybrid(search(Doc.dense).near(q), search(Doc.sparse).near(q)).rerank(rrf())`.

    Raises:
        ParamError: If the searches are of several models, or one has a clause that has no effect inside `hybrid()`.
    """
    return Hybrid(*searches)


def _check_arm(arm: Searching[M]) -> None:
    """Refuse clauses that servers ignore in a part of a hybrid search: the answer would be another than asked for."""
    if len(arm.target.queries) > 1:
        raise ParamError(message="a search inside hybrid() has one vector or text", hint="write near() for near_all()")
    parts = arm.parts
    for clause, is_used in (
        ("offset", bool(parts.offset)),
        ("only", parts.fields is not None),
        ("with_vectors", parts.with_vectors),
        ("partitions", bool(parts.partitions)),
        ("consistency", parts.consistency is not None),
    ):
        if is_used:
            raise ParamError(
                message=f"a search inside hybrid() has no {clause}()", hint=f"put {clause}() on hybrid(...)"
            )
    for clause, is_used in (("within", arm.has_range), ("group_by", bool(arm.target.group_field))):
        if is_used:
            raise ParamError(
                message=f"a search inside hybrid() has no {clause}()", hint=f"search one field to use {clause}()"
            )
