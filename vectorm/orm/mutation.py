"""`MutationResult` under the path it has in PyMilvus."""

from vectorm.client.mutation import MutationResult

__all__ = [
    "MutationResult",
]
