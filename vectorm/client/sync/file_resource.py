# Generated from vectorm/client/aio/file_resource.py by tools/make_sync.py: do not edit.
"""File resources."""

from vectorm.client.checks import as_name
from vectorm.client.file_resource import FileResourceInfo
from vectorm.client.keywords import checked_methods
from vectorm.client.sync.base import Base
from vectorm.ops import file_resource
from vectorm.spec.file_resource import FileResource


@checked_methods
class FileResourceMethods(Base):
    """Files that analyzers read, such as dictionaries and lists of stop words (Milvus 3.0)."""

    def add_file_resource(self, name: str, path: str, timeout: float | None = None) -> None:
        """Give a file in the server's object store a name, under which analyzers read it."""
        wanted = FileResource(name=as_name("name", name), path=as_name("path", path))
        self._run(lambda ctx: file_resource.add(ctx, wanted), timeout)

    def remove_file_resource(self, name: str, timeout: float | None = None) -> None:
        """Forget the name of a file; the file stays."""
        self._run(lambda ctx: file_resource.remove(ctx, name), timeout)

    def list_file_resources(self, timeout: float | None = None) -> list[FileResourceInfo]:
        """All files that have names."""
        return [FileResourceInfo(each) for each in self._run(file_resource.list_all, timeout)]
