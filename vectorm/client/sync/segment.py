# Generated from vectorm/client/aio/segment.py by tools/make_sync.py: do not edit.
"""Segments."""

from collections.abc import Sequence

from vectorm.client.keywords import checked_methods
from vectorm.client.segment import RETAINED, LoadedSegmentInfo, SegmentInfo, checked_states, loaded_info, stored_info
from vectorm.client.sync.base import Base
from vectorm.enums import SegmentState
from vectorm.ops import segment


@checked_methods
class SegmentMethods(Base):
    """The parts that a collection is stored in. Milvus Lite does not tell of them."""

    def list_persistent_segments(
        self, collection_name: str, timeout: float | None = None, states: Sequence[SegmentState] | None = None
    ) -> list[SegmentInfo]:
        """Segments in the object store: those that the server tells of, or only those in some states."""
        wanted = checked_states(states)
        found = self._run(lambda ctx: segment.list_stored(ctx, collection_name, wanted), timeout)
        return [stored_info(collection_name, each) for each in found]

    def list_segments(
        self, collection_name: str, states: Sequence[SegmentState] | None = None, timeout: float | None = None
    ) -> list[SegmentInfo]:
        """Segments in some states; in any that the server keeps, growing and dropped ones included, if None.

        Servers before Milvus 3.0 tell of those in the object store only.
        """
        return self.list_persistent_segments(collection_name, timeout, states or RETAINED)

    def list_loaded_segments(self, collection_name: str, timeout: float | None = None) -> list[LoadedSegmentInfo]:
        """Segments in the memory of query nodes."""
        found = self._run(lambda ctx: segment.list_loaded(ctx, collection_name), timeout)
        return [loaded_info(collection_name, each) for each in found]
