"""Options and TLS credentials of gRPC channels."""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vectorm.errors import TlsError
from vectorm.transport.address import Address, TlsOptions

if TYPE_CHECKING:
    import grpc

_UNAVAILABLE = 14

_BASE = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.enable_retries", 0),  # what may be sent again is decided in ops.policy alone
    ("grpc.use_local_subchannel_pool", 1),  # a new channel starts without the back-off of a closed one
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1000),  # a server that is back is found within a second
)
# A dead peer behind a NAT or a load balancer is noticed after 15 s. Milvus allows a ping every 5 s. A server on this
# machine needs none, and Milvus Lite's gRPC server ends connections that ping more often than every 5 minutes.
_KEEPALIVE = (
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
)


def channel_options(address: Address) -> tuple[tuple[str, str | int], ...]:
    """The gRPC options of channels to an address."""
    options: tuple[tuple[str, str | int], ...] = _BASE
    options += (("grpc.enable_http_proxy", 0),) if address.is_local else _KEEPALIVE
    if address.tls is not None and address.tls.server_name:
        options += (("grpc.ssl_target_name_override", address.tls.server_name),)
    return options


def channel_credentials(tls: TlsOptions) -> "grpc.ChannelCredentials":
    """Read the PEM files.

    Raises:
        TlsError: A file cannot be read.
    """
    import grpc

    return grpc.ssl_channel_credentials(
        root_certificates=_read(tls.root_path),
        private_key=_read(tls.client_key_path),
        certificate_chain=_read(tls.client_pem_path),
    )


def proxy_in_use(address: Address) -> str:
    """The HTTP proxy that gRPC takes to an address, without its credentials; "" when it connects directly."""
    if address.is_local:
        return ""
    proxy = _first_variable("grpc_proxy", "https_proxy", "http_proxy")
    exempt = _first_variable("no_grpc_proxy", "no_proxy")
    suffixes = [entry.strip() for entry in exempt.split(",") if entry.strip()]
    if not proxy or any(address.host.endswith(suffix) for suffix in suffixes):
        return ""
    return urlsplit(proxy if "://" in proxy else f"http://{proxy}").netloc.rpartition("@")[2]


def _first_variable(*names: str) -> str:
    return next(filter(None, (os.environ.get(name) for name in names)), "")


def _read(path: str) -> bytes | None:
    if not path:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"the PEM file {path} cannot be read: {error.strerror}"
        raise TlsError(_UNAVAILABLE, message, hint="check the path and its permissions") from None
