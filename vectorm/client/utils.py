"""Hybrid timestamps under the path they have in PyMilvus."""

from vectorm.client.timestamps import hybridts_to_unixtime, mkts_from_datetime, mkts_from_hybridts, mkts_from_unixtime

__all__ = [
    "hybridts_to_unixtime",
    "mkts_from_datetime",
    "mkts_from_hybridts",
    "mkts_from_unixtime",
]
