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
from vectorm.client.bulk_insert import BulkInsertState
from vectorm.client.compaction import CompactionPlans, CompactionState, Plan
from vectorm.client.consistency import cmp_consistency_level, get_consistency_level
from vectorm.client.obsolete import IndexState, IndexType, PlaceholderType, RangeType
from vectorm.client.query_result import ExtraList, OmitZeroDict
from vectorm.client.replica import Group, Replica, ReplicaInfo, Shard
from vectorm.client.resource_group import (
    NodeInfo,
    ResourceGroupConfig,
    ResourceGroupInfo,
    ResourceGroupLimit,
    ResourceGroupTransfer,
)
from vectorm.client.segment import LoadedSegmentInfo, SegmentInfo
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
    "BulkInsertState",
    "CompactionPlans",
    "CompactionState",
    "CompactionTaskState",
    "CompactionType",
    "ConsistencyLevel",
    "DataType",
    "ExtraList",
    "FunctionType",
    "GrantInfo",
    "GrantItem",
    "Group",
    "HighlightType",
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
    "Replica",
    "ReplicaInfo",
    "ResourceGroupConfig",
    "ResourceGroupInfo",
    "ResourceGroupLimit",
    "ResourceGroupTransfer",
    "RoleInfo",
    "RoleItem",
    "SegmentInfo",
    "SegmentState",
    "Shard",
    "State",
    "Status",
    "UserInfo",
    "UserItem",
    "cmp_consistency_level",
    "get_consistency_level",
]
