"""Replication between clusters as PyMilvus shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from vectorm.client.checks import as_int, as_mapping, as_name, as_names, as_text
from vectorm.enums import WALName
from vectorm.errors import ParamError
from vectorm.spec.replicate import Checkpoint, Cluster, Dump, LogMessage, Position, Replication


@dataclass
class ConnectionParam:
    """Where other clusters reach one, and what they show."""

    uri: str
    token: str = field(default="", repr=False)


@dataclass
class MilvusCluster:
    """A cluster that takes part in replication; `pchannels` are its physical channels."""

    cluster_id: str
    connection_param: ConnectionParam
    pchannels: list[str]


@dataclass
class CrossClusterTopology:
    """Which cluster copies from which."""

    source_cluster_id: str
    target_cluster_id: str


@dataclass
class ReplicateConfiguration:
    """Who copies what from whom."""

    clusters: list[MilvusCluster]
    cross_cluster_topology: list[CrossClusterTopology]


def replicate_configuration(found: Replication) -> ReplicateConfiguration:
    """What `get_replicate_configuration` returns."""
    return ReplicateConfiguration(
        clusters=[
            MilvusCluster(each.id, ConnectionParam(each.uri, each.token), list(each.channels))
            for each in found.clusters
        ],
        cross_cluster_topology=[CrossClusterTopology(source, target) for source, target in found.topology],
    )


def replication(clusters: object, topology: object) -> Replication:
    """The arguments of `update_replicate_configuration`.

    Raises:
        ParamError: A part is missing or of a wrong type.
    """
    return Replication(
        clusters=tuple(_cluster(each) for each in _dicts("clusters", clusters)),
        topology=tuple(
            (_part("topology", each, "source_cluster_id"), _part("topology", each, "target_cluster_id"))
            for each in _dicts("cross_cluster_topology", () if topology is None else topology)
        ),
    )


def checkpoint_dict(found: Checkpoint | None) -> dict[str, Any] | None:
    """A checkpoint as `get_replicate_info` returns it."""
    if found is None:
        return None
    return {
        "cluster_id": found.cluster,
        "pchannel": found.channel,
        "message_id": _position_dict(found.position),
        "time_tick": found.time_tick,
    }


def dump_of(pchannel: object, start_message_id: object, start_timetick: object, end_timetick: object) -> Dump:
    """The arguments of `dump_messages`.

    Raises:
        ParamError: One is missing or of a wrong type.
    """
    channel = as_name("pchannel", pchannel)
    start = as_mapping("start_message_id", start_message_id)
    wal = WALName.__members__.get(str(start.get("wal_name")))
    if wal is None:
        known = ", ".join(WALName.__members__)
        raise ParamError(message=f"wal_name of start_message_id must be one of {known}, not {start.get('wal_name')!r}")
    return Dump(
        channel=channel,
        start=Position(id=as_name("id of start_message_id", start.get("id")), wal=wal),
        first_tick=as_int("start_timetick", start_timetick, least=0),
        last_tick=as_int("end_timetick", end_timetick, least=0),
    )


def message_dict(message: LogMessage) -> dict[str, Any]:
    """A message as `dump_messages` gives it."""
    return {
        "message_id": _position_dict(message.position),
        "payload": message.payload,
        "properties": dict(message.properties),
    }


def _position_dict(position: Position | None) -> dict[str, str] | None:
    return None if position is None else {"id": position.id, "wal_name": position.wal.name}


def _cluster(given: Mapping[str, Any]) -> Cluster:
    connection = as_mapping("connection_param of a cluster", given.get("connection_param"))
    return Cluster(
        id=_part("cluster", given, "cluster_id"),
        uri=_part("connection_param", connection, "uri"),
        token=as_text("token of connection_param", connection.get("token", "")),
        channels=as_names("pchannels", given.get("pchannels")),
    )


def _part(what: str, given: Mapping[str, Any], key: str) -> str:
    if key not in given:
        raise ParamError(message=f"{key} is missing in a {what}")
    return as_text(f"{key} of a {what}", given[key])


def _dicts(what: str, given: object) -> list[Mapping[str, Any]]:
    if not isinstance(given, Sequence) or isinstance(given, str | bytes):
        raise ParamError(message=f"{what} must be a list of dicts, not {type(given).__name__}")
    return [as_mapping(f"each of {what}", each) for each in cast("Sequence[object]", given)]
