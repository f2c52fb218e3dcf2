"""Rows stay in their partition, and removed undeclared keys do not come back."""

import uuid
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from tests.fix_session import Open
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.errors import SessionError
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector
from vectorm.ops import collection, partition
from vectorm.query import search, select
from vectorm.session import Session, schema


class Placed(Model, collection=f"session_placed_{uuid.uuid4().hex[:8]}", dynamic=True):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=50)
    dense: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="L2"))


@pytest.fixture(scope="module")
def placed(connections_of: tuple[Connection, AsyncConnection]) -> Iterator[None]:
    """A collection with two named partitions."""
    sync, _ = connections_of
    name = Placed.__spec__.name
    sync.run(lambda ctx: collection.create(ctx, Placed.__spec__))
    for each in ("old", "new"):
        sync.run(partial(partition.create, collection=name, partition=each))
    schema.ensure(Placed, bind=sync)
    yield
    schema.drop_all(Placed, bind=sync)


pytestmark = pytest.mark.usefixtures("placed")


def made(key: int, title: str = "before", **extras: object) -> Placed:
    return Placed(id=key, title=title, dense=np.full(4, key, np.float32), **extras)


def places(session: Session, key: int) -> dict[str, list[str]]:
    """The titles of the rows of a key, by partition."""
    rows = select(Placed).where(Placed.id == key)
    found = {name: session.scalars(rows.partitions(name)).rows() for name in ("_default", "old", "new")}
    return {name: [row["title"] for row in each] for name, each in found.items() if each}


def test_a_row_is_written_to_the_partition_that_was_named(open_session: Open) -> None:
    session = open_session()
    session.add(made(1), partition="old")
    session.add_all([made(2), made(3)], partition="new")
    session.add(made(4))
    session.commit()
    told = [places(open_session(), key) for key in (1, 2, 3, 4)]
    assert [list(each) for each in told] == [["old"], ["new"], ["new"], ["_default"]]


@pytest.mark.parametrize("how", ["written here", "select", "search", "get", "stream"])
def test_a_changed_row_goes_back_to_its_partition(open_session: Open, how: str) -> None:
    session, key = open_session(), 10
    obj = made(key)
    session.add(obj, partition="old")
    session.commit()
    if how != "written here":
        session = open_session()
        rows = select(Placed).where(Placed.id == key)
        if how == "select":
            obj = session.scalars(rows.partitions("old")).one()
        elif how == "search":
            near = search(Placed.dense).near(obj.dense).where(Placed.id == key).limit(1)
            obj = session.search(near.partitions("old"))[0].obj
        elif how == "get":  # where the row is has to be asked for
            obj = session.get_one(Placed, key)
        else:
            obj = session.scalars(rows.limit(1)).one()
    obj.title = how
    session.commit()
    obj.extras["more"] = how  # not partial anywhere
    session.commit()
    assert places(open_session(), key) == {"old": [how]}
    assert open_session().get_one(Placed, key).extras == {"more": how}


def test_a_stored_row_cannot_move(open_session: Open) -> None:
    session, obj = open_session(), made(20)
    session.add(obj, partition="old")
    session.commit()
    session.add(obj, partition="old")
    with pytest.raises(SessionError, match="this Placed is stored, and not known to be in partition 'new'"):
        session.add(obj, partition="new")


def test_removed_undeclared_keys_are_gone(open_session: Open) -> None:
    session, obj = open_session(), made(30, kept=1, removed=2)
    session.add(obj)
    session.commit()
    del obj.extras["removed"]
    session.commit()
    again = open_session().get_one(Placed, 30)
    assert again.extras.get("kept") == 1
    assert again.extras.get("removed") is None
    assert open_session().count(select(Placed).where(Placed.id == 30, Placed.extras["removed"] == 2)) == 0


def test_a_new_object_of_a_stored_key_has_its_own_undeclared_keys_only(open_session: Open) -> None:
    session = open_session()
    session.add(made(31, old=1))
    session.commit()
    other = open_session()
    other.add(made(31, "after", new=2))
    other.commit()
    extras = open_session().get_one(Placed, 31).extras
    assert {name: value for name, value in extras.items() if value is not None} == {"new": 2}
