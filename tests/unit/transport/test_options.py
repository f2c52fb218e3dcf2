import subprocess
import sys
from pathlib import Path

import pytest

from vectorm.errors import TlsError
from vectorm.transport.address import Address, TlsOptions
from vectorm.transport.methods import method_path
from vectorm.transport.options import channel_credentials, channel_options

REMOTE = Address(host="milvus.example.com", port=19530)


def test_messages_are_unlimited_and_grpc_never_retries() -> None:
    for address in (REMOTE, Address(path="/x")):
        options = dict(channel_options(address))
        assert options["grpc.max_receive_message_length"] == -1
        assert options["grpc.max_send_message_length"] == -1
        assert options["grpc.enable_retries"] == 0


def test_local_servers_use_no_proxy_and_no_keepalive() -> None:
    local = dict(channel_options(Address(host="localhost", port=19530)))
    remote = dict(channel_options(REMOTE))

    assert local["grpc.enable_http_proxy"] == 0
    assert "grpc.keepalive_time_ms" not in local
    assert "grpc.enable_http_proxy" not in remote
    assert remote["grpc.keepalive_time_ms"] == 10_000


def test_server_name_is_passed_on() -> None:
    address = Address(host="10.0.0.1", port=1, tls=TlsOptions(server_name="milvus"))

    assert dict(channel_options(address))["grpc.ssl_target_name_override"] == "milvus"


def test_unreadable_pem_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TlsError, match=r"nowhere\.pem cannot be read"):
        channel_credentials(TlsOptions(root_path=str(tmp_path / "nowhere.pem")))


def test_method_path() -> None:
    assert method_path("Search") == "/milvus.proto.milvus.MilvusService/Search"


def test_import_does_not_import_grpc() -> None:
    """Importing starts no thread and opens nothing: gRPC comes with the first call."""
    code = (
        "import sys, threading; import vectorm.connection.registry; "
        "assert 'grpc' not in sys.modules, 'grpc';"
        "assert threading.active_count() == 1"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
