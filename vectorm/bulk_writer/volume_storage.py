"""The object store of a volume: credentials that expire, and the client that has them."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from threading import RLock
from typing import Any

from minio import Minio
from minio.error import S3Error, ServerError
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError

from vectorm.bulk_writer.constants import ConnectType
from vectorm.bulk_writer.endpoint import storage_endpoint
from vectorm.bulk_writer.volume_restful import apply_volume
from vectorm.records import dataclass

_TIMEOUT = Timeout(connect=10, read=300)
_CONNECTIONS = 100
_REFRESH_BEFORE = timedelta(minutes=5)
"""How long before they expire new credentials are asked for."""
_EXPIRED = {"ExpiredToken", "SecurityTokenExpired"}
_BUSY = {408, 429}


@dataclass(frozen=True, slots=True)
class Storage:
    """A volume's bucket, and a client that may write to it.

    Attributes:
        info: What the server tells of the volume: `bucketName`, `volumePrefix`, `condition`, ...
    """

    info: Mapping[str, Any]
    client: Minio

    @property
    def bucket(self) -> str:
        """The bucket."""
        return str(self.info["bucketName"])

    @property
    def prefix(self) -> str:
        """What the keys of the volume begin with."""
        return str(self.info["volumePrefix"])

    def limit(self, key: str) -> int | None:
        """What the volume takes at once: `maxContentLength` in bytes, `maxFileNumber` in files; None for no limit."""
        condition: Mapping[str, int] | None = self.info.get("condition")
        return condition.get(key) if condition else None

    @property
    def expires_soon(self) -> bool:
        """Whether new credentials are needed."""
        expiry = datetime.fromisoformat(str(self.info["credentials"]["expireTime"]).replace("Z", "+00:00"))
        return datetime.now(timezone.utc) + _REFRESH_BEFORE >= expiry


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume of Zilliz Cloud and who asks for it."""

    cloud_endpoint: str
    api_key: str
    name: str
    connect_type: ConnectType

    def open(self, path: str) -> Storage:
        """Ask for credentials to write below a path."""
        info = apply_volume(self.cloud_endpoint, self.api_key, self.name, path).json()["data"]
        return Storage(info, _client(info, self.connect_type))


class VolumeStorage:
    """The storage of one upload, renewed when its credentials expire or a request fails."""

    def __init__(self, volume: Volume, path: str) -> None:
        self._volume = volume
        self._path = path
        self._lock = RLock()
        self._storage = volume.open(path)

    def current(self) -> Storage:
        """The storage, with credentials that are good for some minutes."""
        with self._lock:
            if self._storage.expires_soon:
                self._storage = self._volume.open(self._path)
            return self._storage

    def renew(self, failed: Storage) -> None:
        """Ask for new credentials, unless another thread already did."""
        with self._lock:
            if self._storage is failed:
                self._storage = self._volume.open(self._path)


def may_pass(error: Exception) -> bool:
    """Whether another try may succeed: the network or the server failed, or the credentials expired."""
    if isinstance(error, S3Error):
        status = getattr(error.response, "status", 0)
        return error.code in _EXPIRED or status in _BUSY or status >= 500
    if isinstance(error, ServerError):
        return True
    return isinstance(error, HTTPError | OSError) and not isinstance(error, FileNotFoundError | PermissionError)


class _BearerPool(PoolManager):
    """Sends a bearer token: what Google's store takes in the place of a signature."""

    def __init__(self, token: str) -> None:
        super().__init__(maxsize=_CONNECTIONS, timeout=_TIMEOUT)
        self._token = token

    def urlopen(  # type: ignore[override]  # urllib3 names the options that it hands on
        self, method: str, url: str, redirect: bool = True, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> BaseHTTPResponse:
        """Send a request with the token."""
        with_token = {**(headers or {}), "Authorization": f"Bearer {self._token}"}
        return super().urlopen(method, url, redirect, headers=with_token, **options)


def _client(info: Mapping[str, Any], connect_type: ConnectType) -> Minio:
    cloud, region, credentials = str(info["cloud"]), str(info["region"]), info["credentials"]
    endpoint = storage_endpoint(str(info["endpoint"]), cloud, region, connect_type)
    token = str(credentials["sessionToken"])
    if cloud == "gcp":
        return Minio(endpoint=endpoint, region=region, secure=True, http_client=_BearerPool(token))
    return Minio(
        endpoint=endpoint,
        access_key=credentials["tmpAK"],
        secret_key=credentials["tmpSK"],
        session_token=token,
        region=region,
        secure=True,
        http_client=PoolManager(maxsize=_CONNECTIONS, timeout=_TIMEOUT),
    )
