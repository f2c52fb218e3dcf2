"""The Core under PyMilvus's names: `MilvusClient`, `Collection`, `utility`, ... with its signatures and result shapes.

    aio/            AsyncMilvusClient, written by hand: one file per resource, one line per method over `ops`
    sync/           MilvusClient, generated from aio/ by tools/make_sync.py
    collection.py   Collection, Partition, Index, utility, db: the ORM-style API over the alias registry
    requests.py     PyMilvus's arguments to specs
    search_result.py, query_result.py, mutation.py, describe.py
                    specs and columns to PyMilvus's result shapes

Nothing is decided here that an operation of `ops` could decide. Differences to PyMilvus: docs/from-pymilvus.md.
"""
