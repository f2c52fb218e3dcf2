"""Files in the server's object store that analyzers read."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResource:
    """A file under a name. `path` is its place in the object store."""

    name: str
    path: str
