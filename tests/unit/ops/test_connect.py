"""Meeting the server."""

from tests.unit.ops.support import context
from vectorm.ops import connect
from vectorm.spec.capabilities import Engine
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import ConnectResponse, GetVersionResponse, ServerInfo

VERSION = GetVersionResponse(version="milvus_lite-3.2.2").SerializeToString()


def greeting(build: str, mode: str) -> bytes:
    return ConnectResponse(server_info=ServerInfo(build_tags=build, deploy_mode=mode)).SerializeToString()


def test_milvus_tells_its_version_at_once() -> None:
    recorded = Recorded([greeting("v2.3.5-lite", "STANDALONE")])
    assert recorded.run(connect.connect("root", "here")).label == "Milvus 2.3.5"


def test_lite_is_asked_for_its_version() -> None:
    recorded = Recorded([greeting("milvus_lite", "embedded"), VERSION])
    found = recorded.run(connect.connect("", "here"))
    assert (found.engine, found.version) == (Engine.LITE, "3.2.2")
    assert recorded.methods == ["Connect", "GetVersion"]


def test_get_version_gives_the_servers_text() -> None:
    assert Recorded([VERSION]).run(connect.get_version(context())) == "milvus_lite-3.2.2"
