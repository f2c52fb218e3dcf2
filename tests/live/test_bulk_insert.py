"""Import of files on Milvus 2.3.5."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fix_engines import Engine
from vectorm import BulkInsertState, MilvusClient, connections, utility
from vectorm.errors import CollectionNotExistException, ServerError, Unsupported

ALIAS = "test_bulk_insert"
ENDED = {BulkInsertState.ImportCompleted, BulkInsertState.ImportFailed, BulkInsertState.ImportFailedAndCleaned}


@pytest.fixture
def alias(engine: Engine) -> Iterator[str]:
    connections.connect(ALIAS, uri=engine.uri)
    yield ALIAS
    connections.remove_connection(ALIAS)


def ended(task: int) -> BulkInsertState:
    while (state := utility.get_bulk_insert_state(task, using=ALIAS)).state not in ENDED:
        time.sleep(0.2)
    return state


@pytest.mark.needs("bulk_insert")
def test_rows_of_a_file(sync_client: MilvusClient, engine: Engine, name: str, alias: str, tmp_path: Path) -> None:
    if engine.pid is None:
        pytest.skip("the object store of this server is not ours")
    sync_client.create_collection(name, dimension=2, consistency_level="Strong", enable_dynamic_field=False)
    file = tmp_path / "rows.json"
    file.write_text(json.dumps({"rows": [{"id": i, "vector": [0.0, float(i)]} for i in range(5)]}))
    task = utility.do_bulk_insert(name, [str(file)], using=alias)
    state = ended(task)
    assert (state.task_id, state.state_name, state.failed_reason, state.row_count) == (task, "Completed", "", 5)
    assert (state.collection_name, state.progress) == (name, 100)
    assert task in [each.task_id for each in utility.list_bulk_insert_tasks(collection_name=name, using=alias)]
    sync_client.refresh_load(name)
    assert sync_client.query(name, filter="id >= 0", output_fields=["count(*)"])[0]["count(*)"] == 5


@pytest.mark.needs("bulk_insert")
def test_a_file_that_is_not_there(sync_client: MilvusClient, name: str, alias: str) -> None:
    sync_client.create_collection(name, dimension=2)
    state = ended(utility.do_bulk_insert(name, ["no_such_file.json"], using=alias))
    assert state.state_name in {"Failed", "Failed and cleaned"}
    assert "no_such_file.json" in state.failed_reason
    with pytest.raises(CollectionNotExistException, match="t_missing"):
        utility.do_bulk_insert("t_missing", ["no_such_file.json"], using=alias)
    with pytest.raises(ServerError):
        utility.get_bulk_insert_state(5, using=alias)


@pytest.mark.engines("lite")
def test_milvus_lite_says_that_it_has_none(alias: str) -> None:
    with pytest.raises(Unsupported, match=r"Milvus Lite .* has no import of files"):
        utility.do_bulk_insert("docs", ["a.json"], using=alias)
