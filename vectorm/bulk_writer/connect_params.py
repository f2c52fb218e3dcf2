"""Where a `RemoteBulkWriter` brings its files."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from vectorm.bulk_writer.constants import DEFAULT_BUCKET_NAME, MB
from vectorm.records import dataclass


@dataclass(frozen=True)
class S3ConnectParam:
    """An object store that speaks S3, such as MinIO.

    Attributes:
        bucket_name: Bucket; it must exist.
        endpoint: Host and port, without scheme.
        access_key: Access key.
        secret_key: Secret key.
        secure: Whether to use TLS.
        enable_virtual_style_endpoint: Whether the bucket stands in the host name.
        session_token: Token of short-lived credentials.
        region: Region of the bucket.
        http_client: A `urllib3.PoolManager` to send with.
        credentials: A `minio.credentials.Provider`.
    """

    bucket_name: str = DEFAULT_BUCKET_NAME
    endpoint: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    secure: bool = False
    enable_virtual_style_endpoint: bool = False
    session_token: str | None = field(default=None, repr=False)
    region: str | None = None
    http_client: Any = field(default=None, repr=False)
    credentials: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class AzureConnectParam:
    """A container of Azure Blob Storage: give `conn_str`, or `account_url` and `credential`.

    Attributes:
        container_name: Container; it must exist.
        conn_str: Connection string of the account.
        account_url: Such as `https://<account>.blob.core.windows.net`.
        credential: Account key, or what `azure.storage.blob.BlobServiceClient` takes.
        upload_chunk_size: Bytes; a larger blob goes in blocks of this size.
        upload_concurrency: How many blocks of a blob are sent at the same time.
    """

    container_name: str
    conn_str: str = field(repr=False)
    account_url: str | None = None
    credential: str | Mapping[str, str] | None = field(default=None, repr=False)
    upload_chunk_size: int = 8 * MB
    upload_concurrency: int = 4
