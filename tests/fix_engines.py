"""The servers that tests run on. Each starts when the first test needs it and ends with the test run.

| name | what | how |
|---|---|---|
| `lite` | Milvus Lite 3.2 | a path; vectorm starts it |
| `milvus` | Milvus 2.3.5 standalone | the PyPI package `milvus`, or the server of `--server-uri` |
| `lite25` | milvus-lite 2.5.1, C++ core of Milvus 2.5 | installed aside by pip |

What an engine can do is decided by vectorm's own `Capabilities` and, for what those do not say, by `ENGINE_QUIRKS`.
"""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from tests.support import lite25, milvus23
from vectorm.enums import DataType
from vectorm.spec.capabilities import Capabilities, capabilities_of
from vectorm.spec.feature import Feature

CACHE = Path(__file__).parent.parent / ".cache"

ENGINE_QUIRKS: dict[str, frozenset[str]] = {
    "lite": frozenset({"alias", "partition", "database", "rename"}),
    "milvus": frozenset({"alias", "partition", "database", "rename", "upsert_replaces", "array_max_length"}),
    "lite25": frozenset({"upsert_replaces"}),
}
"""What `needs(...)` may name and `Feature` does not have.

`upsert_replaces`: an upsert takes the place of the whole row; Milvus Lite 3 keeps undeclared keys of the old one.
`array_max_length`: the described schema tells the longest text element of an array.
"""


@dataclass(frozen=True)
class Engine:
    """A running server."""

    name: str
    uri: str
    capabilities: Capabilities
    pid: int | None = None

    def can(self, feature: str) -> bool:
        """Whether the engine has a `Feature`, a data type or a quirk of that name."""
        if feature in DataType.__members__:
            return DataType[feature] in self.capabilities.data_types
        if feature.upper() in Feature.__members__:
            return self.capabilities.can(Feature[feature.upper()])
        assert any(feature in quirks for quirks in ENGINE_QUIRKS.values()), f"needs({feature!r}): no such feature"
        return feature in ENGINE_QUIRKS[self.name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--server-uri", default="", help="test on this Milvus server instead of starting Milvus 2.3.5")


def pytest_report_header(config: pytest.Config) -> str:
    server = config.getoption("server_uri") or f"milvus {installed('milvus')}"
    aside = "cached" if lite25_folder().exists() else "installed at first use"
    engines = f"engines: milvus-lite {installed('milvus-lite')}, {server}, milvus-lite {lite25.VERSION} ({aside})"
    names = ("pymilvus", "grpcio", "protobuf", "numpy", "pydantic")
    clients = ", ".join(f"{name} {installed(name)}" for name in names)
    return f"{engines}\nclients: vectorm {installed('vectorm')}, {clients}"


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def lite25_folder() -> Path:
    return CACHE / f"milvus-lite-{lite25.VERSION}-{platform.machine()}"


@pytest.fixture(scope="session")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Milvus Lite 3.2."""
    if installed("milvus-lite") == "not installed":
        pytest.skip("milvus-lite is not installed")
    path = tmp_path_factory.mktemp("lite") / "test.db"
    return Engine("lite", str(path), capabilities_of(f"milvus_lite-{installed('milvus-lite')}", "embedded"))


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Milvus 2.3.5 standalone, or the server of `--server-uri`."""
    uri = str(request.config.getoption("server_uri"))
    if uri:
        yield Engine("milvus", uri, connected_capabilities(uri))
        return
    try:
        server = milvus23.Milvus23(tmp_path_factory.mktemp("milvus") / "data", CACHE / f"milvus-{milvus23.VERSION}")
    except milvus23.Missing as reason:
        pytest.skip(str(reason))
    try:
        yield Engine("milvus", server.uri, capabilities_of("v2.3.5-lite", "STANDALONE"), server.pid)
    finally:
        server.close()


@pytest.fixture(scope="module")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., milvus23.Milvus23]]:
    """Starts a Milvus 2.3.5 of one's own: `milvus_server(authorization_enabled="true")`. For tests that harm it.

    It ends with the module: an idle server takes a tenth of a processor.
    """
    servers: list[milvus23.Milvus23] = []

    def start(**settings: str) -> milvus23.Milvus23:
        data = tmp_path_factory.mktemp("own-milvus") / "data"
        try:
            servers.append(milvus23.Milvus23(data, CACHE / f"milvus-{milvus23.VERSION}", settings))
        except milvus23.Missing as reason:
            pytest.skip(str(reason))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session", name="lite25")
def lite25_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """milvus-lite 2.5.1."""
    if sys.platform != "linux":
        pytest.skip("milvus-lite 2.5.1 is started on Linux only")
    try:
        binary = lite25.install(lite25_folder())
    except lite25.InstallFailed as reason:
        pytest.skip(f"milvus-lite {lite25.VERSION} cannot be installed aside: {reason}")
    server = lite25.Lite25(binary, tmp_path_factory.mktemp("lite25"))
    try:
        yield Engine("lite25", server.uri, connected_capabilities(server.uri))
    finally:
        server.close()


def connected_capabilities(uri: str) -> Capabilities:
    """What vectorm says of a server after Connect."""
    from vectorm.connection.open import open_connection

    connection = open_connection(uri=uri)
    try:
        return connection.capabilities
    finally:
        connection.close()
