"""The server itself."""

from typing import Any

from vectorm.client.aio.base import AsyncBase
from vectorm.client.keywords import checked_methods
from vectorm.ops import connect


@checked_methods
class AsyncServerMethods(AsyncBase):
    """What the server is."""

    async def get_server_version(self, timeout: float | None = None, detail: bool = False) -> str | dict[str, Any]:
        """The server's version; with `detail` also how it was built and deployed."""
        if detail:
            return await self._run(connect.get_server_info, timeout)
        return await self._run(connect.get_version, timeout)

    @property
    def is_self_hosted(self) -> bool:
        """Whether it is not Zilliz Cloud, by the address."""
        return self.get_server_type() == "milvus"

    def get_server_type(self) -> str:
        """`zilliz` for Zilliz Cloud, by the address, else `milvus`."""
        return "zilliz" if "zilliz" in self._connection.address.host.lower() else "milvus"
