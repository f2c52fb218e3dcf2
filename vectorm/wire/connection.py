"""Connect, server version and clock."""

from vectorm.spec.capabilities import Capabilities, capabilities_of
from vectorm.wire.messages import (
    AllocTimestampRequest,
    AllocTimestampResponse,
    ClientInfo,
    ConnectRequest,
    ConnectResponse,
    GetVersionRequest,
    GetVersionResponse,
)
from vectorm.wire.status import check


def encode_connect(user: str, host: str, sdk_version: str) -> bytes:
    """Tell the server who connects. `sdk_type` is free text; servers only log it."""
    info = ClientInfo(sdk_type="Python", sdk_version=f"vectorm-{sdk_version}", user=user, host=host)
    return ConnectRequest(client_info=info).SerializeToString()


def decode_connect(data: bytes) -> Capabilities:
    """What the server says it is."""
    reply = ConnectResponse.FromString(data)
    check(reply.status)
    return capabilities_of(reply.server_info.build_tags, reply.server_info.deploy_mode)


def decode_server_info(data: bytes) -> dict[str, str]:
    """What the server says of its build, by PyMilvus's names."""
    reply = ConnectResponse.FromString(data)
    check(reply.status)
    info = reply.server_info
    return {
        "version": info.build_tags,
        "build_time": info.build_time,
        "git_commit": info.git_commit,
        "go_version": info.go_version,
        "deploy_mode": info.deploy_mode,
    }


def encode_get_version() -> bytes:
    """Ask for the server's version."""
    return GetVersionRequest().SerializeToString()


def decode_get_version(data: bytes) -> str:
    """The server's version text."""
    reply = GetVersionResponse.FromString(data)
    check(reply.status)
    return reply.version


def encode_alloc_timestamp() -> bytes:
    """Ask for a timestamp."""
    return AllocTimestampRequest().SerializeToString()


def decode_alloc_timestamp(data: bytes) -> int:
    """A hybrid timestamp that is later than every write that was acknowledged before."""
    reply = AllocTimestampResponse.FromString(data)
    check(reply.status)
    return reply.timestamp
