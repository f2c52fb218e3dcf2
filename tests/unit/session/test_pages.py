"""Selects, counts and deletes whose lists of values are cut into several requests."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.session.models import Doc, context, lite, refused, rows_of, stored
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.hits import FoundRows
from vectorm.enums import DataType
from vectorm.errors import FilterError, MilvusUnavailableException, OutcomeUnknown, ServerError
from vectorm.expr import split
from vectorm.expr.render import MOST_BYTES
from vectorm.ops import iterate, read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import delete, or_, select
from vectorm.query.select import Select
from vectorm.session import reads
from vectorm.session.pages import Pages
from vectorm.session.state import SessionState
from vectorm.spec.read import QuerySpec
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import DeleteRequest, QueryResults

Row = tuple[int, str]


class Server:
    """Rows of an id and a title; understands lists and the bound of a page."""

    def __init__(self, rows: list[Row]) -> None:
        self.stored = sorted(rows)
        self.asked: list[QuerySpec] = []

    def rows(self, _ctx: Context, spec: QuerySpec) -> Op[FoundRows]:
        self.asked.append(spec)
        found = [row for row in self.stored if self.matches(spec.filter, row)]
        yield from ()
        if spec.options.output_fields[0] == read.COUNT:
            return FoundRows(batch=ColumnBatch([build_column(read.COUNT, [len(found)], data_type=DataType.INT64)]))
        shown = found[spec.offset or 0 :][: spec.limit]
        ids = build_column("id", [key for key, _ in shown], data_type=DataType.INT64)
        titles = build_column("title", [title for _, title in shown], data_type=DataType.VARCHAR)
        return FoundRows(batch=ColumnBatch([titles, ids]))

    def matches(self, text: str, row: Row) -> bool:
        beyond = re.search(r"id > (-?\d+)", text)
        ids, titles = re.search(r"id in \[(.*?)\]", text), re.search(r"title in \[(.*?)\]", text)
        wanted = [
            beyond is None or row[0] > int(beyond[1]),
            ids is None or str(row[0]) in ids[1].split(", "),
            titles is None or f'"{row[1]}"' in titles[1].split(", "),
        ]
        return all(wanted)


def ran(op: Op[Any]) -> Any:
    return Recorded().run(op)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Row]], Server]:
    """A server of some rows, and lists that are cut at four keys and three other values."""
    monkeypatch.setattr(split, "MOST_VALUES", 3)
    monkeypatch.setattr(iterate, "LARGEST_PAGE", 4)

    def start(rows: list[Row]) -> Server:
        server = Server(rows)
        monkeypatch.setattr(read, "rows", server.rows)
        return server

    return start


def every_row(statement: Select[Doc], page_size: int) -> list[Row]:
    pages = Pages(lite(), SessionState(), statement, page_size)
    found: list[Row] = []
    while len(batch := ran(pages.next_page(lite()))):
        assert len(batch) <= 40
        found += zip(batch["id"].to_list(), batch["title"].to_list(), strict=True)
    return found


TITLES = list("abcdefghijkl")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.integers(-30, 30), st.sampled_from(TITLES)),
    st.lists(st.integers(-30, 30)),
    st.none() | st.lists(st.sampled_from(TITLES)),
    st.none() | st.integers(1, 30),
    st.none() | st.integers(0, 9),
    st.integers(1, 4),
)
def test_rows_are_those_of_one_request(
    small: Callable[[list[Row]], Server],
    rows: dict[int, str],
    keys: list[int],
    titles: list[str] | None,
    limit: int | None,
    offset: int | None,
    page_size: int,
) -> None:
    server = small(list(rows.items()))
    statement = select(Doc)
    if titles is None or keys:
        statement = statement.where(Doc.id.in_(keys))
    if titles is not None:
        statement = statement.where(Doc.title.in_(titles))
    statement = statement if limit is None else statement.limit(limit)
    statement = statement if offset is None else statement.offset(offset)
    wanted = [
        row
        for row in sorted(rows.items())
        if (row[0] in keys or (titles is not None and not keys)) and (titles is None or row[1] in titles)
    ]
    start = offset or 0
    assert every_row(statement, page_size) == wanted[start : None if limit is None else start + limit]
    assert all(spec.limit is None or spec.limit <= page_size for spec in server.asked)


def test_a_list_of_keys_is_read_in_order_and_never_twice(small: Callable[[list[Row]], Server]) -> None:
    server = small([(number, "a") for number in range(100)])
    statement = select(Doc).where(Doc.id.in_(range(99, 0, -2)))
    assert [key for key, _ in every_row(statement, 4)] == list(range(1, 100, 2))
    assert [spec.filter for spec in server.asked[:3]] == [
        "(id in [1, 3, 5, 7])",
        "id > 7 and ((id in [1, 3, 5, 7]))",
        "(id in [9, 11, 13, 15])",
    ]


def test_rows_of_several_lists_come_in_the_order_of_their_keys(small: Callable[[list[Row]], Server]) -> None:
    rows = [(number, TITLES[number * 5 % 12]) for number in range(36)] + [(100 + number, "a") for number in range(9)]
    server = small(rows)
    statement = select(Doc).where(Doc.title.in_(TITLES))
    assert every_row(statement, 2) == rows
    assert every_row(statement.offset(5).limit(7), 2) == rows[5:12]
    assert all(spec.limit is not None and spec.limit <= 2 for spec in server.asked)


def test_ordered_rows_of_several_requests(small: Callable[[list[Row]], Server]) -> None:
    small([(number, TITLES[-number % 12]) for number in range(24)])
    ordered = select(Doc).where(Doc.title.in_(TITLES)).order_by(Doc.title).limit(3).offset(1)
    assert ran(reads.select(lite(), SessionState(), ordered)).batch["title"].to_list() == ["a", "b", "b"]


def test_counts_are_added_up(small: Callable[[list[Row]], Server]) -> None:
    server = small([(number, "a") for number in range(10)])
    assert ran(reads.count(lite(), SessionState(), select(Doc).where(Doc.id.in_(range(3, 99))).limit(2))) == 7
    assert len(server.asked) == 24
    assert ran(reads.exists(lite(), SessionState(), select(Doc).where(Doc.id.in_(range(5, 99)))))
    assert not ran(reads.exists(lite(), SessionState(), select(Doc).where(Doc.id.in_(range(50, 99)))))


def test_a_delete_of_many_keys_is_several_deletes() -> None:
    keys = range(120_000)
    recorded = Recorded({"Delete": [stored(1), stored(2), stored(3)]})
    recorded.run(reads.delete(lite(), SessionState(), delete(Doc).where(Doc.id.in_(keys))))
    sent = [DeleteRequest.FromString(rpc.request).expr for rpc in recorded.sent]
    assert [len(text.split(",")) for text in sent] == [50_000, 50_000, 20_000]


def test_a_delete_that_fails_half_way_forgets_the_objects() -> None:
    state = SessionState()
    kept = Doc(id=1, title="a", v=[1, 2])
    state.unit.loaded([kept])
    recorded = Recorded({"Delete": [stored(1), MilvusUnavailableException(message="gone")]})
    with pytest.raises((MilvusUnavailableException, OutcomeUnknown)):
        recorded.run(reads.delete(lite(), state, delete(Doc).where(Doc.id.in_(range(100_000)))))
    assert state.unit.find(Doc, 1) is None
    assert state.unit.state(kept) is None


def test_a_refused_delete_forgets_nothing() -> None:
    state = SessionState()
    kept = Doc(id=1, title="a", v=[1, 2])
    state.unit.loaded([kept])
    with pytest.raises(ServerError):
        Recorded({"Delete": [refused("no")]}).run(reads.delete(lite(), state, delete(Doc).where(Doc.id == 1)))
    assert state.unit.find(Doc, 1) is kept


def test_lists_that_cannot_be_cut() -> None:
    keys = range(120_000)
    whole = [
        select(Doc).where(Doc.id.not_in(keys)),
        select(Doc).where(Doc.id.in_(keys) | (Doc.title == "a")),
        select(Doc).where(or_(Doc.id.in_(keys[:50_000]), Doc.title.in_(["a"] * 3))),
    ]
    assert [len(statement.split().statements) for statement in whole] == [1, 1, 1]
    with pytest.raises(FilterError, match=r"the filter has 60,\d{3},\d{3} bytes; a request holds 50,331,648"):
        select(Doc).where(Doc.title.not_in([f"{number}{'x' * 60_000}" for number in range(1_000)])).build(
            context().capabilities
        )


def test_long_texts_make_short_lists() -> None:
    texts = [f"{number}{'x' * 60_000}" for number in range(200)]
    parts = select(Doc).where(Doc.title.in_(texts)).split().statements
    filters = [part.filter(context().capabilities) for part in parts]
    assert len(filters) == 3
    assert max(map(len, filters)) < MOST_BYTES
    assert sum(text.count("x" * 60_000) for text in filters) == 200


def test_a_long_list_is_shown_in_short() -> None:
    statement = select(Doc).where(Doc.id.in_(range(120_000)), Doc.title == "a")
    assert str(statement) == (
        "select Doc where ((id in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, "
        '... 119,980 more]) and (title == "a"))'
    )
    assert statement.compile(context().capabilities).startswith("8 requests, the first: query docs filter='((id in [0,")


@pytest.mark.parametrize("limit", [None, 3, 5])
def test_a_short_page_is_not_the_last_one_where_pages_end_with_a_segment(limit: int | None) -> None:
    """Milvus 2.3.5 with four segments: a page ends where the rows of one of them do."""
    pages = [[doc(1), doc(2)], [doc(3)], [doc(4), doc(5), doc(6)][: 6 if limit is None else max(limit - 3, 0)], []]
    replies = [rows_of(*page) if page else QueryResults().SerializeToString() for page in pages]
    statement = select(Doc) if limit is None else select(Doc).limit(limit)
    recorded = Recorded({"Query": replies})
    found = recorded.run(reads.select(context(), SessionState(), statement))
    assert found.ids == [1, 2, 3, 4, 5, 6][:limit]
    short = Recorded({"Query": replies[:1]})
    assert short.run(reads.select(lite(), SessionState(), statement)).ids == [1, 2]


def doc(key: int) -> Doc:
    return Doc(id=key, title="t", v=[0, 0])
