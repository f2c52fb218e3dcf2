"""Files in the server's object store that analyzers read."""

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.feature import Feature
from vectorm.spec.file_resource import FileResource
from vectorm.wire import file_resource as wire
from vectorm.wire.status import decode_status


def add(ctx: Context, resource: FileResource) -> Op[None]:
    """Give a file a name, under which analyzers read it."""
    _require(ctx)
    yield from send(Rpc("AddFileResource", wire.encode_add(resource), decode_status))


def remove(ctx: Context, name: str) -> Op[None]:
    """Forget the name of a file; the file stays."""
    _require(ctx)
    yield from send(Rpc("RemoveFileResource", wire.encode_remove(name), decode_status))


def list_all(ctx: Context) -> Op[list[FileResource]]:
    """All files that have names."""
    _require(ctx)
    return (yield from send(Rpc("ListFileResources", wire.encode_list(), wire.decode_list)))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.FILE_RESOURCES)
