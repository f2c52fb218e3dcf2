import pytest

from vectorm.errors import (
    AuthenticationError,
    ConnectError,
    DeadlineExceeded,
    MessageTooLarge,
    MilvusException,
    MilvusUnavailableException,
    PermissionDenied,
    RateLimited,
    ServerError,
    TlsError,
    Unsupported,
)
from vectorm.ops.policy import is_retryable
from vectorm.ops.step import Resend
from vectorm.transport import errors
from vectorm.transport.address import Address, TlsOptions
from vectorm.transport.errors import Failure, tls_expected, translate

PLAIN = Address(host="milvus.example.com", port=19530)
TLS = Address(host="milvus.example.com", port=19530, tls=TlsOptions())
NOBODY = "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: "
TSI = "Tls handshake failed (TSI_PROTOCOL_FAILURE): SSL_ERROR_SSL: error:1000007d:SSL routines:OPENSSL_internal:"
UNRESOLVED = "errors resolving x:1: [field:hostname lookup error:address lookup failed for x:1: Domain name not found]"
OTHER_NAME = "Custom verification check failed with error: UNAUTHENTICATED: Hostname Verification Check failed."


def failure(
    code: int, details: str, *, address: Address = PLAIN, answered: bool = False, resend: Resend = Resend.ALWAYS
) -> Failure:
    return Failure(
        code=code,
        details=details,
        method="Insert",
        resend=resend,
        address=address,
        timeout=10,
        answered=answered,
    )


@pytest.mark.parametrize(
    ("code", "details", "address", "kind", "words"),
    [
        (
            errors.UNAVAILABLE,
            NOBODY + "Failed to connect to remote host: Connection refused",
            PLAIN,
            ConnectError,
            ["milvus.example.com:19530", "Connection refused", "host and port"],
        ),
        (errors.UNAVAILABLE, UNRESOLVED, PLAIN, ConnectError, ["could not be resolved", "Domain name not found"]),
        (
            errors.UNAVAILABLE,
            "DNS resolution failed for x:1: C-ares status is not ARES_SUCCESS",
            PLAIN,
            ConnectError,
            ["could not be resolved"],
        ),
        (
            errors.UNAVAILABLE,
            NOBODY + TSI + "CERTIFICATE_VERIFY_FAILED: unable to get local issuer",
            TLS,
            TlsError,
            ["CERTIFICATE_VERIFY_FAILED", "ca_pem_path"],
        ),
        (errors.UNAVAILABLE, NOBODY + TSI + "WRONG_VERSION_NUMBER: x", TLS, TlsError, ["plain text", "http://"]),
        (errors.UNAVAILABLE, NOBODY + OTHER_NAME, TLS, TlsError, ["server_name="]),
        (errors.UNAVAILABLE, NOBODY + "Failed to create security handshaker.", TLS, TlsError, ["PEM file"]),
        (errors.UNAVAILABLE, NOBODY + "Socket closed", TLS, TlsError, ["client_pem_path"]),
        (
            errors.UNAVAILABLE,
            NOBODY + "Failed parsing HTTP/2 (Trying to connect an http1.x server (HTTP status 400))",
            PLAIN,
            ConnectError,
            ["not a Milvus server"],
        ),
        (errors.UNIMPLEMENTED, "Received http2 header with status: 404", PLAIN, ConnectError, ["not a Milvus server"]),
        (
            errors.UNAVAILABLE,
            "recvmsg:Connection reset by peer",
            PLAIN,
            MilvusUnavailableException,
            ["broke during Insert"],
        ),
        (errors.UNAVAILABLE, "Cancelling all calls", PLAIN, MilvusUnavailableException, ["broke during Insert"]),
        (errors.INTERNAL, "Received RST_STREAM with error code 2", PLAIN, MilvusUnavailableException, ["broke"]),
        (errors.CANCELLED, "Channel closed!", PLAIN, MilvusUnavailableException, ["Channel closed"]),
        (
            errors.UNAUTHENTICATED,
            "missing authorization in header",
            PLAIN,
            AuthenticationError,
            ["missing authorization", "token="],
        ),
        (
            errors.PERMISSION_DENIED,
            "PrivilegeSearch: permission deny to u",
            PLAIN,
            PermissionDenied,
            ["permission deny"],
        ),
        (
            errors.RESOURCE_EXHAUSTED,
            "grpc: received message larger than max (70000000 vs. 67108864)",
            PLAIN,
            MessageTooLarge,
            ["67108864", "fewer rows"],
        ),
        (errors.RESOURCE_EXHAUSTED, "SERVER: Received message larger than max (1 vs. 2)", PLAIN, MessageTooLarge, []),
        (errors.RESOURCE_EXHAUSTED, "quota", PLAIN, RateLimited, ["quota"]),
        (errors.UNIMPLEMENTED, "unknown method HybridSearch", PLAIN, Unsupported, ["unknown method HybridSearch"]),
        (errors.INTERNAL, "proto: Marshal called with nil", PLAIN, ServerError, ["Marshal"]),
        (errors.UNKNOWN, "Exception calling application: x", PLAIN, ServerError, ["Exception calling application"]),
    ],
)
def test_status_becomes_error(
    code: int, details: str, address: Address, kind: type[MilvusException], words: list[str]
) -> None:
    error = translate(failure(code, details, address=address))

    assert type(error) is kind
    assert error.message
    for word in words:
        assert word in str(error)


def test_gRPC_prefixes_are_left_out_of_the_reason() -> None:
    error = translate(failure(errors.UNAVAILABLE, NOBODY + "Failed to connect to remote host: Connection refused"))

    assert "failed to connect to all addresses" not in str(error)
    assert "ipv4" not in str(error)


def test_late_answer_of_a_known_server_is_a_deadline() -> None:
    error = translate(failure(errors.DEADLINE_EXCEEDED, "Deadline Exceeded", answered=True))

    assert isinstance(error, DeadlineExceeded)
    assert error.sent
    assert "10 s" in str(error)


def test_no_answer_ever_is_a_connect_error() -> None:
    error = translate(failure(errors.DEADLINE_EXCEEDED, "Deadline Exceeded"))

    assert isinstance(error, ConnectError)
    assert "milvus.example.com:19530" in str(error)
    assert "10 s" in str(error)


def test_first_insert_without_answer_may_have_arrived() -> None:
    """A `ConnectError` would let the insert be sent again."""
    error = translate(failure(errors.DEADLINE_EXCEEDED, "Deadline Exceeded", resend=Resend.UNSENT))

    assert isinstance(error, DeadlineExceeded)
    assert not is_retryable(error, Resend.UNSENT)


def test_only_calls_that_were_never_sent_are_retried_for_inserts() -> None:
    refused = translate(failure(errors.UNAVAILABLE, NOBODY + "Connection refused", answered=True))
    broken = translate(failure(errors.UNAVAILABLE, "Socket closed", answered=True))

    assert is_retryable(refused, Resend.UNSENT)
    assert not is_retryable(broken, Resend.UNSENT)
    assert is_retryable(broken, Resend.ALWAYS)


@pytest.mark.parametrize("code", [errors.INTERNAL, errors.UNKNOWN, errors.ABORTED, errors.DATA_LOSS])
def test_a_failure_of_the_server_leaves_doubt(code: int) -> None:
    error = translate(failure(code, "panic", answered=True))

    assert isinstance(error, ServerError)
    assert error.in_doubt


def test_a_refusal_leaves_no_doubt() -> None:
    invalid_argument = 3
    error = translate(failure(invalid_argument, "bad request", answered=True))

    assert isinstance(error, ServerError)
    assert not error.in_doubt


def test_tls_is_suspected_only_of_servers_that_never_answered() -> None:
    closed = NOBODY + "Socket closed"

    assert failure(errors.UNAVAILABLE, closed).may_need_tls
    assert not failure(errors.UNAVAILABLE, closed, answered=True).may_need_tls
    assert not failure(errors.UNAVAILABLE, closed, address=TLS).may_need_tls
    assert not failure(errors.UNAVAILABLE, NOBODY + "Connection refused").may_need_tls
    assert "https://" in str(tls_expected(failure(errors.UNAVAILABLE, closed)))


def test_proxy_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://user:canary@proxy.example.com:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("grpc_proxy", raising=False)

    error = translate(failure(errors.UNAVAILABLE, NOBODY + "Connection refused"))

    assert "through the HTTP proxy proxy.example.com:3128" in str(error)
    assert "canary" not in str(error)


def test_exempt_and_local_hosts_use_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example.com:3128")
    monkeypatch.setenv("no_proxy", "other.org, example.com")

    refused = NOBODY + "Connection refused"
    assert "proxy" not in str(translate(failure(errors.UNAVAILABLE, refused)))
    monkeypatch.delenv("no_proxy")
    local = Address(host="localhost", port=19530)
    assert "proxy" not in str(translate(failure(errors.UNAVAILABLE, refused, address=local)))
