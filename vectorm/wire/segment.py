"""Segments of a collection."""

from collections.abc import Sequence

from vectorm.enums import SegmentLevel, SegmentState
from vectorm.spec.segment import LoadedSegment, StoredSegment
from vectorm.wire.messages import (
    GetPersistentSegmentInfoRequest,
    GetPersistentSegmentInfoResponse,
    GetQuerySegmentInfoRequest,
    GetQuerySegmentInfoResponse,
    LoadBalanceRequest,
)
from vectorm.wire.status import check


def encode_list_stored(collection: str, states: Sequence[SegmentState] = ()) -> bytes:
    """Ask for the segments in the object store; without states the server chooses."""
    return GetPersistentSegmentInfoRequest(collectionName=collection, states=states).SerializeToString()


def decode_list_stored(data: bytes) -> list[StoredSegment]:
    """Segments in the object store."""
    reply = GetPersistentSegmentInfoResponse.FromString(data)
    check(reply.status)
    return [
        StoredSegment(
            id=each.segmentID,
            collection_id=each.collectionID,
            partition_id=each.partitionID,
            rows=each.num_rows,
            state=SegmentState(each.state),
            level=SegmentLevel(each.level),
            is_sorted=each.is_sorted,
            storage_version=each.storage_version,
            channel=each.insert_channel,
            compacted_from=tuple(each.compaction_from),
        )
        for each in reply.infos
    ]


def encode_list_loaded(collection: str) -> bytes:
    """Ask for the segments in memory."""
    return GetQuerySegmentInfoRequest(collectionName=collection).SerializeToString()


def decode_list_loaded(data: bytes) -> list[LoadedSegment]:
    """Segments in memory."""
    reply = GetQuerySegmentInfoResponse.FromString(data)
    check(reply.status)
    return [
        LoadedSegment(
            id=each.segmentID,
            collection_id=each.collectionID,
            partition_id=each.partitionID,
            rows=each.num_rows,
            state=SegmentState(each.state),
            level=SegmentLevel(each.level),
            is_sorted=each.is_sorted,
            storage_version=each.storage_version,
            index_name=each.index_name,
            index_id=each.indexID,
            node_id=each.nodeID,
            node_ids=tuple(each.nodeIds),
            memory=each.mem_size,
        )
        for each in reply.infos
    ]


def encode_load_balance(collection: str, source: int, targets: Sequence[int], segments: Sequence[int]) -> bytes:
    """Move segments from one query node to others."""
    return LoadBalanceRequest(
        collectionName=collection, src_nodeID=source, dst_nodeIDs=targets, sealed_segmentIDs=segments
    ).SerializeToString()
