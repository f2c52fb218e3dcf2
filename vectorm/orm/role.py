"""`Role` under the path it has in PyMilvus."""

from vectorm.client.role import Role

__all__ = [
    "Role",
]
