"""Volumes of Zilliz Cloud: its REST calls."""

from typing import TYPE_CHECKING, Any

from vectorm.bulk_writer.rest import Cert, Proxies, Verify, call
from vectorm.client.keywords import checked

if TYPE_CHECKING:
    import requests

_TIMEOUT = 60.0
"""Seconds, as in PyMilvus."""


@checked
def list_volumes(
    url: str,
    api_key: str,
    project_id: str,
    current_page: int = 1,
    page_size: int = 10,
    volume_type: str | None = None,
    *,
    timeout: float = _TIMEOUT,
    verify: Verify = True,
    cert: Cert | None = None,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Volumes of a project, by pages; `volume_type` MANAGED or EXTERNAL, None for both."""
    query = {"projectId": project_id, "currentPage": current_page, "pageSize": page_size}
    return call(
        "GET",
        f"{url}/v2/volumes",
        api_key,
        query=query | _given(type=volume_type),
        timeout=timeout,
        verify=verify,
        cert=cert,
        proxies=proxies,
    )


@checked
def create_volume(
    url: str,
    api_key: str,
    project_id: str,
    region_id: str,
    volume_name: str,
    volume_type: str | None = None,
    storage_integration_id: str | None = None,
    path: str | None = None,
    *,
    timeout: float = _TIMEOUT,
    verify: Verify = True,
    cert: Cert | None = None,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Create a volume; see `VolumeManager.create_volume`."""
    body = {"projectId": project_id, "regionId": region_id, "volumeName": volume_name}
    body |= _given(type=volume_type, storageIntegrationId=storage_integration_id, path=path)
    address = f"{url}/v2/volumes/create"
    return call("POST", address, api_key, body=body, timeout=timeout, verify=verify, cert=cert, proxies=proxies)


@checked
def delete_volume(
    url: str,
    api_key: str,
    volume_name: str,
    *,
    timeout: float = _TIMEOUT,
    verify: Verify = True,
    cert: Cert | None = None,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Delete a volume."""
    address = f"{url}/v2/volumes/{volume_name}"
    return call("DELETE", address, api_key, timeout=timeout, verify=verify, cert=cert, proxies=proxies)


@checked
def describe_volume(
    url: str,
    api_key: str,
    volume_name: str,
    *,
    timeout: float = _TIMEOUT,
    verify: Verify = True,
    cert: Cert | None = None,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """What a volume is."""
    address = f"{url}/v2/volumes/{volume_name}"
    return call("GET", address, api_key, timeout=timeout, verify=verify, cert=cert, proxies=proxies)


@checked
def apply_volume(
    url: str,
    api_key: str,
    volume_name: str,
    path: str,
    *,
    timeout: float = _TIMEOUT,
    verify: Verify = True,
    cert: Cert | None = None,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Ask for short-lived credentials to write below a path of a volume."""
    body = {"volumeName": volume_name, "path": path}
    address = f"{url}/v2/volumes/apply"
    return call("POST", address, api_key, body=body, timeout=timeout, verify=verify, cert=cert, proxies=proxies)


def _given(**values: str | None) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
