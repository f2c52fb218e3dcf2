"""Resource groups: query nodes set apart for some collections."""

from collections.abc import Mapping

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.spec.feature import Feature
from vectorm.spec.resource_group import GroupConfig, ResourceGroup
from vectorm.wire import resource_group as wire
from vectorm.wire.status import decode_status


def create(ctx: Context, name: str, config: GroupConfig | None = None) -> Op[None]:
    """Create a resource group; a config needs Milvus 2.4: older servers would ignore it.

    Raises:
        AlreadyExists: There is one of that name.
    """
    _require(ctx)
    if config is not None:
        _require_configs(ctx)
    yield from send(Rpc("CreateResourceGroup", wire.encode_create(name, config), decode_status, Resend.UNSENT))


def update(ctx: Context, configs: Mapping[str, GroupConfig]) -> Op[None]:
    """Change what resource groups want (Milvus 2.4)."""
    _require_configs(ctx)
    yield from send(Rpc("UpdateResourceGroups", wire.encode_update(configs), decode_status))


def drop(ctx: Context, name: str) -> Op[None]:
    """Drop a resource group, which must have no nodes; a missing one is no error."""
    _require(ctx)
    yield from send(Rpc("DropResourceGroup", wire.encode_drop(name), decode_status))


def list_names(ctx: Context) -> Op[list[str]]:
    """Names of all resource groups."""
    _require(ctx)
    return (yield from send(Rpc("ListResourceGroups", wire.encode_list_names(), wire.decode_list_names)))


def describe(ctx: Context, name: str) -> Op[ResourceGroup]:
    """A resource group."""
    _require(ctx)
    return (yield from send(Rpc("DescribeResourceGroup", wire.encode_describe(name), wire.decode_describe)))


def transfer_node(ctx: Context, source: str, target: str, count: int) -> Op[None]:
    """Move nodes to another group. Not sent again after a lost answer: it would move more."""
    _require(ctx)
    request = wire.encode_transfer_node(source, target, count)
    yield from send(Rpc("TransferNode", request, decode_status, Resend.UNSENT))


def transfer_replica(ctx: Context, source: str, target: str, collection: str, count: int) -> Op[None]:
    """Move replicas of a collection to another group. Not sent again after a lost answer: it would move more."""
    _require(ctx)
    request = wire.encode_transfer_replica(source, target, collection, count)
    yield from send(Rpc("TransferReplica", request, decode_status, Resend.UNSENT, collection))


def _require(ctx: Context) -> None:
    ctx.capabilities.require(Feature.RESOURCE_GROUPS)


def _require_configs(ctx: Context) -> None:
    ctx.capabilities.require(Feature.RESOURCE_GROUP_CONFIGS)
