"""Outboxes on real engines: what a process could not finish is there when the next one reads."""

from pathlib import Path

import numpy as np
import pytest

from tests.fix_session import Open, Opened, doc, stored
from tests.live.models import RUN, Auto, Doc
from tests.support.recording_proxy import Fault
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.errors import FlushError
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector
from vectorm.query import select
from vectorm.session import Session, schema, sessionmaker
from vectorm.session.outbox import Outbox


class Early(Model, collection=f"outbox_changes_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=20)
    dense: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="L2"))


class Late(Model, collection=f"outbox_changes_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=40)
    dense: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="L2"))


def test_an_unfinished_unit_is_finished_once_before_the_next_process_reads(opened: Opened, tmp_path: Path) -> None:
    """The row is stored and the answer is lost; the delete was not done."""
    gone, kept = stored(opened.open, doc("gone"), doc("kept"))
    path = tmp_path / "a.outbox"
    with Outbox(path) as outbox:
        session = opened.open(outbox=outbox)
        doomed, kept_one = session.get_many(Doc, [gone, kept])
        session.delete(doomed)
        kept_one.title = "changed"
        new = doc("new")
        session.add(new)
        opened.proxy.faults = {"Upsert": Fault.BROKEN, "Delete": Fault.REFUSED}
        with pytest.raises(FlushError):
            session.commit()
    with Outbox(path) as outbox:
        session = opened.open(outbox=outbox)
        left = len(outbox.pending())
        session.explain()
        assert len(outbox.pending()) == left >= 2
        assert sorted(each.title for each in session.get_many(Doc, [gone, kept, new.id])) == ["changed", "new"]
        assert outbox.pending() == outbox.parked() == []
        assert session.count(select(Doc).where(Doc.id.in_([gone, kept, new.id]))) == 2
        opened.proxy.methods.clear()
        session.commit()
        assert opened.proxy.methods == []


def test_a_session_with_an_outbox_does_what_others_do(open_session: Open, tmp_path: Path) -> None:
    session = open_session(outbox=tmp_path / "a.outbox")
    outbox = session.outbox(tmp_path / "a.outbox")
    first, second = doc("first"), doc("second")
    session.add_all([first, second])
    assert session.commit().upserted == 2
    first.title = "changed"
    session.delete(second)
    report = session.commit()
    assert (report.upserted, report.deleted) == (1, 1)
    assert [each.title for each in open_session(token=session.token).get_many(Doc, [first.id, second.id])] == [
        "changed"
    ]
    assert outbox.pending() == []
    session.add(Auto(name="refused", dense=np.zeros(4, np.float32)))
    with pytest.raises(FlushError, match="takes no Auto: the server makes its keys"):
        session.commit()
    session.rollback()
    outbox.close()


def test_a_maker_gives_all_sessions_one_outbox(
    connections_of: tuple[Connection, AsyncConnection], tmp_path: Path
) -> None:
    make = sessionmaker(bind=connections_of[0], outbox=str(tmp_path / "a.outbox"))
    first, second = make(), make()
    outbox = first.outbox(tmp_path / "a.outbox")
    assert second.outbox(tmp_path / "a.outbox") is outbox
    outbox.close()


def test_rows_of_a_collection_that_was_changed_are_parked(
    connections_of: tuple[Connection, AsyncConnection], open_session: Open, tmp_path: Path
) -> None:
    sync, _ = connections_of
    path = tmp_path / "a.outbox"
    schema.ensure(Early, bind=sync)
    with Outbox(path) as outbox:
        session = Session(bind=sync, outbox=outbox)
        session.add(Early(id=1, title="early", dense=np.ones(4, np.float32)))
        outbox.mark = lambda *_: None  # type: ignore[method-assign]  # the process ends before the answer
        session.flush()
    schema.drop_all(Early, bind=sync)
    schema.ensure(Late, bind=sync)
    try:
        with Outbox(path) as outbox:
            session = open_session(outbox=outbox)
            assert session.count(select(Late)) == 0
            [parked] = outbox.parked()
            assert parked.reason == "the fields of the collection were changed since"
            [row] = outbox.rows(parked)
            assert (row["id"], row["title"], row["dense"].tolist()) == (1, "early", [1, 1, 1, 1])
    finally:
        schema.drop_all(Late, bind=sync)
