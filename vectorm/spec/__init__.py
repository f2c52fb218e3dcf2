"""Frozen descriptions of the things Milvus knows: collections, fields, indexes, searches, capabilities.

Plain data: no numpy, no protobuf, no pydantic, no I/O. May import `enums` and `errors` only.
"""
