"""`db` under the path it has in PyMilvus."""

from vectorm.client.db import (
    create_database,
    describe_database,
    drop_database,
    list_database,
    set_properties,
    using_database,
)

__all__ = [
    "create_database",
    "describe_database",
    "drop_database",
    "list_database",
    "set_properties",
    "using_database",
]
