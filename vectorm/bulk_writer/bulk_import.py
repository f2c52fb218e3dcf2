"""Import of files by Milvus's and Zilliz Cloud's REST interface."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vectorm.bulk_writer.rest import Cert, Proxies, Verify, call
from vectorm.client.keywords import checked

if TYPE_CHECKING:
    import requests

_JOBS = "/v2/vectordb/jobs/import"
_TIMEOUT = 20.0
"""Seconds, as in PyMilvus."""


@checked
def bulk_import(
    url: str,
    collection_name: str,
    db_name: str = "",
    files: Sequence[Sequence[str]] | None = None,
    object_url: str = "",
    object_urls: Sequence[Sequence[str]] | None = None,
    cluster_id: str = "",
    project_id: str = "",
    region_id: str = "",
    api_key: str = "",
    access_key: str = "",
    secret_key: str = "",
    token: str = "",
    volume_name: str = "",
    data_paths: Sequence[Sequence[str]] | None = None,
    verify: Verify = True,
    cert: Cert | None = None,
    *,
    partition_name: str = "",
    options: Mapping[str, Any] | None = None,
    timeout: float = _TIMEOUT,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Start an import; its id is `.json()["data"]["jobId"]`.

    Name the files by `files` on Milvus; on Zilliz Cloud by `object_urls`, or by `volume_name` and `data_paths`.

    Args:
        url: Address of the server, such as `http://127.0.0.1:19530`, or of Zilliz Cloud.
        collection_name: Into which collection.
        db_name: Its database.
        files: Paths in the server's object store: a list for each file, or for each set of NumPy files.
        object_url: One object; older than `object_urls`.
        object_urls: Objects or folders of another object store.
        cluster_id: Cluster of Zilliz Cloud.
        project_id: Project, for a project database of Zilliz Cloud.
        region_id: Region, for a project database of Zilliz Cloud.
        api_key: API key, or `user:password`.
        access_key: Access key of the other object store.
        secret_key: Its secret key.
        token: Its token, of short-lived credentials.
        volume_name: Volume of Zilliz Cloud.
        data_paths: Files or folders in the volume.
        verify: Whether to check the server's certificate, or a CA bundle to check it with.
        cert: The client's certificate, or its certificate and key.
        partition_name: Into which partition; the default one if "".
        options: Options of the import.
        timeout: Seconds.
        proxies: Scheme to the address of a proxy.

    Raises:
        ServerError: The server refused; has its code and message.
        AuthenticationError: The API key is wrong.
        ConnectError: No server answered.
        DeadlineExceeded: No answer in time; the import may have begun: see `list_import_jobs`.
    """
    body = {
        "collectionName": collection_name,
        "dbName": db_name,
        "partitionName": partition_name,
        "files": files,
        "objectUrl": object_url,
        "objectUrls": object_urls,
        "clusterId": cluster_id,
        "projectId": project_id,
        "regionId": region_id,
        "accessKey": access_key,
        "secretKey": secret_key,
        "token": token,
        "volumeName": volume_name,
        "dataPaths": data_paths,
        "options": dict(options or {}),
    }
    return call(
        "POST",
        f"{url}{_JOBS}/create",
        api_key,
        body=body,
        database=db_name,
        timeout=timeout,
        verify=verify,
        cert=cert,
        proxies=proxies,
    )


@checked
def get_import_progress(
    url: str,
    job_id: str,
    cluster_id: str = "",
    project_id: str = "",
    region_id: str = "",
    api_key: str = "",
    db_name: str = "",
    verify: Verify = True,
    cert: Cert | None = None,
    *,
    timeout: float = _TIMEOUT,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """How far an import is: `.json()["data"]["state"]`, `["progress"]`, ...; see `bulk_import`."""
    body = {"jobId": job_id, "clusterId": cluster_id, "projectId": project_id, "regionId": region_id}
    return call(
        "POST",
        f"{url}{_JOBS}/describe",
        api_key,
        body=body,
        database=db_name,
        timeout=timeout,
        verify=verify,
        cert=cert,
        proxies=proxies,
    )


@checked
def list_import_jobs(
    url: str,
    collection_name: str = "",
    db_name: str = "",
    cluster_id: str = "",
    project_id: str = "",
    region_id: str = "",
    api_key: str = "",
    page_size: int = 10,
    current_page: int = 1,
    verify: Verify = True,
    cert: Cert | None = None,
    *,
    timeout: float = _TIMEOUT,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Imports into a collection, or of a cluster, by pages; see `bulk_import`."""
    body = {
        "collectionName": collection_name,
        "dbName": db_name,
        "clusterId": cluster_id,
        "projectId": project_id,
        "regionId": region_id,
        "pageSize": page_size,
        "currentPage": current_page,
    }
    return call(
        "POST",
        f"{url}{_JOBS}/list",
        api_key,
        body=body,
        database=db_name,
        timeout=timeout,
        verify=verify,
        cert=cert,
        proxies=proxies,
    )
