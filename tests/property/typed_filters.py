"""Random filters over the columns of a model, of every form that typed columns have.

`tests.property.filters` has the values: texts that break filters, int64 limits, floats, JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.property.filters import FRAGMENTS, KEYS, SIGNS, Conditions, compare, floats, floats32, ints, texts, trees
from vectorm.expr.columns import Array, Json
from vectorm.expr.literal import INT64_MAX, INT64_MIN
from vectorm.expr.node import Condition

Values: TypeAlias = st.SearchStrategy[Any]

NUMBERS: dict[str, Values] = {
    "id": st.integers(-3, 205),
    "n": ints,
    "i8": st.integers(-128, 127) | st.integers(-3, 3),
    "i16": st.sampled_from([-(2**15), 2**15 - 1]) | st.integers(-3, 3),
    "i32": st.sampled_from([-(2**31), 2**31 - 1]) | st.integers(-3, 3),
    "d": floats,
    "f": floats32 | st.sampled_from([0.5, 0.1, 1.0]),
}
WHOLE = ("id", "n", "i8", "i16", "i32")
TEXTS = ("s", "t")
SAME_TYPE = (*((a, b) for a in WHOLE for b in WHOLE), ("s", "t"), ("t", "s"), ("d", "d"), ("f", "f"))
json_values = st.one_of(
    texts,
    st.integers(-3, 3),
    st.sampled_from([0.5, 1.0, -2.5, 2**31, -(2**53), 2**53, INT64_MAX, INT64_MIN + 1]),
    st.booleans(),
)
json_numbers = st.integers(-3, 3) | st.sampled_from([0.5, -2.5, 1e10])
small_floats = st.sampled_from([0.5, -2.5, 1.0, 0.0])


@dataclass(frozen=True)
class Columns:
    """The columns of a model of `tests.live.filter_models`, by name."""

    model: type[Any]

    def __getitem__(self, name: str) -> Any:
        return getattr(self.model, name)

    @property
    def nullable(self) -> tuple[str, ...]:
        """Fields that may be null."""
        return tuple(name for name, plan in self.model.__plans__.items() if plan.spec.nullable)


@st.composite
def ordered(draw: st.DrawFn, columns: Columns) -> Condition:
    name = draw(st.sampled_from((*NUMBERS, *TEXTS)))
    column, values = columns[name], NUMBERS.get(name, texts)
    form = draw(st.sampled_from(("compare", "compare", "in", "not in", "between")))
    if form == "compare":
        return compare(column, draw(st.sampled_from(SIGNS)), draw(values))
    if form == "between":
        return condition(column.between(draw(values), draw(values)))
    several = draw(st.lists(values, max_size=6))
    return condition(column.in_(several) if form == "in" else column.not_in(several))


@st.composite
def of_text(draw: st.DrawFn, columns: Columns) -> Condition:
    return condition(columns[draw(st.sampled_from(TEXTS))].startswith(draw(texts)))


@st.composite
def of_bool(draw: st.DrawFn, columns: Columns) -> Condition:
    column = columns["b"]
    forms: list[Callable[[], Condition]] = [column.is_true, column.is_false]
    return draw(st.sampled_from(forms))()


@st.composite
def of_fields(draw: st.DrawFn, columns: Columns) -> Condition:
    left, right = draw(st.sampled_from(SAME_TYPE))
    return compare(columns[left], draw(st.sampled_from(SIGNS)), columns[right])


@st.composite
def of_json(draw: st.DrawFn, columns: Columns) -> Condition:
    root: Json = columns["j"]
    key = draw(st.sampled_from(KEYS))
    paths = [root[key], root[key][draw(st.integers(0, 2))], root["o"][key], root["o"]["l"][1], columns["extras"]["d k"]]
    path = draw(st.sampled_from(paths))
    form = draw(st.sampled_from(("equal", "equal", "order", "in", "not in", "between", "prefix", "exists", "null")))
    several = draw(st.lists(json_values, max_size=3))
    if form == "equal":
        return compare(path, draw(st.sampled_from(SIGNS[:2])), draw(json_values))
    if form == "order":
        return compare(path, draw(st.sampled_from(SIGNS[2:])), draw(texts | json_numbers))
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
    root: Json = columns["j"]
    path = draw(st.sampled_from([root[draw(st.sampled_from(KEYS))], root["o"]["l"], columns["extras"]["l"]]))
    form = draw(st.sampled_from(("one", "any", "all")))
    if form == "one":
        return condition(path.contains(draw(json_values)))
    several = draw(st.lists(json_values, max_size=3))
    return condition(path.contains_any(several) if form == "any" else path.contains_all(several))


@st.composite
def of_arrays(draw: st.DrawFn, columns: Columns) -> Condition:
    name, values = draw(
        st.sampled_from([("a", st.integers(-2, 2) | ints), ("sa", texts), ("ba", st.booleans()), ("fa", small_floats)])
    )
    column: Array[Any] = columns[name]
    form = draw(st.sampled_from(("one", "any", "all", "item", "length", "lengths")))
    if form == "one":
        return column.contains(draw(values))
    if form in {"any", "all"}:
        several = draw(st.lists(values, max_size=3))
        return column.contains_any(several) if form == "any" else column.contains_all(several)
    if form == "item":
        signs = SIGNS[:2] if name == "ba" else SIGNS
        return compare(column[draw(st.integers(0, 3))], draw(st.sampled_from(signs)), draw(values))
    length = draw(st.integers(0, 4))
    if form == "length":
        return compare(column.length(), draw(st.sampled_from(SIGNS[:2])), length)
    return column.length().in_([0, length])


@st.composite
def of_arithmetic(draw: st.DrawFn, columns: Columns) -> Condition:
    """Sums and products that fit in 64 bits: beyond them, engines wrap around."""
    name = draw(st.sampled_from(("id", "i8", "i16", "i32", "d")))
    column, operator = columns[name], draw(st.sampled_from("+-*/" if name == "d" else "+-*"))
    number = draw(small_floats if name == "d" else st.integers(-5, 5))
    made = {
        "+": lambda: column + number,
        "-": lambda: column - number,
        "*": lambda: column * number,
        "/": lambda: column / (number or 4.0),
    }[operator]()
    value = draw(NUMBERS["d"]) if name == "d" else draw(st.integers(-300, 300))
    return compare(made, draw(st.sampled_from(SIGNS[:2])), value)


@st.composite
def of_some_engines(draw: st.DrawFn, columns: Columns) -> Condition:
    """Forms that only some engines read."""
    text, number = draw(texts), draw(st.integers(1, 5))
    column, sign = columns[draw(st.sampled_from(TEXTS))], draw(st.sampled_from(SIGNS))
    name = draw(st.sampled_from(WHOLE))
    forms: list[Callable[[], Any]] = [
        lambda: column.contains(text),
        lambda: column.endswith(text),
        lambda: column.like(text),
        lambda: column.like(f"%{text}_"),
        lambda: column.like(f"{text}%a"),
        lambda: columns["j"]["k"].like(f"%{text}_"),
        lambda: compare(columns[name] % number, sign, number - 2),
        lambda: compare(columns["i32"] + number, sign, -number),
        lambda: compare(columns["a"].length(), sign, number),
        lambda: columns["sa"].length() > number,
    ]
    if columns.nullable:
        nullable = columns[draw(st.sampled_from(columns.nullable))]
        forms += [lambda: nullable.is_(None), lambda: nullable.is_not(None)]
    return condition(draw(st.sampled_from(forms))())


def conditions(columns: Columns) -> Conditions:
    """Conditions of a few parts, mostly of forms that every engine reads."""
    common = st.one_of(
        ordered(columns),
        ordered(columns),
        of_text(columns),
        of_bool(columns),
        of_fields(columns),
        of_json(columns),
        of_json(columns),
        of_json_lists(columns),
        of_arrays(columns),
        of_arrays(columns),
        of_arithmetic(columns),
    )
    return st.one_of(common, trees(common), trees(common), trees(common | of_some_engines(columns), 2))


def condition(made: Any) -> Condition:
    assert isinstance(made, Condition)
    return made


class Rows:
    """Rows whose values are those that the filters name, so that filters find some of them."""

    def __init__(self, seed: int, nullable: frozenset[str]) -> None:
        self._random = Random(seed)
        self._nullable = nullable

    def make(self, key: int) -> dict[str, Any]:
        """The values of one row."""
        pick = self._random
        row: dict[str, Any] = {
            "id": key,
            "n": pick.choice([0, 1, -1, 2, 3, 2**31, 2**53, 2**53 + 1, INT64_MAX, INT64_MIN, INT64_MIN + 1]),
            "i8": pick.choice([-128, 127, pick.randint(-3, 3)]),
            "i16": pick.choice([-(2**15), 2**15 - 1, pick.randint(-3, 3)]),
            "i32": pick.choice([-(2**31), 2**31 - 1, pick.randint(-3, 3)]),
            "d": pick.choice([0.0, -0.0, 0.1, -1.5e-07, 1e16, 5e-324, 1.7976931348623157e308, 1.0, 2.0, 0.5]),
            "f": pick.choice([0.0, -0.0, 0.1, 0.5, 1.0, -2.5, 3.4e38, 1e-30, pick.random()]),
            "s": self._text(),
            "t": self._text(),
            "b": pick.random() < 0.5,
            "a": self._some(lambda: pick.choice([-2, -1, 0, 1, 2, INT64_MAX, INT64_MIN])),
            "sa": self._some(self._text),
            "ba": self._some(lambda: pick.random() < 0.5),
            "fa": self._some(lambda: pick.choice([0.5, -2.5, 1.0, 0.0, -0.0])),
            "j": {key: self._json() for key in pick.sample(KEYS, pick.randint(0, 5))},
        }
        if pick.random() < 0.6:
            row["j"]["o"] = {"l": self._some(self._scalar), pick.choice(KEYS): self._scalar()}
        for name in self._nullable:
            if pick.random() < 0.2:
                row[name] = None
        if pick.random() < 0.6:
            row["d k"] = self._scalar()
        if pick.random() < 0.4:
            row["l"] = self._some(self._scalar)
        return row

    def _text(self) -> str:
        return "".join(self._random.choices(FRAGMENTS, k=self._random.randint(0, 2)))

    def _scalar(self) -> Any:
        pick = self._random
        number = pick.choice([0.5, 1.0, -2.5, 2**31, 2**53, -(2**53), INT64_MAX, INT64_MIN + 1, 1e10])
        return pick.choice([self._text(), pick.randint(-3, 3), number, pick.random() < 0.5])

    def _json(self) -> Any:
        return self._some(self._scalar) if self._random.random() < 0.4 else self._scalar()

    def _some(self, make: Callable[[], Any]) -> list[Any]:
        return [make() for _ in range(self._random.randint(0, 3))]
