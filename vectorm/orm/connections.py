"""`connections` under the path it has in PyMilvus."""

from vectorm.connection.registry import Connections, connections

__all__ = [
    "Connections",
    "connections",
]
