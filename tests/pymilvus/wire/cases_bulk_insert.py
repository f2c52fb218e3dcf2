"""Imports of files over gRPC."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.orm
def insert(lib: Any) -> None:
    assert lib.utility.do_bulk_insert("plain", ["a.parquet", "b.parquet"]) == 5


@CASES.orm
def insert_with_everything(lib: Any) -> None:
    lib.utility.do_bulk_insert("plain", ["a.json"], partition_name="part", backup="true", sep=",")


@CASES.orm
def state(lib: Any) -> None:
    lib.utility.get_bulk_insert_state(5)


@CASES.orm
def tasks(lib: Any) -> None:
    lib.utility.list_bulk_insert_tasks()
    lib.utility.list_bulk_insert_tasks(10, "plain")
