"""The address of a volume's object store."""

import http.client

from vectorm.bulk_writer.constants import ConnectType
from vectorm.errors import ConnectError

_TIMEOUT = 5
"""Seconds."""


def storage_endpoint(endpoint: str, cloud: str, region: str, connect_type: ConnectType) -> str:
    """The host to send to: the given one, but of Alibaba Cloud the internal or the public one.

    Raises:
        ConnectError: The host that `connect_type` asks for does not answer.
    """
    if cloud != "ali":
        return endpoint
    internal, public = f"oss-{region}-internal.aliyuncs.com", f"oss-{region}.aliyuncs.com"
    if connect_type is ConnectType.AUTO and _answers(internal):
        return internal
    chosen = internal if connect_type is ConnectType.INTERNAL else public
    if not _answers(chosen):
        raise ConnectError(message=f"{chosen} does not answer", hint="connect_type chooses another address")
    return chosen


def _answers(host: str) -> bool:
    connection = http.client.HTTPSConnection(host, timeout=_TIMEOUT)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
