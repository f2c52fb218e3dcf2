"""Searches by stored rows and rankers of statements: what they find is what one reckons by hand."""

import asyncio
import math
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.fix_session import Open
from vectorm import FunctionChain, FunctionChainStage
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.errors import NoResultFound, ParamError, Unsupported
from vectorm.function_chain import col, fn
from vectorm.model import BM25, FLAT, FloatVector, Mapped, Model, SparseVector, field, vector
from vectorm.query import (
    Hit,
    Hits,
    Search,
    boost,
    boosts,
    decay,
    delete,
    hybrid,
    random_score,
    search,
)
from vectorm.session import Session, schema

RUN = uuid.uuid4().hex[:8]
VECTORS = np.random.default_rng(7).random((40, 4), np.float32)


class Item(Model, collection=f"near_items_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    tenant: Mapped[str] = field(max_length=8)
    year: Mapped[int] = field(default=2000)
    near: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="COSINE"))


class Text(Model, collection=f"near_texts_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[str] = field(max_length=100)
    near: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="COSINE"))
    words: Mapped[SparseVector] = vector(function=BM25("body"))


@pytest.fixture(scope="module")
def items(connections_of: tuple[Connection, AsyncConnection]) -> Iterator[list[Session]]:
    """Items are stored: the sessions that wrote to them, for sessions of the other connection to see it."""
    sync, _ = connections_of
    schema.ensure(Item, bind=sync)
    with Session(bind=sync) as session:
        session.add_all(
            Item(id=row, tenant="ab"[row % 2], year=2000 + row, near=each) for row, each in enumerate(VECTORS)
        )
    yield [session]
    schema.drop_all(Item, bind=sync)


@pytest.fixture
def open_session(open_session: Open, items: list[Session]) -> Open:
    """Opens sessions that see what the sessions before them wrote."""

    def open_next(**options: Any) -> Session:
        items.append(open_session(token=items[-1].token, **options))
        return items[-1]

    return open_next


def nearest(row: int, *, without: tuple[int, ...] = (), of: range = range(40)) -> list[int]:
    """Rows by their similarity to a row."""
    units = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    return [int(each) for each in np.argsort(-(units @ units[row])) if each not in without and int(each) in of]


def similarity(row: int, other: int) -> float:
    a, b = VECTORS[row], VECTORS[other]
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def found(hits: Hits[Item]) -> list[int]:
    return [int(key) for key in hits.ids]


by = search(Item.near)


def test_near_a_stored_row(open_session: Open) -> None:
    session = open_session()
    assert found(session.search(by.near_key(3).limit(5))) == nearest(3)[:5]
    item = session.get_one(Item, 9)  # read without its vector
    assert found(session.search(by.near_object(item, leave_out=True).limit(5))) == nearest(9, without=(9,))[:5]
    assert session.search(by.near_key(3).limit(1))[0].obj.year == 2003


def test_near_several_stored_rows_in_the_order_that_was_asked_for(open_session: Open) -> None:
    hits = open_session().search(by.near_keys([8, 2, 8]).limit(4))
    assert [found(each) for each in hits] == [nearest(row)[:4] for row in (8, 2, 8)]
    hits = open_session().search(by.near_keys([8, 2], leave_out=True).limit(4))
    assert [found(each) for each in hits] == [nearest(row, without=(2, 8))[:4] for row in (8, 2)]


def test_a_row_that_is_not_stored(open_session: Open) -> None:
    with pytest.raises(NoResultFound, match="no Item with key 77, 88: there is nothing to search with"):
        open_session().search(by.near_keys([3, 88, 77]))


def test_a_scoped_session_searches_with_rows_of_its_own_only(open_session: Open) -> None:
    mine = open_session(scope=Item.tenant == "a")
    assert found(mine.search(by.near_key(4).limit(3))) == nearest(4, of=range(0, 40, 2))[:3]
    with pytest.raises(NoResultFound, match="no Item with key 5"):
        mine.search(by.near_key(5))


def test_a_row_of_this_session_that_is_not_flushed_yet(open_session: Open) -> None:
    session = open_session()
    session.add(Item(id=100, tenant="a", near=VECTORS[6] * 2))
    assert found(session.search(by.near_key(100, leave_out=True).limit(3))) == nearest(6)[:3]
    session.execute(delete(Item).where(Item.id == 100))


def test_rounded_scores(open_session: Open) -> None:
    hits = open_session().search(by.near(VECTORS[0]).round_decimal(2).ignore_growing().limit(3))
    assert [round(score, 2) for score in hits.scores.tolist()] == pytest.approx(hits.scores.tolist())


@pytest.mark.needs("hybrid", "functions")
def test_near_a_stored_row_in_a_hybrid_search_and_by_its_words(
    connections_of: tuple[Connection, AsyncConnection], open_session: Open
) -> None:
    sync, _ = connections_of
    schema.ensure(Text, bind=sync)
    session = open_session()
    bodies = ["red fox", "grey fox", "red hen", "blue whale"]
    session.add_all(Text(id=row, body=body, near=VECTORS[row]) for row, body in enumerate(bodies))
    session.commit()
    assert sorted(session.search(search(Text.words).near_key(0, leave_out=True)).ids) == [1, 2]
    both = hybrid(search(Text.words).near_key(0, leave_out=True), search(Text.near).near_key(0)).limit(4)
    assert sorted(session.search(both).ids) == [1, 2, 3]


def test_a_stream_of_hits_is_the_whole_search(
    open_session: Open, event_loop_of_tests: asyncio.AbstractEventLoop
) -> None:
    session = open_session(scope=Item.tenant == "a")

    async def collect(stream: AsyncIterator[Hit[Item]]) -> list[Hit[Item]]:
        return [hit async for hit in stream]

    def streamed(statement: Search[Item]) -> list[Hit[Item]]:
        stream: Any = session.stream(statement, page_size=3)
        return event_loop_of_tests.run_until_complete(collect(stream)) if hasattr(stream, "__anext__") else [*stream]

    for statement, expected in (
        (by.near(VECTORS[0]), nearest(0, of=range(0, 40, 2))),
        (by.near_key(4, leave_out=True).limit(7), nearest(4, without=(4,), of=range(0, 40, 2))[:7]),
        (by.near(VECTORS[0]).where(Item.year > 2020), nearest(0, of=range(22, 40, 2))),
    ):
        hits = streamed(statement)
        assert [hit.id for hit in hits] == expected
        assert hits[0].obj.year == 2000 + expected[0]
    with pytest.raises(ParamError, match=r"no group_by\(\)"):
        streamed(by.near(VECTORS[0]).group_by(Item.year))


CURVES: dict[str, Callable[[float], float]] = {
    "gauss": lambda far: math.exp(far * far / (25 / math.log(0.4))),
    "exp": lambda far: math.exp(math.log(0.4) / 5 * far),
    "linear": lambda far: max(0.0, (5 / 0.6 - far) / (5 / 0.6)),
}
"""https://milvus.io/docs/decay-ranker-overview.md with scale 5 and decay 0.4."""


def check(hits: Hits[Item], score: Callable[[int], float]) -> None:
    """The hits are the best by a score, and have it."""
    expected = sorted(((score(row), row) for row in range(40)), reverse=True)[: len(hits)]
    assert found(hits) == [row for _, row in expected]
    assert hits.scores.tolist() == pytest.approx([each for each, _ in expected], abs=1e-4)


@pytest.mark.needs("function_score")
def test_decay(open_session: Open) -> None:
    for curve in ("gauss", "exp", "linear"):
        ranker = decay(Item.year, origin=2010, scale=5, offset=1, decay=0.4, curve=curve)
        hits = open_session().search(by.near_key(0).rerank(ranker).limit(4))
        check(hits, lambda row: similarity(0, row) * CURVES[curve](max(0.0, abs(row - 10) - 1)))  # noqa: B023


@pytest.mark.needs("function_score")
def test_boosts(open_session: Open) -> None:
    new = boost(Item.year > 2020, weight=1.5)
    hits = open_session().search(by.near_key(0).rerank(new).limit(4))
    check(hits, lambda row: similarity(0, row) * (1.5 if row > 20 else 1))
    several = boosts(boost(Item.year > 2020, weight=0.5), boost(Item.tenant == "a", weight=0.25), boost_mode="sum",
                     function_mode="sum")  # fmt: skip
    hits = open_session().search(by.near_key(0).rerank(several).limit(4))
    check(hits, lambda row: similarity(0, row) + 0.5 * (row > 20) + 0.25 * (row % 2 == 0))


@pytest.mark.needs("function_score")
def test_a_random_factor_is_the_same_for_the_same_seed(open_session: Open) -> None:
    def hits(seed: int) -> list[int]:
        ranker = boost(weight=1, random=random_score(seed, Item.year))
        return found(open_session().search(by.near_key(0).rerank(ranker).only(Item.id).limit(4)))

    assert hits(1) == hits(1)
    assert len({tuple(hits(seed)) for seed in range(5)}) > 1


@pytest.mark.needs("function_chains")
def test_a_chain(open_session: Open) -> None:
    chain = (
        FunctionChain(FunctionChainStage.L2_RERANK)
        .map("fresh", fn.decay(col("year"), function="linear", origin=2010, scale=20))
        .map("$score", fn.num_combine(col("$score"), col("fresh"), mode="weighted", weights=[0.25, 0.75]))
        .sort("$score", tie_break_col="$id")
        .limit(4)
    )
    hits = open_session().search(by.near_key(0).rerank(chain).limit(40))
    check(hits, lambda row: 0.25 * similarity(0, row) + 0.75 * max(0.0, 1 - 0.5 / 20 * abs(row - 10)))


@pytest.mark.engines("milvus")
def test_rankers_are_refused_where_they_would_be_ignored(open_session: Open) -> None:
    for ranker in (decay(Item.year, origin=1, scale=1), boost(weight=2)):
        with pytest.raises(Unsupported, match="rankers as functions: it would ignore them"):
            open_session().search(by.near(VECTORS[0]).rerank(ranker))
