"""`Partition` under the path it has in PyMilvus."""

from vectorm.client.partition import Partition

__all__ = [
    "Partition",
]
