"""vectorm beside PyMilvus: the same work in the same run. `python -m benchmarks --help`."""
