"""Statements over models, and what they return."""

from vectorm.expr.functions import random_sample, raw
from vectorm.expr.node import Condition, and_, not_, or_
from vectorm.query.hybrid import RRF, Hybrid, Weighted, hybrid, rrf, weighted
from vectorm.query.result import Hit, Hits, Result
from vectorm.query.search import Search, SearchAll, search
from vectorm.query.select import Delete, Select, delete, select

__all__ = [
    "RRF",
    "Condition",
    "Delete",
    "Hit",
    "Hits",
    "Hybrid",
    "Result",
    "Search",
    "SearchAll",
    "Select",
    "Weighted",
    "and_",
    "delete",
    "hybrid",
    "not_",
    "or_",
    "random_sample",
    "raw",
    "rrf",
    "search",
    "select",
    "weighted",
]
