"""Kinds of model fields: what a random model can be made of, what its rows hold and what filters compare with.

The values of rows and filters come from the same small pools, biased to those that break filters, so that filters find
some rows and not others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from random import Random
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel, Field

from tests.property.filters import FRAGMENTS, KEYS, floats, floats32, ints, texts
from vectorm.expr.literal import INT64_MAX, INT64_MIN
from vectorm.model import Float32, Int8, Int16, Int32

Values: TypeAlias = st.SearchStrategy[Any]
Make: TypeAlias = Callable[[Random], Any]


class Colour(Enum):
    """Values that have to be escaped."""

    RED = "red"
    QUOTED = 'say "hi"'
    SLASHED = "back\\slash\\"
    LINES = "two\nlines"


class Level(Enum):
    LOW = -1
    ZERO = 0
    HIGH = INT64_MAX


class Rank(IntEnum):
    LAST = -5
    FIRST = 1


class Author(BaseModel):
    name: str
    age: int | None = None
    scores: list[float] = []


class Origin(BaseModel):
    """Stored as JSON; the keys of paths are checked."""

    author: Author
    kind: str = ""
    pages: int = 0


MOMENTS = [
    datetime(1970, 1, 1, tzinfo=timezone.utc),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
    datetime(1, 1, 1, tzinfo=timezone.utc),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
    datetime(2024, 2, 29, 12, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
]
DAYS = [date(1, 1, 1), date(999, 1, 31), date(2024, 2, 29), date(9999, 12, 31)]
TIMES = [time(), time(23, 59, 59, 999_999), time(12, 30)]
SPANS = [timedelta(), timedelta(microseconds=-1), timedelta(days=-1), timedelta(days=100_000)]
PRICES = [Decimal("0.00"), Decimal("-0.01"), Decimal("19.99"), Decimal("92233720368547758.07")]
RAW = [b"", b"\0", b"\xff", b'"\\', b"a%_"]
UUIDS = [UUID(int=number) for number in (0, 1, 2**64, 2**128 - 1)]
LARGE = [0, 1, -1, 2, 3, 2**31, 2**53, 2**53 + 1, INT64_MAX, INT64_MIN, INT64_MIN + 1]
DOUBLES = [0.0, -0.0, 0.1, 0.5, 1.0, 2.0, -1.5e-07, 1e16, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308]
SINGLES = [0.0, -0.0, 0.1, 0.5, 1.0, -2.5, 3.4028234663852886e38, 1e-30, 1e-45]
HALVES = [0.5, -2.5, 1.0, 0.0, -0.0]
JSON_NUMBERS = [0.5, 1.0, -2.5, 2**31, 2**53, -(2**53), INT64_MAX, INT64_MIN + 1, 1e10]

small_floats = st.sampled_from([0.5, -2.5, 1.0, 0.0])
json_values = st.one_of(
    texts, st.integers(-3, 3), st.sampled_from([each for each in JSON_NUMBERS if each != 1e10]), st.booleans()
)


def text(pick: Random) -> str:
    return "".join(pick.choices(FRAGMENTS, k=pick.randint(0, 2)))


def some(make: Make) -> Make:
    return lambda pick: [make(pick) for _ in range(pick.randint(0, 3))]


def one_of(values: list[Any]) -> Make:
    return lambda pick: pick.choice(values)


def or_small(values: list[int]) -> Make:
    return lambda pick: pick.choice([*values, pick.randint(-3, 3)])


def scalar(pick: Random) -> Any:
    return pick.choice([text(pick), pick.randint(-3, 3), pick.choice(JSON_NUMBERS), pick.random() < 0.5])


def json_value(pick: Random, depth: int = 2) -> Any:
    form = pick.random()
    if form < 0.3 and depth:
        return json_object(pick, depth - 1)
    if form < 0.55:
        return some(scalar)(pick)
    return None if form > 0.97 else scalar(pick)


def json_object(pick: Random, depth: int = 2) -> dict[str, Any]:
    return {key: json_value(pick, depth) for key in pick.sample(KEYS, pick.randint(0, 5))}


def origin(pick: Random) -> Origin:
    age = pick.choice([None, 0, -1, INT64_MAX])
    author = Author(name=text(pick), age=age, scores=some(one_of(HALVES))(pick))
    return Origin(author=author, kind=text(pick), pages=pick.randint(-3, 3))


@dataclass(frozen=True)
class Kind:
    """A kind of field.

    Attributes:
        family: Which conditions there are: whole, float, text, bool, array, json, or other (of an adapted type).
        annotation: T of `Mapped[T]`.
        make: Makes the value of a row.
        values: What filters compare with: values, or elements of lists.
        options: What `field()` is told.
        is_small: Whether a sum or product with a small number fits in 64 bits.
        nullable: Whether the field may be declared nullable.
    """

    family: str
    annotation: Any
    make: Make
    values: Values
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    is_small: bool = False
    nullable: bool = True


LONG = {"max_length": 64}
LIST = {"max_capacity": 8}


def whole(annotation: Any, limit: int) -> Kind:
    edges = [-limit, limit - 1]
    return Kind("whole", annotation, or_small(edges), st.integers(-3, 3) | st.sampled_from(edges), is_small=True)


def array(annotation: Any, make: Make, values: Values, *, is_text: bool = False) -> Kind:
    return Kind("array", annotation, some(make), values, {**LIST, **(LONG if is_text else {})})


KINDS = {
    "int64": Kind("whole", int, one_of(LARGE), ints),
    "int32": whole(Int32, 2**31),
    "int16": whole(Int16, 2**15),
    "int8": whole(Int8, 2**7),
    "double": Kind("float", float, one_of(DOUBLES), floats | st.sampled_from(DOUBLES)),
    "float32": Kind("float", Float32, one_of(SINGLES), floats32 | st.sampled_from(SINGLES)),
    "text": Kind("text", str, text, texts, LONG),
    "bool": Kind("bool", bool, one_of([True, False]), st.booleans()),
    "ints": array(list[int], one_of([-2, -1, 0, 1, 2, INT64_MAX, INT64_MIN]), st.integers(-2, 2) | ints),
    "int32s": array(list[Int32], or_small([-(2**31), 2**31 - 1]), st.integers(-3, 3)),
    "texts": array(list[str], text, texts, is_text=True),
    "bools": array(list[bool], one_of([True, False]), st.booleans()),
    "doubles": array(list[float], one_of(HALVES), small_floats),
    "float32s": array(list[Float32], one_of([*HALVES, 0.1]), small_floats | st.just(0.1)),
    "json": Kind("json", dict[str, Any], json_object, json_values),
    "origin": Kind("json", Origin, origin, json_values),
    "datetime": Kind("other", datetime, one_of(MOMENTS), st.sampled_from(MOMENTS)),
    "date": Kind("other", date, one_of(DAYS), st.sampled_from(DAYS)),
    "time": Kind("other", time, one_of(TIMES), st.sampled_from(TIMES)),
    "timedelta": Kind("other", timedelta, one_of(SPANS), st.sampled_from(SPANS)),
    "decimal": Kind("other", Annotated[Decimal, Field(decimal_places=2)], one_of(PRICES), st.sampled_from(PRICES)),
    "bytes": Kind("other", bytes, one_of(RAW), st.sampled_from(RAW), LONG),
    "rank": Kind("other", Rank, one_of(list(Rank)), st.sampled_from(Rank)),
    "uuid": Kind("other", UUID, one_of(UUIDS), st.sampled_from(UUIDS)),
    "colour": Kind("other", Colour, one_of(list(Colour)), st.sampled_from(Colour), LONG),
    "level": Kind("other", Level, one_of(list(Level)), st.sampled_from(Level)),
    "literal": Kind("text", Literal["it's", 'q"', "a%_"], one_of(["it's", 'q"', "a%_"]), texts, LONG),
    "uuids": array(list[UUID], one_of(UUIDS), st.sampled_from(UUIDS)),
    "colours": array(list[Colour], one_of(list(Colour)), st.sampled_from(Colour), is_text=True),
}
"""Every scalar type, arrays of them, JSON with and without a shape, and adapted types."""
