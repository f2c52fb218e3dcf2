"""Random rows and random conditions over them, biased to values that break filters."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from hypothesis import strategies as st

from vectorm.enums import DataType
from vectorm.expr.columns import Array, Boolean, Json, Number, Ordered, Text
from vectorm.expr.literal import INT64_MAX, INT64_MIN
from vectorm.expr.node import Condition
from vectorm.expr.operand import FieldRef, PathRef

Row: TypeAlias = dict[str, Any]
Conditions: TypeAlias = st.SearchStrategy[Condition]

ID = Number[int](FieldRef("id", DataType.INT64))
N = Number[int](FieldRef("n", DataType.INT64, is_nullable=True))
D = Number[float](FieldRef("d", DataType.DOUBLE))
F = Number[float](FieldRef("f", DataType.FLOAT, is_nullable=True))
S = Text(FieldRef("s", DataType.VARCHAR))
T = Text(FieldRef("t", DataType.VARCHAR, is_nullable=True))
B = Boolean(FieldRef("b", DataType.BOOL))
A = Array[int](FieldRef("a", DataType.ARRAY, DataType.INT64))
SA = Array[str](FieldRef("sa", DataType.ARRAY, DataType.VARCHAR, is_nullable=True))
J = Json(FieldRef("j", DataType.JSON))

FRAGMENTS = [
    "", "a", "b", "Z", '"', "'", "\\", "\n", "\r", "\t", "\0", "%", "_", "100%", " ", "\\n", "\\x41",
    '" or id > 0 or s == "', "' || id > 0 || s == '", "\u2028",
    "\ufeff", "\U0001f600", "\U0010ffff", "\ud7ff", "é", "e\u0301", "null", "$meta", "]", ")",
]  # fmt: skip
KEYS = ["k", "l", "d k", 'q"k', "b\\k", "x\ny", "%"]
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=3).map("".join)
ints = st.one_of(
    st.sampled_from([0, 1, -1, 2, 127, 2**31, 2**53, 2**53 + 1, INT64_MAX, INT64_MIN, INT64_MIN + 1]),
    st.integers(-5, 5),
)
floats = st.one_of(
    st.sampled_from([0.0, -0.0, 0.1, -1.5e-07, 1e16, 5e-324, 1.7976931348623157e308, 1.0, 2.0]),
    st.floats(allow_nan=False, allow_infinity=False),
)
floats32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
json_scalars = st.one_of(texts, st.integers(-3, 3), st.sampled_from([0.5, 1.0, -2.5]), st.booleans())


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, st.none())


rows: st.SearchStrategy[Row] = st.fixed_dictionaries({
    "id": ints,
    "n": optional(ints),
    "d": floats,
    "f": optional(floats32),
    "s": texts,
    "t": optional(texts),
    "b": st.booleans(),
    "a": st.lists(st.integers(-2, 2), max_size=3),
    "sa": optional(st.lists(texts, max_size=3)),
    "j": st.dictionaries(st.sampled_from(KEYS), json_scalars | st.lists(json_scalars, max_size=3), max_size=4),
    "d k": optional(json_scalars),
})  # fmt: skip

SIGNS = ("==", "!=", "<", "<=", ">", ">=")


def compare(column: Ordered[Any] | Json, sign: str, value: Any) -> Condition:
    forms: dict[str, Callable[[], Condition]] = {
        "==": lambda: column == value,
        "!=": lambda: column != value,
        "<": lambda: column < value,
        "<=": lambda: column <= value,
        ">": lambda: column > value,
        ">=": lambda: column >= value,
    }
    return forms[sign]()


@st.composite
def ordered(draw: st.DrawFn, column: Ordered[Any], values: st.SearchStrategy[Any]) -> Condition:
    form = draw(st.sampled_from(("compare", "in", "not in", "between")))
    if form == "compare":
        return compare(column, draw(st.sampled_from(SIGNS)), draw(values))
    if form == "between":
        return column.between(draw(values), draw(values))
    several = draw(st.lists(values, max_size=5))
    return column.in_(several) if form == "in" else column.not_in(several)


@st.composite
def json_conditions(draw: st.DrawFn) -> Condition:
    inside = J[draw(st.sampled_from(KEYS))]
    path = draw(st.sampled_from([inside, inside[0], Json(PathRef("$meta", ("d k",)))]))
    form = draw(st.sampled_from(("equal", "order", "in", "contains", "any", "all", "prefix", "exists")))
    several = draw(st.lists(json_scalars, max_size=3))
    if form == "equal":
        return compare(path, draw(st.sampled_from(SIGNS[:2])), draw(json_scalars))
    if form == "order":
        return compare(path, draw(st.sampled_from(SIGNS[2:])), draw(texts | st.integers(-3, 3) | st.just(0.5)))
    if form == "in":
        return path.in_(several)
    if form == "prefix":
        return path.startswith(draw(texts))
    if form == "exists":
        return path.exists()
    if form == "contains":
        return inside.contains(draw(json_scalars))
    return inside.contains_any(several) if form == "any" else inside.contains_all(several)


@st.composite
def array_conditions(draw: st.DrawFn) -> Condition:
    small = draw(st.integers(-2, 3))
    form = draw(st.sampled_from(("contains", "any", "all", "item", "text", "length", "lengths")))
    if form == "contains":
        return A.contains(small)
    if form == "any":
        return A.contains_any(draw(st.lists(st.integers(-2, 2), max_size=3)))
    if form == "all":
        return SA.contains_all(draw(st.lists(texts, max_size=3)))
    if form == "item":
        return compare(A[draw(st.integers(0, 3))], draw(st.sampled_from(SIGNS)), small)
    if form == "text":
        return compare(SA[draw(st.integers(0, 2))], draw(st.sampled_from(SIGNS)), draw(texts))
    return SA.length() == abs(small) if form == "length" else A.length().in_([0, abs(small)])


@st.composite
def rich_conditions(draw: st.DrawFn) -> Condition:
    """Forms that only some engines read."""
    a, b, c = draw(st.tuples(st.integers(-5, 5), st.integers(-5, 5), st.integers(1, 5)))
    text = draw(texts)
    return draw(
        st.sampled_from(
            [
                N % c == b,
                N + a > b,
                ID * a == c,
                D / c < b,
                T.contains(text),
                S.endswith(text),
                S.like(text),
                T.like(f"{text}%_"),
                SA.length() > c,
                N.is_(None),
                SA.is_not(None),
            ]
        )
    )


leaves: Conditions = st.one_of(
    ordered(ID, ints),
    ordered(N, ints),
    ordered(D, floats),
    ordered(F, floats32),
    ordered(S, texts),
    ordered(T, texts),
    texts.map(S.startswith),
    texts.map(T.startswith),
    st.booleans().map(B.is_),
    st.booleans().map(B.is_not),
    json_conditions(),
    array_conditions(),
)


@st.composite
def trees(draw: st.DrawFn, leaf: Conditions = leaves, depth: int = 3) -> Condition:
    """Conditions joined with `&`, `|` and `~`."""
    form = draw(st.sampled_from(("leaf", "and", "or", "not"))) if depth else "leaf"
    if form == "leaf":
        return draw(leaf)
    left = draw(trees(leaf, depth - 1))
    if form == "not":
        return ~left
    right = draw(trees(leaf, depth - 1))
    return left & right if form == "and" else left | right


def stored(row: Row) -> Row:
    """The row as a server has it: float fields with 32 bits."""
    value = row["f"]
    return {**row, "f": value if value is None else float(np.float32(value))}
