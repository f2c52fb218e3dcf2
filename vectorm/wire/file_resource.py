"""Files in the server's object store that analyzers read."""

from vectorm.spec.file_resource import FileResource
from vectorm.wire.messages import (
    AddFileResourceRequest,
    ListFileResourcesRequest,
    ListFileResourcesResponse,
    RemoveFileResourceRequest,
)
from vectorm.wire.status import check


def encode_add(resource: FileResource) -> bytes:
    """Give a file a name."""
    return AddFileResourceRequest(name=resource.name, path=resource.path).SerializeToString()


def encode_remove(name: str) -> bytes:
    """Forget a file."""
    return RemoveFileResourceRequest(name=name).SerializeToString()


def encode_list() -> bytes:
    """Ask for all files."""
    return ListFileResourcesRequest().SerializeToString()


def decode_list(data: bytes) -> list[FileResource]:
    """Files."""
    reply = ListFileResourcesResponse.FromString(data)
    check(reply.status)
    return [FileResource(name=each.name, path=each.path) for each in reply.resources]
