"""Groups, columns of results, words. A line marked `# error` is one in both checkers; no other line is."""

from typing import Any
from uuid import UUID

from typing_extensions import assert_type

from tests.typing.cases.models import Color, Doc
from vectorm import Groups, Session, func, random_sample, select
from vectorm.expr.node import Condition
from vectorm.query import Aggregate, Grouped, Select

session = Session()
result = session.scalars(select(Doc))

# Words, samples, JSON values as typed columns.
assert_type(Doc.title.text_match("a b", minimum_should_match=2), Condition)
assert_type(Doc.title.text_match_fuzzy("a", max_edit_distance=2), Condition)
assert_type(Doc.title.phrase_match("a b", slop=1), Condition)
assert_type(random_sample(0.1), Condition)
assert_type(Doc.meta["year"].as_integer() > 3, Condition)
assert_type(Doc.meta["lang"].as_string().contains("x"), Condition)
assert_type(Doc.meta["score"].as_float().between(0.5, 1), Condition)
assert_type(Doc.meta["flag"].as_boolean().is_true(), Condition)
assert_type(select(Doc).defer(Doc.body, Doc.meta).ignore_growing(), Select[Doc])
Doc.year.text_match("a")  # error: attr-defined | reportAttributeAccessIssue
Doc.title.text_match("a", 2)  # error: call-arg | reportCallIssue
Doc.title.phrase_match(3)  # error: arg-type | reportArgumentType
random_sample("0.1")  # error: arg-type | reportArgumentType
_ = Doc.meta["year"].as_integer() > "3"  # error: operator | reportOperatorIssue
Doc.meta["year"].as_integer().startswith("2")  # error: attr-defined | reportAttributeAccessIssue
select(Doc).defer("body")  # error: arg-type | reportArgumentType

# Groups.
assert_type(func.count(), Aggregate)
assert_type(func.avg(Doc.score).label("mean"), Aggregate)
assert_type(select(Doc).group_by(Doc.year, Doc.meta["lang"]), Grouped[Doc])
counted = select(Doc).group_by(Doc.year).aggregate(func.count(), func.max(Doc.title), func.min(Doc.at))
assert_type(counted.order_by(func.count().desc(), Doc.year).limit(3).offset(1), Grouped[Doc])
groups = session.execute(counted)
assert_type(groups, Groups)
assert_type(list(groups), list[dict[str, Any]])
assert_type(groups.rows(), list[dict[str, Any]])
select(Doc).group_by("year")  # error: arg-type | reportArgumentType
select(Doc).aggregate("count(*)")  # error: arg-type | reportArgumentType
select(Doc).aggregate(Doc.year)  # error: arg-type | reportArgumentType
func.sum(Doc.title)  # error: arg-type | reportArgumentType
func.avg(Doc.tags)  # error: arg-type | reportArgumentType
func.max(Doc.dense)  # error: arg-type | reportArgumentType
func.median(Doc.year)  # error: attr-defined | reportAttributeAccessIssue
counted.only(Doc.year)  # error: attr-defined | reportAttributeAccessIssue
session.scalars(counted)  # error: arg-type | reportArgumentType
session.count(counted)  # error: arg-type | reportArgumentType

# Columns of results.
assert_type(result.models(), list[Doc])
assert_type(result.scalars(Doc.title), list[str | None])
assert_type(result.scalars(Doc.year), list[int | None])
assert_type(result.scalars(Doc.color), list[Color | None])
assert_type(result.scalars(Doc.ref), list[UUID | None])
assert_type(result.scalars(Doc.tags), list[list[str] | None])
assert_type(result.scalars(Doc.tags[0]), list[str | None])
assert_type(result.scalars(Doc.meta["lang"]), list[Any])
assert_type(result.scalars("title"), list[Any])
assert_type(len(result), int)
assert_type(result.to_polars(), Any)
result.scalars(3)  # error: call-overload | reportArgumentType,reportCallIssue
result.numpy(3)  # error: arg-type | reportArgumentType
result.scalars(Doc.title)[0].upper()  # error: union-attr | reportOptionalMemberAccess
