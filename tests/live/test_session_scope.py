"""A session of one tenant touches no row of another, whatever it is asked to do."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.fix_engines import Engine
from tests.support.recording_proxy import Fault, RecordingProxy, recorded
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_connection
from vectorm.errors import FlushError, NoResultFound, ParamError, SessionError
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector
from vectorm.query import delete, func, hybrid, raw, rrf, search, select
from vectorm.session import Session, schema
from vectorm.wire.messages import DeleteRequest, HybridSearchRequest, QueryRequest, SearchRequest

RUN = uuid.uuid4().hex[:8]


class Paper(Model, collection=f"scope_papers_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    tenant: Mapped[str] = field(default="acme", max_length=20)
    year: Mapped[int] = field(default=2000)
    near: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Stray(Model, collection=f"scope_strays_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    near: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


def paper(key: int, tenant: str = "acme", year: int = 2000) -> Paper:
    return Paper(id=key, tenant=tenant, year=year, near=[float(key), 0.0])


@pytest.fixture(scope="module")
def proxy(engine: Engine) -> Iterator[tuple[RecordingProxy, Connection]]:
    with recorded(engine.uri) as recording:
        connection = open_connection(uri=recording.uri)
        schema.ensure(Paper, bind=connection)
        yield recording, connection
        schema.drop_all(Paper, bind=connection)
        connection.close()


@pytest.fixture
def mine(proxy: tuple[RecordingProxy, Connection]) -> Iterator[Session]:
    """A session of the tenant acme; keys 1 to 4 are acme's, 11 to 14 are another's."""
    recording, connection = proxy
    session = Session(bind=connection)
    session.execute(delete(Paper).where(Paper.id >= 0))
    session.add_all([paper(key) for key in range(1, 5)] + [paper(key, "other") for key in range(11, 15)])
    session.commit()
    recording.methods.clear()
    recording.requests.clear()
    yield Session(bind=connection, scope=Paper.tenant == "acme")
    with Session(bind=connection) as everyone:
        theirs = everyone.scalars(select(Paper).where(Paper.tenant == "other")).all()
    assert sorted(each.id for each in theirs) == [11, 12, 13, 14]


def filters(recording: RecordingProxy) -> list[str]:
    """The filters of all reads and deletes that were sent."""
    found: list[str] = []
    for method, request in zip(recording.methods, recording.requests, strict=True):
        if method == "Query":
            found.append(QueryRequest.FromString(request).expr)
        elif method == "Delete":
            found.append(DeleteRequest.FromString(request).expr)
        elif method == "Search":
            found.append(SearchRequest.FromString(request).dsl)
        elif method == "HybridSearch":
            found += [arm.dsl for arm in HybridSearchRequest.FromString(request).requests]
    return found


ANYTHING = Paper.id >= 0
TOTAL = select(Paper).aggregate(func.count())
READS: dict[str, Callable[[Session], list[Any]]] = {
    "scalars": lambda session: [each.id for each in session.scalars(select(Paper))],
    "or": lambda session: session.scalars(select(Paper).where((Paper.year > 1) | (Paper.tenant == "other"))).ids,
    "raw": lambda session: session.scalars(select(Paper).where(raw("id > 0 or tenant == 'other'"))).ids,
    "ordered": lambda session: session.scalars(select(Paper).order_by(Paper.year).limit(9)).ids,
    "get_many": lambda session: [each.id for each in session.get_many(Paper, [1, 11, 2, 12, 3, 4])],
    "stream": lambda session: [each.id for each in session.stream(select(Paper), page_size=2)],
    "search": lambda session: session.search(search(Paper.near).near([11.0, 0.0]).limit(8)).ids,
    "searches": lambda session: session.search(search(Paper.near).near_all([[11.0, 0.0]]).limit(8))[0].ids,
    "range": lambda session: session.search(search(Paper.near).near([11.0, 0.0]).within(radius=1e9).limit(8)).ids,
    "count": lambda session: list(range(1, 1 + session.count(select(Paper)))),
    "many values": lambda session: session.scalars(select(Paper).where(Paper.year.in_(range(20_000)))).ids,
    "many in groups": lambda session: session.execute(
        select(Paper).where(Paper.id.in_(range(20_000))).group_by(Paper.id).aggregate(func.max(Paper.year))
    ).scalars(Paper.id),
    "near a key": lambda session: session.search(search(Paper.near).near_key(1).limit(8)).ids,
    "near keys": lambda session: session.search(search(Paper.near).near_keys([4, 1]).limit(8))[1].ids,
    "near an object": lambda session: (
        [*session.search(search(Paper.near).near_object(session.get_one(Paper, 1), leave_out=True).limit(8)).ids, 1]
    ),
    "long list": lambda session: session.scalars(select(Paper).where(Paper.id.in_(range(17_000)))).ids,
    "groups": lambda session: session.execute(select(Paper).group_by(Paper.id)).scalars("id"),
    "total": lambda session: list(range(1, 1 + session.execute(TOTAL).rows()[0]["count(*)"])),
}


@pytest.mark.parametrize("name", READS)
def test_reads(proxy: tuple[RecordingProxy, Connection], mine: Session, name: str) -> None:
    assert sorted(READS[name](mine)) == [1, 2, 3, 4]
    sent = filters(proxy[0])
    assert sent
    assert all('tenant == "acme"' in each for each in sent), sent


@pytest.mark.needs("hybrid")
def test_each_arm_of_a_hybrid_search(proxy: tuple[RecordingProxy, Connection], mine: Session) -> None:
    arms = [search(Paper.near).near([11.0, 0.0]).limit(8), search(Paper.near).near([1.0, 0.0]).where(ANYTHING).limit(8)]
    assert sorted(mine.search(hybrid(*arms).rerank(rrf()).limit(8)).ids) == [1, 2, 3, 4]
    sent = filters(proxy[0])
    assert len(sent) == 2
    assert all('tenant == "acme"' in each for each in sent), sent


def test_single_rows(mine: Session) -> None:
    assert mine.get(Paper, 11) is None
    assert not mine.exists(select(Paper).where(Paper.tenant == "other"))
    assert mine.refresh(paper(12)) is False


def test_a_search_by_the_key_of_anothers_row(proxy: tuple[RecordingProxy, Connection], mine: Session) -> None:
    with pytest.raises(NoResultFound, match="key 11"):
        mine.search(search(Paper.near).near_key(11).limit(8))
    assert "Search" not in proxy[0].methods
    assert all('tenant == "acme"' in each for each in filters(proxy[0]))


def test_a_dry_run_shows_what_is_sent(proxy: tuple[RecordingProxy, Connection], mine: Session) -> None:
    for statement in (
        select(Paper),
        select(Paper).group_by(Paper.year).aggregate(func.count()),
        delete(Paper).where(ANYTHING),
    ):
        assert 'tenant == "acme"' in str(mine.explain(statement))
    assert all('tenant == "acme"' in each for each in filters(proxy[0]))
    assert "Delete" not in proxy[0].methods
    mine.add(paper(20, "other"))
    with pytest.raises(SessionError, match="scope"):
        mine.explain()


def test_resolving(proxy: tuple[RecordingProxy, Connection], mine: Session) -> None:
    """A row is looked for among those of the tenant."""
    obj = paper(5)
    mine.add(obj)
    proxy[0].faults = {"Upsert": Fault.BROKEN}
    with pytest.raises(FlushError):
        mine.flush()
    proxy[0].methods.clear()
    proxy[0].requests.clear()
    assert mine.resolve("verify").done == [obj]
    assert len(filters(proxy[0])) == 1
    assert all('tenant == "acme"' in each for each in filters(proxy[0]))


def test_deletes(proxy: tuple[RecordingProxy, Connection], mine: Session) -> None:
    mine.execute(delete(Paper).where(ANYTHING))
    assert all('tenant == "acme"' in each for each in filters(proxy[0]))
    with pytest.raises(ParamError, match="has no condition"):
        mine.execute(delete(Paper))


WRITES: dict[str, Callable[[Session], Any]] = {
    "another's object": lambda session: session.add(paper(20, "other")),
    "another's key": lambda session: session.add(paper(11)),
    "another's key deleted": lambda session: session.delete(paper(11)),
    "given away": lambda session: setattr(session.get_one(Paper, 1), "tenant", "other"),
    "merged": lambda session: session.merge(paper(12)),
    "rows": lambda session: session.bulk_insert(Paper, [{"id": 20, "tenant": "other", "near": [0.0, 0.0]}]),
    "rows of another's key": lambda session: session.bulk_insert(Paper, {"id": [1, 11], "near": np.zeros((2, 2))}),
    "a model without a tenant": lambda session: session.add(Stray(id=1, near=[0.0, 0.0])),
    "a read of one": lambda session: session.count(select(Stray)),
}


@pytest.mark.parametrize("name", WRITES)
def test_writes_are_refused_before_anything_is_sent(
    proxy: tuple[RecordingProxy, Connection], mine: Session, name: str
) -> None:
    def write() -> None:
        WRITES[name](mine)
        mine.commit()

    with pytest.raises(SessionError, match="scope"):
        write()
    assert not {"Insert", "Upsert", "Delete"} & set(proxy[0].methods)


def test_own_rows_are_written_and_deleted(mine: Session) -> None:
    mine.add(paper(5))
    mine.get_one(Paper, 1).year = 1999
    mine.delete(mine.get_one(Paper, 2))
    mine.commit()
    mine.bulk_insert(Paper, {"id": [3, 6], "near": np.zeros((2, 2))})
    found = mine.scalars(select(Paper).order_by(Paper.id)).all()
    assert [(each.id, each.year) for each in found] == [(1, 1999), (3, 2000), (4, 2000), (5, 2000), (6, 2000)]


def test_an_object_without_the_fields_of_the_scope_is_known_by_its_row(mine: Session) -> None:
    obj = mine.get_one(Paper, 1)
    obj.tenant, obj.year = "other", 1
    mine.expire(obj)
    assert "tenant" not in vars(obj)
    mine.delete(obj)
    mine.commit()
    assert mine.get(Paper, 1) is None
    theirs = paper(11)
    del vars(theirs)["tenant"]
    for act in (mine.delete, mine.add):
        act(theirs)
        with pytest.raises(SessionError, match="stored outside the session's scope"):
            mine.flush()
        mine.expunge(theirs)


def test_a_scope_names_fields(proxy: tuple[RecordingProxy, Connection], mine: Session) -> None:
    with pytest.raises(ParamError, match="is no scope"):
        Session(bind=proxy[1], scope=raw("tenant == 'acme'"))
    with pytest.raises(SessionError, match=r"says nothing of Stray"):
        mine.explain(select(Stray))
    assert 'tenant == "acme"' in str(mine.explain(select(Paper)))
