"""Test set-up.

    pytest                                     everything
    pytest tests/unit tests/property           no server
    pytest tests/live -k lite                  Milvus Lite only
    pytest --server-uri http://host:19530      another Milvus instead of the one that the tests start
    pytest --hypothesis-profile nightly        twenty times as many examples of the properties of filters and sessions

Fixtures stand in `fix_*.py`; servers and sample data in `support/`.
"""

import pytest
from hypothesis import settings

pytest_plugins = ["tests.fix_engines", "tests.fix_client", "tests.fix_session"]

# Here and not in a hook: hypothesis looks for its profile before hooks of conftest files run.
settings.register_profile("change", deadline=None)  # no test asserts how long something takes
settings.load_profile("change")
settings.register_profile("nightly", max_examples=2_000, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "engines(*names): engines the test runs on (default: lite, milvus)")
    config.addinivalue_line("markers", "needs(*features): skip on engines without them (see fix_engines.py)")
