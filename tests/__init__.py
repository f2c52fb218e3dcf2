"""The test suite. `conftest.py` says how to choose engines."""
