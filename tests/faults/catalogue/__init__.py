"""A catalogue of failures: what users of a Milvus client meet, and what the client should make of it.

`python -m tests.faults.catalogue` runs every case, with vectorm and with PyMilvus, and prints a table. Each run has a
process and a collection of its own, reaches the engine through a proxy that can break the link, and has a time limit.
"""
