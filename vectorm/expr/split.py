"""A condition with a long list as several conditions, each of which an engine reads in a second."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vectorm.expr.compare import In
from vectorm.expr.literal import Scalar
from vectorm.expr.node import And, Condition, and_
from vectorm.expr.operand import FieldRef
from vectorm.expr.render import merge

MOST_VALUES = 50_000
"""Of one list: Milvus and Milvus Lite take half a second to read so many, and some seconds for ten times more."""

MOST_TEXT = 16 * 2**20
"""Bytes of the texts of one list."""


def split_condition(condition: Condition, key: str, most_keys: int) -> tuple[list[Condition], bool]:
    """Conditions that hold for the same rows together, no two of them for the same row; whether they go by the key.

    The longest list of the condition is cut, unless other conditions are joined to it with `|`.

    Args:
        condition: The condition.
        key: Name of the primary key field. A list of keys is cut in their order.
        most_keys: Keys of one list.
    """
    merged = merge(condition)
    parts = merged.parts if isinstance(merged, And) else (merged,)
    lists = [part for part in parts if isinstance(part, In) and not part.is_negated and isinstance(part.left, FieldRef)]
    if not lists:
        return [merged], True
    longest = max(lists, key=_length)
    is_key = isinstance(longest.left, FieldRef) and longest.left.name == key
    values = sorted(longest.values) if is_key else longest.values
    chunks = list(_chunks(values, most_keys if is_key else MOST_VALUES))
    if len(chunks) == 1:
        return [merged], True
    rest = [part for part in parts if part is not longest]
    return [and_(replace(longest, values=tuple(chunk)), *rest) for chunk in chunks], is_key


def _length(part: In) -> int:
    return len(part.values)


def _chunks(values: Sequence[Scalar], most: int) -> Iterator[Sequence[Scalar]]:
    """Values in lists of at most so many, and of at most so much text."""
    start = size = 0
    for place, value in enumerate(values):
        length = 4 * len(value) if isinstance(value, str) else 0
        if place - start == most or (size + length > MOST_TEXT and place > start):
            yield values[start:place]
            start, size = place, 0
        size += length
    yield values[start:]
