"""Notes on a rehearsal: what happens here and not on the server, what is slow, what follows later."""

from collections.abc import Iterator
from typing import Any

from vectorm.expr.compare import Compare, In
from vectorm.expr.node import And, Condition
from vectorm.expr.operand import FieldRef, PathRef
from vectorm.expr.render import merge
from vectorm.ops.iterate import LARGEST_PAGE
from vectorm.query import Delete, Grouped, Hybrid, Select
from vectorm.query.search import Searching
from vectorm.session.rehearse import Rehearsal, Statement


def advise(rehearsal: Rehearsal, statement: Statement | None) -> Iterator[str]:
    """What people should know of a plan."""
    for field, count in rehearsal.texts.items():
        texts = f"{count:,} texts are" if count > 1 else "1 text is"
        yield f"{texts} to be embedded for {field}: zeros stand for the vectors; explain(..., embed=True) makes them"
    if statement is not None:
        yield from _of_statement(rehearsal, statement)
        yield from _of_filter(rehearsal, statement)
    elif any(each.is_read_now for each in rehearsal.requests):
        yield "the reads find what the session does not know: rows of other tenants, partitions, unread fields"


def _of_statement(rehearsal: Rehearsal, statement: Statement) -> Iterator[str]:
    if isinstance(statement, Select):
        yield from _of_select(statement)
    elif isinstance(statement, Grouped):
        if not statement.is_count and b"group_by_fields" not in rehearsal.requests[-1].request:
            yield f"every row that the filter finds is read, in pages of {LARGEST_PAGE:,}, and grouped here"
    elif isinstance(statement, Searching) and any(each.is_read_now for each in rehearsal.requests[-2:]):
        yield f"the vectors to search with are read first: {_why_not_by_keys(rehearsal)}"
    elif isinstance(statement, Hybrid) and any(each.target.keys for each in statement.searches):
        yield "the vectors to search with are read first: servers take keys in single searches only"
    elif isinstance(statement, Delete):
        yield "a delete by filter is never sent twice"
    parts = len(statement.split().statements) if isinstance(statement, Select | Grouped | Delete) else 1
    if parts > 1:
        yield f"a list of the filter is cut: this is the first of {parts} requests"


def _of_select(statement: Select[Any]) -> Iterator[str]:
    parts = statement.parts
    if parts.orders:
        orders = ", ".join(map(str, parts.orders))
        yield f"every row that the filter finds is read, in pages of {LARGEST_PAGE:,}, and ordered here by {orders}"
    elif parts.limit is None or parts.limit > LARGEST_PAGE:
        yield f"further pages of {LARGEST_PAGE:,} rows follow while there are more"


def _why_not_by_keys(rehearsal: Rehearsal) -> str:
    if rehearsal.state.scope is not None:
        return "a server would look at rows of other tenants too"
    return f"{', '.join(rehearsal.engines)} has no search by keys of this field"


def _of_filter(rehearsal: Rehearsal, statement: Statement) -> Iterator[str]:
    scope, model = rehearsal.state.scope, statement.model
    arms = statement.searches if isinstance(statement, Hybrid) else ()
    narrowed = statement if scope is None else scope.narrowed(statement)
    conditions = [narrowed.parts.condition, *(each.parts.condition for each in arms)]
    indexed = {index.field for index in model.__indexes__} | {model.__spec__.primary.name}
    key = next((field.name for field in model.__spec__.fields if field.is_partition_key), "")
    bounded = any(_bounds(merge(each), key) for each in conditions)
    named = {ref.name if isinstance(ref, FieldRef) else ref.root for each in conditions for ref in _fields(each)}
    bare = sorted(named - indexed - ({key} if bounded else set()))
    if bare:
        has = "have no index" if len(bare) > 1 else "has no index"
        yield f"{', '.join(bare)} {has}: the filter looks at every row"
    if key and not bounded:
        yield f"the filter does not bound the partition key {key}: all partitions are looked at"


def _fields(condition: Condition) -> Iterator[FieldRef | PathRef]:
    return (ref for operand in condition.operands for ref in operand.fields)


def _bounds(condition: Condition, key: str) -> bool:
    """Whether a condition lets few values of the partition key through: `==` or `in`."""
    if isinstance(condition, And):
        return any(_bounds(part, key) for part in condition.parts)
    if isinstance(condition, Compare):
        return condition.operator == "==" and _is(condition.left, key)
    return isinstance(condition, In) and not condition.is_negated and _is(condition.left, key)


def _is(operand: object, name: str) -> bool:
    return isinstance(operand, FieldRef) and operand.name == name
