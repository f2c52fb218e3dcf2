"""Where a server is: host and port, unix socket, or the folder of an embedded database.

| spelling | meaning |
|---|---|
| `http://host:19530`, `tcp://`, `grpc://` | plain text; the port defaults to 19530 |
| `https://host` | TLS; the port defaults to 443 |
| `http://user:password@host:19530/db` | with credentials (percent-encoded) and a database |
| `host:19530` | plain text |
| `unix:/run/milvus.sock` | unix socket |
| `./docs.db`, `/data/docs`, `~/docs.db`, `lite:docs` | Milvus Lite in its own process, data in that folder |
"""

import os
import re
from dataclasses import field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from vectorm.errors import ConnectionConfigException
from vectorm.records import dataclass
from vectorm.transport.secret import Secret

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 19530
DEFAULT_TLS_PORT = 443
SCHEMES = frozenset({"http", "https", "tcp", "grpc"})

_EXPECTED = (
    "expected http[s]://[user:password@]host[:port][/database], host:port, unix:/path or a path such as ./docs.db"
)
_LOOPBACK = re.compile(r"^(localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0)$", re.IGNORECASE)
_HOST_PORT = re.compile(r"^(?P<host>\[[0-9a-fA-F:.%\w]+\]|[^\s:/@\[\]]+):(?P<port>\d+)$")


@dataclass(frozen=True, slots=True)
class TlsOptions:
    """Files and names of a TLS connection.

    Attributes:
        root_path: PEM file of the certificates to trust; "" trusts what the system trusts.
        client_pem_path: PEM file of the client's own certificate, for servers that demand one.
        client_key_path: PEM file of its private key.
        server_name: Name to expect in the server's certificate; "" is the host name.
    """

    root_path: str = ""
    client_pem_path: str = ""
    client_key_path: str = ""
    server_name: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One server. Connections to equal addresses share a channel.

    Attributes:
        host: Host name or IP address; "" for a unix socket and for the embedded engine.
        port: TCP port; 0 where there is no host.
        tls: TLS options, or None for plain text.
        socket: Path of a unix socket.
        path: Real path of the embedded engine's data folder.
    """

    host: str = ""
    port: int = 0
    tls: TlsOptions | None = None
    socket: str = ""
    path: str = ""

    @property
    def target(self) -> str:
        """The address as gRPC takes it; "" for the embedded engine, whose socket is known once it runs."""
        if self.socket:
            return f"unix:{self.socket}"
        if not self.host:
            return ""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine: no proxy is used and no keepalive sent."""
        return not self.host or _LOOPBACK.match(self.host) is not None

    def describe(self) -> str:
        """The address for messages."""
        if self.path:
            return f"Milvus Lite at {self.path}"
        return f"{self.target} (TLS)" if self.tls is not None else self.target


@dataclass(frozen=True, slots=True)
class ParsedUri:
    """What a URI says: an address, and perhaps credentials and a database."""

    address: Address
    secure: bool = False
    user: str = ""
    password: Secret = field(default_factory=Secret)
    database: str = ""


def parse_uri(uri: str) -> ParsedUri:
    """Read a URI, `host:port` or the path of an embedded database.

    Raises:
        ConnectionConfigException: It is none of these. The message never holds the password.
    """
    text = uri.strip()
    if text.startswith("unix:"):
        return ParsedUri(Address(socket=_socket_path(text)))
    if text.startswith("lite:"):
        return ParsedUri(embedded_address(text.removeprefix("lite:")))
    if "://" in text:
        return _parse_url(text)
    match = _HOST_PORT.match(text)
    if match is not None:
        return ParsedUri(tcp_address(match["host"].strip("[]"), match["port"]))
    if _looks_like_path(text):
        return ParsedUri(embedded_address(text))
    hint = f"did you mean http://{text}:{DEFAULT_PORT} or ./{text}.db?" if re.fullmatch(r"[\w.-]+", text) else ""
    raise _refuse(f"uri {safe_uri(uri)!r} is not a server address or a path: {_EXPECTED}", hint)


def tcp_address(host: str, port: str | int) -> Address:
    """The plain-text address of a host and a port.

    Raises:
        ConnectionConfigException: The host is empty or holds spaces, or the port is not 1 to 65535.
    """
    if not host or re.search(r"[\s/@]", host):
        raise _refuse("the host must be a host name or an IP address", "give host='localhost' and port=19530")
    text = str(port)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise _refuse(f"the port of {host} must be a number from 1 to 65535", "Milvus listens on 19530")
    return Address(host=host, port=int(text))


def embedded_address(path: str) -> Address:
    """The address of the embedded engine for a data folder; links are followed, so that equal folders are equal.

    Raises:
        ConnectionConfigException: The path is empty.
    """
    if not path.strip():
        raise _refuse("the path of the embedded database is empty", "give a path such as ./docs.db")
    return Address(path=os.path.realpath(Path(path).expanduser()))


def safe_uri(uri: str) -> str:
    """The URI without its credentials, query and fragment, for messages."""
    return re.split(r"[?#]", re.sub(r"//.*@", "//***@", uri, flags=re.DOTALL))[0]


def _parse_url(text: str) -> ParsedUri:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise _refuse(f"uri {safe_uri(text)!r} cannot be read: {_EXPECTED}") from None
    if parts.scheme.lower() not in SCHEMES:
        raise _refuse(f"uri {safe_uri(text)!r} has an unknown scheme: {_EXPECTED}")
    if not parts.netloc or parts.query or parts.fragment:
        hint = "percent-encode special characters of a password: urllib.parse.quote(password, safe='')"
        raise _refuse(f"uri {safe_uri(text)!r} cannot be read: {_EXPECTED}", hint)
    secure = parts.scheme.lower() == "https"
    port = _port(parts, DEFAULT_TLS_PORT if secure else DEFAULT_PORT)
    address = tcp_address(host or DEFAULT_HOST, port)
    segments = [unquote(part) for part in parts.path.split("/") if part]
    return ParsedUri(
        address,
        secure=secure,
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password or "")),
        database=segments[0] if segments else "",
    )


def _port(parts: SplitResult, default: int) -> int:
    try:
        port = parts.port
    except ValueError:
        hint = "a '/', '?' or '#' in the password must be percent-encoded"
        raise _refuse("the port in the uri is not a number from 1 to 65535", hint) from None
    return default if port is None else port


def _socket_path(text: str) -> str:
    path = text.removeprefix("unix:")
    path = "/" + path.lstrip("/") if path.startswith("//") else path
    if not path.strip("/"):
        raise _refuse(f"uri {text!r} has no path", "write unix:/run/milvus.sock")
    return path


def _looks_like_path(text: str) -> bool:
    if re.match(r"^[A-Za-z]:[\\/]", text):  # a Windows drive
        return True
    return (
        bool(text)
        and ":" not in text
        and "@" not in text
        and (text.endswith(".db") or text.startswith(("~", ".")) or "/" in text or os.sep in text)
    )


def _refuse(message: str, hint: str = "") -> ConnectionConfigException:
    return ConnectionConfigException(message=message, hint=hint)
