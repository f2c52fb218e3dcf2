"""Replies of users, resource groups, replicas and segments."""

from collections.abc import Callable, Mapping
from typing import Any

ANN = {"name": "ann"}
READER = {"name": "reader", "description": "reads"}

GRANT = {
    "role": READER,
    "object": {"name": "Collection"},
    "object_name": "plain",
    "grantor": {"user": {"name": "root"}, "privilege": {"name": "Search"}},
    "db_name": "default",
}

GROUP = {
    "name": "one",
    "capacity": 2,
    "num_available_node": 1,
    "num_loaded_replica": {"plain": 1},
    "num_outgoing_node": {"plain": 2},
    "num_incoming_node": {"plain": 3},
    "config": {
        "requests": {"node_num": 2},
        "limits": {"node_num": 4},
        "transfer_from": [{"resource_group": "spare"}],
        "transfer_to": [{"resource_group": "rest"}],
        "node_filter": {"node_labels": [{"key": "zone", "value": "east"}]},
    },
    "nodes": [{"node_id": 7, "address": "node:1", "hostname": "node"}],
}

REPLICA = {
    "replicaID": 11,
    "collectionID": 4711,
    "partition_ids": [1, 2],
    "shard_replicas": [{"leaderID": 7, "leader_addr": "node:1", "dm_channel_name": "channel", "node_ids": [7]}],
    "node_ids": [7, 8],
    "resource_group_name": "one",
    "num_outbound_node": {"two": 1},
}

STORED = {
    "segmentID": 21,
    "collectionID": 4711,
    "partitionID": 1,
    "num_rows": 100,
    "state": 4,
    "level": 2,
    "is_sorted": True,
    "storage_version": 2,
}

LOADED = {
    "segmentID": 22,
    "collectionID": 4711,
    "partitionID": 1,
    "mem_size": 1000,
    "num_rows": 100,
    "index_name": "by_vector",
    "indexID": 5,
    "state": 3,
    "nodeIds": [7],
    "level": 2,
    "is_sorted": True,
    "storage_version": 2,
}

PLANS = {
    "state": 2,
    "mergeInfos": [{"sources": [21, 22], "target": 23, "plan_id": 1, "collection_id": 4711, "targets": [23]}],
}

OPERATION: dict[str, Callable[[Any], Mapping[str, Any]]] = {
    "ListCredUsers": lambda _: {"usernames": ["root", "ann"]},
    "SelectUser": lambda _: {"results": [{"user": ANN, "roles": [READER], "description": "a user"}]},
    "SelectRole": lambda _: {"results": [{"role": READER, "users": [ANN]}]},
    "SelectGrant": lambda _: {"entities": [GRANT, {**GRANT, "object_name": "*"}]},
    "ListPrivilegeGroups": lambda _: {
        "privilege_groups": [{"group_name": "lookers", "privileges": [{"name": "Search"}, {"name": "Query"}]}]
    },
    "ListResourceGroups": lambda _: {"resource_groups": ["one", "two"]},
    "DescribeResourceGroup": lambda _: {"resource_group": GROUP},
    "GetReplicas": lambda _: {"replicas": [REPLICA]},
    "GetPersistentSegmentInfo": lambda request: {
        "infos": [{**STORED, "state": state} for state in (4, 2) if not request.states or state in request.states]
    },
    "GetQuerySegmentInfo": lambda _: {"infos": [LOADED]},
    "GetCompactionStateWithPlans": lambda _: PLANS,
    "DescribeDatabase": lambda request: {
        "db_name": request.db_name,
        "properties": [{"key": "database.replica.number", "value": "2"}],
    },
    "DescribeAlias": lambda request: {"db_name": "default", "collection": "plain", "alias": request.alias},
    "ListAliases": lambda request: {
        "db_name": "default",
        "collection_name": request.collection_name,
        "aliases": ["nick", "nack"],
    },
}
"""By the name of the method."""
