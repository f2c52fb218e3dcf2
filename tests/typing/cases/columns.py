"""Column expressions. A line marked `# error` is one in both checkers; no other line is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Color, Doc, Kinds
from vectorm.expr.columns import Array, Boolean, Column, Json, Number, Ordered, Text, Vector
from vectorm.expr.node import Condition

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

# What cannot.
Doc.id.like("x")  # error
Doc.id.startswith("1")  # error
Doc.year.contains(1)  # error
Doc.title.is_true()  # error
Doc.tags.like("a")  # error
Doc.dense.like("a")  # error
Doc.flag.between(True, False)  # error
Doc.title.text_macth("a")  # error
_ = Doc.nothing  # error
_ = Doc.id > "a"  # error
_ = Doc.title > 3  # error
_ = Doc.at < 3  # error
_ = Doc.title + "a"  # error
_ = Doc.score % 2  # error
_ = Doc.id / 2  # error
_ = Doc.flag < True  # error
_ = Doc.dense > 3  # error
_ = Doc.color < Color.RED  # error
_ = (Doc.id + 1) * 2  # error
_ = Doc.tags["a"]  # error
_ = Doc.tags > ["a"]  # error
_ = Doc.meta[1.5]  # error
Doc.id.in_(["a"])  # error
Doc.title.in_([1])  # error
Doc.tags.contains(1)  # error
Doc.tags.contains_any([1])  # error
Doc.meta["a"].contains([1])  # error
Doc.year.between("a", "b")  # error
Doc.title.is_("x")  # error


def narrowed(value: Any) -> Condition:
    return Doc.meta["a"] == value if value else ~(Doc.id == 1)
