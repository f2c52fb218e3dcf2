"""Import of files that lie in the server's object store."""

from vectorm.spec.bulk_insert import BulkInsert, ImportTask
from vectorm.wire.messages import (
    GetImportStateRequest,
    GetImportStateResponse,
    ImportRequest,
    ImportResponse,
    ListImportTasksRequest,
    ListImportTasksResponse,
)
from vectorm.wire.params import mapping, pairs
from vectorm.wire.status import check


def encode_import(wanted: BulkInsert) -> bytes:
    """Import files."""
    return ImportRequest(
        collection_name=wanted.collection,
        partition_name=wanted.partition,
        channel_names=wanted.channels,
        files=wanted.files,
        options=pairs(wanted.options),
    ).SerializeToString()


def decode_import(data: bytes) -> list[int]:
    """Ids of the tasks."""
    reply = ImportResponse.FromString(data)
    check(reply.status)
    return list(reply.tasks)


def encode_state(task: int) -> bytes:
    """Ask how far an import is."""
    return GetImportStateRequest(task=task).SerializeToString()


def decode_state(data: bytes) -> ImportTask:
    """How far an import is."""
    reply = GetImportStateResponse.FromString(data)
    check(reply.status)
    return _task(reply)


def encode_list_tasks(collection: str, limit: int) -> bytes:
    """Ask for the imports of a collection ("" for all), `limit` of them (0 for all)."""
    return ListImportTasksRequest(collection_name=collection, limit=limit).SerializeToString()


def decode_list_tasks(data: bytes) -> list[ImportTask]:
    """Imports."""
    reply = ListImportTasksResponse.FromString(data)
    check(reply.status)
    return [_task(task) for task in reply.tasks]


def _task(reply: GetImportStateResponse) -> ImportTask:
    return ImportTask(
        id=reply.id,
        state=reply.state,
        rows=reply.row_count,
        id_ranges=tuple(reply.id_list),
        infos=mapping(reply.infos),
        created=reply.create_ts,
    )
