"""Object stores that speak S3, by the client of MinIO."""

from pathlib import Path

from minio import Minio

from vectorm.bulk_writer.connect_params import S3ConnectParam
from vectorm.errors import MilvusException, ParamError


class S3Store:
    """A bucket; see `ObjectStore`."""

    def __init__(self, param: S3ConnectParam) -> None:
        if not param.endpoint:
            raise ParamError(message="S3ConnectParam needs an endpoint, such as 127.0.0.1:9000")
        self._bucket = param.bucket_name
        self._endpoint = param.endpoint
        self._client = Minio(
            endpoint=param.endpoint,
            access_key=param.access_key,
            secret_key=param.secret_key,
            session_token=param.session_token,
            secure=param.secure,
            region=param.region,
            http_client=param.http_client,
            credentials=param.credentials,
        )
        if param.enable_virtual_style_endpoint:
            self._client.enable_virtual_style_endpoint()  # type: ignore[no-untyped-call]  # has no types

    def check(self) -> None:
        """Raise if there is no such bucket."""
        if not self._client.bucket_exists(bucket_name=self._bucket):
            raise MilvusException(message=f"there is no bucket {self._bucket} at {self._endpoint}")

    def upload(self, file: Path, key: str) -> None:
        """Store a file."""
        self._client.fput_object(bucket_name=self._bucket, object_name=key, file_path=str(file))
