"""One channel per address, shared by all connections to it and closed by the last."""

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from vectorm.transport.address import Address

if TYPE_CHECKING:
    from vectorm.transport.async_channel import AsyncChannel
    from vectorm.transport.channel import Channel

C = TypeVar("C")


class Lease(Generic[C]):
    """A connection's share of a channel."""

    def __init__(self, pool: "Pool[C]", address: Address, channel: C) -> None:
        self.channel = channel
        self._pool = pool
        self._address = address
        self._returned = False

    @property
    def is_open(self) -> bool:
        """Whether it was not given back yet."""
        return not self._returned

    def give_back(self) -> C | None:
        """End this share. The channel, if it was the last share: the caller closes it. None when called again."""
        with self._pool.lock:
            if self._returned:
                return None
            self._returned = True
            return self._pool.forget_one(self._address)


class Pool(Generic[C]):
    """Channels by address, with the number of their users. Thread-safe."""

    def __init__(self, make: Callable[[Address], C]) -> None:
        self._make = make
        self._shared: dict[Address, tuple[C, int]] = {}
        self._renew_lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew_lock)

    def lease(self, address: Address) -> Lease[C]:
        """A share of the channel to an address; opens nothing."""
        with self.lock:
            channel, users = self._shared.get(address) or (self._make(address), 0)
            self._shared[address] = (channel, users + 1)
            return Lease(self, address, channel)

    def forget_one(self, address: Address) -> C | None:
        """Count one user less; the channel if none is left. The caller holds the lock."""
        channel, users = self._shared.pop(address)
        if users == 1:
            return channel
        self._shared[address] = (channel, users - 1)
        return None

    def users(self, address: Address) -> int:
        """How many connections share the channel to an address."""
        with self.lock:
            return self._shared[address][1] if address in self._shared else 0

    def _renew_lock(self) -> None:
        # A fork may happen while another thread holds the lock. Reentrant: the garbage collector may end a connection,
        # and so give back its lease, while this thread holds it.
        self.lock = threading.RLock()


def _channel(address: Address) -> "Channel":
    from vectorm.transport.channel import Channel  # what a channel needs loads with the first one

    return Channel(address)


def _async_channel(address: Address) -> "AsyncChannel":
    from vectorm.transport.async_channel import AsyncChannel

    return AsyncChannel(address)


channels: "Pool[Channel]" = Pool(_channel)
async_channels: "Pool[AsyncChannel]" = Pool(_async_channel)
