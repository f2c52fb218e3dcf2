"""Imports: what is refused, and what is never sent twice."""

import pytest

from tests.unit.ops.support import context, lite
from vectorm.errors import MilvusUnavailableException, OutcomeUnknown, ParamError, ServerError, Unsupported
from vectorm.ops import bulk_insert
from vectorm.spec.bulk_insert import BulkInsert
from vectorm.transport.recorded import Recorded
from vectorm.wire import messages as m

WANTED = BulkInsert(collection="docs", files=("a.json",))


def test_the_id_of_the_task_comes_back() -> None:
    reply = m.ImportResponse(tasks=[7]).SerializeToString()
    assert Recorded([reply]).run(bulk_insert.start(context(), WANTED)) == 7


def test_an_import_is_never_sent_twice() -> None:
    recorded = Recorded([MilvusUnavailableException(14, "connection reset")])
    with pytest.raises(OutcomeUnknown, match="Import was sent but its answer was lost"):
        recorded.run(bulk_insert.start(context(), WANTED))
    assert len(recorded.sent) == 1


def test_no_task_is_an_error() -> None:
    with pytest.raises(ServerError, match="no import into collection docs"):
        Recorded([m.ImportResponse().SerializeToString()]).run(bulk_insert.start(context(), WANTED))


def test_without_files_nothing_is_sent() -> None:
    with pytest.raises(ParamError, match="no files"):
        Recorded().run(bulk_insert.start(context(), BulkInsert(collection="docs", files=())))


def test_milvus_lite_has_no_imports() -> None:
    for op in (bulk_insert.start(lite(), WANTED), bulk_insert.state(lite(), 1), bulk_insert.list_tasks(lite())):
        with pytest.raises(Unsupported, match=r"Milvus Lite 3\.2\.2 has no import of files"):
            Recorded().run(op)
