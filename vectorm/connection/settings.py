"""One connection's settings, made from the keywords of PyMilvus's `connect`."""

import base64
import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TypedDict

from vectorm.errors import ConnectionConfigException
from vectorm.records import dataclass
from vectorm.spec.naming import AS_DECLARED, Naming
from vectorm.transport.address import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    Address,
    ParsedUri,
    TlsOptions,
    parse_uri,
    tcp_address,
)
from vectorm.transport.deadline import is_timeout
from vectorm.transport.secret import Headers, Secret

CONNECT_TIMEOUT = 10.0
"""Seconds for connecting, as in PyMilvus."""


class ConnectionConfig(TypedDict, total=False):
    """The keywords of a connection. All may be left out.

    Attributes:
        uri: `http[s]://[user:password@]host[:port][/database]`, `unix:/path`, or the path of an embedded database.
        address: `host:port`, PyMilvus's other spelling.
        host: Host name or IP address; `localhost` if only a port is given.
        port: TCP port; 19530 if only a host is given.
        user: User name; goes with `password`.
        password: Password.
        token: API key, or `user:password`; used when there is no user and password.
        db_name: Database; wins over the one in the URI.
        secure: Whether to use TLS; `https://` and any PEM file switch it on.
        server_pem_path: PEM file of the server's certificate or of the CA that signed it.
        ca_pem_path: PEM file of the CA, as servers with mutual TLS are used to have it.
        client_pem_path: PEM file of the client's certificate, for mutual TLS.
        client_key_path: PEM file of its key.
        server_name: Name to expect in the server's certificate, if it is not the host.
        timeout: Seconds for connecting; 10 if left out.
        collection_prefix: What the names of the collections of models begin with here, such as `dev_`.
        collection_suffix: What they end with.
        echo: Whether each request is told to the logger `vectorm.echo`: on stdout, if no log is set up.
    """

    uri: str
    address: str
    host: str
    port: str | int
    user: str
    password: str
    token: str
    db_name: str
    secure: bool
    server_pem_path: str
    ca_pem_path: str
    client_pem_path: str
    client_key_path: str
    server_name: str
    timeout: float
    collection_prefix: str
    collection_suffix: str
    echo: bool


KEYS = frozenset(ConnectionConfig.__annotations__)
ADDRESS_KEYS = frozenset({"uri", "address", "host", "port"})
_TLS_KEYS = frozenset({
    "secure", "server_pem_path", "ca_pem_path", "client_pem_path", "client_key_path", "server_name",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to connect, as whom, to which database.

    Attributes:
        address: The server.
        user: User name ("" for none).
        password: Its password.
        token: API key; used when there is no user and password.
        database: Database name ("" is the server's default).
        connect_timeout: Seconds for connecting.
        naming: What stands around the names of the collections of models.
        echo: Whether each request is told to the log.
    """

    address: Address
    user: str = ""
    password: Secret = field(default_factory=Secret)
    token: Secret = field(default_factory=Secret)
    database: str = ""
    connect_timeout: float = CONNECT_TIMEOUT
    naming: Naming = AS_DECLARED
    echo: bool = False

    def headers(self) -> Headers:
        """The headers that every call carries."""
        headers: tuple[tuple[str, str], ...] = ()
        if self.user and self.password:
            headers += (("authorization", _base64(f"{self.user}:{self.password.reveal()}")),)
        elif self.token:
            headers += (("authorization", _base64(self.token.reveal())),)
        if self.database:
            headers += (("dbname", self.database),)
        return Headers(headers)

    def with_database(self, database: str) -> "Settings":
        """The same server and user, another database."""
        return replace(self, database=checked_database(database))

    def with_user(self, user: str, password: str) -> "Settings":
        """The same server and database, another user."""
        return replace(self, user=user, password=Secret(password), token=Secret())


def resolve(config: ConnectionConfig) -> Settings:
    """Settings of a config; a config without an address means localhost:19530.

    Raises:
        ConnectionConfigException: An unknown key, a wrong value, or keys that contradict each other.
    """
    _check_keys(config)
    given = _address(config)
    address = given.address
    tls = _tls_options(config, secure_uri=given.secure)
    if tls is not None:
        if not address.host:
            raise _refuse(f"TLS options make no sense for {address.describe()}", "they need a host and a port")
        address = replace(address, tls=tls)
    return Settings(
        address=address,
        user=given.user or config.get("user") or "",
        password=given.password or Secret(config.get("password") or ""),
        token=Secret(config.get("token") or ""),
        database=checked_database(config.get("db_name") or given.database),
        connect_timeout=_timeout(config),
        naming=_naming(config, AS_DECLARED),
        echo=bool(config.get("echo")),
    )


def overlay(base: Settings, config: ConnectionConfig) -> Settings:
    """Settings with what a config without an address gives in addition or instead.

    Raises:
        ConnectionConfigException: As `resolve`.
    """
    _check_keys(config)
    changed = base
    if config.get("user") or config.get("password") or config.get("token"):
        changed = replace(
            changed,
            user=config.get("user") or "",
            password=Secret(config.get("password") or ""),
            token=Secret(config.get("token") or ""),
        )
    database = config.get("db_name")
    if database:
        changed = changed.with_database(database)
    if config.get("timeout") is not None:
        changed = replace(changed, connect_timeout=_timeout(config))
    changed = replace(changed, naming=_naming(config, base.naming), echo=bool(config.get("echo", base.echo)))
    if any(config.get(key) for key in _TLS_KEYS):
        tls = _tls_options(config, secure_uri=changed.address.tls is not None)
        changed = replace(changed, address=replace(changed.address, tls=tls))
    return changed


def has_address(config: Mapping[str, object]) -> bool:
    """Whether a config says where to connect."""
    return any(config.get(key) for key in ADDRESS_KEYS)


def checked_database(name: str) -> str:
    """The name of a database, as it can be sent in a header.

    Raises:
        ConnectionConfigException: It is not printable ASCII.
    """
    if not name.isascii() or not name.isprintable():
        raise _refuse(f"the database name {name!r} is not ASCII", "Milvus allows letters, digits and underscores")
    return name


def _check_keys(config: Mapping[str, object]) -> None:
    unknown = sorted(set(config) - KEYS)
    if unknown:
        raise _refuse(f"unknown connection setting {', '.join(unknown)}", f"settings are {', '.join(sorted(KEYS))}")
    for key, value in config.items():
        if key == "echo" and not isinstance(value, bool):
            raise _refuse(f"connection setting echo must be True or False, not {value!r}")
        if key not in {"port", "secure", "timeout", "echo"} and value is not None and not isinstance(value, str):
            raise _refuse(f"connection setting {key} must be a str, not {type(value).__name__}")


def _address(config: ConnectionConfig) -> ParsedUri:
    spelled = [key for key in ("uri", "address") if config.get(key)]
    spelled += ["host/port"] if config.get("host") or config.get("port") else []
    if len(spelled) > 1:
        raise _refuse(f"{' and '.join(spelled)} are given at once", "give uri=, or host= and port=")
    uri, address = config.get("uri"), config.get("address")
    if uri:
        return parse_uri(uri)
    if address:
        return parse_uri(f"tcp://{address}")
    host = (config.get("host") or DEFAULT_HOST).strip("[]")
    return ParsedUri(tcp_address(host, config.get("port") or DEFAULT_PORT))


def _tls_options(config: ConnectionConfig, *, secure_uri: bool) -> TlsOptions | None:
    secure = config.get("secure")
    options = TlsOptions(
        root_path=config.get("server_pem_path") or config.get("ca_pem_path") or "",
        client_pem_path=config.get("client_pem_path") or "",
        client_key_path=config.get("client_key_path") or "",
        server_name=config.get("server_name") or "",
    )
    if bool(options.client_pem_path) != bool(options.client_key_path):
        raise _refuse("client_pem_path and client_key_path go together: one of them is missing")
    has_files = bool(options.root_path or options.client_pem_path)
    return options if secure or secure_uri or has_files else None


def _naming(config: ConnectionConfig, base: Naming) -> Naming:
    naming = Naming(
        config.get("collection_prefix") or base.prefix,
        config.get("collection_suffix") or base.suffix,
    )
    for text in (naming.prefix, naming.suffix):
        if not re.fullmatch(r"\w*", text, re.ASCII):
            raise _refuse(f"{text!r} cannot stand in the name of a collection", "use letters, digits and underscores")
    if naming.prefix[:1].isdigit():
        raise _refuse(f"collection_prefix {naming.prefix!r} begins with a digit", "names begin with a letter or _")
    return naming


def _timeout(config: ConnectionConfig) -> float:
    timeout = config.get("timeout")
    if timeout is None:
        return CONNECT_TIMEOUT
    if not is_timeout(timeout):
        raise _refuse(f"timeout must be a number of seconds above 0, not {timeout!r}")
    return float(timeout)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _refuse(message: str, hint: str = "") -> ConnectionConfigException:
    return ConnectionConfigException(message=message, hint=hint)
