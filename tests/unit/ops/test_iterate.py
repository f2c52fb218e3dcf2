"""Pages of rows and hits, against a model of what a server answers: the smallest keys, the nearest in a range."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ops.support import context, lite
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.hits import FoundRows, PageEnd, SearchHits
from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.ops import iterate, read
from vectorm.ops.context import Context
from vectorm.ops.iterate import QueryPages, SearchPages, ServerPages
from vectorm.ops.step import Op
from vectorm.spec.capabilities import Engine
from vectorm.spec.field import FieldSpec
from vectorm.spec.iterate import Cursor
from vectorm.spec.read import QuerySpec, ReadOptions, SearchSpec, Vectors
from vectorm.transport.recorded import Recorded

KEY = FieldSpec(name="id", data_type=DataType.INT64, is_primary=True)
TEXT_KEY = FieldSpec(name="id", data_type=DataType.VARCHAR, is_primary=True, max_length=9)
VECTORS = Vectors(type=DataType.FLOAT_VECTOR, values=[b"\0" * 8])


class Server:
    """Rows by key, or distances by key; remembers what it was asked."""

    def __init__(self, keys: list[Any], distances: list[float] | None = None, time: int = 0) -> None:
        self.keys = keys
        self.distances = distances or []
        self.time = time
        self.token = "iterator-1"
        self.queries: list[QuerySpec] = []
        self.searches: list[SearchSpec] = []

    def query(self, _ctx: Context, spec: QuerySpec) -> Op[FoundRows]:
        self.queries.append(spec)
        beyond = re.match(r'id > ("?)(.*?)\1(?: and |$)', spec.filter)
        last = None if beyond is None else beyond[2] if beyond[1] else int(beyond[2])
        found = sorted(key for key in self.keys if last is None or key > last)[: spec.limit]
        kind = DataType.VARCHAR if found and isinstance(found[0], str) else DataType.INT64
        yield from ()
        column = build_column("id", found, data_type=kind, max_length=9)
        return FoundRows(batch=ColumnBatch([column]), session_ts=self.clock())

    def clock(self) -> int:
        """A server answers at another timestamp each time; one that has no such thing says 0."""
        self.time += 1 if self.time else 0
        return self.time

    def count(self, _ctx: Context, _collection: str, _filter: str) -> Op[int]:
        yield from ()
        return len(self.keys)

    def search(self, ctx: Context, spec: SearchSpec) -> Op[SearchHits]:
        self.searches.append(spec)
        outward = 1 if spec.metric_type == "L2" else -1
        ties = re.search(r"not \(id in \[(.*?)\]\)", spec.filter)
        excluded = {int(key) for key in ties[1].split(", ")} if ties else set[int]()
        near, far = spec.params.get("range_filter", -np.inf * outward), spec.params.get("radius", np.inf * outward)
        inside = [
            (outward * distance, key)
            for key, distance in zip(self.keys, self.distances, strict=True)
            if key not in excluded and outward * near <= outward * distance < outward * far
        ]
        found = sorted(inside)[: spec.limit]
        if "search_iter_v2" in spec.extra:
            return (yield from self.page_of_its_own(spec, sorted(inside)))
        if ctx.capabilities.engine is Engine.LITE:  # takes the nearest first, then drops what is out of the range
            nearest = sorted((outward * each, key) for key, each in zip(self.keys, self.distances, strict=True))
            found = [hit for hit in nearest[: spec.limit] if hit in inside]
        yield from ()
        return SearchHits(
            ids=[key for _, key in found],
            scores=np.array([outward * distance for distance, _ in found], np.float32),
            offsets=(0, len(found)),
            batch=ColumnBatch([], len(found)),
        )

    def page_of_its_own(self, spec: SearchSpec, ordered: list[tuple[float, Any]]) -> Op[SearchHits]:
        """A page as Milvus 2.5.2 makes it: what comes after the last bound. Equal distances: none in these tests."""
        last = float(spec.extra.get("search_iter_last_bound", -np.inf))
        found = [(distance, key) for distance, key in ordered if distance > last][
            : int(spec.extra["search_iter_batch_size"])
        ]
        yield from ()
        return SearchHits(
            ids=[key for _, key in found],
            scores=np.array([distance for distance, _ in found], np.float32),
            offsets=(0, len(found)),
            batch=ColumnBatch([], len(found)),
            session_ts=self.clock(),
            page_end=PageEnd(self.token, found[-1][0] if found else last),
        )


def serve(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "rows", server.query)
    monkeypatch.setattr(read, "search", server.search)
    monkeypatch.setattr(read, "count", server.count)


def rows(server: Server, pages: QueryPages) -> list[list[Any]]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        serve(server, monkeypatch)
        found: list[list[Any]] = []
        while (batch := Recorded().run(pages.next_page(context()))).num_rows:
            found.append(batch["id"].to_list())
        assert Recorded().run(pages.next_page(context())).num_rows == 0, "the end is the end"
        return found


def hits(server: Server, pages: SearchPages | ServerPages, ctx: Context | None = None) -> list[list[Any]]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        serve(server, monkeypatch)
        found: list[list[Any]] = []
        while len((page := Recorded().run(pages.next_page(ctx or context()))).ids):
            found.append(list(page.ids))
        assert not Recorded().run(pages.next_page(ctx or context())).ids, "the end is the end"
        return found


def query(**more: Any) -> QuerySpec:
    return replace(QuerySpec(collection="docs"), **more)


def search(metric: str = "L2", **more: Any) -> SearchSpec:
    return replace(SearchSpec(collection="docs", field="v", vectors=VECTORS, metric_type=metric), **more)


def test_rows_come_in_the_order_of_their_keys() -> None:
    server = Server([5, 1, 4, 2, 3])
    assert rows(server, QueryPages(query(filter="a or b"), KEY, 2)) == [[1, 2], [3, 4], [5]]
    assert [spec.filter for spec in server.queries[:3]] == ["a or b", "id > 2 and (a or b)", "id > 4 and (a or b)"]
    assert server.queries[0].params == {"iterator": "True", "reduce_stop_for_best": "True"}


def test_keys_of_text_are_quoted() -> None:
    server = Server(["b", "a", "c"])
    assert rows(server, QueryPages(query(), TEXT_KEY, 2)) == [["a", "b"], ["c"]]
    assert server.queries[1].filter == 'id > "b"'


def test_an_offset_beyond_all_rows_leaves_the_columns() -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        serve(Server(list(range(3))), monkeypatch)
        found = Recorded().run(QueryPages(query(offset=5), KEY, 4).next_page(context()))
    assert (found.names, len(found)) == (["id"], 0)


def test_offset_and_limit_of_all_pages() -> None:
    assert rows(Server(list(range(10))), QueryPages(query(offset=3), KEY, 4, limit=5)) == [[3, 4, 5, 6], [7]]
    assert rows(Server(list(range(3))), QueryPages(query(offset=5), KEY, 4)) == []
    assert rows(Server(list(range(3))), QueryPages(query(), KEY, 4, limit=0)) == []


class Shards(Server):
    """Sends more rows than it is asked for, as Milvus 2.3 does of several shards."""

    def query(self, ctx: Context, spec: QuerySpec) -> Op[FoundRows]:
        return (yield from super().query(ctx, replace(spec, limit=3 * (spec.limit or 0))))


def test_a_server_that_sends_more_than_it_was_asked_for() -> None:
    server = Shards(list(range(10)))
    assert rows(server, QueryPages(query(), KEY, 4)) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert rows(server, QueryPages(query(offset=3), KEY, 4, limit=5)) == [[3, 4, 5, 6], [7]]


@pytest.mark.parametrize(
    ("asked", "sent"), [((), ()), (("*",), ("*",)), (("a",), ("id", "a")), (("a", "id"), ("a", "id"))]
)
def test_the_key_is_always_asked_for(asked: tuple[str, ...], sent: tuple[str, ...]) -> None:
    server = Server([1])
    rows(server, QueryPages(query(options=ReadOptions(output_fields=asked)), KEY, 4))
    assert server.queries[0].options.output_fields == sent


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(-50, 50)), st.integers(1, 9), st.integers(0, 20), st.integers(0, 12), st.booleans())
def test_another_iterator_goes_on_from_a_cursor(
    keys: set[int], size: int, offset: int, pages: int, is_text: bool
) -> None:
    stored: list[Any] = [f"{key:+03d}" for key in keys] if is_text else list(keys)
    primary = TEXT_KEY if is_text else KEY
    server = Server(stored)
    with pytest.MonkeyPatch.context() as monkeypatch:
        serve(server, monkeypatch)
        first = QueryPages(query(offset=offset), primary, size)
        found = [Recorded().run(first.next_page(context())) for _ in range(pages)]
        again = QueryPages(query(offset=offset), primary, size, cursor=first.cursor if pages else None)
    read = [key for page in found if len(page) for key in page["id"].to_list()]
    read += [key for page in rows(server, again) for key in page]
    assert read == sorted(stored)[offset:]


def test_all_pages_show_the_state_of_the_first() -> None:
    server = Server([1, 2, 3], time=700)
    pages = QueryPages(query(), KEY, 2)
    rows(server, pages)
    assert [spec.options.snapshot for spec in server.queries] == [0, 701, 701, 701]
    assert pages.cursor == Cursor(701, 3)
    server.queries.clear()
    rows(server, QueryPages(query(), KEY, 2, cursor=Cursor(650, 1)))
    assert {spec.options.snapshot for spec in server.queries} == {650}, "that of the cursor"


def test_a_given_timestamp_is_the_state_to_show() -> None:
    server = Server([1, 2, 3], time=700)
    rows(server, QueryPages(query(options=ReadOptions(guarantee_timestamp=500)), KEY, 2))
    assert [spec.options.snapshot for spec in server.queries] == [None, 701, 701, 701]


def test_elements_of_a_row_that_is_not_done_come_next() -> None:
    pages = QueryPages(query(filter="element_filter(parts, $[size] > 3)"), KEY, 2, cursor=Cursor(0, 7, 4))
    server = Server([7, 8])
    rows(server, pages)
    sent = server.queries[0]
    assert sent.filter == "id >= 7 and (element_filter(parts, $[size] > 3))"
    assert sent.params["query_iter_last_pk"] == "7"
    assert sent.params["query_iter_last_element_offset"] == "4"


@pytest.mark.parametrize("size", [0, -1, 16_385, True, "9"])
def test_page_sizes_that_are_refused(size: Any) -> None:
    with pytest.raises(ParamError, match="a page has 1 to 16384 rows"):
        QueryPages(query(), KEY, size)
    with pytest.raises(ParamError, match="a page has 1 to 16384 rows"):
        SearchPages(search(), KEY, size)


def test_searches_that_are_refused() -> None:
    two = Vectors(type=DataType.FLOAT_VECTOR, values=[b"", b""])
    for spec, message in [
        (search(vectors=two), "takes one query vector, not 2"),
        (search(offset=1), "takes no offset"),
        (search("MAX_SIM"), "walks by L2, IP, COSINE, BM25, HAMMING, JACCARD, not by MAX_SIM"),
        (search(""), "not by no metric"),
        (search(params={"ef": 5}), "ef must be at least the page size, 10; it is 5"),
    ]:
        with pytest.raises(ParamError, match=message):
            SearchPages(spec, KEY, 10)


distances: st.SearchStrategy[list[float]] = st.lists(
    st.one_of(st.sampled_from([0.0, 1.0, 1.0000001, 7.5]), st.floats(0, 1e6, width=32)), min_size=0, max_size=60
)


@settings(max_examples=150, deadline=None)
@given(
    distances,
    st.integers(1, 20),
    st.one_of(st.none(), st.integers(0, 70)),
    st.sampled_from(["L2", "IP"]),
    st.booleans(),
)
def test_hits_are_those_of_one_large_search(
    found: list[float], size: int, limit: int | None, metric: str, on_lite: bool
) -> None:
    keys = list(range(len(found)))
    outward = 1 if metric == "L2" else -1
    expected = sorted(keys, key=lambda key: outward * found[key])
    pages = hits(Server(keys, found), SearchPages(search(metric), KEY, size, limit), lite() if on_lite else None)
    flat: list[int] = [key for page in pages for key in page]
    assert len(set(flat)) == len(flat)
    assert all(len(page) == size for page in pages[:-1])
    wanted = [found[key] for key in expected[:limit]]
    np.testing.assert_allclose([found[key] for key in flat], wanted, rtol=1e-5)
    assert len(flat) == len(wanted)


def test_a_page_of_equal_distances_is_walked_over() -> None:
    server = Server(list(range(50)), [1.0] * 40 + [2.0] * 10)
    pages = hits(server, SearchPages(search(), KEY, 7))
    assert sorted(key for page in pages for key in page) == list(range(50))


def test_the_bounds_of_a_range_search_stay() -> None:
    server = Server(list(range(10)), [float(each) for each in range(10)])
    pages = SearchPages(search(params={"radius": 7.5, "range_filter": 1.5, "ef": 99}), KEY, 2)
    assert hits(server, pages) == [[2, 3], [4, 5], [6, 7]]
    assert all(spec.params["radius"] <= 7.5 and spec.params["ef"] == 99 for spec in server.searches)


def test_milvus_lite_searches_wider_instead() -> None:
    server = Server(list(range(10)), [float(each) for each in range(10)])
    assert hits(server, SearchPages(search(), KEY, 4), lite()) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert [(spec.limit, spec.params) for spec in server.searches] == [(4, {"ef": 4}), (8, {"ef": 8}), (12, {"ef": 12})]


def test_the_bounds_of_a_range_search_on_milvus_lite() -> None:
    server = Server(list(range(20)), [float(each) for each in range(20)])
    pages = SearchPages(search(params={"radius": 17.5, "range_filter": 9.5}), KEY, 3)
    assert hits(server, pages, lite()) == [[10, 11, 12], [13, 14, 15], [16, 17]]


def test_the_filter_of_the_search_stays() -> None:
    server = Server(list(range(4)), [0.0, 1.0, 2.0, 3.0])
    hits(server, SearchPages(search(filter="a or b"), KEY, 2))
    assert server.searches[1].filter == "not (id in [1]) and (a or b)"


def test_a_hit_whose_distance_drifts_does_not_come_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server([1, 2, 3], [1.0, 1.0, 5.0])
    serve(server, monkeypatch)
    pages = SearchPages(search(), KEY, 2)
    assert Recorded().run(pages.next_page(context())).ids == [1, 2]
    server.distances = [1.0001, 1.0, 5.0]
    assert Recorded().run(pages.next_page(context())).ids == [3]


def test_too_many_equal_distances(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iterate, "MOST_TIES", 3)
    serve(Server(list(range(9)), [1.0] * 9), monkeypatch)
    pages = SearchPages(search(), KEY, 4)
    with pytest.raises(ParamError, match=r"more than 3 hits have the distance 1\.0"):
        Recorded().run(pages.next_page(context()))


NEW = context("2.6.1")


def pages_of_server(server: Server, pages: ServerPages) -> list[list[Any]]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        serve(server, monkeypatch)
        assert Recorded().run(pages.start(NEW))
        server.searches.clear()
    return hits(server, pages, NEW)


@given(st.sets(st.integers(0, 10_000), max_size=40), st.integers(1, 9), st.one_of(st.none(), st.integers(0, 50)))
def test_pages_of_the_server_hold_every_hit_once(found: set[int], size: int, limit: int | None) -> None:
    keys = sorted(found)
    server = Server(keys, [float(key) for key in keys])
    pages = pages_of_server(server, ServerPages(search(), size, limit))
    assert [key for page in pages for key in page] == keys[:limit]
    assert all(len(page) == size for page in pages[:-1])


def test_what_pages_of_the_server_ask_for() -> None:
    server = Server([1, 2, 3], [1.0, 2.5, 4.0], time=70)
    assert pages_of_server(server, ServerPages(search(extra={"ignore_growing": "true"}), 2)) == [[1, 2], [3]]
    first, second, _, _ = (spec.extra for spec in server.searches)
    always = {"ignore_growing": "true", "iterator": "True", "search_iter_v2": "True", "search_iter_batch_size": "2"}
    assert first == always
    assert second == {**always, "search_iter_id": "iterator-1", "search_iter_last_bound": "2.5"}
    assert {spec.options.snapshot for spec in server.searches} == {71}, "the state of the first answer"


def test_servers_that_make_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server([1], [1.0])
    server.token = ""
    serve(server, monkeypatch)
    assert not Recorded().run(ServerPages(search(), 2).start(NEW))
    server.searches.clear()
    assert not Recorded().run(ServerPages(search(), 2).start(context()))
    assert server.searches == [], "Milvus 2.3.5 is not asked"


def test_searches_that_the_server_cannot_walk() -> None:
    with pytest.raises(ParamError, match="takes no offset"):
        ServerPages(search(offset=1), 10)
