"""File resources as PyMilvus shows them."""

from vectorm.spec.file_resource import FileResource


class FileResourceInfo:
    """A file that analyzers read: its `name`, and its `path` in the server's object store."""

    def __init__(self, info: FileResource) -> None:
        self.name = info.name
        self.path = info.path

    def __repr__(self) -> str:
        return f"(name={self.name}, path={self.path})"
