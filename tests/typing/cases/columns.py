"""Column expressions. A line marked `# error` is one in both checkers; no other line is."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Child, Color, Doc, Kinds, Level, Scalars
from vectorm import random_sample, raw
from vectorm.expr.columns import Array, Boolean, Column, Json, Number, Ordered, Text, Vector
from vectorm.expr.geometry import Geometry
from vectorm.expr.node import Condition
from vectorm.expr.timestamptz import Timestamp
from vectorm.query import and_, not_, or_

# What columns are.
assert_type(Doc.id, Number[int])
assert_type(Doc.title, Text)
assert_type(Doc.year, Number[int])
assert_type(Doc.stars, Number[int])
assert_type(Doc.score, Number[float])
assert_type(Doc.flag, Boolean)
assert_type(Doc.tags, Array[str])
assert_type(Doc.numbers, Array[int])
assert_type(Doc.color, Column[Color])
assert_type(Doc.at, Ordered[datetime])
assert_type(Doc.meta, Json)
assert_type(Doc.dense, Vector[Doc])
assert_type(Doc.maybe, Vector[Doc])
assert_type(Doc.words, Vector[Doc])
assert_type(Kinds.half, Vector[Kinds])
assert_type(Kinds.small, Vector[Kinds])
assert_type(Kinds.bits, Vector[Kinds])
assert_type(Kinds.sparse, Vector[Kinds])
assert_type(Auto.id, Number[int])
assert_type(Child.id, Number[int])
assert_type(Child.name, Text)
assert_type(Child.v, Vector[Child])
assert_type(Kinds.brain, Vector[Kinds])
assert_type(Scalars.i16, Number[int])
assert_type(Scalars.i32, Number[int])
assert_type(Scalars.f32, Number[float])
assert_type(Scalars.f64, Number[float])
assert_type(Scalars.long, Text)
assert_type(Scalars.day, Ordered[date])
assert_type(Scalars.hour, Ordered[time])
assert_type(Scalars.span, Ordered[timedelta])
assert_type(Scalars.raw, Ordered[bytes])
assert_type(Scalars.level, Ordered[Level])
assert_type(Scalars.kind, Ordered[Literal["a", "b"]])
assert_type(Scalars.source, Json)
assert_type(Scalars.flags, Array[bool])
assert_type(Scalars.days, Array[date])
assert_type(Scalars.place, Geometry)
assert_type(Scalars.moment, Timestamp)

# What can be said about them.
assert_type(Doc.year > 3, Condition)
assert_type(Doc.year == None, Condition)  # noqa: E711
assert_type((Doc.year >= 2020) & ~Doc.title.like("a%") | Doc.tags.contains("x"), Condition)
assert_type(Doc.id.in_([1, 2]), Condition)
assert_type(Doc.id + 1, Ordered[int])
assert_type(Doc.score / 2 > 0.5, Condition)
assert_type(Doc.id % 2 == 0, Condition)
assert_type(Doc.tags[0], Text)
assert_type(Doc.tags.length() == 2, Condition)
assert_type(Doc.source["author"]["name"], Json)
assert_type(Doc.meta["n"] > 1.5, Condition)
assert_type(Doc.meta["n"].in_(["a", 1]), Condition)
assert_type(Doc.color == Color.RED, Condition)
assert_type(Doc.ref == UUID(int=1), Condition)
assert_type(Doc.ref.in_([UUID(int=1)]), Condition)
assert_type(Doc.ref.is_(None), Condition)
assert_type(Doc.title == Doc.body, Condition)
assert_type(Doc.flag.is_(True), Condition)
assert_type(Auto.extras["key"] == 1, Condition)
assert_type(Scalars.day < date.today(), Condition)
assert_type(Scalars.span.between(timedelta(1), timedelta(2)), Condition)
assert_type(Scalars.raw == b"x", Condition)
assert_type(Scalars.level == Level.LOW, Condition)
assert_type(Scalars.source["url"].startswith("http"), Condition)
assert_type(Scalars.days.contains(date.today()), Condition)
assert_type(Scalars.days[0], Ordered[date])
assert_type(Doc.numbers[0] > 3, Condition)
assert_type(Doc.tags == None, Condition)  # noqa: E711
assert_type(Doc.dense != None, Condition)  # noqa: E711
assert_type(and_(Doc.id > 1, Doc.year < 3), Condition)
assert_type(or_(Doc.id > 1, not_(Doc.flag.is_true())), Condition)
assert_type(Scalars.kind == "a", Condition)
assert_type(Scalars.place.st_within("POLYGON ((0 0, 1 0, 1 1, 0 0))"), Condition)
assert_type(Scalars.moment > datetime.now(), Condition)
assert_type(raw("id > {low}", {"low": 3}), Condition)
assert_type(random_sample(0.1), Condition)

# What cannot.
Doc.id.like("x")  # error: attr-defined | reportAttributeAccessIssue
Doc.id.startswith("1")  # error: attr-defined | reportAttributeAccessIssue
Doc.year.contains(1)  # error: attr-defined | reportAttributeAccessIssue
Doc.title.is_true()  # error: attr-defined | reportAttributeAccessIssue
Doc.tags.like("a")  # error: attr-defined | reportAttributeAccessIssue
Doc.dense.like("a")  # error: attr-defined | reportAttributeAccessIssue
Doc.flag.between(True, False)  # error: attr-defined | reportAttributeAccessIssue
Doc.title.text_macth("a")  # error: attr-defined | reportAttributeAccessIssue
_ = Doc.nothing  # error: attr-defined | reportAttributeAccessIssue
_ = Doc.id > "a"  # error: operator | reportOperatorIssue
_ = Doc.title > 3  # error: operator | reportOperatorIssue
_ = Doc.at < 3  # error: operator | reportOperatorIssue
_ = Doc.title + "a"  # error: operator | reportOperatorIssue
_ = Doc.score % 2  # error: operator | reportOperatorIssue
_ = Doc.id / 2  # error: operator | reportOperatorIssue
_ = Doc.flag < True  # error: operator | reportOperatorIssue
_ = Doc.dense > 3  # error: operator | reportOperatorIssue
_ = Doc.color < Color.RED  # error: operator | reportOperatorIssue
_ = (Doc.id + 1) * 2  # error: operator | reportOperatorIssue
_ = Doc.tags["a"]  # error: call-overload | reportArgumentType,reportCallIssue
_ = Doc.tags > ["a"]  # error: operator | reportOperatorIssue
_ = Doc.meta[1.5]  # error: index | reportArgumentType
Doc.id.in_(["a"])  # error: list-item | reportArgumentType
Doc.title.in_([1])  # error: list-item | reportArgumentType
Doc.tags.contains(1)  # error: arg-type | reportArgumentType
Doc.tags.contains_any([1])  # error: list-item | reportArgumentType
Doc.meta["a"].contains([1])  # error: arg-type | reportArgumentType
Doc.year.between("a", "b")  # error: arg-type | reportArgumentType
Doc.title.is_("x")  # error: arg-type | reportArgumentType
_ = Scalars.i16 > "a"  # error: operator | reportOperatorIssue
_ = Scalars.f32 % 2  # error: operator | reportOperatorIssue
_ = Scalars.f64 > "1"  # error: operator | reportOperatorIssue
_ = Scalars.long > 3  # error: operator | reportOperatorIssue
_ = Scalars.day > "2025-01-01"  # error: operator | reportOperatorIssue
_ = Scalars.day > 3  # error: operator | reportOperatorIssue
_ = Scalars.hour < timedelta(1)  # error: operator | reportOperatorIssue
_ = Scalars.span + timedelta(1)  # error: operator | reportOperatorIssue
_ = Scalars.raw > "x"  # error: operator | reportOperatorIssue
_ = Scalars.level > "LOW"  # error: operator | reportOperatorIssue
_ = Scalars.place > "POINT (1 1)"  # error: operator | reportOperatorIssue
_ = Scalars.moment > 3  # error: operator | reportOperatorIssue
_ = Child.nam == "x"  # error: attr-defined | reportAttributeAccessIssue
_ = Auto.extras[1]  # error: index | reportArgumentType
_ = Doc.tags[0] > 3  # error: operator | reportOperatorIssue
_ = Doc.numbers[0] > "x"  # error: operator | reportOperatorIssue
_ = Doc.tags.length() > "2"  # error: operator | reportOperatorIssue
_ = ~Doc.flag  # error: operator | reportOperatorIssue
_ = Doc.flag & Doc.flag  # error: operator | reportOperatorIssue
_ = Doc.id & 1  # error: operator | reportOperatorIssue
_ = (Doc.id == 1) & True  # error: operator | reportOperatorIssue
_ = (Doc.id == 1) | Doc.flag  # error: operator | reportOperatorIssue
Scalars.day.in_(["2025-01-01"])  # error: list-item | reportArgumentType
Scalars.day.between("a", "b")  # error: arg-type | reportArgumentType
Scalars.days.contains("2025-01-01")  # error: arg-type | reportArgumentType
Scalars.flags.contains("x")  # error: arg-type | reportArgumentType
Scalars.kind.contains(1)  # error: attr-defined | reportAttributeAccessIssue
Scalars.level.like("L%")  # error: attr-defined | reportAttributeAccessIssue
Scalars.moment.like("2025%")  # error: attr-defined | reportAttributeAccessIssue
Doc.ref.startswith("0")  # error: attr-defined | reportAttributeAccessIssue
Doc.color.in_(["red"])  # error: list-item | reportArgumentType
Doc.flag.in_(["true"])  # error: list-item | reportArgumentType
Doc.title.like(3)  # error: arg-type | reportArgumentType
Doc.title.text_match(["a", "b"])  # error: arg-type | reportArgumentType
Doc.title.startswith(None)  # error: arg-type | reportArgumentType
Doc.tags.contains_all("ai", "db")  # error: call-arg | reportCallIssue
Doc.meta["a"].between([1], [2])  # error: arg-type | reportArgumentType
Doc.meta["a"].like(3)  # error: arg-type | reportArgumentType
Doc.dense.in_([[1.0]])  # error: attr-defined | reportAttributeAccessIssue
Doc.dense.contains(1.0)  # error: attr-defined | reportAttributeAccessIssue
Kinds.sparse.contains(1)  # error: attr-defined | reportAttributeAccessIssue
Kinds.bits.like("0%")  # error: attr-defined | reportAttributeAccessIssue
and_(Doc.id)  # error: arg-type | reportArgumentType
not_(Doc.id)  # error: arg-type | reportArgumentType
raw(3)  # error: arg-type | reportArgumentType
raw("id > {low}", low=3)  # error: call-arg | reportCallIssue
Scalars.place.st_within(3)  # error: arg-type | reportArgumentType
Scalars.place.st_dwithin("POINT (1 1)", "5 km")  # error: arg-type | reportArgumentType
random_sample("0.1")  # error: arg-type | reportArgumentType


def narrowed(value: Any) -> Condition:
    return Doc.meta["a"] == value if value else ~(Doc.id == 1)
