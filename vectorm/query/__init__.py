"""Statements over models, and what they return."""

from vectorm.query.hybrid import RRF, Hybrid, Weighted, hybrid, rrf, weighted
from vectorm.query.result import Hit, Hits, Result
from vectorm.query.search import Search, SearchAll, search
from vectorm.query.select import Delete, Select, delete, select

__all__ = [
    "RRF",
    "Delete",
    "Hit",
    "Hits",
    "Hybrid",
    "Result",
    "Search",
    "SearchAll",
    "Select",
    "Weighted",
    "delete",
    "hybrid",
    "rrf",
    "search",
    "select",
    "weighted",
]
