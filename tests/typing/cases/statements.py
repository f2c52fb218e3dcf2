"""Statements and results. A line marked `# error` is one in both checkers; no other line is."""

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Doc, Kinds
from vectorm import Session, boost, decay, delete, hybrid, rrf, search, select, weighted
from vectorm.query import Delete, Hit, Hits, Hybrid, Result, Search, SearchAll, Select

session = Session()

# What statements are.
assert_type(select(Doc).where(Doc.id == 1).limit(3).only(Doc.title), Select[Doc])
assert_type(delete(Doc).where(Doc.id == 1), Delete[Doc])
assert_type(search(Doc.dense).near([1.0, 2.0]).limit(3), Search[Doc])
assert_type(search(Doc.dense).near(np.zeros(4)).params(ef=3), Search[Doc])
assert_type(search(Doc.words).near({1: 0.5}), Search[Doc])
assert_type(search(Doc.made).near("text").within(radius=0.5), Search[Doc])
assert_type(search(Doc.dense).near_all([[1.0], [2.0]]), SearchAll[Doc])
assert_type(search(Doc.made).near_all(["a", "b"]), SearchAll[Doc])
assert_type(select(Doc).order_by(Doc.year.desc(), Doc.title).offset(3), Select[Doc])
assert_type(select(Doc).partitions("a", "b").consistency("Strong").with_vectors(), Select[Doc])
assert_type(search(Doc.dense).near([1.0]).group_by(Doc.year).only(Doc.title), Search[Doc])
assert_type(search(Doc.dense).near([1.0]).rerank(decay(Doc.year, origin=2025, scale=5)), Search[Doc])
assert_type(search(Doc.dense).near([1.0]).rerank(boost(Doc.year > 2000, weight=2.0)), Search[Doc])
assert_type(search(Kinds.bits).near(b"ab"), Search[Kinds])
assert_type(search(Kinds.small).near([1, 2]), Search[Kinds])
assert_type(hybrid(search(Doc.dense).near("a")).rerank(weighted(1.0)).limit(3).where(Doc.id > 1), Hybrid[Doc])
assert_type(hybrid(search(Doc.dense).near("a"), search(Doc.words).near("a")).rerank(rrf()), Hybrid[Doc])

assert_type(search(Doc.dense).near_key(3, leave_out=True).round_decimal(2), Search[Doc])
assert_type(search(Doc.dense).near_keys([3, 4]), SearchAll[Doc])
assert_type(hybrid(search(Doc.dense).near("a")).rerank(decay(Doc.year, origin=1, scale=2)), Hybrid[Doc])

# What they return.
result = session.scalars(select(Doc))
assert_type(result, Result[Doc])
assert_type(result.all(), list[Doc])
assert_type(result.first(), Doc | None)
assert_type(result.one(), Doc)
hits = session.search(search(Doc.dense).near([1.0]))
assert_type(hits, Hits[Doc])
assert_type(hits[0], Hit[Doc])
assert_type(hits[0].obj, Doc)
assert_type(hits[0].score, float)
assert_type(hits.scores, NDArray[np.float32])
assert_type([hit.obj.title for hit in hits], list[str])
assert_type(session.search(search(Doc.dense).near_all([[1.0]])), list[Hits[Doc]])
assert_type(session.get(Doc, 1), Doc | None)

assert_type(session.get_many(Doc, [1, 2]), list[Doc])
assert_type(result.one_or_none(), Doc | None)
assert_type(result.ids, list[Any])
assert_type(result.numpy("year"), NDArray[Any])
assert_type(result.rows(), list[dict[str, Any]])
assert_type([doc.year for doc in result], list[int | None])
assert_type(hits[:2], list[Hit[Doc]])
assert_type(hits[0].id, Any)
assert_type(hits.ids, list[Any])
assert_type(hits.objects, list[Doc])
assert_type(session.count(select(Doc)), int)
assert_type(session.exists(select(Doc)), bool)
assert_type(session.execute(delete(Doc).where(Doc.id == 1)), int)
assert_type(list(session.stream(select(Doc))), list[Doc])
assert_type(str(session.explain(select(Doc))), str)

assert_type(list(session.stream(search(Doc.dense).near([1.0]))), list[Hit[Doc]])
assert_type(session.explain().rows, int)
assert_type(session.search(search(Doc.dense).near_keys([1])), list[Hits[Doc]])

# What cannot be said.
select("docs")  # error: arg-type | reportArgumentType
select(Doc(id=1, title="x", dense=[1.0]))  # error: arg-type | reportArgumentType
select(Doc).where("id > 3")  # error: arg-type | reportArgumentType
select(Doc).where(Doc.id)  # error: arg-type | reportArgumentType
select(Doc).where(True)  # error: arg-type | reportArgumentType
select(Doc).limit("3")  # error: arg-type | reportArgumentType
select(Doc).only("title")  # error: arg-type | reportArgumentType
select(Doc).filter_by(id=3)  # error: attr-defined | reportAttributeAccessIssue
select(Doc).order("title")  # error: attr-defined | reportAttributeAccessIssue
search(Doc.title)  # error: call-overload | reportArgumentType,reportCallIssue
search(Doc)  # error: call-overload | reportArgumentType,reportCallIssue
search(Doc.dense).near(3)  # error: arg-type | reportArgumentType
search(Doc.dense).near([1.0]).params(efs=3)  # error: call-arg | reportCallIssue
search(Doc.dense).near([1.0]).params(ef="3")  # error: arg-type | reportArgumentType
search(Doc.dense).near([1.0]).where(Doc.title)  # error: arg-type | reportArgumentType
search(Doc.dense).within(0.5)  # error: call-arg | reportCallIssue
hybrid(search(Doc.dense), search(Auto.v))  # error: misc | reportArgumentType
hybrid(search(Doc.dense)).rerank("rrf")  # error: arg-type | reportArgumentType
weighted("0.5")  # error: arg-type | reportArgumentType
rrf(k="60")  # error: arg-type | reportArgumentType
_ = result.one().titel  # error: attr-defined | reportAttributeAccessIssue
_ = hits[0].obj.nothing  # error: attr-defined | reportAttributeAccessIssue
_ = hits[0].scores  # error: attr-defined | reportAttributeAccessIssue
_ = Doc.id == 1 and Doc.title > 3  # error: operator | reportOperatorIssue
select(Doc).order_by("year")  # error: arg-type | reportArgumentType
select(Doc).order_by(Doc.year.descending())  # error: attr-defined | reportAttributeAccessIssue
select(Doc).order_by(Doc.dense)  # error: arg-type | reportArgumentType
select(Doc).order_by(Doc.tags)  # error: arg-type | reportArgumentType
select(Doc).offset(1.5)  # error: arg-type | reportArgumentType
select(Doc).partitions(["a"])  # error: arg-type | reportArgumentType
select(Doc).consistency(3.5)  # error: arg-type | reportArgumentType
select(Doc).near([1.0])  # error: attr-defined | reportAttributeAccessIssue
select(Doc.title)  # error: arg-type | reportArgumentType
delete(Doc).limit(3)  # error: attr-defined | reportAttributeAccessIssue
delete("docs")  # error: arg-type | reportArgumentType
search("dense")  # error: call-overload | reportArgumentType,reportCallIssue
search(Doc.year)  # error: call-overload | reportArgumentType,reportCallIssue
search(Doc.dense).near([1.0], [2.0])  # error: call-arg | reportCallIssue
search(Doc.dense).near({"a": 1.0})  # error: dict-item | reportArgumentType
search(Doc.dense).group_by("year")  # error: arg-type | reportArgumentType
search(Doc.dense).near([1.0]).within(radius="0.5")  # error: arg-type | reportArgumentType
search(Doc.dense).near([1.0]).only("title")  # error: arg-type | reportArgumentType
search(Doc.dense).order_by(Doc.year)  # error: attr-defined | reportAttributeAccessIssue
search(Doc.dense).near([1.0]).rerank("rrf")  # error: arg-type | reportArgumentType
hybrid(select(Doc))  # error: arg-type | reportArgumentType
hybrid([search(Doc.dense)])  # error: arg-type | reportArgumentType
hybrid(search(Doc.dense)).near([1.0])  # error: attr-defined | reportAttributeAccessIssue
decay(Doc.title, origin=1, scale=1)  # error: call-overload | reportArgumentType,reportCallIssue
decay(Doc.year, origin="2025", scale=1)  # error: call-overload | reportArgumentType,reportCallIssue
decay(Doc.at, origin=2025, scale=timedelta(days=1))  # error: call-overload | reportArgumentType,reportCallIssue
boost("year > 2000", weight=2.0)  # error: arg-type | reportArgumentType
boost(Doc.year > 2000)  # error: call-arg | reportCallIssue
session.scalars(search(Doc.dense))  # error: arg-type | reportArgumentType
session.scalars(Doc)  # error: arg-type | reportArgumentType
session.search(select(Doc))  # error: call-overload | reportArgumentType,reportCallIssue
session.count(search(Doc.dense))  # error: arg-type | reportArgumentType
session.execute(select(Doc))  # error: call-overload | reportArgumentType,reportCallIssue
session.stream(delete(Doc))  # error: call-overload | reportArgumentType,reportCallIssue
session.explain("select Doc")  # error: arg-type | reportArgumentType
result.frist()  # error: attr-defined | reportAttributeAccessIssue
_ = result[0]  # error: index | reportIndexIssue
_ = hits.obj  # error: attr-defined | reportAttributeAccessIssue
_ = hits[0].title  # error: attr-defined | reportAttributeAccessIssue
_ = hits["title"]  # error: call-overload | reportArgumentType,reportCallIssue
_ = result.ids.title  # error: attr-defined | reportAttributeAccessIssue
_ = session.scalars(select(Doc)).one().year + 1  # error: operator | reportOptionalOperand
_ = session.get(Doc, 1).title  # error: union-attr | reportOptionalMemberAccess
search(Doc.dense).near_key([1, 2])  # error: arg-type | reportArgumentType
search(Doc.dense).near_object(Auto(v=[1.0]))  # error: arg-type | reportArgumentType
hybrid(search(Doc.dense)).rerank(boost(weight=2.0))  # error: arg-type | reportArgumentType
boost(Doc.year > 2000, weight="2")  # error: arg-type | reportArgumentType
decay(Doc.year, origin=1, scale=1, curve="round")  # error: call-overload | reportArgumentType,reportCallIssue
