"""Files for Milvus's import, written from rows; and the REST calls that import them.

PyMilvus's names: change `pymilvus.bulk_writer` to `vectorm.bulk_writer`.
"""

from vectorm.bulk_writer.constants import BulkFileType
from vectorm.bulk_writer.local_bulk_writer import LocalBulkWriter

__all__ = [
    "BulkFileType",
    "LocalBulkWriter",
]
