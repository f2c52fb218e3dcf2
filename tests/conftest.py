"""Test set-up.

    pytest                                     everything
    pytest tests/unit tests/property           no server
    pytest tests/live -k lite                  Milvus Lite only
    pytest --server-uri http://host:19530      another Milvus instead of the one that the tests start

Fixtures stand in `fix_*.py`; servers and sample data in `support/`.
"""

import pytest

pytest_plugins = ["tests.fix_engines", "tests.fix_client", "tests.fix_session"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "engines(*names): engines the test runs on (default: lite, milvus)")
    config.addinivalue_line("markers", "needs(*features): skip on engines without them (see fix_engines.py)")
