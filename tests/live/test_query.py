"""Selects of an application, on real engines: long lists, groups, projections, tables."""

import importlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.fix_engines import Engine
from tests.fix_session import Open, doc, stored
from tests.live.models import RUN, Doc
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.errors import Unsupported
from vectorm.expr import split
from vectorm.expr.node import Condition
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, uuid7, vector
from vectorm.query import delete, func, random_sample, select
from vectorm.session import Session, schema

pa: Any = importlib.import_module("pyarrow")
pd: Any = importlib.import_module("pandas")
pl: Any = importlib.import_module("polars")

YEARS = [2000, 2001, 2001, 2003, 2003, 2003, -5]


@pytest.fixture(scope="module")
def marks() -> dict[str, str]:
    """The mark of the rows that a mode of the client has stored."""
    return {}


@pytest.fixture
def mark(open_session: Open, marks: dict[str, str], client_mode: str) -> str:
    """In the title of rows of every year, which the tests of this file share and do not change."""
    if client_mode not in marks:
        marks[client_mode] = uuid7()
        rows = [doc(f"{marks[client_mode]} {number}", number, year=year) for number, year in enumerate(YEARS)]
        languages: list[str | int | None] = ["de", "en", "de", None, "en", "en", 1]
        for number, (row, lang) in enumerate(zip(rows, languages, strict=True)):
            row.meta = {} if lang is None else {"lang": lang}
            row.tags = ["a", "b"][: number % 3]
        stored(open_session, *rows)
    return marks[client_mode]


def marked(mark: str) -> Condition:
    return Doc.title.startswith(f"{mark} ")


def keyed(count: int, *places: int) -> tuple[list[str], list[str]]:
    """Keys, and those of them of which rows are to be stored."""
    mark = uuid7()[-12:]
    keys = [f"{mark}-{number:06}" for number in range(count)]
    return keys, [keys[place] for place in places]


def rows_of(keys: list[str]) -> list[Doc]:
    return [Doc(id=key, title="many", dense=[0, 0, 0, 0]) for key in keys]


def test_120_000_keys(connections_of: tuple[Connection, AsyncConnection]) -> None:
    keys, present = keyed(120_000, 0, 16_383, 16_384, 50_000, 119_999)
    session = Session(bind=connections_of[0])
    session.add_all(rows_of(present))
    session.commit()
    assert session.scalars(select(Doc).where(Doc.id.in_(keys))).ids == present
    session.execute(delete(Doc).where(Doc.id.in_(keys)))
    assert session.count(select(Doc).where(Doc.id.in_(keys))) == 0


def test_what_is_asked_of_long_lists(open_session: Open) -> None:
    keys, present = keyed(16_390, 0, 1, 16_383, 16_384, 16_389)
    session = open_session()
    session.add_all(rows_of(present))
    session.commit()
    listed = select(Doc).where(Doc.id.in_(keys), Doc.title == "many")
    assert session.scalars(listed.limit(2).offset(2)).ids == present[2:4]
    assert session.scalars(listed.order_by(Doc.id.desc()).limit(2)).ids == present[:2:-1]
    counted = listed.group_by(Doc.title).aggregate(func.count().label("n"))
    assert session.execute(counted).rows() == [{"title": "many", "n": 5}]
    assert session.exists(listed)


def test_long_lists_of_another_field(
    open_session: Open,
    mark: str,
    connections_of: tuple[Connection, AsyncConnection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(split, "MOST_VALUES", 3)
    listed = select(Doc).where(Doc.title.in_([f"{mark} {number}" for number in range(-5, 10)]))
    everything = open_session().scalars(select(Doc).where(marked(mark))).ids
    assert open_session().scalars(listed).ids == everything
    assert open_session().scalars(listed.limit(3).offset(2)).ids == everything[2:5]
    streamed = Session(bind=connections_of[0]).stream(listed.only(Doc.title).consistency("Strong"), page_size=2)
    assert [each.id for each in streamed] == everything


def test_groups(open_session: Open, mark: str) -> None:
    counted = select(Doc).where(marked(mark)).group_by(Doc.year).aggregate(func.count().label("n"), func.max(Doc.title))
    found = open_session().execute(counted)
    assert {row["year"]: row["n"] for row in found} == dict(Counter(YEARS))
    assert found.scalars(Doc.year) == sorted(set(YEARS))
    assert found.scalars("max(title)") == [f"{mark} {number}" for number in (6, 0, 2, 5)]
    largest = open_session().execute(counted.order_by(func.count().label("n").desc()).limit(1))
    assert largest.scalars(Doc.year) == [2003]


def test_totals(open_session: Open, mark: str) -> None:
    rows = select(Doc).where(marked(mark))
    totals = rows.aggregate(func.count(), func.sum(Doc.year), func.avg(Doc.year), func.min(Doc.year))
    assert open_session().execute(totals).rows() == [
        {"count(*)": 7, "sum(year)": sum(YEARS), "avg(year)": sum(YEARS) / 7, "min(year)": -5}
    ]
    assert open_session().execute(rows.aggregate(func.count().label("n"))).rows() == [{"n": 7}]
    nothing = select(Doc).where(Doc.title == f"{mark} nothing").aggregate(func.count(), func.max(Doc.year))
    assert open_session().execute(nothing).rows() == [{"count(*)": 0, "max(year)": None}]


def test_groups_of_values_in_json(open_session: Open, mark: str) -> None:
    languages = select(Doc).where(marked(mark)).group_by(Doc.meta["lang"]).aggregate(func.count().label("n"))
    found = open_session().execute(languages)
    assert [(row['meta["lang"]'], row["n"]) for row in found] == [(1, 1), ("de", 2), ("en", 3), (None, 1)]


def test_projections(open_session: Open, mark: str) -> None:
    rows = select(Doc).where(marked(mark)).limit(1)
    plain = open_session().scalars(rows).one()
    without = open_session().scalars(rows.defer(Doc.meta, Doc.tags)).one()
    assert set(vars(plain)) - set(vars(without)) == {"meta", "tags"}
    assert "dense" in vars(open_session().scalars(rows.with_vectors().defer(Doc.meta)).one())
    assert set(vars(open_session().scalars(rows.only(Doc.year)).one())) == {"id", "year"}


def test_tables(open_session: Open, mark: str) -> None:
    result = open_session().scalars(select(Doc).where(marked(mark)).order_by(Doc.title).with_vectors())
    table = result.to_arrow()
    assert isinstance(table, pa.Table)
    assert table.column("year").to_pylist() == YEARS
    assert table.column("dense").to_pylist()[1] == [1, 1, 1, 1]
    assert isinstance(result.to_pandas(), pd.DataFrame)
    assert result.to_pandas()["tags"].tolist()[2] == ["a", "b"]
    assert isinstance(result.to_polars(), pl.DataFrame)
    assert result.to_polars()["year"].to_list() == YEARS
    assert result.scalars(Doc.meta["lang"])[:4] == ["de", "en", "de", None]
    assert result.numpy(Doc.dense).shape == (7, 4)
    assert repr(result).startswith("<Result of 7 Doc>\n")


def test_growing_segments_are_left_out_where_there_are_such(open_session: Open, engine: Engine, mark: str) -> None:
    rows = select(Doc).where(marked(mark)).ignore_growing()
    if engine.name == "lite":
        with pytest.raises(Unsupported, match="growing segments"):
            open_session().scalars(rows)
    else:
        assert open_session().count(rows) <= len(YEARS)


def test_json_values_as_typed_columns(open_session: Open, mark: str) -> None:
    rows = select(Doc).where(marked(mark))
    german = rows.where(Doc.meta["lang"].as_string() == "de")
    assert open_session().count(german) == 2
    assert open_session().count(rows.where(Doc.meta["lang"].as_string().startswith("e"))) == 3
    assert open_session().count(rows.where(Doc.meta["lang"].as_integer() >= 1)) == 1


class Text(Model, collection=f"query_texts_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[str | None] = field(default=None, enable_match=True, max_length=200)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


@pytest.mark.parametrize(
    "condition",
    [
        lambda: random_sample(0.5),
        lambda: Text.body.phrase_match("two words"),
        lambda: Text.body.text_match("two words", minimum_should_match=2),
        lambda: Text.body.text_match_fuzzy("wrods"),
    ],
    ids=["sample", "phrase", "minimum", "fuzzy"],
)
def test_forms_that_no_engine_here_has_are_refused(open_session: Open, condition: Callable[[], Condition]) -> None:
    with pytest.raises(Unsupported, match="nothing was sent"):
        open_session().scalars(select(Text).where(condition()))


BODIES = ["Machine learning", "machines learn", "deep-learning, fast", "", None, "ÄPFEL und Birnen", "a_b 100%"]


@pytest.mark.engines("lite")
def test_words_on_an_engine_that_has_them(connections_of: tuple[Connection, AsyncConnection]) -> None:
    bind = connections_of[0]
    schema.ensure(Text, bind=bind)
    session = Session(bind=bind)
    session.add_all([Text(id=number, body=body, dense=[0, 0]) for number, body in enumerate(BODIES)])
    session.commit()
    everything = session.scalars(select(Text)).all()
    for words in ("learning", "LEARNING machine", "äpfel", "a_b", "nothing", "learn deep"):
        for condition in (Text.body.text_match(words), ~Text.body.text_match(words)):
            found = session.scalars(select(Text).where(condition)).ids
            assert found == [text.id for text in everything if condition.matches(text)], str(condition)
    by_body = session.execute(select(Text).group_by(Text.body).aggregate(func.count(Text.body).label("n")))
    assert by_body.scalars(Text.body) == [*sorted(body for body in BODIES if body is not None), None]
    assert by_body.scalars("n") == [1, 1, 1, 1, 1, 1, 0]
    schema.drop_all(Text, bind=bind)
