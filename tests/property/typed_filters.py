"""Random filters over the columns of a random model, of every form that typed columns have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from hypothesis import strategies as st

from tests.property.filters import KEYS, SIGNS, Conditions, compare, texts, trees
from tests.property.kinds import Kind, json_values, small_floats
from vectorm.expr.columns import Json, Ordered
from vectorm.expr.node import Condition

json_numbers = st.integers(-3, 3) | st.sampled_from([0.5, -2.5, 1e10])
EQUAL, ORDER = SIGNS[:2], SIGNS[2:]


@dataclass(frozen=True)
class Columns:
    """The columns of a model, by name, and the kinds of its fields."""

    model: type[Any]
    kinds: Mapping[str, Kind]

    def __getitem__(self, name: str) -> Any:
        return getattr(self.model, name)

    def of(self, *families: str) -> list[str]:
        """Fields of some families."""
        return [name for name, kind in self.kinds.items() if kind.family in families]

    @property
    def nullable(self) -> list[str]:
        """Fields that may be null."""
        return [name for name, plan in self.model.__plans__.items() if plan.spec.nullable]

    @property
    def is_dynamic(self) -> bool:
        """Whether rows have undeclared keys."""
        return bool(self.model.__spec__.enable_dynamic_field)


def signs_of(column: object) -> tuple[str, ...]:
    """Enums and the like can be equal and no more."""
    return SIGNS if is_ordered(column) else EQUAL


def is_ordered(column: object) -> TypeGuard[Ordered[Any]]:
    return isinstance(column, Ordered)


@st.composite
def of_values(draw: st.DrawFn, columns: Columns) -> Condition:
    name = draw(st.sampled_from(columns.of("whole", "float", "text", "other")))
    column, values = columns[name], columns.kinds[name].values
    form = draw(st.sampled_from(("compare", "compare", "in", "not in", "between")))
    if form == "compare":
        return compare(column, draw(st.sampled_from(signs_of(column))), draw(values))
    if form == "between" and is_ordered(column):
        return column.between(draw(values), draw(values))
    several = draw(st.lists(values, max_size=6))
    return condition(column.in_(several) if form == "in" else column.not_in(several))


@st.composite
def of_text(draw: st.DrawFn, columns: Columns) -> Condition:
    return condition(columns[draw(st.sampled_from(columns.of("text")))].startswith(draw(texts)))


@st.composite
def of_bool(draw: st.DrawFn, columns: Columns) -> Condition:
    column = columns[draw(st.sampled_from(columns.of("bool")))]
    forms: list[Callable[[], Condition]] = [column.is_true, column.is_false, lambda: column.is_not(True)]
    return draw(st.sampled_from(forms))()


def same_type(columns: Columns) -> list[tuple[str, str]]:
    """Pairs of fields that can be compared with one another."""
    wholes, words, numbers = columns.of("whole"), columns.of("text"), columns.of("float")
    pairs = [(a, b) for names in (wholes, words) for a in names for b in names]
    kinds = columns.kinds
    return pairs + [(a, b) for a in numbers for b in numbers if kinds[a].annotation is kinds[b].annotation]


@st.composite
def of_fields(draw: st.DrawFn, columns: Columns) -> Condition:
    left, right = draw(st.sampled_from(same_type(columns)))
    return compare(columns[left], draw(st.sampled_from(SIGNS)), columns[right])


@st.composite
def paths(draw: st.DrawFn, columns: Columns, *, whole: bool = False) -> Json:
    """A value in JSON, one to three steps deep; with `whole`, one that may be a list."""
    roots = columns.of("json") + ["extras"] * columns.is_dynamic
    root = draw(st.sampled_from(roots))
    column: Json = columns[root]
    if root != "extras" and hasattr(columns.kinds[root].annotation, "model_fields"):
        path = draw(
            st.sampled_from([("author", "name"), ("author", "age"), ("author", "scores"), ("kind",), ("pages",)])
        )
        for key in path:
            column = column[key]
        return column if whole or path[-1] != "scores" else column[draw(st.integers(0, 2))]
    column = column[draw(st.sampled_from([*KEYS, "l"] if root == "extras" else KEYS))]
    steps: st.SearchStrategy[str | int] = st.one_of(st.sampled_from(KEYS), st.integers(0, 2))
    for step in draw(st.lists(steps, max_size=0 if root == "extras" else 2)):
        column = column[step]
    return column


@st.composite
def of_json(draw: st.DrawFn, columns: Columns) -> Condition:
    path = draw(paths(columns))
    form = draw(st.sampled_from(("equal", "equal", "order", "in", "not in", "between", "prefix", "exists", "null")))
    several = draw(st.lists(json_values, max_size=3))
    if form == "equal":
        return compare(path, draw(st.sampled_from(EQUAL)), draw(json_values))
    if form == "order":
        return compare(path, draw(st.sampled_from(ORDER)), draw(texts | json_numbers))
    if form == "between":
        low = draw(json_numbers)
        return condition(path.between(low, low + draw(st.integers(0, 3))))
    if form == "prefix":
        return condition(path.startswith(draw(texts)))
    if form in {"exists", "null"}:
        return condition(path.exists() if form == "exists" else path.is_(None))
    return condition(path.in_(several) if form == "in" else path.not_in(several))


@st.composite
def of_json_lists(draw: st.DrawFn, columns: Columns) -> Condition:
    path = draw(paths(columns, whole=True))
    form = draw(st.sampled_from(("one", "any", "all")))
    if form == "one":
        return condition(path.contains(draw(json_values)))
    several = draw(st.lists(json_values, max_size=3))
    return condition(path.contains_any(several) if form == "any" else path.contains_all(several))


@st.composite
def of_arrays(draw: st.DrawFn, columns: Columns) -> Condition:
    name = draw(st.sampled_from(columns.of("array")))
    column, kind = columns[name], columns.kinds[name]
    form = draw(st.sampled_from(("one", "any", "all", "item", "length", "lengths")))
    if form == "one":
        return condition(column.contains(draw(kind.values)))
    if form in {"any", "all"}:
        several = draw(st.lists(kind.values, max_size=3))
        return condition(column.contains_any(several) if form == "any" else column.contains_all(several))
    if form == "item":
        item = column[draw(st.integers(0, 3))]
        signs = EQUAL if kind.annotation == list[bool] else signs_of(item)
        return compare(item, draw(st.sampled_from(signs)), draw(kind.values))
    length = draw(st.integers(0, 4))
    if form == "length":
        return compare(column.length(), draw(st.sampled_from(EQUAL)), length)
    return condition(column.length().in_([0, length]))


def calculating(columns: Columns) -> list[str]:
    """Fields whose sums and products fit in 64 bits: beyond them, engines wrap around."""
    return [name for name, kind in columns.kinds.items() if kind.is_small or kind.annotation is float]


@st.composite
def of_arithmetic(draw: st.DrawFn, columns: Columns) -> Condition:
    name = draw(st.sampled_from(calculating(columns)))
    kind, column = columns.kinds[name], columns[name]
    is_float = kind.family == "float"
    operator = draw(st.sampled_from("+-*/" if is_float else "+-*"))
    number = draw(small_floats if is_float else st.integers(-5, 5))
    made = {
        "+": lambda: column + number,
        "-": lambda: column - number,
        "*": lambda: column * number,
        "/": lambda: column / (number or 4.0),
    }[operator]()
    return compare(made, draw(st.sampled_from(EQUAL)), draw(kind.values if is_float else st.integers(-300, 300)))


@st.composite
def of_some_engines(draw: st.DrawFn, columns: Columns) -> Condition:
    """Forms that only some engines read."""
    text, number, sign = draw(texts), draw(st.integers(1, 5)), draw(st.sampled_from(SIGNS))
    forms: list[Callable[[], Any]] = []
    if words := columns.of("text"):
        column = columns[draw(st.sampled_from(words))]
        forms += [
            lambda: column.contains(text),
            lambda: column.endswith(text),
            lambda: column.like(text),
            lambda: column.like(f"%{text}_"),
            lambda: column.like(f"{text}%a"),
        ]
    if wholes := columns.of("whole"):
        modulo = columns[draw(st.sampled_from(wholes))]
        forms.append(lambda: compare(modulo % number, sign, number - 2))
    if small := [name for name in calculating(columns) if columns.kinds[name].is_small]:
        added = columns[draw(st.sampled_from(small))]
        forms.append(lambda: compare(added + number, sign, -number))
    if arrays := columns.of("array"):
        items = columns[draw(st.sampled_from(arrays))]
        forms += [lambda: compare(items.length(), sign, number), lambda: items.length() > number]
    if columns.of("json"):
        path = draw(paths(columns))
        forms.append(lambda: path.like(f"%{text}_"))
    if columns.nullable:
        nullable = columns[draw(st.sampled_from(columns.nullable))]
        forms += [lambda: nullable.is_(None), lambda: nullable.is_not(None)]
    return condition(draw(st.sampled_from(forms))())


def conditions(columns: Columns) -> Conditions:
    """Conditions of a few parts, mostly of forms that every engine reads."""
    has_json = bool(columns.of("json")) or columns.is_dynamic
    weights: list[tuple[Callable[[Columns], Conditions], int]] = [
        (of_values, 2),
        (of_text, bool(columns.of("text"))),
        (of_bool, bool(columns.of("bool"))),
        (of_fields, bool(same_type(columns))),
        (of_json, 2 * has_json),
        (of_json_lists, has_json),
        (of_arrays, 2 * bool(columns.of("array"))),
        (of_arithmetic, bool(calculating(columns))),
    ]
    common = st.one_of([make(columns) for make, weight in weights for _ in range(weight)])
    return st.one_of(common, trees(common), trees(common), trees(common | of_some_engines(columns), 2))


def condition(made: Any) -> Condition:
    assert isinstance(made, Condition)
    return made
