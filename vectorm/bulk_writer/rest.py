"""Calls of Milvus's and Zilliz Cloud's REST interface, by `requests`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from vectorm._version import __version__
from vectorm.bulk_writer.extras import missing
from vectorm.errors import AuthenticationError, ConnectError, DeadlineExceeded, ServerError

if TYPE_CHECKING:
    import requests

Verify: TypeAlias = bool | str
"""Whether to check the server's certificate, or the path of a CA bundle to check it with."""
Cert: TypeAlias = str | tuple[str, str]
"""Path of the client's certificate, or of its certificate and key."""
Proxies: TypeAlias = Mapping[str, str]
"""Scheme to the address of a proxy."""


def call(
    method: str,
    url: str,
    api_key: str,
    *,
    timeout: float,
    body: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    database: str = "",
    verify: Verify = True,
    cert: Cert | None = None,
    proxies: Proxies | None = None,
) -> "requests.Response":
    """Send a request and check its answer.

    Raises:
        ServerError: The server refused; has its code and message.
        AuthenticationError: The API key is wrong.
        ConnectError: No server answered.
        DeadlineExceeded: The server did not answer in time; it may have done what was asked.
        ModuleNotFoundError: `requests` is not installed; says which extra has it.
    """
    try:
        import requests
    except ModuleNotFoundError as error:
        raise missing(error, "bulk") from None
    headers = {
        "Accept": "application/json",
        "Authorization": f"Bearer {api_key}",
        "User-Agent": f"vectorm/{__version__}",
    }
    if database:
        headers["DB-Name"] = database
    try:
        reply = requests.request(
            method,
            url,
            headers=headers,
            json=body,
            params=query,
            timeout=timeout,
            verify=verify,
            cert=cert,
            proxies=None if proxies is None else dict(proxies),
        )
    except (requests.ReadTimeout, requests.ConnectTimeout) as error:
        raise DeadlineExceeded(message=f"{method} {url}: no answer in {timeout} s") from error
    except requests.RequestException as error:
        raise ConnectError(message=f"{method} {url}: {error}") from error
    _check(reply, f"{method} {url}")
    return reply


def _check(reply: "requests.Response", what: str) -> None:
    if reply.status_code == 401:
        raise AuthenticationError(message=f"{what}: the server refused the API key")
    try:
        answer: Any = reply.json()
        code, message = int(answer["code"]), str(answer.get("message", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ServerError(message=f"{what}: HTTP status {reply.status_code}, and no answer of Milvus") from None
    if reply.status_code != 200 or code:
        raise ServerError(code, f"{what}: HTTP status {reply.status_code}, code {code}: {message}")
