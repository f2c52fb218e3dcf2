"""`hybrid(...)`: several searches merged into one list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from vectorm.errors import ParamError
from vectorm.expr.node import and_
from vectorm.model.base import Model
from vectorm.query.base import Readable
from vectorm.query.params import check_window
from vectorm.query.rank import RRF, Boost, Boosts, Ranked, Ranker, Weighted
from vectorm.query.search import DEFAULT_LIMIT, Search, Searching
from vectorm.spec.capabilities import Capabilities, Engine
from vectorm.spec.feature import Feature
from vectorm.spec.read import HybridSpec, RankerSpec, ReadOptions, SearchSpec

M = TypeVar("M", bound=Model)


class Hybrid(Readable[M]):
    """Several searches of one model, merged. Made by `hybrid()`. Conditions hold for every search.

    Each search may have its own `near`, `where`, `params` and `limit`. Everything else is said once, of the whole.
    """

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
        """How the searches are merged: `rrf(k=60)` (the default), `weighted(0.7, 0.3)`, `decay`, `model_ranker`.

        Raises:
            ParamError: It does not merge searches; a boost belongs to one of them.
        """
        if not isinstance(ranker, Ranker):  # pyright: ignore[reportUnnecessaryIsInstance]
            hint = "rrf, weighted, decay or model_ranker; boost goes to a search: search(...).rerank(boost(...))"
            raise ParamError(message=f"hybrid() cannot be ranked by {ranker!r}", hint=hint)
        changed = self.with_parts(self.parts)
        changed.ranker = ranker
        return changed

    def with_searches(self, searches: Sequence[Search[M]]) -> "Hybrid[M]":
        """The statement with other searches."""
        changed = self.with_parts(self.parts)
        changed.searches = tuple(searches)
        return changed

    def build(self, capabilities: Capabilities) -> HybridSpec:
        """What is sent to an engine. Texts are embedded here.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
        """
        capabilities.require(Feature.HYBRID)
        # What a hit holds is asked for once, of the whole.
        arms = [replace(each.build(capabilities), options=ReadOptions()) for each in self._arms()]
        return self._spec(capabilities, tuple(arms))

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        capabilities.require(Feature.HYBRID)
        arms = "; ".join(each.compile(capabilities) for each in self._arms())
        spec = self._spec(capabilities, ())
        return (
            f"hybrid search {spec.collection} ranker={self.ranker} "
            f"limit={spec.limit} offset={spec.offset} output_fields={list(spec.options.output_fields)}: {arms}"
        )

    def __str__(self) -> str:
        arms = "; ".join(str(each) for each in self.searches)
        return f"hybrid [{arms}] by {self.ranker}{self._where_text()}{self._tail_text()}"

    def _arms(self) -> list[Search[M]]:
        """The searches as they are sent: with the common conditions and a limit that can fill the result.

        What one of them leaves out is left out of all.
        """
        left_out = and_(*(each.left_out for each in self.searches))
        most = self._limit() + (self.parts.offset or 0)
        arms: list[Search[M]] = []
        for each in self.searches:
            condition = and_(each.parts.condition, self.parts.condition, left_out)
            limit = most if each.parts.limit is None else each.parts.limit
            parts = each.parts._replace(condition=condition, limit=limit, collection=self.parts.collection)
            arms.append(each.aimed(replace(each.target, leaves_out=False)).with_parts(parts))
        return arms

    def _limit(self) -> int:
        return DEFAULT_LIMIT if self.parts.limit is None else self.parts.limit

    def _spec(self, capabilities: Capabilities, searches: tuple[SearchSpec, ...]) -> HybridSpec:
        offset, ranker = self.parts.offset or 0, self.ranker
        if capabilities.engine is Engine.MILVUS:
            check_window(self._limit(), offset)
        strategy, score = RankerSpec(strategy="", params={}), None
        if isinstance(ranker, RRF | Weighted):
            strategy = ranker.build(len(self.searches))
        else:
            texts = tuple(text for each in self.searches[:1] for text in each.target.texts)
            score = ranker.build(Ranked(self.model, capabilities, texts))
        return HybridSpec(
            collection=self.collection,
            searches=searches,
            ranker=strategy,
            function_score=score,
            limit=self._limit(),
            offset=offset,
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
    parts, target = arm.parts, arm.target
    if max(len(target.queries), len(target.keys)) > 1:
        raise ParamError(message="a search inside hybrid() has one vector or text", hint="write near() for near_all()")
    for clause, is_used in (
        ("offset", bool(parts.offset)),
        ("only", parts.fields is not None),
        ("defer", bool(parts.deferred)),
        ("with_vectors", parts.with_vectors),
        ("partitions", bool(parts.partitions)),
        ("consistency", parts.consistency is not None),
    ):
        if is_used:
            raise ParamError(
                message=f"a search inside hybrid() has no {clause}()", hint=f"put {clause}() on hybrid(...)"
            )
    for clause, is_used in (
        ("within", arm.has_range),
        ("group_by", "group_by_field" in target.extra),
        ("highlight", target.highlighter is not None),
        ("aggregate", target.aggregation is not None),
    ):
        if is_used:
            raise ParamError(
                message=f"a search inside hybrid() has no {clause}()", hint=f"search one field to use {clause}()"
            )
    if not isinstance(target.ranker, Boost | Boosts | None):
        raise ParamError(
            message="a search inside hybrid() is ranked by boost() only", hint="put rerank() on hybrid(...)"
        )
