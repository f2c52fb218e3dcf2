import os
import pickle
from pathlib import Path

import pytest

from vectorm.errors import ConnectionConfigException
from vectorm.transport.address import Address, TlsOptions, parse_uri, safe_uri, tcp_address
from vectorm.transport.secret import Secret

CANARY = "s3cr3t-c4nary"


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("http://example.com", "example.com:19530"),
        ("http://example.com:1234", "example.com:1234"),
        ("HTTP://Example.com:1234/", "example.com:1234"),
        ("tcp://10.0.0.1:19530", "10.0.0.1:19530"),
        ("grpc://milvus:19530", "milvus:19530"),
        ("https://example.com", "example.com:443"),
        ("https://example.com:19530", "example.com:19530"),
        ("http://", None),
        ("http://[::1]:19530", "[::1]:19530"),
        ("localhost:19530", "localhost:19530"),
        ("[::1]:19530", "[::1]:19530"),
        (" http://example.com:1 ", "example.com:1"),
        ("unix:/run/milvus.sock", "unix:/run/milvus.sock"),
        ("unix:///run/milvus.sock", "unix:/run/milvus.sock"),
    ],
)
def test_uri_gives_target(uri: str, target: str | None) -> None:
    if target is None:
        with pytest.raises(ConnectionConfigException):
            parse_uri(uri)
    else:
        assert parse_uri(uri).address.target == target


def test_uri_with_credentials_and_database() -> None:
    parsed = parse_uri("http://root:Mil%40vus%2F1@localhost:19530/my_db")

    assert (parsed.user, parsed.password.reveal(), parsed.database) == ("root", "Mil@vus/1", "my_db")
    assert parsed.address == Address(host="localhost", port=19530)
    assert not parsed.secure


def test_at_sign_in_password_needs_no_encoding() -> None:
    assert parse_uri("http://root:a@b@localhost:19530").password.reveal() == "a@b"


def test_https_is_secure() -> None:
    assert parse_uri("https://example.com").secure
    assert not parse_uri("http://example.com").secure


@pytest.mark.parametrize("spelling", ["./docs.db", "docs.db", "lite:docs.db", "sub/../docs.db"])
def test_path_is_embedded_engine(spelling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert parse_uri(spelling).address == Address(path=os.path.realpath(tmp_path / "docs.db"))


def test_path_need_not_end_in_db(tmp_path: Path) -> None:
    assert parse_uri(str(tmp_path / "docs")).address.path == os.path.realpath(tmp_path / "docs")
    assert parse_uri("~/docs").address.path == os.path.realpath(Path.home() / "docs")


def test_links_lead_to_the_same_address(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert parse_uri(f"{tmp_path}/link/docs.db").address == parse_uri(f"{tmp_path}/real/docs.db").address


@pytest.mark.parametrize(
    ("uri", "word"),
    [
        ("", "not a server address"),
        ("milvus", "did you mean http://milvus:19530 or ./milvus.db"),
        ("ftp://example.com", "unknown scheme"),
        ("http://localhost:port", "not a number"),
        ("http://localhost:0", "1 to 65535"),
        ("http://localhost:65536", "1 to 65535"),
        ("http://local host", "host name"),
        ("http://localhost?x=1", "cannot be read"),
        ("http://[::1", "cannot be read"),
        ("unix:", "no path"),
        ("lite:", "empty"),
    ],
)
def test_bad_uri_is_told(uri: str, word: str) -> None:
    with pytest.raises(ConnectionConfigException, match=word.replace(".", r"\.")):
        parse_uri(uri)


@pytest.mark.parametrize(
    "uri",
    [
        f"http://root:{CANARY}@localhost:port",
        f"ftp://root:{CANARY}@localhost",
        f"http://root:{CANARY}/x@localhost",
        f"http://root:{CANARY}#x@localhost",
        f"http://root:{CANARY}?x@localhost",
        f"http://root:{CANARY}\n@[localhost",
        f"http://root:x/{CANARY}@localhost:19530",
        f"http://localhost:19530?token={CANARY}",
    ],
)
def test_error_never_shows_the_password(uri: str) -> None:
    with pytest.raises(ConnectionConfigException) as caught:
        parse_uri(uri)

    assert CANARY not in str(caught.value)
    assert CANARY not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_safe_uri() -> None:
    assert safe_uri("http://root:pw@h:1/db?a=b#c") == "http://***@h:1/db"


def test_parsed_uri_does_not_print_its_password() -> None:
    assert CANARY not in repr(parse_uri(f"http://root:{CANARY}@localhost"))


def test_port_must_be_in_range() -> None:
    assert tcp_address("h", "65535").port == 65535
    for port in (0, -1, 65536, "x", "\uff11\uff19", ""):
        with pytest.raises(ConnectionConfigException):
            tcp_address("h", port)


def test_which_addresses_are_local() -> None:
    for host in ("localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"):
        assert Address(host=host, port=1).is_local
    for host in ("example.com", "10.0.0.1", "localhost.example.com", "127.example.com"):
        assert not Address(host=host, port=1).is_local
    assert Address(socket="/x").is_local
    assert Address(path="/x").is_local


def test_address_describes_itself() -> None:
    assert Address(host="h", port=1).describe() == "h:1"
    assert Address(host="h", port=1, tls=TlsOptions()).describe() == "h:1 (TLS)"
    assert Address(path="/data/docs.db").describe() == "Milvus Lite at /data/docs.db"


def test_secret_hides_itself() -> None:
    secret = Secret(CANARY)

    assert CANARY not in f"{secret} {secret!r} {secret!s} {[secret]} {secret:}"
    assert secret.reveal() == CANARY
    assert secret == Secret(CANARY)
    assert hash(secret) == hash(Secret(CANARY))
    assert secret != Secret("x")
    assert not Secret()
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(secret)
