"""What a remote writer needs of an object store."""

from pathlib import Path
from typing import Protocol

from vectorm.bulk_writer.connect_params import AzureConnectParam, S3ConnectParam
from vectorm.bulk_writer.extras import missing
from vectorm.errors import ParamError


class ObjectStore(Protocol):
    """A bucket or a container."""

    def check(self) -> None:
        """Raise `MilvusException` if there is no such bucket or container."""
        ...

    def upload(self, file: Path, key: str) -> None:
        """Store a file under a key, over an older object of that key."""
        ...


def open_store(param: object) -> ObjectStore:
    """The object store of connect parameters; nothing is sent yet.

    Raises:
        ParamError: They are none, or not complete.
        ModuleNotFoundError: The client of the store is not installed; says which extra has it.
    """
    try:
        if isinstance(param, S3ConnectParam):
            from vectorm.bulk_writer.s3_store import S3Store

            return S3Store(param)
        if isinstance(param, AzureConnectParam):
            from vectorm.bulk_writer.azure_store import AzureStore

            return AzureStore(param)
    except ModuleNotFoundError as error:
        raise missing(error, "remote") from None
    told = f"connect_param must be an S3ConnectParam or an AzureConnectParam, not {type(param).__name__}"
    raise ParamError(message=told)
