"""Statements over models, and what they return."""

from typing import TYPE_CHECKING

from vectorm.expr.functions import random_sample, raw
from vectorm.expr.node import Condition, and_, not_, or_
from vectorm.lazy import lazy_names
from vectorm.query.func import Aggregate, func
from vectorm.query.hybrid import Hybrid, hybrid
from vectorm.query.search import Search, SearchAll, search
from vectorm.query.select import Delete, Select, delete, select

if TYPE_CHECKING:
    from vectorm.query.group import Grouped, Groups
    from vectorm.query.rank import (
        RRF,
        Boost,
        Boosts,
        Decay,
        ModelRanker,
        RandomScore,
        Weighted,
        boost,
        boosts,
        decay,
        model_ranker,
        random_score,
        rrf,
        weighted,
    )
    from vectorm.query.result import Hit, Hits, Result
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "vectorm.query.group": "Grouped Groups",
            "vectorm.query.rank": "RRF Boost Boosts Decay ModelRanker RandomScore Weighted boost boosts decay "
            "model_ranker random_score rrf weighted",
            "vectorm.query.result": "Hit Hits Result",
        },
    )

__all__ = [
    "RRF",
    "Aggregate",
    "Boost",
    "Boosts",
    "Condition",
    "Decay",
    "Delete",
    "Grouped",
    "Groups",
    "Hit",
    "Hits",
    "Hybrid",
    "ModelRanker",
    "RandomScore",
    "Result",
    "Search",
    "SearchAll",
    "Select",
    "Weighted",
    "and_",
    "boost",
    "boosts",
    "decay",
    "delete",
    "func",
    "hybrid",
    "model_ranker",
    "not_",
    "or_",
    "random_sample",
    "random_score",
    "raw",
    "rrf",
    "search",
    "select",
    "weighted",
]


def __dir__() -> list[str]:
    return __all__
