"""Connections: run operations on one database of one server, as one user."""

from __future__ import annotations

import os
import weakref
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from vectorm.connection.pool import Lease, async_channels, channels
from vectorm.connection.settings import Settings
from vectorm.errors import ConnectError, ConnectionNotExistException, DeadlineExceeded, MilvusException
from vectorm.ops import connect as connecting
from vectorm.ops import context as contexts
from vectorm.ops import echo
from vectorm.transport.deadline import Deadline
from vectorm.transport.secret import Headers

if TYPE_CHECKING:
    from vectorm.ops.context import Context
    from vectorm.ops.step import Op, Stream
    from vectorm.spec.capabilities import Capabilities
    from vectorm.transport.address import Address
    from vectorm.transport.async_channel import AsyncChannel
    from vectorm.transport.calls import Metadata
    from vectorm.transport.channel import Channel
    from vectorm.transport.started import Started

R = TypeVar("R")

LONG_TIMEOUT = 600.0
"""Seconds for calls that wait for the server to finish something, or send any number of rows, unless told otherwise."""

CALL_TIMEOUT = 30.0
"""Seconds for a call that is given no timeout, retries and waits included."""

HINT_TIMEOUT = 2.0
"""Most seconds for looking up a name that an error may have meant."""


class _Handle:
    """What sync and async connections have in common."""

    def __init__(self, settings: Settings, capabilities: Capabilities | None) -> None:
        self.settings = settings
        self._headers = settings.headers()
        # One entry, put there with setdefault: threads that connect at the same time then share one context.
        self._contexts: dict[str, Context] = {}
        self._cluster = ""
        if settings.echo:
            echo.start_echo()
        if capabilities is not None:
            self._remember(capabilities)

    def _pin(self, other: _Handle, cluster: str) -> None:
        """Pin reads to a cluster, and share what another handle to the same database knows."""
        self._cluster = cluster
        if other._known is not None:
            self._contexts[self.database] = replace(other._known, cluster=cluster)

    @property
    def address(self) -> Address:
        """The server."""
        return self.settings.address

    @property
    def database(self) -> str:
        """Name of the database ("" is the server's default)."""
        return self.settings.database

    @property
    def user(self) -> str:
        """Name of the user ("" for none, and for tokens)."""
        return self.settings.user

    def __repr__(self) -> str:
        user = f", user={self.user!r}" if self.user else ""
        database = f", database={self.database!r}" if self.database else ""
        return f"<{type(self).__name__} {self.address.describe()}{user}{database}>"

    @property
    def _known(self) -> Context | None:
        return self._contexts.get(self.database)

    def _remember(self, capabilities: Capabilities) -> Context:
        context = contexts.Context(
            self.database,
            capabilities,
            cluster=self._cluster,
            naming=self.settings.naming,
            address=self.address.describe(),
        )
        return self._contexts.setdefault(self.database, context)

    def _told(self, op: Op[R]) -> Op[R]:
        """An operation, whose requests are told to the log where the settings say so."""
        return echo.echoed(op) if self.settings.echo else op

    def _greeting(self) -> Op[Capabilities]:
        import socket  # the first connection loads it in any case

        return connecting.connect(self.user, socket.gethostname())

    def _connect_deadline(self, deadline: Deadline) -> Deadline:
        deadline.check()
        return Deadline(min(deadline.remaining(), self.settings.connect_timeout))

    def _metadata(self) -> Metadata:
        return Headers((*self._headers, ("client-request-id", os.urandom(16).hex())))

    def _hint_op(
        self, error: MilvusException, context: Context, deadline: Deadline
    ) -> tuple[Op[None], Deadline] | None:
        """What finds the closest existing name, within what is left of the call's time; None where there is no need."""
        from vectorm.ops.closest import add_hint, missing_in

        missing, seconds = missing_in(error), min(deadline.remaining(), HINT_TIMEOUT)
        if missing is None or seconds <= 0:
            return None
        return self._told(add_hint(context, error, missing)), Deadline(seconds)

    def _too_late(self, error: DeadlineExceeded, seconds: float) -> ConnectError:
        message = f"no answer from {self.address.describe()} within {seconds:.3g} s (tried to connect: {error.message})"
        return ConnectError(error.code, message, hint="check that the server runs and is not overloaded")

    def _closed(self) -> ConnectionNotExistException:
        message = f"the connection to {self.address.describe()} is closed"
        return ConnectionNotExistException(message=message, hint="connect again: connections.connect(...)")


class Connection(_Handle):
    """A connection of one user to one database. Thread-safe, fork-safe; connections to one address share a channel.

    The constructor does no I/O: the first call connects, and a lost server is connected to again by the next call.
    """

    def __init__(self, settings: Settings, capabilities: Capabilities | None = None) -> None:
        super().__init__(settings, capabilities)
        self._lease = channels.lease(settings.address)
        self._finalizer = weakref.finalize(self, _close_channel, self._lease)

    @property
    def context(self) -> Context:
        """Capabilities, schemas and write timestamps; connects if need be."""
        return self.connect()

    @property
    def capabilities(self) -> Capabilities:
        """What the server can do; connects if need be."""
        return self.connect().capabilities

    def connect(self, timeout: float | None = None) -> Context:
        """Make sure that the server answers.

        Args:
            timeout: Seconds; the connection's own connect timeout if None.

        Raises:
            ConnectError: No server answered in time; its subclasses tell TLS and embedded-engine problems.
            AuthenticationError: The credentials are wrong.
        """
        return self._known or self._connect(Deadline(self.settings.connect_timeout if timeout is None else timeout))

    def run(self, start: Callable[[Context], Op[R]], *, timeout: float | None = None) -> R:
        """Run an operation.

        Args:
            start: Makes the operation of the connection's context: `lambda ctx: collection.drop(ctx, name)`.
            timeout: Seconds for all of it, connecting, retries and waits included; 30 if None.

        Raises:
            MilvusException: What the operation raised; `ConnectError` when no server answers.
        """
        deadline = Deadline(CALL_TIMEOUT if timeout is None else timeout)
        context = self._known or self._connect(deadline)
        try:
            return self._channel().drive(self._told(start(context)), deadline, self._metadata())
        except MilvusException as error:
            self._add_hint(error, context, deadline)
            raise

    def stream(
        self, start: Callable[[Context], Stream[R]], *, timeout: float | None = None
    ) -> Generator[R, None, None]:
        """The replies of a stream as they come. Nothing is sent before the first one is asked for.

        Args:
            start: Makes the stream of the connection's context.
            timeout: Seconds for all of it; if None it may last for any time, and only connecting ends after 30 s.

        Raises:
            MilvusException: What `start` or the server raised; `ConnectError` when no server answers.
        """
        deadline = Deadline(CALL_TIMEOUT if timeout is None else timeout)
        context = self._known or self._connect(deadline)
        endless = timeout is None
        yield from self._channel().stream(start(context), deadline, self._metadata(), endless=endless)

    def begin(self, start: Callable[[Context], Op[R]], method: str, *, timeout: float | None = None) -> Started[R] | R:
        """Run an operation until its last request of a method is sent; `Started.result` does the rest.

        Args:
            start: As in `run`.
            method: Name of the method.
            timeout: Seconds until the reply to that request; 30 if None.

        Returns:
            The operation as it stands, or its result if it ended without such a request.

        Raises:
            MilvusException: What went wrong before the request was sent.
        """
        deadline = Deadline(CALL_TIMEOUT if timeout is None else timeout)
        context = self._known or self._connect(deadline)
        return self._channel().begin(self._told(start(context)), method, deadline, self._metadata())

    def ping(self, timeout: float | None = None) -> None:
        """Ask the server for an answer now, whether it was connected before or not. Raises as `connect`."""
        self._connect(Deadline(self.settings.connect_timeout if timeout is None else timeout))

    def with_database(self, name: str) -> Connection:
        """A connection to another database of the server; shares the channel and is closed on its own."""
        known = self._known
        return Connection(self.settings.with_database(name), known.capabilities if known else None)

    def with_user(self, user: str, password: str) -> Connection:
        """A connection of another user to the same database; shares the channel and is closed on its own."""
        known = self._known
        return Connection(self.settings.with_user(user, password), known.capabilities if known else None)

    def with_cluster(self, cluster: str) -> Connection:
        """A connection whose reads are pinned to a cluster; shares the channel and is closed on its own."""
        pinned = Connection(self.settings)
        pinned._pin(self, cluster)
        return pinned

    def close(self) -> None:
        """End this connection; others to the same address go on. May be called again."""
        self._finalizer()

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return not self._lease.is_open

    def _connect(self, deadline: Deadline) -> Context:
        part = self._connect_deadline(deadline)
        try:
            return self._remember(self._channel().drive(self._greeting(), part, self._metadata()))
        except DeadlineExceeded as error:
            raise self._too_late(error, part.seconds) from None

    def _add_hint(self, error: MilvusException, context: Context, deadline: Deadline) -> None:
        hint = self._hint_op(error, context, deadline)
        if hint is not None:
            with suppress(MilvusException):  # the first error is the one to tell
                self._channel().drive(*hint, self._metadata())

    def _channel(self) -> Channel:
        if not self._lease.is_open:
            raise self._closed()
        return self._lease.channel


class AsyncConnection(_Handle):
    """The async twin of `Connection`. The constructor needs no event loop; each loop gets a channel of its own."""

    def __init__(self, settings: Settings, capabilities: Capabilities | None = None) -> None:
        super().__init__(settings, capabilities)
        self._lease = async_channels.lease(settings.address)
        # Not awaited by the garbage collector: gRPC ends the channel when nothing refers to it any more.
        self._finalizer = weakref.finalize(self, self._lease.give_back)

    @property
    def context(self) -> Context:
        """Capabilities, schemas and write timestamps of a connection that was connected.

        Raises:
            ConnectionNotExistException: It was not; `await connect()` first.
        """
        known = self._known
        if known is None:
            raise ConnectionNotExistException(
                message=f"not connected to {self.address.describe()} yet: await connect()"
            )
        return known

    @property
    def capabilities(self) -> Capabilities:
        """What the server can do; raises as `context`."""
        return self.context.capabilities

    async def connect(self, timeout: float | None = None) -> Context:
        """Make sure that the server answers.

        Args:
            timeout: Seconds; the connection's own connect timeout if None.

        Raises:
            ConnectError: No server answered in time; its subclasses tell TLS and embedded-engine problems.
            AuthenticationError: The credentials are wrong.
        """
        return self._known or await self._connect(
            Deadline(self.settings.connect_timeout if timeout is None else timeout)
        )

    async def run(self, start: Callable[[Context], Op[R]], *, timeout: float | None = None) -> R:
        """Run an operation.

        Args:
            start: Makes the operation of the connection's context: `lambda ctx: collection.drop(ctx, name)`.
            timeout: Seconds for all of it, connecting, retries and waits included; 30 if None.

        Raises:
            MilvusException: What the operation raised; `ConnectError` when no server answers.
        """
        deadline = Deadline(CALL_TIMEOUT if timeout is None else timeout)
        context = self._known or await self._connect(deadline)
        try:
            return await self._channel().drive(self._told(start(context)), deadline, self._metadata())
        except MilvusException as error:
            await self._add_hint(error, context, deadline)
            raise

    async def stream(
        self, start: Callable[[Context], Stream[R]], *, timeout: float | None = None
    ) -> AsyncGenerator[R, None]:
        """The replies of a stream as they come. Nothing is sent before the first one is asked for.

        Args:
            start: Makes the stream of the connection's context.
            timeout: Seconds for all of it; if None it may last for any time, and only connecting ends after 30 s.

        Raises:
            MilvusException: What `start` or the server raised; `ConnectError` when no server answers.
        """
        deadline = Deadline(CALL_TIMEOUT if timeout is None else timeout)
        context = self._known or await self._connect(deadline)
        endless = timeout is None
        replies = self._channel().stream(start(context), deadline, self._metadata(), endless=endless)
        async with aclosing(replies):
            async for reply in replies:
                yield reply

    async def ping(self, timeout: float | None = None) -> None:
        """Ask the server for an answer now, whether it was connected before or not. Raises as `connect`."""
        await self._connect(Deadline(self.settings.connect_timeout if timeout is None else timeout))

    def with_database(self, name: str) -> AsyncConnection:
        """A connection to another database of the server; shares the channel and is closed on its own."""
        known = self._known
        return AsyncConnection(self.settings.with_database(name), known.capabilities if known else None)

    def with_user(self, user: str, password: str) -> AsyncConnection:
        """A connection of another user to the same database; shares the channel and is closed on its own."""
        known = self._known
        return AsyncConnection(self.settings.with_user(user, password), known.capabilities if known else None)

    def with_cluster(self, cluster: str) -> AsyncConnection:
        """A connection whose reads are pinned to a cluster; shares the channel and is closed on its own."""
        pinned = AsyncConnection(self.settings)
        pinned._pin(self, cluster)
        return pinned

    async def close(self) -> None:
        """End this connection; others to the same address go on. May be called again."""
        channel = self._lease.give_back()
        if channel is not None:
            await channel.close()

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return not self._lease.is_open

    async def _connect(self, deadline: Deadline) -> Context:
        part = self._connect_deadline(deadline)
        try:
            return self._remember(await self._channel().drive(self._greeting(), part, self._metadata()))
        except DeadlineExceeded as error:
            raise self._too_late(error, part.seconds) from None

    async def _add_hint(self, error: MilvusException, context: Context, deadline: Deadline) -> None:
        hint = self._hint_op(error, context, deadline)
        if hint is not None:
            with suppress(MilvusException):
                await self._channel().drive(*hint, self._metadata())

    def _channel(self) -> AsyncChannel:
        if not self._lease.is_open:
            raise self._closed()
        return self._lease.channel


def _close_channel(lease: Lease[Channel]) -> None:
    channel = lease.give_back()
    if channel is not None:
        channel.close()
