"""Requests, rankers and results under the path they have in PyMilvus."""

from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.mutation import MutationResult
from vectorm.client.ranker import BaseRanker, RRFRanker, WeightedRanker
from vectorm.client.search_result import Hit, Hits, SearchResult

__all__ = [
    "AnnSearchRequest",
    "BaseRanker",
    "Hit",
    "Hits",
    "MutationResult",
    "RRFRanker",
    "SearchResult",
    "WeightedRanker",
]
