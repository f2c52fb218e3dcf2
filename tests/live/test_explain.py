"""What `session.explain` holds is what is sent afterwards, byte for byte."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fix_client import Blocking
from tests.fix_engines import Engine
from tests.support.recording_proxy import RecordingProxy, recorded
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_async_connection, open_connection
from vectorm.model import FLAT, Embed, FloatVector, Mapped, Model, field, vector
from vectorm.query import boost, decay, delete, func, hybrid, search, select, weighted
from vectorm.session import AsyncSession, Explanation, Session, schema
from vectorm.session import flush as flushing
from vectorm.wire.messages import QueryRequest, SearchRequest

RUN = uuid.uuid4().hex[:8]
KEYS = range(1, 9)
ABOUT_ROWS = {"Insert", "Upsert", "Delete", "Query", "Search", "HybridSearch"}

embedded: list[str] = []


def encode(texts: list[str]) -> list[list[float]]:
    embedded.extend(texts)
    return [[float(len(text)), 1.0] for text in texts]


class Paper(Model, collection=f"explain_papers_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(default="untitled", max_length=40)
    year: Mapped[int] = field(default=2000)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=4, max_length=8)
    meta: Mapped[dict[str, Any]] = field(default_factory=dict)
    near: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"), embed=Embed(encode, source="title"))


class Event(Model, collection=f"explain_events_{RUN}"):
    id: Mapped[int] = field(primary_key=True, auto_id=True)
    name: Mapped[str] = field(default="", max_length=20)
    near: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


def paper(key: int, **values: Any) -> Paper:
    """A paper with a vector of its own."""
    made = Paper(id=key, **values)
    made.near = np.array([key, 0.0], np.float32)
    return made


class Link:
    """Both kinds of connection to an engine, through a proxy that notes what is sent."""

    def __init__(self, proxy: RecordingProxy, sync: Connection, aio: AsyncConnection) -> None:
        self.proxy = proxy
        self.sync = sync
        self.aio = aio

    def clear(self) -> None:
        self.proxy.methods.clear()
        self.proxy.requests.clear()

    @property
    def sent(self) -> list[tuple[str, bytes]]:
        """What was sent since `clear` that is about rows."""
        pairs = zip(self.proxy.methods, self.proxy.requests, strict=True)
        return [(method, request) for method, request in pairs if method in ABOUT_ROWS]


@pytest.fixture(scope="module")
def link(engine: Engine) -> Iterator[Link]:
    with recorded(engine.uri) as proxy:
        sync, aio = open_connection(uri=proxy.uri), open_async_connection(uri=proxy.uri)
        schema.ensure(Paper, Event, bind=sync)
        yield Link(proxy, sync, aio)
        schema.drop_all(Paper, Event, bind=sync)
        sync.close()


Open = Callable[..., Session]


@pytest.fixture
def opened(link: Link, client_mode: str, event_loop_of_tests: asyncio.AbstractEventLoop) -> Open:
    """Opens sessions of either kind."""

    def open_one(**options: Any) -> Session:
        if client_mode == "sync":
            return Session(bind=link.sync, **options)
        return cast("Session", Blocking(AsyncSession(bind=link.aio, **options), event_loop_of_tests))

    return open_one


@pytest.fixture
def filled(opened: Open) -> Open:
    """Opens sessions where eight papers are stored."""
    fill(opened())
    return opened


def fill(session: Session) -> None:
    session.execute(delete(Paper).where(Paper.id >= 0))
    session.add_all([paper(key, year=2000 + key) for key in KEYS])
    session.commit()


def known(session: Session) -> list[list[dict[str, str]]]:
    """The objects with work on them, by their values."""
    kinds = (session.new, session.dirty, session.deleted)
    return [[{name: str(value) for name, value in vars(obj).items()} for obj in objects] for objects in kinds]


def planned(explanation: Explanation) -> list[tuple[str, bytes]]:
    return [(each.outline.method, each.request) for each in explanation.requests]


# Work on objects: each action takes a session and a number.
def add(session: Session, number: int) -> None:
    session.add(paper(number, title="new", year=number))


def add_text(session: Session, number: int) -> None:
    session.add(Paper(id=100 + number, title="t" * number))


def insert(session: Session, number: int) -> None:
    session.add(Event(name=str(number), near=np.array([number, 0.0])))


def change(session: Session, number: int) -> None:
    """Of an object that is read without its vector."""
    found = session.get(Paper, number)
    if found is not None:
        found.year += 1


def change_in_place(session: Session, number: int) -> None:
    found = session.get(Paper, number, vectors=True)
    if found is not None and "near" in vars(found):  # one that is to be deleted is not read again
        found.near[1] += 1
        found.meta["n"] = number


def change_text(session: Session, number: int) -> None:
    found = session.get(Paper, number, vectors=True)
    if found is not None:
        found.title += "x"


def remove_and_add(session: Session, number: int) -> None:
    found = session.get(Paper, number, vectors=True)
    if found is not None:
        session.delete(found)
        session.add(found)


def remove(session: Session, number: int) -> None:
    found = session.get(Paper, number)
    if found is not None:
        session.delete(found)


ACTIONS = [add, add_text, insert, change, change_in_place, change_text, remove, remove_and_add]
WORK = st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(KEYS)), min_size=1, max_size=7)
quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def same(engine: Engine, plan: list[tuple[str, bytes]], sent: list[tuple[str, bytes]]) -> None:
    """Milvus Lite gets one request at a time; on Milvus those of one stage are under way at once."""
    if engine.name == "lite":
        assert plan == sent
    assert sorted(plan) == sorted(sent)


@quick
@given(work=WORK, scoped=st.booleans())
def test_a_flush_sends_what_was_planned(
    link: Link, opened: Open, engine: Engine, work: list[tuple[Callable[[Session, int], None], int]], *, scoped: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fill(opened())
        patch.setattr(flushing, "MOST_ROWS", 2)  # so that there are several batches
        session = opened(autoflush=False, scope=[Paper.id >= 0, Event.name != "x"] if scoped else None)
        for action, number in work:
            action(session, number)
        before = known(session)
        link.clear()
        plan = session.explain(embed=True)
        read = [(each.outline.method, each.request) for each in plan.requests if each.is_read_now]
        assert link.sent == read
        assert not {"Insert", "Upsert", "Delete"} & {method for method, _ in read}
        assert known(session) == before
        link.clear()
        session.flush()
        same(engine, planned(plan), link.sent)


def test_zeros_stand_for_vectors_that_are_not_made(link: Link, filled: Open) -> None:
    session = filled()
    fresh = uuid.uuid4().hex[:8]  # texts are cached
    session.add_all([Paper(id=number, title=f"{fresh} {number % 2}") for number in range(20, 24)])
    embedded.clear()
    plan = session.explain()
    assert (embedded, plan.texts) == ([], (("near", 2),))
    link.clear()
    session.flush()
    assert sorted(embedded) == [f"{fresh} 0", f"{fresh} 1"]
    ((method, request),) = link.sent
    (told,) = plan.requests
    assert (method, len(request)) == (told.outline.method, told.outline.size)
    assert request != told.request


STATEMENTS: dict[str, Callable[[], Any]] = {
    "select": lambda: select(Paper).where(Paper.year > 2001),
    "page": lambda: select(Paper).limit(3).offset(1).only(Paper.title),
    "ordered": lambda: select(Paper).order_by(Paper.year.desc()).limit(2),
    "grouped": lambda: select(Paper).where(Paper.year > 2001).group_by(Paper.title).aggregate(func.count()),
    "counted": lambda: select(Paper).aggregate(func.count()),
    "search": lambda: search(Paper.near).near([1.0, 2.0]).where(Paper.year < 2007).limit(3).offset(1),
    "text": lambda: search(Paper.near).near("a text").limit(3),
    "several": lambda: search(Paper.near).near_all([[1.0, 2.0], [3.0, 4.0]]).limit(2),
    "by key": lambda: search(Paper.near).near_key(3, leave_out=True).limit(3),
    "by keys": lambda: search(Paper.near).near_keys([5, 3, 5]).consistency("Strong"),
    "range": lambda: search(Paper.near).near([1.0, 2.0]).within(radius=9.0, range_filter=0.5).limit(4),
    "rounded": lambda: search(Paper.near).near([1.0, 2.0]).round_decimal(2).ignore_growing().partitions("_default"),
    "delete": lambda: delete(Paper).where(Paper.year < 2003),
    "in many": lambda: select(Paper).where(Paper.id.in_(range(2_000)), Paper.title.startswith("un")),
}
ADVANCED: dict[str, Callable[[], Any]] = {
    "hybrid": lambda: (
        hybrid(search(Paper.near).near_key(2, leave_out=True), search(Paper.near).near("words").where(Paper.year > 1))
        .rerank(weighted(0.2, 0.8))
        .limit(3)
    ),
    "groups of hits": lambda: search(Paper.near).near([1.0, 2.0]).group_by(Paper.year, size=2, strict=True).limit(2),
    "decay": lambda: search(Paper.near).near([1.0, 2.0]).rerank(decay(Paper.year, origin=2003, scale=2)),
    "boost": lambda: search(Paper.near).near([1.0, 2.0]).rerank(boost(Paper.year > 2003, weight=0.5)),
}


def run(session: Session, statement: Any) -> None:
    """Run a statement as its kind is run."""
    kind = type(statement).__name__
    method = {"Select": "scalars", "Delete": "execute", "Grouped": "execute"}.get(kind, "search")
    getattr(session, method)(statement)


def check(link: Link, session: Session, statement: Any) -> Explanation:
    link.clear()
    plan = session.explain(statement, embed=True)
    assert link.sent == [(each.outline.method, each.request) for each in plan.requests if each.is_read_now]
    link.clear()
    run(session, statement)
    sent = link.sent[: len(plan.requests)]  # further pages depend on the answers
    assert [without(each.open, *pair) for each, pair in zip(plan.requests, planned(plan), strict=True)] == [
        without(each.open, *pair) for each, pair in zip(plan.requests, sent, strict=True)
    ]
    assert sum(method in {"Search", "HybridSearch", "Delete"} for method, _ in link.sent) == sum(
        method in {"Search", "HybridSearch", "Delete"} for method, _ in planned(plan)
    )
    return plan


def without(names: tuple[str, ...], method: str, request: bytes) -> tuple[str, bytes]:
    """A request without the fields that are known only when it is sent."""
    if not names:
        return method, request
    made: Any = (QueryRequest if method == "Query" else SearchRequest).FromString(request)
    for name in names:
        made.ClearField(name)
    return method, made.SerializeToString()


SCOPED = ("page", "ordered", "search", "by key", "delete")


@pytest.mark.parametrize(
    ("name", "with_scope"), [(name, False) for name in STATEMENTS] + [(name, True) for name in SCOPED]
)
def test_a_statement_sends_what_was_planned(link: Link, filled: Open, name: str, *, with_scope: bool) -> None:
    session = filled(scope=Paper.year > 1999) if with_scope else filled()
    plan = check(link, session, STATEMENTS[name]())
    assert not any(each.open for each in plan.requests)
    if with_scope:
        assert all(b"year > 1999" in each.request for each in plan.requests)


@pytest.mark.parametrize("name", ADVANCED)
@pytest.mark.needs("hybrid", "function_score")
def test_what_newer_engines_do_is_planned_too(link: Link, filled: Open, name: str) -> None:
    check(link, filled(), ADVANCED[name]())


@pytest.mark.parametrize("name", ["select", "by key", "delete"])
def test_a_statement_tells_of_the_flush_before_it(link: Link, filled: Open, engine: Engine, name: str) -> None:
    session = filled()
    add(session, 3)
    insert(session, 1)
    plan = check(link, session, STATEMENTS[name]())
    assert {"Upsert", "Insert"} < {each.outline.method for each in plan.requests}
    late = () if engine.name == "lite" else ("guarantee_timestamp",)
    reads = {"select": {"Query": late}, "by key": {"Query": late, "Search": (*late, "placeholder_group")}, "delete": {}}
    assert {each.outline.method: each.open for each in plan.requests if each.open} == {
        method: unknown for method, unknown in reads[name].items() if unknown
    }


def test_what_a_flush_would_refuse_is_refused(opened: Open) -> None:
    from vectorm.errors import FlushError

    session = opened()
    session.add(Paper.model_construct(id=1, title="x" * 50, near=np.zeros(2)))
    with pytest.raises(FlushError, match="title"):
        session.explain()
    with suppress(FlushError):
        session.rollback()
