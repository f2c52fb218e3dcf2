"""What is to be loaded."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSpec:
    """A collection, or some of its partitions, to load into memory.

    Attributes:
        replicas: Copies in memory; 0 leaves it to the properties of the database or the server's configuration.
        fields: Fields to load; none means all.
        priority: `high` or `low`; "" leaves it to the server.
        skip_dynamic: Whether to leave out the `$meta` column.
        refresh: Whether to load only what came since the last load.
    """

    collection: str
    partitions: tuple[str, ...] = ()
    replicas: int = 0
    refresh: bool = False
    fields: tuple[str, ...] = ()
    skip_dynamic: bool = False
    priority: str = ""
    resource_groups: tuple[str, ...] = ()
