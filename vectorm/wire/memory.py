"""Keep the memory of large requests and replies for the next ones.

glibc gives the end of the heap back to the system as soon as more of it is free than twice the largest piece that was
ever mapped by itself and freed. A request and gRPC's copy of it are that much, a reply and what is read of it as well,
so that each call gets all of its memory anew, page by page: up to half of the processor time of an insert. A larger
piece that is freed unused raises the limit, and costs nothing. What stays with the process for that are at most 64 MB.
Other allocators do not mind.
"""

from contextlib import suppress

_SMALLEST = 64 * 1024
_LARGEST = 32 * 1024 * 1024 - 64 * 1024
"""The limit follows pieces of up to 32 MB (`DEFAULT_MMAP_THRESHOLD_MAX`)."""


class _Kept:
    """The largest piece so far."""

    def __init__(self) -> None:
        self._size = 0

    def keep(self, size: int) -> None:
        """Keep the memory of requests or replies of so many bytes from going back to the system."""
        piece = min(2 * size, _LARGEST)
        if size > _SMALLEST and piece > self._size:
            self._size = piece
            with suppress(MemoryError):  # under a limit of the address space there may be room for the request alone
                bytes(piece)  # zeros that nobody reads: the system gives no page for them


keep_memory = _Kept().keep
