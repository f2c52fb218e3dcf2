# Generated from vectorm/client/aio/__init__.py by tools/make_sync.py: do not edit.
"""The methods of `MilvusClient`, one file per resource."""
