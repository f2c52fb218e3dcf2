# Generated from vectorm/client/aio/server.py by tools/make_sync.py: do not edit.
"""The server itself."""

from typing import Any

from vectorm.client.keywords import checked_methods
from vectorm.client.sync.base import Base
from vectorm.ops import connect


@checked_methods
class ServerMethods(Base):
    """What the server is."""

    def get_server_version(self, timeout: float | None = None, detail: bool = False) -> str | dict[str, Any]:
        """The server's version; with `detail` also how it was built and deployed."""
        if detail:
            return self._run(connect.get_server_info, timeout)
        return self._run(connect.get_version, timeout)

    @property
    def is_self_hosted(self) -> bool:
        """Whether it is not Zilliz Cloud, by the address."""
        return self.get_server_type() == "milvus"

    def get_server_type(self) -> str:
        """`zilliz` for Zilliz Cloud, by the address, else `milvus`."""
        return "zilliz" if "zilliz" in self._connection.address.host.lower() else "milvus"
