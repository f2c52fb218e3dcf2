"""Resource groups as PyMilvus shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from vectorm.client.checks import as_mapping
from vectorm.errors import ParamError
from vectorm.spec.resource_group import GroupConfig, Node, ResourceGroup


@dataclass
class ResourceGroupLimit:
    """A number of query nodes."""

    node_num: int = 0


@dataclass
class ResourceGroupTransfer:
    """A resource group that nodes come from or go to."""

    resource_group: str = ""


@dataclass
class ResourceGroupNodeFilter:
    """Labels that a node must have, as dicts with `key` and `value`."""

    node_labels: Sequence[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])


P = TypeVar("P", ResourceGroupLimit, ResourceGroupTransfer, ResourceGroupNodeFilter)
Given: TypeAlias = P | Mapping[str, Any]


class ResourceGroupConfig:
    """What a resource group wants (Milvus 2.4). Each part may be given as a dict.

    Args:
        requests: Number of nodes it should have: `{"node_num": 1}`.
        limits: Number of nodes it may have at most.
        transfer_from: Groups that nodes come from first: `[{"resource_group": "a"}]`.
        transfer_to: Groups that spare nodes go to first.
        node_filter: Labels that a node must have: `{"node_labels": [{"key": "zone", "value": "b"}]}`.

    Raises:
        ParamError: A dict has an unknown key.
    """

    def __init__(
        self,
        *,
        requests: Given[ResourceGroupLimit] | None = None,
        limits: Given[ResourceGroupLimit] | None = None,
        transfer_from: Sequence[Given[ResourceGroupTransfer]] | None = None,
        transfer_to: Sequence[Given[ResourceGroupTransfer]] | None = None,
        node_filter: Given[ResourceGroupNodeFilter] | None = None,
    ) -> None:
        self._has = (requests is not None, limits is not None)
        self.requests = _part(ResourceGroupLimit, requests)
        self.limits = _part(ResourceGroupLimit, limits)
        self.transfer_from = [_part(ResourceGroupTransfer, each) for each in transfer_from or ()]
        self.transfer_to = [_part(ResourceGroupTransfer, each) for each in transfer_to or ()]
        self.node_filter = _part(ResourceGroupNodeFilter, node_filter)

    def as_spec(self) -> GroupConfig:
        """The config that is sent."""
        has_requests, has_limits = self._has
        return GroupConfig(
            requests=self.requests.node_num if has_requests or self.requests.node_num else None,
            limits=self.limits.node_num if has_limits or self.limits.node_num else None,
            transfer_from=tuple(each.resource_group for each in self.transfer_from),
            transfer_to=tuple(each.resource_group for each in self.transfer_to),
            node_labels={label["key"]: label["value"] for label in self.node_filter.node_labels},
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResourceGroupConfig) and self.as_spec() == other.as_spec()

    __hash__ = None  # type: ignore[assignment]  # its parts can be changed

    def __repr__(self) -> str:
        return "".join(f"{line}\n" for line in _lines(self.as_spec()))


def group_config(given: ResourceGroupConfig | Mapping[str, Any]) -> GroupConfig:
    """The config that is sent."""
    return (given if isinstance(given, ResourceGroupConfig) else _config_of(given)).as_spec()


class NodeInfo:
    """A query node: `node_id`, `address`, `hostname`."""

    def __init__(self, info: Node) -> None:
        self.node_id = info.id
        self.address = info.address
        self.hostname = info.hostname

    def __repr__(self) -> str:
        return f"NodeInfo:\n<node_id:{self.node_id}>,\n<address:{self.address}>,\n<hostname:{self.hostname}>"


class ResourceGroupInfo:
    """A resource group as the server describes it. The `num_...` of collections are dicts by collection."""

    def __init__(self, resource_group: ResourceGroup) -> None:
        self.name = resource_group.name
        self.capacity = resource_group.capacity
        self.num_available_node = resource_group.available
        self.num_loaded_replica = dict(resource_group.loaded_replicas)
        self.num_outgoing_node = dict(resource_group.outgoing_nodes)
        self.num_incoming_node = dict(resource_group.incoming_nodes)
        self.config = _shown_config(resource_group.config)
        self.nodes = [NodeInfo(node) for node in resource_group.nodes]

    def __repr__(self) -> str:
        shown = ",\n".join(f"<{name}:{value}>" for name, value in vars(self).items())
        return f"ResourceGroupInfo:\n{shown}"


def _part(kind: type[P], given: Given[P] | None) -> P:
    if isinstance(given, kind):
        return given
    try:
        return kind(**as_mapping(kind.__name__, given or {}))
    except TypeError as error:
        raise ParamError(message=f"{kind.__name__}: {error}") from None


def _config_of(given: Mapping[str, Any]) -> ResourceGroupConfig:
    try:
        return ResourceGroupConfig(**as_mapping("the config of a resource group", given))
    except TypeError as error:
        raise ParamError(message=f"the config of a resource group: {error}") from None


def _shown_config(config: GroupConfig) -> ResourceGroupConfig:
    labels = [{"key": key, "value": value} for key, value in config.node_labels.items()]
    return ResourceGroupConfig(
        requests=None if config.requests is None else ResourceGroupLimit(config.requests),
        limits=None if config.limits is None else ResourceGroupLimit(config.limits),
        transfer_from=[ResourceGroupTransfer(name) for name in config.transfer_from],
        transfer_to=[ResourceGroupTransfer(name) for name in config.transfer_to],
        node_filter=ResourceGroupNodeFilter(labels),
    )


def _lines(config: GroupConfig) -> Iterator[str]:
    """A config as protobuf writes it."""
    for name, count in (("requests", config.requests), ("limits", config.limits)):
        if count is not None:
            yield from (f"{name} {{", *([f"  node_num: {count}"] if count else []), "}")
    for name, groups in (("transfer_from", config.transfer_from), ("transfer_to", config.transfer_to)):
        for group in groups:
            yield from (f"{name} {{", f'  resource_group: "{group}"', "}")
    if config.node_labels:
        yield "node_filter {"
        for key, value in config.node_labels.items():
            yield from ("  node_labels {", f'    key: "{key}"', f'    value: "{value}"', "  }")
        yield "}"
