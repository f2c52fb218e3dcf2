"""Ordering rows on our side."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.model.library import Doc, Point
from tests.unit.query.engines import LITE
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.errors import FilterError, ParamError
from vectorm.query import select
from vectorm.query.order import order_of, sort_batch


def batch_of(years: list[int | None], titles: list[str | None], metas: list[Any]) -> ColumnBatch:
    ids = build_column("id", [str(number) for number in range(len(years))], data_type=DataType.VARCHAR)
    year = build_column("year", years, data_type=DataType.INT64, nullable=True)
    title = build_column("title", titles, data_type=DataType.VARCHAR, nullable=True)
    return ColumnBatch([ids, year, title, build_column("meta", metas, data_type=DataType.JSON)])


@given(
    st.lists(st.tuples(st.none() | st.integers(-3, 3), st.none() | st.sampled_from(["", "a", "é", "😀"]))),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 5),
)
def test_rows_come_in_the_order_of_all_columns_and_stay_where_they_are_equal(
    rows: list[tuple[int | None, str | None]], year_down: bool, title_down: bool, most: int | None
) -> None:
    batch = batch_of([year for year, _ in rows], [title for _, title in rows], [{} for _ in rows])
    orders = [
        order_of(Doc.year.desc() if year_down else Doc.year),
        order_of(Doc.title.desc() if title_down else Doc.title.asc()),
    ]

    def place(number: int) -> Any:
        year, title = rows[number]
        points = [ord(letter) for letter in title or ""]
        return (
            year is None,
            (-(year or 0) if year_down else year or 0),
            title is None,
            ([-point for point in points] + [1] if title_down else points),
            number,
        )

    expected = sorted(range(len(rows)), key=place)[:most]
    assert sort_batch(batch, orders, most)["id"].to_list() == [str(number) for number in expected] if rows else True


def test_numbers_before_texts_before_what_has_no_order() -> None:
    metas = [{"a": "x"}, {"a": [1]}, {"a": 2.5}, {}, {"a": True}, {"a": "b"}]
    batch = batch_of([None] * 6, [None] * 6, metas)
    assert sort_batch(batch, [order_of(Doc.meta["a"])])["id"].to_list() == ["4", "2", "5", "0", "1", "3"]
    assert sort_batch(batch, [order_of(Doc.meta["a"].desc())])["id"].to_list() == ["0", "5", "2", "4", "1", "3"]


def test_what_is_sent_and_told() -> None:
    statement = select(Doc).where(Doc.year > 1).only(Doc.title).order_by(Doc.year.desc(), Doc.stars).limit(3).offset(1)
    spec = statement.build(LITE)
    assert (spec.limit, spec.offset) == (None, None)
    assert spec.options.output_fields == ("id", "title", "year", "stars")
    assert str(statement) == "select Doc where (year > 1) order by year desc, stars limit 3 offset 1 only id, title"
    assert statement.compile(LITE).endswith("; every row is read and ordered here by year desc, stars")


def test_what_has_no_order_or_belongs_to_another_model() -> None:
    vector: Any = Doc.dense
    with pytest.raises(ParamError, match="cannot be ordered by"):
        select(Doc).order_by(vector)
    with pytest.raises(FilterError, match="is no column of Doc"):
        select(Doc).order_by(Point.score)
