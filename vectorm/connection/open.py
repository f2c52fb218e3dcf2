"""Open a connection that has no alias: the way of clients, each of which owns its connection."""

from typing_extensions import Unpack

from vectorm.connection.environments import DEFAULT, environment
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.settings import ConnectionConfig, Settings, has_address, overlay, resolve


def open_connection(**config: Unpack[ConnectionConfig]) -> Connection:
    """Connect to a server and make sure that it answers.

    Without an address it is the environment "default" (`VECTORM_URI`, `vectorm.toml`), else localhost:19530.

    Args:
        config: The keywords of `ConnectionConfig`: `uri`, `host`, `port`, `user`, `password`, `token`, `db_name`, ...

    Raises:
        ConnectionConfigException: An unknown or wrong keyword.
        ConnectError: No server answered in time.
        AuthenticationError: Wrong credentials.
    """
    return open_settings(settings_for(config))


def open_settings(settings: Settings) -> Connection:
    """Connect with settings and make sure that the server answers. Raises as `open_connection`."""
    connection = Connection(settings)
    try:
        connection.connect()
    except BaseException:
        connection.close()
        raise
    return connection


def open_async_connection(**config: Unpack[ConnectionConfig]) -> AsyncConnection:
    """The async twin of `open_connection`. It needs no event loop: the first call connects, or `await connect()`.

    Args:
        config: The keywords of `ConnectionConfig`.

    Raises:
        ConnectionConfigException: An unknown or wrong keyword.
    """
    return AsyncConnection(settings_for(config))


def settings_for(config: ConnectionConfig, name: str = DEFAULT) -> Settings:
    """Settings of a config; without an address in it, those of the environment `name`, or localhost:19530.

    Raises:
        ConnectionConfigException: The config or the environment is wrong.
    """
    if has_address(config):
        return resolve(config)
    return overlay(resolve(environment(name) or {}), config)
