"""Import of files that lie in the server's object store."""

from vectorm.errors import ParamError, ServerError
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.spec.bulk_insert import BulkInsert, ImportTask
from vectorm.spec.feature import Feature
from vectorm.wire import bulk_insert as wire


def start(ctx: Context, wanted: BulkInsert) -> Op[int]:
    """Start an import; returns the id of its task. Not sent again after a lost answer: rows would be stored twice.

    Raises:
        OutcomeUnknown: The answer was lost; `list_tasks` tells whether the import was started.
    """
    _require(ctx)
    if not wanted.files:
        raise ParamError(message=f"no files are given to import into collection {wanted.collection}")
    request = wire.encode_import(wanted)
    tasks = yield from send(Rpc("Import", request, wire.decode_import, Resend.UNSENT, wanted.collection))
    if not tasks:
        raise ServerError(message=f"the server started no import into collection {wanted.collection}")
    return tasks[0]


def state(ctx: Context, task: int) -> Op[ImportTask]:
    """How far an import is."""
    _require(ctx)
    return (yield from send(Rpc("GetImportState", wire.encode_state(task), wire.decode_state)))


def list_tasks(ctx: Context, collection: str = "", limit: int = 0) -> Op[list[ImportTask]]:
    """Imports into a collection or into all, the last first; `limit` of them, 0 for all."""
    _require(ctx)
    request = wire.encode_list_tasks(collection, limit)
    return (yield from send(Rpc("ListImportTasks", request, wire.decode_list_tasks, collection=collection)))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.BULK_INSERT)
