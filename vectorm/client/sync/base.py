# Generated from vectorm/client/aio/base.py by tools/make_sync.py: do not edit.
"""What the methods of all resources need: the connection, and running operations on it."""

from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from typing_extensions import Self

from vectorm.client.keywords import checked_methods
from vectorm.connection.handle import LONG_TIMEOUT, Connection
from vectorm.connection.open import open_connection
from vectorm.connection.registry import connections
from vectorm.connection.settings import ConnectionConfig
from vectorm.ops.context import Context
from vectorm.ops.step import Op

R = TypeVar("R")


@checked_methods
class Base:
    """A connection of its own to one database.

    Args:
        uri: `http[s]://[user:password@]host[:port][/database]`, or the path of an embedded database.
        user: User name; goes with `password`.
        password: Password.
        db_name: Database; wins over the one in the URI.
        token: API key, or `user:password`.
        timeout: Seconds for connecting; 10 if None.
        secure: Whether to use TLS; `https://` and any PEM file switch it on.
        server_pem_path: PEM file of the server's certificate or of the CA that signed it.
        ca_pem_path: PEM file of the CA, for mutual TLS.
        client_pem_path: PEM file of the client's certificate, for mutual TLS.
        client_key_path: PEM file of its key.
        server_name: Name to expect in the server's certificate, if it is not the host.

    Raises:
        ConnectionConfigException: A wrong argument.
        ConnectError: No server answered in time.
        AuthenticationError: Wrong credentials.
    """

    def __init__(
        self,
        uri: str = "http://localhost:19530",
        user: str = "",
        password: str = "",
        db_name: str = "",
        token: str = "",
        timeout: float | None = None,
        *,
        secure: bool = False,
        server_pem_path: str = "",
        ca_pem_path: str = "",
        client_pem_path: str = "",
        client_key_path: str = "",
        server_name: str = "",
    ) -> None:
        config: ConnectionConfig = {
            "uri": uri,
            "user": user,
            "password": password,
            "db_name": db_name,
            "token": token,
            "secure": secure,
            "server_pem_path": server_pem_path,
            "ca_pem_path": ca_pem_path,
            "client_pem_path": client_pem_path,
            "client_key_path": client_key_path,
            "server_name": server_name,
        }
        if timeout is not None:
            config["timeout"] = timeout
        self._connection: Connection = open_connection(**config)

    def close(self) -> None:
        """End the connection; other clients of the same server go on. May be called again."""
        self._connection.close()

    def __enter__(self) -> Self:
        self._connection.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        connection = getattr(self, "_connection", None)  # an error tracker may ask while the constructor fails
        return f"<{type(self).__name__} of {connection!r}>"

    @property
    def _using(self) -> str:
        """An alias of this client's connection. Libraries on top of PyMilvus ask for it."""
        return connections.lend(self._connection)

    def _run(self, start: Callable[[Context], Op[R]], timeout: float | None) -> R:
        return self._connection.run(start, timeout=timeout)

    def _run_long(self, start: Callable[[Context], Op[R]], timeout: float | None) -> R:
        return self._connection.run(start, timeout=LONG_TIMEOUT if timeout is None else timeout)
