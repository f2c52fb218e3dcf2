"""Segments."""

from collections.abc import Sequence

from vectorm.client.aio.base import AsyncBase
from vectorm.client.keywords import checked_methods
from vectorm.client.segment import RETAINED, LoadedSegmentInfo, SegmentInfo, checked_states, loaded_info, stored_info
from vectorm.enums import SegmentState
from vectorm.ops import segment


@checked_methods
class AsyncSegmentMethods(AsyncBase):
    """The parts that a collection is stored in. Milvus Lite does not tell of them."""

    async def list_persistent_segments(
        self, collection_name: str, timeout: float | None = None, states: Sequence[SegmentState] | None = None
    ) -> list[SegmentInfo]:
        """Segments in the object store: those that the server tells of, or only those in some states."""
        wanted = checked_states(states)
        found = await self._run(lambda ctx: segment.list_stored(ctx, collection_name, wanted), timeout)
        return [stored_info(collection_name, each) for each in found]

    async def list_segments(
        self, collection_name: str, states: Sequence[SegmentState] | None = None, timeout: float | None = None
    ) -> list[SegmentInfo]:
        """Segments in some states; in any that the server keeps, growing and dropped ones included, if None.

        Servers before Milvus 3.0 tell of those in the object store only.
        """
        return await self.list_persistent_segments(collection_name, timeout, states or RETAINED)

    async def list_loaded_segments(self, collection_name: str, timeout: float | None = None) -> list[LoadedSegmentInfo]:
        """Segments in the memory of query nodes."""
        found = await self._run(lambda ctx: segment.list_loaded(ctx, collection_name), timeout)
        return [loaded_info(collection_name, each) for each in found]
