"""Statements and results. A line marked `# error` is one in both checkers; no other line is."""

import numpy as np
from numpy.typing import NDArray
from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Doc
from vectorm import Session, delete, hybrid, rrf, search, select, weighted
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
assert_type(hybrid(search(Doc.dense).near("a"), search(Doc.words).near("a")).rerank(rrf()), Hybrid[Doc])

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

# What cannot be said.
select("docs")  # error
select(Doc(id=1, title="x", dense=[1.0]))  # error
select(Doc).where("id > 3")  # error
select(Doc).where(Doc.id)  # error
select(Doc).where(True)  # error
select(Doc).limit("3")  # error
select(Doc).only("title")  # error
select(Doc).filter_by(id=3)  # error
select(Doc).order("title")  # error
search(Doc.title)  # error
search(Doc)  # error
search(Doc.dense).near(3)  # error
search(Doc.dense).near([1.0]).params(efs=3)  # error
search(Doc.dense).near([1.0]).params(ef="3")  # error
search(Doc.dense).near([1.0]).where(Doc.title)  # error
search(Doc.dense).within(0.5)  # error
hybrid(search(Doc.dense), search(Auto.v))  # error
hybrid(search(Doc.dense)).rerank("rrf")  # error
weighted("0.5")  # error
rrf(k="60")  # error
_ = result.one().titel  # error
_ = hits[0].obj.nothing  # error
_ = hits[0].scores  # error
_ = Doc.id == 1 and Doc.title > 3  # error
