"""What operations remember of one server database between calls."""

from dataclasses import dataclass, field

from vectorm.spec.capabilities import Capabilities
from vectorm.spec.collection import CollectionInfo
from vectorm.spec.naming import AS_DECLARED, Naming


@dataclass(slots=True)
class Context:
    """Capabilities, described schemas and write timestamps of one connection to one database.

    Attributes:
        database: Name of the database ("" is the server's default); the driver sends it with every call.
        schemas: Described collections by name or alias; dropped on every change made here and on schema errors.
        written: Highest write timestamp by collection, for reads at consistency Session.
        cluster: Id of the cluster that reads are pinned to; "" for none.
        released: Collections that were released here and not loaded since: a read must not load them again.
        naming: What stands around the names of the collections of models.
        address: The server, as messages name it.
    """

    database: str
    capabilities: Capabilities
    schemas: dict[str, CollectionInfo] = field(default_factory=dict[str, CollectionInfo])
    written: dict[str, int] = field(default_factory=dict[str, int])
    released: set[str] = field(default_factory=set[str])
    cluster: str = ""
    naming: Naming = AS_DECLARED
    address: str = ""

    def note_write(self, collection: str, timestamp: int) -> None:
        """Remember that a write of that timestamp was acknowledged."""
        keep_latest(self.written, collection, timestamp)

    def forget(self, collection: str) -> None:
        """Drop what is known of a collection that was changed."""
        self.schemas.pop(collection, None)


def keep_latest(written: dict[str, int], collection: str, timestamp: int) -> None:
    """Note the timestamp of a write, unless a later one of the collection is known; 0 (Milvus Lite) tells nothing."""
    if timestamp > written.get(collection, 0):
        written[collection] = timestamp
