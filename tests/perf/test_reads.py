"""Replies become rows column by column, and a small search calls few functions."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.perf.counting import Work, calls, calls_per_row
from tests.perf.rows import DIM, OUTPUT, Page, context, driver, query_reply, search_reply
from vectorm.client import requests
from vectorm.client.query_result import query_result
from vectorm.client.search_result import search_result
from vectorm.model.mapper import models_from_batch
from vectorm.query import search, select
from vectorm.session import reads
from vectorm.session.state import SessionState
from vectorm.wire import read as wire

NONE = 0.05
"""Calls a row."""

NEAR = np.ones(DIM, np.float32)


def reading(read: Callable[[bytes], object]) -> Callable[[int], Work]:
    """Work that reads the reply to a query of so many rows."""

    def prepare(count: int) -> Work:
        reply = query_reply(count)
        return lambda: read(reply)

    return prepare


def test_rows() -> None:
    assert calls_per_row(reading(lambda reply: wire.decode_query(reply).rows())) < NONE


def test_rows_in_the_shape_of_pymilvus() -> None:
    assert calls_per_row(reading(lambda reply: query_result(wire.decode_rows(reply)))) < NONE


def test_hits_in_the_shape_of_pymilvus() -> None:
    def prepare(count: int) -> Work:
        reply = search_reply(count, queries=10)
        return lambda: search_result(wire.decode_search(reply), pk_name="id")

    assert calls_per_row(prepare) < NONE


def test_reading_a_hit_calls_nothing() -> None:
    hits = search_result(wire.decode_search(search_reply(100)), pk_name="id")[0]

    def work() -> None:
        for hit in hits:
            assert len(hit["entity"]) == len(OUTPUT), (hit["id"], hit["distance"])

    assert calls(work) == 1  # itself


def test_objects() -> None:
    assert calls_per_row(reading(lambda reply: models_from_batch(Page, wire.decode_query(reply)))) < NONE


def test_objects_of_a_session() -> None:
    def prepare(count: int) -> Work:
        ctx, recorded = context(), driver({"Query": query_reply(count)})
        statement = select(Page).with_vectors().limit(count)

        def work() -> None:
            recorded.run(reads.select(ctx, SessionState(), statement)).all()

        return work

    assert calls_per_row(prepare) < NONE


def test_objects_that_have_gone() -> None:
    def prepare(count: int) -> Work:
        ctx, recorded = context(), driver({"Query": query_reply(count)})
        statement = select(Page).with_vectors().limit(count)

        def work() -> None:
            state = SessionState()
            recorded.run(reads.select(ctx, state, statement)).all()
            assert not list(state.unit.changes())

        return work

    assert calls_per_row(prepare) < NONE


def small_search() -> Work:
    """What `MilvusClient.search` does between its arguments and its result."""
    ctx, recorded = context(), driver({"Search": search_reply(10)})
    options: Any = {}
    where = requests.Read(collection="pages", fields=OUTPUT, consistency=options)
    what = requests.Search(data=[NEAR], field="vec", param={}, limit=10, extra=requests.search_params(options))
    return lambda: recorded.run(requests.search(ctx, where, what))


def test_a_small_search() -> None:
    assert calls(small_search()) < 230


def test_a_small_search_of_a_statement() -> None:
    ctx, recorded = context(), driver({"Search": search_reply(10)})
    statement = search(Page.vec).near(NEAR).limit(10)

    def work() -> None:
        recorded.run(reads.search(ctx, SessionState(), statement))[0].rows()

    assert calls(work) < 195


def test_a_statement() -> None:
    ctx = context()

    def work() -> None:
        select(Page).where(
            Page.id >= 5, Page.id < 9, Page.name == "a", Page.score > 0.5, Page.meta["lang"] == "en"
        ).limit(10).build(ctx.capabilities)

    assert calls(work) < 110
