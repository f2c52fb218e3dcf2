"""Meet the server: who is there, which version, is it well."""

from dataclasses import replace

from vectorm import _version
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.capabilities import Capabilities
from vectorm.wire import connection as wire


def connect(user: str, host: str) -> Op[Capabilities]:
    """Say who connects; learn what the server can do. Milvus Lite tells its version only when it is asked."""
    request = wire.encode_connect(user, host, _version.__version__)
    found = yield from send(Rpc("Connect", request, wire.decode_connect))
    if found.version:
        return found
    version = yield from _version_text()
    return replace(found, version=version.partition("-")[2] or version)


def get_version(_ctx: Context) -> Op[str]:
    """The server's version text, `v2.3.5-lite` or `milvus_lite-3.2.2`."""
    return (yield from _version_text())


def get_server_info(_ctx: Context) -> Op[dict[str, str]]:
    """Version, build time, commit, Go version and deploy mode of the server."""
    request = wire.encode_connect("", "", _version.__version__)
    return (yield from send(Rpc("Connect", request, wire.decode_server_info)))


def alloc_timestamp(_ctx: Context) -> Op[int]:
    """A hybrid timestamp that is later than every write that was acknowledged before. Milvus Lite has none."""
    return (yield from send(Rpc("AllocTimestamp", wire.encode_alloc_timestamp(), wire.decode_alloc_timestamp)))


def _version_text() -> Op[str]:
    return (yield from send(Rpc("GetVersion", wire.encode_get_version(), wire.decode_get_version)))
