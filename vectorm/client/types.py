"""Enumerations and what administration returns, under the path that PyMilvus has for them."""

from vectorm.client.access import (
    GrantInfo,
    GrantItem,
    PrivilegeGroupInfo,
    PrivilegeGroupItem,
    RoleInfo,
    RoleItem,
    UserInfo,
    UserItem,
)
from vectorm.client.analyzer import AnalyzeResult, AnalyzeToken
from vectorm.client.bulk_insert import BulkInsertState
from vectorm.client.compaction import CompactionPlans, CompactionState, Plan
from vectorm.client.consistency import cmp_consistency_level, get_consistency_level
from vectorm.client.external_collection import RefreshExternalCollectionJobInfo
from vectorm.client.file_resource import FileResourceInfo
from vectorm.client.obsolete import IndexState, IndexType, PlaceholderType, RangeType
from vectorm.client.query_result import ExtraList, HybridExtraList, OmitZeroDict
from vectorm.client.replica import Group, Replica, ReplicaInfo, Shard
from vectorm.client.resource_group import (
    NodeInfo,
    ResourceGroupConfig,
    ResourceGroupInfo,
    ResourceGroupLimit,
    ResourceGroupTransfer,
)
from vectorm.client.segment import LoadedSegmentInfo, SegmentInfo
from vectorm.client.snapshot import RestoreSnapshotJobInfo, SnapshotInfo
from vectorm.client.states import State
from vectorm.client.status import Status
from vectorm.enums import (
    CompactionTaskState,
    CompactionType,
    ConsistencyLevel,
    DataType,
    FunctionType,
    HighlightType,
    LoadState,
    MetricType,
    SegmentState,
)

__all__ = [
    "AnalyzeResult",
    "AnalyzeToken",
    "BulkInsertState",
    "CompactionPlans",
    "CompactionState",
    "CompactionTaskState",
    "CompactionType",
    "ConsistencyLevel",
    "DataType",
    "ExtraList",
    "FileResourceInfo",
    "FunctionType",
    "GrantInfo",
    "GrantItem",
    "Group",
    "HighlightType",
    "HybridExtraList",
    "IndexState",
    "IndexType",
    "LoadState",
    "LoadedSegmentInfo",
    "MetricType",
    "NodeInfo",
    "OmitZeroDict",
    "PlaceholderType",
    "Plan",
    "PrivilegeGroupInfo",
    "PrivilegeGroupItem",
    "RangeType",
    "RefreshExternalCollectionJobInfo",
    "Replica",
    "ReplicaInfo",
    "ResourceGroupConfig",
    "ResourceGroupInfo",
    "ResourceGroupLimit",
    "ResourceGroupTransfer",
    "RestoreSnapshotJobInfo",
    "RoleInfo",
    "RoleItem",
    "SegmentInfo",
    "SegmentState",
    "Shard",
    "SnapshotInfo",
    "State",
    "Status",
    "UserInfo",
    "UserItem",
    "cmp_consistency_level",
    "get_consistency_level",
]
