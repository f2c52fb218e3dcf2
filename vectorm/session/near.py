"""Searches by stored rows: with their keys where the server takes keys, else with their vectors, read first."""

from typing import Any, TypeVar

from vectorm.enums import ConsistencyLevel
from vectorm.errors import DataNotMatchException, NoResultFound
from vectorm.expr.keys import Key as StoredKey
from vectorm.expr.keys import render_keys
from vectorm.model import Model
from vectorm.model.key import python_keys
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import Hybrid, Search, Select
from vectorm.query.search import Searching
from vectorm.session.embedding import embedded
from vectorm.session.naming import name_of, spec_of
from vectorm.session.state import SessionState
from vectorm.spec.feature import Feature
from vectorm.spec.read import QuerySpec, ReadOptions

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound="Searching[Any]")


def searchable(ctx: Context, state: SessionState, statement: S) -> Op[S]:
    """A search that the server can do: one by keys with the vectors of their rows, where it cannot look them up.

    A session with a scope reads them itself: a server would search with the vector of another tenant's row as well. So
    does one of a field that Milvus computes (BM25): the server does not look its vectors up.

    Raises:
        NoResultFound: A key is not stored, or not in the session's scope.
    """
    function = statement.plan.declared.function
    by_server = ctx.capabilities.can(Feature.SEARCH_BY_IDS) and state.scope is None and function is None
    if statement.target.keys and by_server:
        return statement
    return (yield from with_vectors(ctx, state, statement))


def with_vectors(ctx: Context, state: SessionState, statement: S) -> Op[S]:
    """A search with vectors: those of texts are made, those of stored rows are read.

    Raises:
        NoResultFound: As `searchable`.
    """
    if not statement.target.keys:
        return (yield from embedded(ctx, statement))
    return (yield from _with_stored(ctx, state, statement, statement.parts.consistency))


def mergeable(ctx: Context, state: SessionState, statement: Hybrid[M]) -> Op[Hybrid[M]]:
    """A hybrid search that the server can do. Servers take keys in single searches only.

    Raises:
        NoResultFound: As `searchable`.
    """
    searches: list[Search[M]] = []
    for each in statement.searches:
        stored = _with_stored(ctx, state, each, statement.parts.consistency)
        searches.append((yield from stored if each.target.keys else embedded(ctx, each)))
    # What a search leaves out is left out of all: the keys are gone from the searches now.
    return statement.where(*(each.left_out for each in statement.searches)).with_searches(searches)


def _with_stored(ctx: Context, state: SessionState, statement: S, consistency: ConsistencyLevel | None) -> Op[S]:
    model, field, keys = statement.model, statement.column.name, statement.target.asked
    primary = model.__spec__.primary
    function = model.__plans__[field].declared.function
    field = field if function is None else function.source
    options = ReadOptions(output_fields=(primary.name, field), consistency=consistency)
    filter = render_keys(primary.name, keys, primary.data_type)
    if state.scope is not None:
        scope = Select(model).where(state.scope.condition(model)).filter(ctx.capabilities)
        filter = f"({filter}) and ({scope})"
    options = state.read_options(ctx, spec_of(ctx, model), options)
    batch = yield from read.query(ctx, QuerySpec(collection=name_of(ctx, model), filter=filter, options=options))
    found = dict(zip(batch[primary.name].to_list(), batch[field].to_list(), strict=True)) if len(batch) else {}
    _check_found(model, field, keys, found)
    return statement.searching_with([found[key] for key in keys])


def _check_found(model: type[Model], field: str, keys: list[StoredKey], found: dict[Any, Any]) -> None:
    missing = python_keys(model, [key for key in keys if key not in found])
    if missing:
        told = ", ".join(map(repr, missing[:5])) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        raise NoResultFound(message=f"no {model.__name__} with key {told}: there is nothing to search with")
    for key in keys:
        if found[key] is None:
            raise DataNotMatchException(
                f"{model.__name__} {python_keys(model, [key])[0]!r} has none: there is nothing to search with",
                field=field,
            )
