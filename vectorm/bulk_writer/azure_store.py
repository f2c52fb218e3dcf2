"""Azure Blob Storage."""

from collections.abc import Mapping
from pathlib import Path

from azure.storage.blob import BlobServiceClient

from vectorm.bulk_writer.connect_params import AzureConnectParam
from vectorm.errors import MilvusException, ParamError

_BLOCK_TIMEOUT = 600
"""Seconds that one block may take, as in PyMilvus."""


class AzureStore:
    """A container; see `ObjectStore`."""

    def __init__(self, param: AzureConnectParam) -> None:
        self._param = param
        self._container = _client(param).get_container_client(param.container_name)

    def check(self) -> None:
        """Raise if there is no such container."""
        if not self._container.exists():
            name = self._param.container_name
            raise MilvusException(message=f"there is no container {name} at {self._container.url}")

    def upload(self, file: Path, key: str) -> None:
        """Store a file."""
        with file.open("rb") as data:
            self._container.upload_blob(
                name=key,
                data=data,
                overwrite=True,
                max_concurrency=self._param.upload_concurrency,
                connection_timeout=_BLOCK_TIMEOUT,
            )


def _client(param: AzureConnectParam) -> BlobServiceClient:
    size = param.upload_chunk_size
    credential = dict(param.credential) if isinstance(param.credential, Mapping) else param.credential
    if param.conn_str:
        return BlobServiceClient.from_connection_string(
            param.conn_str, credential=credential, max_block_size=size, max_single_put_size=size
        )
    if param.account_url:
        return BlobServiceClient(
            param.account_url, credential=credential, max_block_size=size, max_single_put_size=size
        )
    raise ParamError(message="AzureConnectParam needs a conn_str or an account_url")
