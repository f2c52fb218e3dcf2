"""Iterators: what their pages ask for."""

import tempfile
from pathlib import Path
from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)

VECTOR = [0.5, 1.0]


def checkpoint(line: str) -> str:
    """A file of an iterator that has read up to a key."""
    path = Path(tempfile.mkdtemp(), "iterator.cp")
    path.write_text(f"450000000000000001\n{line}\n", encoding="utf-8")
    return str(path)


@CASES.sync_client
def query_from_the_start(lib: Any, client: Any) -> None:
    iterator = client.query_iterator("plain", batch_size=1, filter="id > 7")
    assert [row["id"] for row in iterator.next()] == [1]
    assert iterator.get_cursor().int_pk == 1
    iterator.close()


@CASES.sync_client
def query_from_a_checkpoint(lib: Any, client: Any) -> None:
    iterator = client.query_iterator(
        "plain",
        batch_size=10,
        filter="id > 7 or id < 2",
        output_fields=["id"],
        partition_names=["part"],
        iterator_cp_file=checkpoint("41"),
        reduce_stop_for_best=False,
    )
    iterator.next()
    iterator.next()
    assert iterator.get_cursor().session_ts == 450000000000000001
    iterator.close()


@CASES.orm
def query_of_a_collection(lib: Any) -> None:
    iterator = lib.Collection("plain").query_iterator(expr="id > 7", iterator_cp_file=checkpoint("41"))
    iterator.next()
    iterator.close()


@CASES.sync_client
def search_pages_of_the_server(lib: Any, client: Any) -> None:
    iterator = client.search_iterator(
        "plain",
        [VECTOR],
        batch_size=20,
        filter="id > 7",
        output_fields=["id"],
        search_params={"metric_type": "L2", "params": {"nprobe": 16}},
        partition_names=["part"],
        anns_field="vector",
    )
    assert type(iterator).__name__ == "SearchIteratorV2"
    for _ in range(3):
        assert iterator.next().ids() == [1]
    iterator.close()


def keep(hits: Any) -> Any:
    return hits


@CASES.sync_client
def search_with_a_filter_of_ones_own(lib: Any, client: Any) -> None:
    iterator = client.search_iterator("plain", [VECTOR], batch_size=2, anns_field="vector", external_filter_func=keep)
    assert iterator.next().ids() == [1, 1]


@CASES.orm
def search_of_a_collection(lib: Any) -> None:
    params = {"metric_type": "L2", "params": {"nprobe": 16}}
    iterator = lib.Collection("plain").search_iterator(
        [VECTOR], "vector", params, batch_size=1, expr="id > 7", output_fields=["id"]
    )
    assert iterator.next().ids() == [1]
    iterator.close()
