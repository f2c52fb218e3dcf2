"""`select` and `delete` as requests."""

from typing import Any

import pytest

from tests.unit.model.library import Doc, Point
from tests.unit.query.engines import LITE, MILVUS23, MILVUS25
from vectorm.enums import ConsistencyLevel
from vectorm.errors import FilterError, ParamError, Unsupported
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.query import delete, raw, select
from vectorm.query.base import output_fields
from vectorm.spec.read import QuerySpec, ReadOptions

SCALARS = ("id", "title", "year", "stars", "tags", "refs", "color", "grade", "at", "day", "source", "meta", "body")


class Page(Model):
    id: Mapped[int] = field(primary_key=True)
    v: Mapped[FloatVector] = vector(dim=2)


def test_a_plain_select_reads_everything_but_vectors() -> None:
    assert select(Doc).build(LITE) == QuerySpec(collection="docs", options=ReadOptions(output_fields=SCALARS))
    assert output_fields(Doc, vectors=True) == (*SCALARS, "dense")
    assert select(Doc).with_vectors().build(LITE).options.output_fields == (*SCALARS, "dense")
    assert select(Point).build(LITE).options.output_fields == ("id", "score", "flag", "$meta")


def test_clauses() -> None:
    statement = (
        select(Doc)
        .where(Doc.year >= 2020, Doc.tags.contains("ai"))
        .where(Doc.title != "x")
        .limit(5)
        .offset(2)
        .only(Doc.title, Doc.dense)
        .partitions("a", "b")
        .consistency("strong")
    )
    assert statement.build(LITE) == QuerySpec(
        collection="docs",
        filter='((year >= 2020) and (array_contains(tags, "ai")) and (title != "x"))',
        limit=5,
        offset=2,
        options=ReadOptions(
            partitions=("a", "b"), output_fields=("id", "title", "dense"), consistency=ConsistencyLevel.STRONG
        ),
    )
    assert str(statement) == (
        'select Doc where ((year >= 2020) and (array_contains(tags, "ai")) and (title != "x")) limit 5 offset 2 '
        "only id, title, dense partitions a, b consistency Strong"
    )
    assert "filter='((year >= 2020)" in statement.compile(LITE)


def test_statements_are_immutable() -> None:
    start = select(Doc)
    some = start.where(Doc.year == 1)
    assert (str(start), str(some)) == ("select Doc", "select Doc where (year == 1)")
    assert str(some.limit(1)) != str(some)


def test_conditions_that_never_hold() -> None:
    assert select(Doc).where(Doc.id.in_([])).build(LITE).filter == "(id in [])"
    assert select(Doc).where(Doc.id.not_in([])).build(LITE).filter == ""


def test_filters_depend_on_the_engine() -> None:
    statement = select(Doc).where(Doc.stars % 2 == 0)
    assert statement.build(MILVUS23).filter == "(stars % 2 == 0)"
    with pytest.raises(Unsupported, match=r"Milvus Lite 3.2.2 has no filter of the form stars % 2"):
        statement.build(LITE)
    statement = select(Doc).where(Doc.year.is_(None) & Doc.title.contains("x"))
    assert statement.build(LITE).filter == '((year is null) and (title like "%x%"))'
    assert statement.build(MILVUS25).filter == '((year is null) and (title like "%x%"))'
    with pytest.raises(Unsupported, match=r"Milvus 2\.3\.5"):
        statement.build(MILVUS23)
    escaped = select(Doc).where(Doc.title.contains("100%"))
    assert escaped.build(MILVUS25).filter == '(title like "%100\\\\%%")'
    with pytest.raises(Unsupported, match="backslash"):
        escaped.build(LITE)


def untyped(value: object) -> Any:
    return value


def test_what_is_no_statement() -> None:
    with pytest.raises(ParamError, match="no model"):
        select(untyped(Doc(title="x")))
    with pytest.raises(ParamError, match="no model"):
        select(Model)
    with pytest.raises(FilterError, match=r"'year > 3' of type str is no condition.*raw"):
        select(Doc).where(untyped("year > 3"))
    with pytest.raises(FilterError, match=r"Page.id is no column of Doc"):
        select(Doc).where((Doc.year == 1) & (Page.id == 1))
    with pytest.raises(ParamError, match="no field of Doc"):
        select(Doc).only(untyped("title"))
    with pytest.raises(FilterError, match=r"Page.id is no column of Doc"):
        select(Doc).only(Page.id)
    with pytest.raises(ParamError, match="computed by the server"):
        select(Doc).only(Doc.sparse)
    for count in (0, -1, True, 1.5):
        with pytest.raises(ParamError, match="whole number"):
            select(Doc).limit(untyped(count))
    with pytest.raises(ParamError, match="unknown consistency"):
        select(Doc).consistency("very")


def test_raw_filters() -> None:
    statement = select(Doc).where(raw("year > {y}", {"y": 3}), Doc.title == "x")
    assert statement.build(LITE).filter == '((year > 3) and (title == "x"))'


def test_json_and_dynamic_projection() -> None:
    assert select(Doc).only(Doc.source["url"]).build(LITE).options.output_fields == ("id", "source")
    assert select(Point).only(Point.extras["note"]).build(LITE).options.output_fields == ("id", "note")


def test_delete() -> None:
    statement = delete(Doc).where(Doc.year < 2000)
    assert statement.filter(LITE) == "(year < 2000)"
    assert str(statement) == "delete Doc where (year < 2000)"
    assert statement.compile(LITE) == "delete docs filter='(year < 2000)'"


def test_delete_needs_a_condition() -> None:
    for statement in (delete(Doc), delete(Doc).where(Doc.id.not_in([]))):
        with pytest.raises(ParamError, match=r"delete\(Doc\) has no condition"):
            statement.filter(LITE)
