"""Files for Milvus's import, written from rows; and the REST calls that import them.

PyMilvus's names: change `pymilvus.bulk_writer` to `vectorm.bulk_writer`.
"""

from vectorm.bulk_writer.bulk_import import bulk_import, get_import_progress, list_import_jobs
from vectorm.bulk_writer.constants import BulkFileType, ConnectType
from vectorm.bulk_writer.local_bulk_writer import LocalBulkWriter
from vectorm.bulk_writer.remote_bulk_writer import RemoteBulkWriter
from vectorm.bulk_writer.upload_policy import UploadPolicy
from vectorm.bulk_writer.volume_bulk_writer import VolumeBulkWriter
from vectorm.bulk_writer.volume_file_manager import UploadProgress, VolumeFileManager
from vectorm.bulk_writer.volume_manager import VolumeManager

__all__ = [
    "BulkFileType",
    "ConnectType",
    "LocalBulkWriter",
    "RemoteBulkWriter",
    "UploadPolicy",
    "UploadProgress",
    "VolumeBulkWriter",
    "VolumeFileManager",
    "VolumeManager",
    "bulk_import",
    "get_import_progress",
    "list_import_jobs",
]
