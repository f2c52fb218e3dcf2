"""Sizes and enumerations of bulk writing, under PyMilvus's names."""

from enum import Enum, IntEnum

MB = 1024 * 1024
"""Bytes."""
GB = 1024 * MB
DEFAULT_BUCKET_NAME = "a-bucket"


class BulkFileType(IntEnum):
    """What files are written. NPY and JSON_RB are older names."""

    NUMPY = 1
    NPY = 1  # an alias, as PyMilvus has it
    JSON = 2
    JSON_RB = 2
    PARQUET = 3
    CSV = 4
    JSONL = 5


class ConnectType(Enum):
    """By which of its addresses an Alibaba Cloud bucket is reached: AUTO takes the internal one if it answers."""

    AUTO = "AUTO"
    INTERNAL = "INTERNAL"
    PUBLIC = "PUBLIC"
