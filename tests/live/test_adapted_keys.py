"""Keys of types with an adapter: programs give and get Python values, and only requests hold what is stored."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from tests.fix_session import Open
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.enums import DataType
from vectorm.errors import NoResultFound, SessionError
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, register_adapter, vector
from vectorm.query import delete, search, select
from vectorm.session import Session, inspect, schema

RUN = uuid.uuid4().hex[:8]


@dataclass(frozen=True)
class Isbn:
    """A type of the application's own."""

    digits: str


register_adapter(Isbn, DataType.VARCHAR, store=lambda isbn: f"isbn {isbn.digits}", load=lambda text: Isbn(text[5:]))


class Keyed(Model, abstract=True, dynamic=True):
    title: Mapped[str] = field(max_length=50)
    year: Mapped[int] = field(default=2000)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class ByUuid(Keyed, collection=f"by_uuid_{RUN}"):
    id: Mapped[UUID] = field(primary_key=True, default_factory=uuid.uuid4)


class ByMoment(Keyed, collection=f"by_moment_{RUN}"):
    id: Mapped[datetime] = field(primary_key=True)


class ByIsbn(Keyed, collection=f"by_isbn_{RUN}"):
    id: Mapped[Isbn] = field(primary_key=True, max_length=20)


NOON = datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
KEYS: dict[type[Any], list[Any]] = {
    ByUuid: [UUID(int=number) for number in (1, 2**64, 2**128 - 1, 7)],
    ByMoment: [NOON + timedelta(microseconds=number) for number in range(4)],
    ByIsbn: [Isbn(str(number)) for number in range(4)],
}


@dataclass
class Stored:
    """A model with four rows: their keys in the order that they were given, and the objects."""

    model: type[Any]
    keys: list[Any]
    open: Open
    token: str = ""

    def objects(self) -> list[Any]:
        """New objects of the keys; their vectors are (number, 0)."""
        return [
            self.model(id=key, title=f"row {number}", dense=np.array([number, 0], np.float32))
            for number, key in enumerate(self.keys)
        ]


@pytest.fixture(scope="module", params=KEYS, ids=lambda model: model.__name__)
def model(request: pytest.FixtureRequest, connections_of: tuple[Connection, AsyncConnection]) -> Iterator[type[Any]]:
    schema.ensure(request.param, bind=connections_of[0])
    yield request.param
    schema.drop_all(request.param, bind=connections_of[0])


@pytest.fixture
def rows(model: type[Any], open_session: Open) -> Stored:
    """The model, with its rows stored anew. All sessions go over one connection, so each sees what another wrote."""
    made = Stored(model, KEYS[model], open_session)
    session = open_session()
    session.add_all(made.objects())
    session.commit()
    made.token = session.token
    return made


def test_rows_are_read_by_key(rows: Stored) -> None:
    session, model, keys = rows.open(), rows.model, rows.keys
    found = session.get_many(model, [keys[2], keys[0], keys[2]])
    assert [obj.id for obj in found] == [keys[2], keys[0], keys[2]]
    assert type(found[0].id) is type(keys[2])
    first: Any = session.get(model, keys[0])
    assert first is found[1]
    assert inspect(first).identity == keys[0]
    assert session.get_one(model, keys[1], vectors=True).dense.tolist() == [1, 0]
    assert session.exists(select(model).where(model.id.in_(keys[:2])))


def test_results_have_keys_as_python_has_them(rows: Stored) -> None:
    session, model, keys = rows.open(), rows.model, rows.keys
    found = session.scalars(select(model))
    assert sorted(map(keys.index, found.ids)) == [0, 1, 2, 3]
    assert [obj.id for obj in found] == found.ids == found.scalars(model.id)
    hits = session.search(search(model.dense).near([0, 0]).limit(3))
    assert hits.ids == [hit.id for hit in hits] == [hit.obj.id for hit in hits] == keys[:3]


def test_streams_have_keys_as_python_has_them(rows: Stored, connections_of: tuple[Connection, AsyncConnection]) -> None:
    session, model = Session(bind=connections_of[0], token=rows.token), rows.model
    assert {obj.id for obj in session.stream(select(model), page_size=2)} == set(rows.keys)
    assert [hit.id for hit in session.stream(search(model.dense).near([0, 0]), page_size=2)] == rows.keys


def test_rows_are_searched_with(rows: Stored) -> None:
    session, model, keys = rows.open(), rows.model, rows.keys
    near = search(model.dense).limit(2)
    assert session.search(near.near_key(keys[1], leave_out=True)).ids[0] in {keys[0], keys[2]}
    first, second = session.search(near.near_keys([keys[3], keys[0]]))
    assert (first.ids, second.ids) == ([keys[3], keys[2]], keys[:2])
    obj = session.get_one(model, keys[2])
    assert session.search(near.near_object(obj)).ids[0] == keys[2]
    assert keys[2] not in session.search(near.near_object(obj, leave_out=True)).ids
    session.delete(obj)
    session.commit()
    with pytest.raises(NoResultFound) as caught:
        session.search(near.near_key(keys[2]))
    assert repr(keys[2]) in str(caught.value) or repr(obj.id) in str(caught.value)


def test_objects_are_changed_merged_and_deleted(rows: Stored) -> None:
    session, model, keys = rows.open(), rows.model, rows.keys
    changed, dropped, kept = session.get_many(model, keys[:3])
    changed.year = 2020
    session.delete(dropped)
    assert session.merge(model.model_construct(id=keys[2], title="merged")) is kept
    assert str(session.explain())
    session.commit()
    fresh = rows.open()
    assert [(obj.title, obj.year) for obj in fresh.get_many(model, keys)] == [
        ("row 0", 2020),
        ("merged", 2000),
        ("row 3", 2000),
    ]
    assert fresh.get(model, keys[1]) is None
    assert session.refresh(changed)
    session.expire(kept)
    assert session.get_one(model, keys[2]).title == "merged"
    session.expunge(kept)
    assert session.state(kept) is None
    assert not session.refresh(dropped)
    assert fresh.execute(delete(model).where(model.id == keys[3])) == 1
    assert fresh.get(model, keys[3]) is None


def test_bulk_rows_and_scopes_know_keys(rows: Stored) -> None:
    session, model, keys = rows.open(), rows.model, rows.keys
    session.bulk_insert(model, [{"id": key, "title": "bulk", "dense": [0, 0], "tenant": "acme"} for key in keys[:2]])
    session.bulk_insert(model, {"id": keys[2:3], "title": ["theirs"], "dense": np.zeros((1, 2), np.float32)})
    mine: Session = rows.open(scope=model.extras["tenant"] == "acme")
    assert [obj.title for obj in mine.get_many(model, keys)] == ["bulk", "bulk"]
    mine.add(model(id=keys[2], title="stolen", dense=[0, 0], tenant="acme"))
    with pytest.raises(SessionError, match="outside the session's scope") as caught:
        mine.commit()
    assert model.__name__ in str(caught.value)
