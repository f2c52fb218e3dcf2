"""Groups of rows and what is known of them."""

import json
import math
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.model.library import Color, Doc, Point
from tests.unit.query.engines import LITE, MILVUS30
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.errors import FilterError, ParamError, ServerError, Unsupported
from vectorm.model import FloatVector, Int8, Mapped, Model, field, vector
from vectorm.query import Grouped, Groups, func, select
from vectorm.query.accumulate import Accumulator, groups_of_reply
from vectorm.spec.read import QuerySpec, ReadOptions

BIG = 2**62


class Page(Model):
    id: Mapped[int] = field(primary_key=True)
    stars: Mapped[Int8] = field()
    big: Mapped[int] = field()
    v: Mapped[FloatVector] = vector(dim=2)


def untyped(value: object) -> Any:
    return value


def batch_of(rows: list[dict[str, Any]], types: dict[str, DataType]) -> ColumnBatch:
    columns = [
        build_column(name, [row[name] for row in rows], data_type=data_type, nullable=True)
        for name, data_type in types.items()
    ]
    return ColumnBatch(columns, len(rows))


def grouped(statement: Grouped[Any], *pages: ColumnBatch) -> Groups:
    found = Accumulator(statement)
    for page in pages:
        found.add(page)
    return statement.result(found.batch())


TYPES = {"year": DataType.INT64, "title": DataType.VARCHAR, "stars": DataType.INT8, "score": DataType.DOUBLE}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.none() | st.sampled_from([-BIG, BIG, BIG + 1, 0, 7]),
            "title": st.none() | st.sampled_from(["", "a", "é", "😀", "z"]),
            "stars": st.none() | st.integers(-128, 127),
            "score": st.none() | st.floats(-1e6, 1e6),
        }
    ),
    max_size=30,
)
FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "sum": lambda values: sum(values) if values else None,
    "avg": lambda values: sum(values) / len(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
}


def expected(rows: Iterable[dict[str, Any]], keys: list[str], of: str, function: str) -> dict[tuple[Any, ...], Any]:
    groups: dict[tuple[Any, ...], list[Any]] = {} if keys else {(): []}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row[of])
    return {key: FUNCTIONS[function]([each for each in values if each is not None]) for key, values in groups.items()}


@given(ROWS, st.lists(st.sampled_from(["year", "title", "stars"]), max_size=2, unique=True), st.integers(1, 7))
def test_groups_are_those_of_plain_python(rows: list[dict[str, Any]], keys: list[str], page: int) -> None:
    statement = select(Doc).aggregate(
        func.count(), func.count(Doc.title), func.sum(Doc.stars), func.avg(Doc.stars), func.min(Doc.year),
        func.max(Doc.year), func.min(Doc.title), func.max(Doc.title),
    )  # fmt: skip
    statement = statement.group_by(*(getattr(Doc, key) for key in keys))
    pages = [batch_of(rows[start : start + page], TYPES) for start in range(0, len(rows), page)]
    found = {tuple(row[key] for key in keys): row for row in grouped(statement, *pages)}
    for name, (function, of) in {
        "count(title)": ("count", "title"), "sum(stars)": ("sum", "stars"), "avg(stars)": ("avg", "stars"),
        "min(year)": ("min", "year"), "max(year)": ("max", "year"),
        "min(title)": ("min", "title"), "max(title)": ("max", "title"),
    }.items():  # fmt: skip
        assert {key: row[name] for key, row in found.items()} == expected(rows, keys, of, function)
    assert sum(row["count(*)"] for row in found.values()) == len(rows)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=50))
def test_sums_of_whole_numbers_are_exact(values: list[int]) -> None:
    statement = select(Doc).aggregate(func.sum(Doc.year), func.avg(Doc.year))
    page = batch_of([{"year": value} for value in values], {"year": DataType.INT64})
    if -(2**63) <= sum(values) < 2**63:
        assert grouped(statement, page).rows() == [{"sum(year)": sum(values), "avg(year)": sum(values) / len(values)}]
    else:
        with pytest.raises(ParamError, match=rf"sum\(year\) is {sum(values)}, which does not fit in 64 bits"):
            grouped(statement, page)


def test_floats() -> None:
    page = batch_of([{"score": value} for value in (0.5, -0.0, None, 0.25, 0.0)], {"score": DataType.DOUBLE})
    statement = select(Point).aggregate(func.sum(Point.score), func.avg(Point.score), func.min(Point.score))
    assert grouped(statement, page).rows() == [{"sum(score)": 0.75, "avg(score)": 0.1875, "min(score)": 0.0}]
    by_score = grouped(select(Point).group_by(Point.score).aggregate(func.count().label("n")), page)
    assert [(row["score"], row["n"]) for row in by_score] == [(0.0, 2), (0.25, 1), (0.5, 1), (None, 1)]
    assert math.copysign(1, by_score.rows()[0]["score"]) == 1


def test_of_no_rows() -> None:
    assert grouped(select(Doc).group_by(Doc.year).aggregate(func.count())).rows() == []
    totals = select(Doc).aggregate(func.count(Doc.year), func.sum(Doc.stars), func.max(Doc.title))
    assert grouped(totals).rows() == [{"count(year)": 0, "sum(stars)": None, "max(title)": None}]


def test_keys_in_json() -> None:
    values: list[Any] = [{"k": 1}, {"k": 1.0}, {"k": True}, {"k": "1"}, {}, {"k": None}, {"k": [1]}]
    page = ColumnBatch([build_column("meta", values, data_type=DataType.JSON)])
    found = grouped(select(Doc).group_by(Doc.meta["k"]).aggregate(func.count().label("n")), page)
    assert [(row['meta["k"]'], row["n"]) for row in found] == [(1, 2), (True, 1), ("1", 1), (None, 2), ([1], 1)]
    assert found.scalars(Doc.meta["k"]) == [1, True, "1", None, [1]]


def test_whole_numbers_in_json_are_one_key_within_64_bits_and_at_every_depth() -> None:
    keys: list[Any] = [[1, {"a": 2.0}], [1.0, {"a": 2}], [1, {"a": 2.5}], [True, {"a": 2}], 1e300, 2.0**63, -(2.0**63)]
    values = [{"k": key} for key in keys]
    page = ColumnBatch([build_column("meta", values, data_type=DataType.JSON)])
    found = grouped(select(Doc).group_by(Doc.meta["k"]).aggregate(func.count().label("n")), page)
    told = {repr(row['meta["k"]']): row["n"] for row in found}
    nested = {"[1, {'a': 2}]": 2, "[1, {'a': 2.5}]": 1, "[True, {'a': 2}]": 1}
    assert told == {**nested, "1e+300": 1, repr(2.0**63): 1, repr(-(2**63)): 1}


def test_undeclared_keys() -> None:
    statement = select(Point).group_by(Point.extras["lang"]).aggregate(func.count().label("n"))
    assert statement.options.output_fields == ("id", "lang")
    raw = [b'{"lang":"en"}', b'{"lang":"en"}', b"{}"]
    page = ColumnBatch([build_column("$meta", raw, data_type=DataType.JSON, is_dynamic=True)])
    assert [(row['$meta["lang"]'], row["n"]) for row in grouped(statement, page)] == [("en", 2), (None, 1)]
    without = ColumnBatch([build_column("id", [1, 2], data_type=DataType.INT64)])
    assert [(row['$meta["lang"]'], row["n"]) for row in grouped(statement, without)] == [(None, 2)]


def test_values_of_adapters() -> None:
    days = [date(2024, 5, day).isoformat() for day in (3, 1, 2)]
    page = ColumnBatch(
        [
            build_column("color", ["red", "blue", "red"], data_type=DataType.VARCHAR),
            build_column("day", days, data_type=DataType.VARCHAR),
        ]
    )
    found = grouped(select(Doc).group_by(Doc.color).aggregate(func.min(Doc.day).label("first")), page)
    assert list(found) == [
        {"color": Color.BLUE, "first": date(2024, 5, 1)},
        {"color": Color.RED, "first": date(2024, 5, 2)},
    ]
    assert found.rows()[0] == {"color": "blue", "first": "2024-05-01"}
    assert found.to_arrow().column("first").to_pylist() == [date(2024, 5, 1), date(2024, 5, 2)]
    assert found.to_pandas()["color"].tolist() == [Color.BLUE, Color.RED]


def test_order_limit_and_offset_of_groups() -> None:
    page = batch_of([{"year": each} for each in (1, 2, 2, 3, 3, 3, None)], {"year": DataType.INT64})
    counted = select(Doc).group_by(Doc.year).aggregate(func.count())
    assert grouped(counted, page).scalars(Doc.year) == [1, 2, 3, None]
    assert grouped(counted.order_by(func.count().desc(), Doc.year), page).scalars("year") == [3, 2, 1, None]
    assert grouped(counted.order_by(func.count()).limit(2).offset(1), page).scalars("year") == [None, 2]
    assert grouped(counted.order_by(Doc.year.desc()).limit(2), page).scalars("year") == [3, 2]


def test_what_a_server_groups() -> None:
    statement = (
        select(Doc)
        .where(Doc.stars > 1)
        .partitions("a")
        .group_by(Doc.year, Doc.title)
        .aggregate(func.count().label("n"), func.avg(Doc.stars), func.max(Doc.title))
    )
    assert statement.build(MILVUS30) == QuerySpec(
        collection="docs",
        filter="(stars > 1)",
        limit=16_384,
        options=ReadOptions(partitions=("a",), output_fields=("year", "title", "count(*)", "avg(stars)", "max(title)")),
        params={"group_by_fields": "year,title"},
    )
    assert "group_by_fields=year,title" in statement.compile(MILVUS30)
    assert statement.build(LITE).options.output_fields == ("id", "year", "title", "stars")
    assert statement.build(LITE).params == {}
    assert statement.compile(LITE).endswith("; every row is read and grouped here by year, title")
    assert str(statement) == (
        "select Doc where (stars > 1) group by year, title aggregate count(*) as n, avg(stars), max(title) partitions a"
    )


@pytest.mark.parametrize(
    "statement",
    [
        select(Page).group_by(Page.stars).aggregate(func.sum(Page.big)),  # Milvus adds up in 64 bits
        select(Page).group_by(Page.stars).aggregate(func.avg(Page.big)),
        select(Doc).group_by(Doc.stars).aggregate(func.max(Doc.year)),  # what becomes of nulls is not told
        select(Doc).group_by(Doc.meta["k"]).aggregate(func.count()),
        select(Doc).aggregate(func.max(Doc.stars)),
        select(Doc).where(Doc.id.in_(map(str, range(60_000)))).group_by(Doc.stars),
    ],
)
def test_what_no_server_groups(statement: Grouped[Any]) -> None:
    assert not statement.is_done_by(MILVUS30)
    assert "group_by_fields" not in statement.build(MILVUS30).params


def test_groups_of_a_reply_have_the_names_of_the_statement() -> None:
    statement = select(Doc).group_by(Doc.stars).aggregate(func.count().label("n"), func.avg(Doc.stars))
    reply = ColumnBatch(
        [
            build_column("stars", [2, 1], data_type=DataType.INT32),
            build_column("avg(stars)", [2.0, 1.0], data_type=DataType.DOUBLE),
            build_column("count(*)", [3, 4], data_type=DataType.INT64),
        ]
    )
    found = statement.result(groups_of_reply(statement, reply))
    assert found.rows() == [{"stars": 1, "n": 4, "avg(stars)": 1.0}, {"stars": 2, "n": 3, "avg(stars)": 2.0}]
    assert found.numpy("stars").dtype == np.int8
    with pytest.raises(ServerError, match=r"no column avg\(stars\), only stars, count"):
        groups_of_reply(statement, reply.only(["stars", "count(*)"]))


def test_what_cannot_be_grouped() -> None:
    with pytest.raises(ParamError, match=r"limit\(\) before groups are made.*after group_by"):
        select(Doc).limit(3).group_by(Doc.year)
    with pytest.raises(ParamError, match=r"only\(\) before groups"):
        select(Doc).only(Doc.year).aggregate(func.count())
    for column in (Doc.dense, Doc.tags, Doc.meta, Doc.tags[0], Doc.stars + 1):
        with pytest.raises(ParamError, match="give a field of numbers, text or booleans"):
            select(Doc).group_by(column)
    with pytest.raises(FilterError, match=r"Point\.score is no column of Doc"):
        select(Doc).group_by(untyped(Point.score))
    with pytest.raises(FilterError, match=r"Point\.score is no column of Doc"):
        select(Doc).aggregate(func.sum(Point.score))
    with pytest.raises(ParamError, match=r"sum\(day\) needs a field of plain numbers"):
        func.sum(untyped(Doc.day))
    with pytest.raises(ParamError, match=r"max\(color\) needs numbers or text, whose values have an order"):
        func.max(untyped(Doc.color))
    with pytest.raises(ParamError, match="give a declared field"):
        func.min(Doc.meta["k"])
    with pytest.raises(ParamError, match="no function of groups"):
        select(Doc).aggregate(untyped(Doc.year))
    with pytest.raises(ParamError, match=r"two columns of the groups are called count\(\*\).*label"):
        select(Doc).aggregate(func.count(), func.count())
    with pytest.raises(ParamError, match=r"groups have no title to be ordered by.*they have year, count"):
        select(Doc).group_by(Doc.year).aggregate(func.count()).order_by(Doc.title)
    with pytest.raises(Unsupported, match="growing segments"):
        select(Doc).ignore_growing().group_by(Doc.year).build(LITE)


def test_what_groups_look_like() -> None:
    page = batch_of([{"year": each} for each in (1, 2, 2)], {"year": DataType.INT64})
    found = grouped(select(Doc).group_by(Doc.year).aggregate(func.count().label("n")), page)
    assert repr(found) == "<Groups of 2 rows>\nyear  n\n1     1\n2     2"
    assert json.dumps(list(found)) == '[{"year": 1, "n": 1}, {"year": 2, "n": 2}]'
    assert found.to_polars().rows() == [(1, 1), (2, 2)]
