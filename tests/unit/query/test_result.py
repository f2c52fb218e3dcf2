"""What statements return."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.model.library import Color, Doc, Point
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.buckets import AggregationBucket
from vectorm.columns.hits import Highlight, SearchHits, offsets_of
from vectorm.columns.scalar import ScalarColumn
from vectorm.errors import MultipleResultsFound, NoResultFound, ParamError
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.query import Hits, Result


def batch_of(*titles: str) -> ColumnBatch:
    docs = [Doc(id=title.lower(), title=title, meta={"n": len(title)}, body="ab") for title in titles]
    return batch_from_models(Doc, docs)


def test_objects() -> None:
    result = Result(Doc, batch_of("A", "B"))
    assert [doc.title for doc in result] == ["A", "B"]
    assert result.all()[0] is result.all()[0]
    assert (len(result), result.ids) == (2, ["a", "b"])
    first = result.first()
    assert first is not None
    assert first.title == "A"
    assert result.models() == result.all()


def test_no_rows_have_no_keys_even_without_columns() -> None:
    assert Result(Doc, ColumnBatch((), 0)).ids == []


def test_one() -> None:
    assert Result(Doc, batch_of("A")).one().title == "A"
    assert Result(Doc, batch_of("A")).one_or_none() is not None
    assert Result(Doc, batch_of()).one_or_none() is None
    assert Result(Doc, batch_of()).first() is None
    with pytest.raises(NoResultFound, match="no row of Doc"):
        Result(Doc, batch_of()).one()
    with pytest.raises(MultipleResultsFound, match="2 rows of Doc"):
        Result(Doc, batch_of("A", "B")).one()


def test_arrays_and_rows_make_no_objects() -> None:
    def load(batch: ColumnBatch) -> list[Doc]:
        raise AssertionError(f"objects of {batch} were made")

    result = Result(Doc, batch_of("A", "Bb"), load)
    assert result.numpy("dense").shape == (2, 4)
    assert result.numpy("stars").dtype.kind == "i"
    assert result.numpy("tags").tolist() == [[], []]
    assert result.numpy("title").dtype == object
    assert [row["meta"] for row in result.rows()] == [{"n": 1}, {"n": 2}]
    assert result.ids == ["a", "bb"]


def test_a_session_may_make_the_objects() -> None:
    known = Doc(id="a", title="known")

    def load(batch: ColumnBatch) -> list[Doc]:
        return [known if doc.id == "a" else doc for doc in models_from_batch(Doc, batch)]

    assert Result(Doc, batch_of("A", "B"), load).first() is known


def hits_of(counts: list[int]) -> SearchHits:
    titles = [f"T{number}" for number in range(sum(counts))]
    return SearchHits(
        ids=[title.lower() for title in titles],
        scores=np.arange(len(titles), 0, -1, dtype=np.float32),
        offsets=offsets_of(counts),
        batch=batch_of(*titles),
        primary_field="id",
    )


def test_hits() -> None:
    hits = Hits(Doc, hits_of([3]))
    assert (len(hits), hits.ids, hits.scores.tolist()) == (3, ["t0", "t1", "t2"], [3, 2, 1])
    assert [(hit.id, hit.score, hit.obj.title) for hit in hits] == [("t0", 3, "T0"), ("t1", 2, "T1"), ("t2", 1, "T2")]
    assert hits[-1].id == "t2"
    assert [hit.id for hit in hits[:2]] == ["t0", "t1"]
    assert hits[0].obj is hits.all()[0]
    assert repr(hits[0]) == "<Hit 't0' score=3>"
    with pytest.raises(IndexError):
        _ = hits[3]


def test_hits_of_several_queries() -> None:
    found = hits_of([2, 0, 1])
    hits = [Hits(Doc, found, query) for query in range(len(found))]
    assert [each.ids for each in hits] == [["t0", "t1"], [], ["t2"]]
    assert [each.scores.tolist() for each in hits] == [[3, 2], [], [1]]
    assert [doc.title for doc in hits[2].all()] == ["T2"]
    assert not hits[1]


def test_a_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ParamError, match=r"pip install 'vectorm\[arrow\]'"):
        Result(Doc, batch_of("A")).to_arrow()


def test_columns_as_lists() -> None:
    result = Result(Doc, batch_of("A", "Bb"))
    assert result.scalars(Doc.title) == ["A", "Bb"]
    assert result.scalars(Doc.color) == [Color.RED, Color.RED]
    assert result.scalars(Doc.tags) == [[], []]
    assert result.scalars(Doc.tags[0]) == [None, None]
    assert result.scalars(Doc.meta["n"]) == [1, 2]
    assert result.scalars("title") == ["A", "Bb"]
    assert result.scalars(Doc.year) == [None, None]
    with pytest.raises(ParamError, match=r"sparse is no column of this result.*its columns: id, title"):
        result.scalars("sparse")


def test_undeclared_keys_as_a_list() -> None:
    points = [Point(place=[0, 1]), Point(place=[1, 0])]
    points[0].extras["note"] = "x"
    result = Result(Point, batch_from_models(Point, points))
    assert result.scalars(Point.extras["note"]) == ["x", None]


def test_arrays_of_a_column() -> None:
    batch = batch_of("A", "B")
    result = Result(Doc, batch)
    stars = batch["stars"]
    assert isinstance(stars, ScalarColumn)
    assert result.numpy(Doc.stars) is stars.values
    years = result.numpy(Doc.year)
    assert isinstance(years, np.ma.MaskedArray)
    assert years.dtype == np.int64
    assert years.tolist() == [None, None]


def test_what_a_terminal_shows() -> None:
    result = Result(Doc, batch_of("A").only(["id", "title", "year", "meta", "dense"]))
    assert repr(result) == (
        """
<Result of 1 Doc>
id  title  year  meta      dense
a   A      null  {'n': 1}  float32[4]
""".strip()
    )
    assert repr(Result(Doc, batch_of())) == "<Result of 0 Doc>"
    many = repr(Result(Doc, batch_of(*(f"T{number}" for number in range(13)))))
    assert many.count("\n") == 12
    assert "(+6)" in many
    assert many.endswith("... 3 more")
    assert repr(Hits(Doc, hits_of([2]))).splitlines()[2].endswith("...")


def test_what_a_notebook_shows_is_escaped() -> None:
    batch = batch_of("<b>&\x1b")
    shown = Result(Doc, batch.only(["title"]))._repr_html_()  # pyright: ignore[reportPrivateUsage]  # the name that notebooks know
    assert "<caption>Result of 1 Doc</caption>" in shown
    assert "<td>&lt;b&gt;&amp;.</td>" in shown


def test_marks_and_buckets_of_hits() -> None:
    marks = [Highlight(fragments=(text,), scores=(0.5,)) for text in "abc"]
    bucket = AggregationBucket(key=[], count=3, metrics={}, hits=[], sub_groups=[])
    found = SearchHits(
        ids=[1, 2, 3],
        scores=np.array([3, 2, 1], np.float32),
        offsets=(0, 2, 3),
        batch=ColumnBatch((), 3),
        highlights={"body": marks},
        buckets=((), (bucket,)),
    )
    first, second = (Hits(Doc, found, number) for number in range(2))
    assert [hit.highlight["body"].fragments for hit in (*first, *second)] == [("a",), ("b",), ("c",)]
    assert (first.buckets, second.buckets) == ((), (bucket,))
    assert first[0].distance == first[0].score == 3
    assert Hits(Doc, replace(found, highlights={}, buckets=()), 0)[0].highlight == {}
