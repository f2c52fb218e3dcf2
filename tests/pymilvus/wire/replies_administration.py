"""What the server answers to calls of administration: every part of a reply has a value."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.pymilvus.wire.theirs import common_pb2, milvus_pb2

Reply = Callable[[Any], Mapping[str, Any]]

JOB = {
    "job_id": 8,
    "snapshot_name": "s",
    "db_name": "books",
    "collection_name": "copy",
    "state": 3,
    "progress": 100,
    "reason": "none",
    "start_time": 1_700_000_000_000,
    "time_cost": 1500,
}
REFRESH = {
    "job_id": 3,
    "collection_name": "plain",
    "state": 1,
    "progress": 50,
    "reason": "none",
    "external_source": "s3://bucket/new",
    "external_spec": "{}",
    "start_time": 1_700_000_000_000,
    "end_time": 1_700_000_001_000,
}
MESSAGE_ID = {"id": "12", "WAL_name": 4}
CHECKPOINT = {"cluster_id": "east", "pchannel": "east-0", "message_id": MESSAGE_ID, "time_tick": 99}
CONFIGURATION = {
    "clusters": [
        {"cluster_id": "east", "connection_param": {"uri": "http://east:19530", "token": "t"}, "pchannels": ["east-0"]}
    ],
    "cross_cluster_topology": [{"source_cluster_id": "east", "target_cluster_id": "west"}],
}


def altered(request: Any) -> Mapping[str, Any]:
    if request.collection_name != "external":
        return {}
    reason = "alter collection schema operation is not supported for external collection"
    return {"alter_status": common_pb2.Status(code=1100, error_code=5, reason=reason)}


def analyzed(request: Any) -> Mapping[str, Any]:
    return {
        "results": [
            milvus_pb2.AnalyzerResult(
                tokens=[
                    {"token": word, "start_offset": 1, "end_offset": 2, "position": 3, "position_length": 4, "hash": 5}
                    for word in text.decode().split()
                ]
            )
            for text in request.placeholder
        ]
    }


ADMINISTRATION: dict[str, Reply] = {
    "AlterCollectionSchema": altered,
    "RunAnalyzer": analyzed,
    "ListSnapshots": lambda _: {"snapshots": ["s", "t"]},
    "DescribeSnapshot": lambda request: {
        "name": request.name,
        "description": "of today",
        "collection_name": request.collection_name,
        "partition_names": ["_default", "part"],
        "create_ts": 1_700_000_000_000,
        "s3_location": "files/snapshots/1",
    },
    "RestoreSnapshot": lambda _: {"job_id": 8},
    "GetRestoreSnapshotState": lambda _: {"info": JOB},
    "ListRestoreSnapshotJobs": lambda _: {"jobs": [JOB, {**JOB, "state": 4}]},
    "PinSnapshotData": lambda _: {"pin_id": 5},
    "ListFileResources": lambda _: {"resources": [{"id": 1, "name": "words", "path": "files/stop_words.txt"}]},
    "RefreshExternalCollection": lambda _: {"job_id": 3},
    "GetRefreshExternalCollectionProgress": lambda _: {"job_info": REFRESH},
    "ListRefreshExternalCollectionJobs": lambda _: {"jobs": [REFRESH]},
    "GetReplicateConfiguration": lambda _: {"configuration": CONFIGURATION},
    "GetReplicateInfo": lambda _: {"checkpoint": CHECKPOINT, "salvage_checkpoint": {}},
    "DumpMessages": lambda _: {"message": {"id": MESSAGE_ID, "payload": b"\x00rows", "properties": {"_v": "2"}}},
}
