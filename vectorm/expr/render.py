"""Conditions as filter text."""

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.compare import Compare, In
from vectorm.expr.dialect import COMMON, Dialect
from vectorm.expr.functions import RandomSample
from vectorm.expr.literal import render_name
from vectorm.expr.node import Always, And, Condition, Or
from vectorm.expr.operand import FieldRef

MOST_DEPTH = 36
"""Nesting of and/or. Milvus Lite refuses a filter between 50 and 200 open parentheses; a leaf opens at most three."""


MOST_BYTES = 48 * 2**20
"""Of filter text: Milvus takes messages of up to 64 MB (`proxy.grpc.serverMaxRecvSize`)."""


def render_filter(condition: Condition, dialect: Dialect = COMMON, *, key: str = "") -> str:
    """The filter text of a condition.

    Args:
        condition: The condition. Chains of `==` joined with `|` are written as one `in`.
        dialect: What the engine reads; by default only what all engines read alike.
        key: Name of the primary key field, for conditions that are always true (written as "") or never.

    Raises:
        Unsupported: If the dialect lacks a form; nothing was sent.
        FilterError: If the condition is nested too deep or too long, or never true and no key is given.
    """
    if isinstance(condition, Always):
        return _render_constant(condition, key)
    if is_comparisons(condition):
        return check_size(condition.render(dialect))
    merged = sample_last(merge(condition))
    if merged.depth > MOST_DEPTH:
        raise FilterError(
            message=f"the filter nests & and | {merged.depth} levels deep; engines read at most {MOST_DEPTH}",
            hint="use in_() for lists of values",
        )
    return check_size(merged.render(dialect))


def is_comparisons(condition: Condition) -> bool:
    """Whether a condition is comparisons that all hold, as most are: there is nothing to merge, to move or to cut."""
    if not isinstance(condition, And):
        return False
    for part in condition.parts:  # noqa: SIM110  # `all` takes three times as long
        if type(part) is not Compare:
            return False
    return True


def check_size(text: str) -> str:
    """The text of a filter, if a request can hold it.

    Raises:
        FilterError: It is too long.
    """
    size = len(text) if text.isascii() else len(text.encode())
    if size > MOST_BYTES:
        raise FilterError(
            message=f"the filter has {size:,} bytes; a request holds {MOST_BYTES:,}",
            hint="in_() of one field, joined to other conditions with &, is split by itself in select and delete",
        )
    return text


def sample_last(condition: Condition) -> Condition:
    """The same condition with its random sample at the end, where Milvus wants it.

    Raises:
        FilterError: A sample stands inside another condition, or there are several.
    """
    parts = condition.parts if isinstance(condition, And) else (condition,)
    samples = [part for part in parts if isinstance(part, RandomSample)]
    rest = [part for part in parts if not isinstance(part, RandomSample)]
    if len(samples) > 1 or any(isinstance(leaf, RandomSample) for part in rest for leaf in part.leaves):
        raise FilterError(
            message="random_sample() stands once in a filter, beside its other conditions",
            hint="where(a | b, random_sample(0.01))",
        )
    return And((*rest, *samples)) if samples and rest else condition


def merge(condition: Condition) -> Condition:
    """The same condition with `==` chains as one `in`: long `or` chains are slow on Milvus."""
    if isinstance(condition, And):
        return And(tuple(merge(part) for part in condition.parts))
    if not isinstance(condition, Or):
        return condition
    groups: dict[FieldRef, list[object]] = {}
    rest: list[Condition] = []
    for part in condition.parts:
        equal = _equal_to(part)
        if equal is None:
            rest.append(merge(part))
        else:
            groups.setdefault(equal[0], []).extend(equal[1])
    parts = [_member(field, values) for field, values in groups.items()] + rest
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _equal_to(part: Condition) -> tuple[FieldRef, tuple[object, ...]] | None:
    if isinstance(part, Compare | In) and part.left.scalar_type is DataType.TIMESTAMPTZ:
        return None  # moments have no lists
    if isinstance(part, Compare) and part.operator == "==" and isinstance(part.left, FieldRef):
        return part.left, (part.right,)
    if isinstance(part, In) and not part.is_negated and isinstance(part.left, FieldRef):
        return part.left, part.values
    return None


def _member(field: FieldRef, values: list[object]) -> Condition:
    return Compare.of(field, "==", values[0]) if len(values) == 1 else In.of(field, values)


def _render_constant(constant: Always, key: str) -> str:
    if constant.value:
        return ""
    if not key:
        raise FilterError(message="the condition is never true: no row can match it")
    return f"({render_name(key)} in [])"
