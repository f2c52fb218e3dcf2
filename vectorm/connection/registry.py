"""Connections by alias, with the methods of PyMilvus's `connections`."""

import os
import threading
import weakref

from vectorm.connection.environments import DEFAULT, environment
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_settings
from vectorm.connection.settings import ConnectionConfig, Settings, has_address, overlay, resolve
from vectorm.errors import ConnectionConfigException, ConnectionNotExistException


class Connections:
    """Aliases of connections. Thread-safe. `connections` is the one that everything uses.

    An alias has settings, and a connection once `connect` was called. An alias that is an environment (see
    `vectorm.connection.environments`) connects by itself when it is first used.
    """

    def __init__(self) -> None:
        self._settings: dict[str, Settings] = {DEFAULT: resolve({})}
        self._open: dict[str, Connection] = {}
        self._open_async: dict[str, AsyncConnection] = {}
        self._lent: weakref.WeakValueDictionary[str, Connection | AsyncConnection] = weakref.WeakValueDictionary()
        self._renew_lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew_lock)

    def connect(
        self,
        alias: str = DEFAULT,
        user: str = "",
        password: str = "",
        db_name: str = "",
        token: str = "",
        *,
        uri: str = "",
        host: str = "",
        port: str | int = "",
        address: str = "",
        secure: bool = False,
        server_pem_path: str = "",
        ca_pem_path: str = "",
        client_pem_path: str = "",
        client_key_path: str = "",
        server_name: str = "",
        keep_alive: bool = False,  # noqa: ARG002
        timeout: float | None = None,
        collection_prefix: str = "",
        collection_suffix: str = "",
        echo: bool = False,
    ) -> None:
        """Connect an alias to a server and make sure that it answers.

        Without an address, the alias's settings of `add_connection` or of an earlier `connect` are used, then the
        environment of that name, then for the alias "default" localhost:19530.

        Args:
            alias: Name to use in `using=` and `bind=`.
            user: User name; goes with `password`.
            password: Password.
            db_name: Database; wins over the one in the URI.
            token: API key, or `user:password`.
            uri: `http[s]://[user:password@]host[:port][/database]`, `unix:/path`, or the path of an embedded database.
            host: Host name or IP address.
            port: TCP port.
            address: `host:port`.
            secure: Whether to use TLS; `https://` and any PEM file switch it on.
            server_pem_path: PEM file of the server's certificate or of the CA that signed it.
            ca_pem_path: PEM file of the CA, for mutual TLS.
            client_pem_path: PEM file of the client's certificate, for mutual TLS.
            client_key_path: PEM file of its key.
            server_name: Name to expect in the server's certificate, if it is not the host.
            keep_alive: Taken for PyMilvus's sake: a lost connection is always made again.
            timeout: Seconds for connecting; 10 if None.
            collection_prefix: What the names of the collections of models begin with here, such as `dev_`.
            collection_suffix: What they end with.
            echo: Whether each request is told to the logger `vectorm.echo`: on stdout, if no log is set up.

        Raises:
            ConnectionConfigException: A wrong value, or the alias is connected to another address.
            ConnectError: No server answered in time.
            AuthenticationError: Wrong credentials.
        """
        config: ConnectionConfig = {
            "uri": uri,
            "host": host,
            "port": port,
            "address": address,
            "user": user,
            "password": password,
            "token": token,
            "db_name": db_name,
            "secure": secure,
            "server_pem_path": server_pem_path,
            "ca_pem_path": ca_pem_path,
            "client_pem_path": client_pem_path,
            "client_key_path": client_key_path,
            "server_name": server_name,
            "collection_prefix": collection_prefix,
            "collection_suffix": collection_suffix,
        }
        if timeout is not None:
            config["timeout"] = timeout
        if echo:
            config["echo"] = True
        _check_alias(alias)
        settings = self._settings_for(alias, config)
        with self._lock:
            self._check_same_address(alias, settings)
            known = self._open.get(alias)
        connection = known if known is not None and known.settings == settings else open_settings(settings)
        if connection is known:
            connection.ping()
        with self._lock:
            self._check_same_address(alias, settings)
            # A connection that is replaced (other user or database) is not closed: sessions may still use it.
            self._settings[alias] = settings
            self._open[alias] = connection
            self._open_async.pop(alias, None)

    def add_connection(self, **aliases: ConnectionConfig) -> None:
        """Name servers without connecting: `add_connection(default={"host": "localhost"}, prod={"uri": "..."})`.

        Args:
            aliases: A config (see `ConnectionConfig`) for each alias.

        Raises:
            ConnectionConfigException: A wrong config, or the alias is connected to another address.
        """
        added = {alias: resolve(config) for alias, config in aliases.items()}
        with self._lock:
            for alias, settings in added.items():
                self._check_same_address(alias, settings)
            self._settings.update(added)

    def disconnect(self, alias: str) -> None:
        """Close the connection of an alias and keep its settings. An alias that is not connected is no error.

        Args:
            alias: Name of the connection.
        """
        _check_alias(alias)
        with self._lock:
            connection = self._open.pop(alias, None)
            self._open_async.pop(alias, None)
        if connection is not None:
            connection.close()

    async def async_disconnect(self, alias: str) -> None:
        """Close the sync and the async connection of an alias and keep its settings.

        Args:
            alias: Name of the connection.
        """
        _check_alias(alias)
        with self._lock:
            connection = self._open_async.pop(alias, None)
        if connection is not None:
            await connection.close()
        self.disconnect(alias)

    def remove_connection(self, alias: str) -> None:
        """Close the connection of an alias and forget its settings.

        Args:
            alias: Name of the connection.
        """
        self.disconnect(alias)
        with self._lock:
            self._settings.pop(alias, None)

    async def async_remove_connection(self, alias: str) -> None:
        """Close the connections of an alias and forget its settings.

        Args:
            alias: Name of the connection.
        """
        await self.async_disconnect(alias)
        self.remove_connection(alias)

    def list_connections(self) -> list[tuple[str, Connection | None]]:
        """All aliases that have settings, each with its connection, or None where it is not connected."""
        with self._lock:
            return [(alias, self._open.get(alias)) for alias in self._settings]

    def get_connection_addr(self, alias: str) -> dict[str, str | bool]:
        """Where an alias points to: `address`, `host`, `port`, `user`, `db_name`, and `secure` if it uses TLS.

        Never the password. An embedded database has its path as `address` and no host and port.

        Args:
            alias: Name of the connection; {} if there is none.
        """
        _check_alias(alias)
        with self._lock:
            settings = self._settings.get(alias)
        if settings is None:
            return {}
        address = settings.address
        shown: dict[str, str | bool] = {
            "address": address.path or address.target,
            "host": address.host,
            "port": str(address.port) if address.port else "",
            "user": settings.user,
            "db_name": settings.database or "default",
        }
        return {**shown, "secure": True} if address.tls is not None else shown

    def has_connection(self, alias: str) -> bool:
        """Whether an alias is connected.

        Args:
            alias: Name of the connection.
        """
        _check_alias(alias)
        return alias in self._open

    def get(self, alias: str = DEFAULT) -> Connection:
        """The connection of an alias; an environment that was not used before is connected to by its first call.

        Args:
            alias: Name of the connection or environment.

        Raises:
            ConnectionNotExistException: There is none.
        """
        _check_alias(alias)
        with self._lock:
            lent = self._lent.get(alias)
            if isinstance(lent, Connection):
                return lent
            if alias not in self._open:
                self._open[alias] = Connection(self._environment(alias))
            return self._open[alias]

    def get_async(self, alias: str = DEFAULT) -> AsyncConnection:
        """The async connection of an alias, to the same server as the same user.

        Args:
            alias: Name of the connection or environment.

        Raises:
            ConnectionNotExistException: There is none.
        """
        _check_alias(alias)
        with self._lock:
            lent = self._lent.get(alias)
            if isinstance(lent, AsyncConnection):
                return lent
            if alias not in self._open_async:
                known = self._open.get(alias)
                self._open_async[alias] = AsyncConnection(known.settings if known else self._environment(alias))
            return self._open_async[alias]

    def lend(self, connection: Connection | AsyncConnection) -> str:
        """An alias of a client's own connection, for `Collection(name, using=client._using)`.

        It is not listed, and ends with the connection.

        Args:
            connection: The connection.
        """
        alias = f"client-{id(connection)}"
        with self._lock:
            self._lent[alias] = connection
        return alias

    def use_database(self, alias: str, db_name: str) -> None:
        """Switch an alias to another database of its server. Connections handed out before stay as they are.

        Args:
            alias: Name of the connection.
            db_name: Name of the database.

        Raises:
            ConnectionNotExistException: There is no connection of that name.
        """
        self._switch(alias, self.get(alias).with_database(db_name))

    def use_user(self, alias: str, user: str, password: str) -> None:
        """Switch an alias to another user, or to another password. Connections handed out before stay as they are.

        Args:
            alias: Name of the connection.
            user: Name of the user.
            password: Its password.

        Raises:
            ConnectionNotExistException: There is no connection of that name.
        """
        self._switch(alias, self.get(alias).with_user(user, password))

    def _switch(self, alias: str, switched: Connection) -> None:
        with self._lock:
            self._settings[alias] = switched.settings
            self._open[alias] = switched
            self._open_async.pop(alias, None)

    def _settings_for(self, alias: str, config: ConnectionConfig) -> Settings:
        """Settings of `connect`: the given address, the alias's own, the environment's, localhost."""
        if has_address(config):
            return resolve(config)
        with self._lock:
            known = self._settings.get(alias)
        is_named = known is not None and (alias != DEFAULT or known != resolve({}))
        found = None if is_named else environment(alias)
        if found is not None:
            return overlay(resolve(found), config)
        if known is None:
            raise ConnectionConfigException(
                message=f"the alias {alias!r} has no settings: give uri=, or host= and port=",
                hint=f"or name the server in the variable VECTORM_{alias.upper()}_URI or in vectorm.toml",
            )
        return overlay(known, config)

    def _environment(self, alias: str) -> Settings:
        """Settings of an environment that is used without `connect`. The caller holds the lock."""
        found = environment(alias)
        if found is None:
            raise ConnectionNotExistException(
                message=f"there is no connection {alias!r}", hint=f"call connections.connect({alias!r}, uri=...) first"
            )
        self._settings[alias] = resolve(found)
        return self._settings[alias]

    def _check_same_address(self, alias: str, settings: Settings) -> None:
        known = self._open.get(alias)
        if known is not None and known.address != settings.address:
            message = (
                f"the alias {alias!r} is connected to {known.address.describe()} "
                f"and cannot be connected to {settings.address.describe()} as well"
            )
            raise ConnectionConfigException(message=message, hint=f"connections.disconnect({alias!r}) first")

    def _renew_lock(self) -> None:
        self._lock = threading.RLock()


def _check_alias(alias: object) -> None:
    if not isinstance(alias, str):
        raise ConnectionConfigException(message=f"alias must be a str, not {type(alias).__name__}")


connections = Connections()
