"""gRPC failures as errors of vectorm: what happened, where, why, and what to do.

| gRPC says | error | the request |
|---|---|---|
| UNAVAILABLE, no connection could be made | `ConnectError`, `TlsError` | was never sent |
| UNAVAILABLE, the connection broke | `MilvusUnavailableException` | may have been executed |
| DEADLINE_EXCEEDED | `DeadlineExceeded`; `ConnectError` where the server never answered | may have been executed |
| UNAUTHENTICATED | `AuthenticationError` | was refused |
| PERMISSION_DENIED | `PermissionDenied` | was refused |
| RESOURCE_EXHAUSTED | `MessageTooLarge` or `RateLimited` | was refused |
| UNIMPLEMENTED | `Unsupported` | was refused |
| INTERNAL, UNKNOWN, ABORTED, DATA_LOSS | `ServerError` with `in_doubt` | may have been executed |
| anything else | `ServerError` | was refused |
"""

import re
from typing import Any, Protocol, cast

from vectorm.errors import (
    AuthenticationError,
    ConnectError,
    MessageTooLarge,
    MilvusException,
    MilvusUnavailableException,
    PermissionDenied,
    RateLimited,
    ServerError,
    TlsError,
    Unsupported,
)
from vectorm.ops.step import Resend, Rpc
from vectorm.records import dataclass
from vectorm.transport.address import Address
from vectorm.transport.deadline import Deadline, deadline_exceeded
from vectorm.transport.options import proxy_in_use

CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, PERMISSION_DENIED = 1, 2, 4, 7
RESOURCE_EXHAUSTED, ABORTED, UNIMPLEMENTED, INTERNAL = 8, 10, 12, 13
UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED = 14, 15, 16

_NEVER_SENT = re.compile(
    r"failed to connect to all addresses|errors resolving|DNS resolution|name resolution|lookup failed", re.IGNORECASE
)
_DNS = re.compile(r"errors resolving|DNS resolution|name resolution|lookup failed", re.IGNORECASE)
_TLS = re.compile(r"handshake|certificate|Hostname Verification|\bSSL\b|\bTLS\b", re.IGNORECASE)
_CLOSED = re.compile(r"Socket closed|reset by peer|Broken pipe|Connection closed|TSI_DATA_CORRUPTED", re.IGNORECASE)
_HTTP1 = re.compile(r"http1\.x server|Failed parsing HTTP/2|http2 header with status|content-type", re.IGNORECASE)
_BROKEN_STREAM = re.compile(r"RST_STREAM|stream removed|transport|GOAWAY|Channel closed", re.IGNORECASE)

_TLS_HINTS = (
    ("WRONG_VERSION_NUMBER", "the server speaks plain text: use http:// or secure=False"),
    ("CERTIFICATE_VERIFY_FAILED", "name the CA that signed the server's certificate: server_pem_path= or ca_pem_path="),
    ("Hostname Verification", "the certificate is for another host name: give that name as server_name="),
    ("create security handshaker", "a PEM file holds no valid certificate, or the key is not the certificate's"),
    ("", "check ca_pem_path=, server_pem_path=, client_pem_path= and client_key_path="),
)


class _Status(Protocol):
    @property
    def value(self) -> tuple[int, str]: ...


class _GrpcError(Protocol):
    def code(self) -> _Status: ...
    def details(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that gRPC ended without a reply.

    Attributes:
        code: Number of the gRPC status.
        details: gRPC's text; never holds metadata, so never a password.
        method: The method called.
        resend: Whether the call may be sent again.
        address: Where it went.
        timeout: The timeout of the whole call, in seconds.
        answered: Whether the server has ever answered on this channel.
    """

    code: int
    details: str
    method: str
    resend: Resend
    address: Address
    timeout: float
    answered: bool

    @property
    def where(self) -> str:
        """The address, and the proxy on the way to it."""
        proxy = proxy_in_use(self.address)
        return f"{self.address.describe()} through the HTTP proxy {proxy}" if proxy else self.address.describe()

    @property
    def reason(self) -> str:
        """The part of gRPC's text that tells the cause."""
        text = self.details.rpartition("last error: ")[2]
        text = re.sub(r"^[A-Z_]+: ((ipv4|ipv6|unix):\S+?: )?", "", text).removesuffix(": OK").strip()
        return text or "no reason given"

    @property
    def may_need_tls(self) -> bool:
        """Whether a server that expects TLS would look like this to a client that speaks plain text."""
        closed = _CLOSED.search(self.details) is not None
        return self.code == UNAVAILABLE and closed and not self.answered and self.address.tls is None


def failure_of(error: Exception, rpc: Rpc[Any], address: Address, deadline: Deadline, *, answered: bool) -> Failure:
    """What a `grpc.RpcError` says of a call."""
    told = cast("_GrpcError", error)
    return Failure(
        code=told.code().value[0],
        details=told.details() or "",
        method=rpc.method,
        resend=rpc.resend,
        address=address,
        timeout=deadline.seconds,
        answered=answered,
    )


def translate(failure: Failure) -> MilvusException:
    """The error to raise for a failure."""
    code = failure.code
    if code == UNAVAILABLE:
        return _unavailable(failure)
    if code == DEADLINE_EXCEEDED:
        return _late(failure)
    if code in (UNAUTHENTICATED, PERMISSION_DENIED):
        return _refused(failure)
    if code == RESOURCE_EXHAUSTED:
        return _exhausted(failure)
    if _HTTP1.search(failure.details) and not failure.answered:
        return _not_milvus(failure)
    if code == UNIMPLEMENTED:
        message = f"the server at {failure.where} has no {failure.method}: {failure.reason}"
        return Unsupported(code, message, hint="it is older than this feature, or the engine does not have it")
    if code == CANCELLED or (code in (INTERNAL, UNKNOWN) and _BROKEN_STREAM.search(failure.details)):
        return _broken(failure)
    error = ServerError(code, f"{failure.method} failed at {failure.where}: {failure.details}")
    error.in_doubt = code in {INTERNAL, UNKNOWN, ABORTED, DATA_LOSS}
    return error


def tls_expected(failure: Failure) -> TlsError:
    """The error of a client that speaks plain text to a TLS port."""
    message = f"the server at {failure.where} expects TLS, and the connection is in plain text"
    return TlsError(UNAVAILABLE, message, hint="use https:// or secure=True")


def hung_up(rpc: Rpc[Any], address: Address, deadline: Deadline) -> MilvusException:
    """The error of a call that was under way when this program closed the connection."""
    return _broken(
        Failure(CANCELLED, "it was closed here", rpc.method, rpc.resend, address, deadline.seconds, answered=True)
    )


def _unavailable(failure: Failure) -> MilvusException:
    details = failure.details
    if not _NEVER_SENT.search(details):
        return _broken(failure)
    if _DNS.search(details):
        message = f"the host name of {failure.where} could not be resolved: {failure.reason}"
        return ConnectError(UNAVAILABLE, message, hint="check the spelling of the host and the DNS of this machine")
    if _HTTP1.search(details):
        return _not_milvus(failure)
    if _TLS.search(details):
        hint = next(text for word, text in _TLS_HINTS if word in details)
        return TlsError(UNAVAILABLE, f"no TLS connection to {failure.where}: {failure.reason}", hint=hint)
    if failure.address.tls is not None and _CLOSED.search(details):
        message = f"the server at {failure.where} ended the TLS connection: {failure.reason}"
        hint = "it may demand a client certificate that it trusts: client_pem_path= and client_key_path="
        return TlsError(UNAVAILABLE, message, hint=hint)
    message = f"no Milvus answered at {failure.where}: {failure.reason}"
    hint = "check that the server runs and that host and port are right"
    if proxy_in_use(failure.address):
        hint = "check the proxy, or name the host in the variable no_proxy"
    return ConnectError(UNAVAILABLE, message, hint=hint)


def _not_milvus(failure: Failure) -> ConnectError:
    message = f"what answered at {failure.where} is not a Milvus server: {failure.reason}"
    return ConnectError(UNAVAILABLE, message, hint="Milvus listens for gRPC on port 19530, for HTTP metrics on 9091")


def _broken(failure: Failure) -> MilvusUnavailableException:
    message = f"the connection to {failure.where} broke during {failure.method}: {failure.reason}"
    return MilvusUnavailableException(UNAVAILABLE, message, hint="the next call connects again by itself")


def _late(failure: Failure) -> MilvusException:
    # A first write that must not be sent twice stays a DeadlineExceeded: a server that never answered may have it.
    if failure.answered or failure.resend is Resend.UNSENT:
        return deadline_exceeded(f"{failure.method} at {failure.where}", failure.timeout, sent=True)
    message = (
        f"no answer from {failure.where} within {failure.timeout:.3g} s (tried to connect and to call {failure.method})"
    )
    return ConnectError(DEADLINE_EXCEEDED, message, hint="check host, port and firewall; the server may also be frozen")


def _refused(failure: Failure) -> MilvusException:
    if failure.code == UNAUTHENTICATED:
        message = f"{failure.where} refused the credentials: {failure.details}"
        return AuthenticationError(failure.code, message, hint="check user= and password=, or token=")
    message = f"{failure.method} is not allowed at {failure.where}: {failure.details}"
    return PermissionDenied(failure.code, message, hint="grant the privilege to a role of this user")


def _exhausted(failure: Failure) -> MilvusException:
    if re.search(r"larger than max|message size", failure.details, re.IGNORECASE):
        message = f"the {failure.method} request is too large for {failure.where}: {failure.details}"
        return MessageTooLarge(
            failure.code, message, hint="send fewer rows per call (a Session cuts batches by itself)"
        )
    message = f"{failure.where} refused {failure.method} for now: {failure.details}"
    return RateLimited(failure.code, message, hint="slow down, or raise quotaAndLimits in the server's configuration")
