"""`IndexParams` under the path it has in PyMilvus."""

from vectorm.client.index_params import IndexParam, IndexParams

__all__ = [
    "IndexParam",
    "IndexParams",
]
