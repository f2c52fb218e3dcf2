import base64
from typing import cast

import pytest

from vectorm.connection.settings import ConnectionConfig, Settings, overlay, resolve
from vectorm.errors import ConnectionConfigException
from vectorm.spec.naming import Naming
from vectorm.transport.address import Address, TlsOptions
from vectorm.transport.secret import Secret

CANARY = "s3cr3t-c4nary"


def authorization(settings: Settings) -> str:
    return base64.b64decode(dict(settings.headers())["authorization"]).decode()


def test_nothing_given_is_localhost() -> None:
    assert resolve({}) == Settings(Address(host="localhost", port=19530))


@pytest.mark.parametrize(
    ("config", "target"),
    [
        ({"host": "h"}, "h:19530"),
        ({"port": 1}, "localhost:1"),
        ({"host": "h", "port": "19531"}, "h:19531"),
        ({"host": "::1"}, "[::1]:19530"),
        ({"address": "h:19531"}, "h:19531"),
        ({"uri": "http://h:19531"}, "h:19531"),
        ({"uri": "", "host": "h", "port": ""}, "h:19530"),
    ],
)
def test_address_spellings(config: ConnectionConfig, target: str) -> None:
    assert resolve(config).address.target == target


@pytest.mark.parametrize(
    "config",
    [
        {"uri": "http://h", "host": "h"},
        {"uri": "http://h", "address": "h:1"},
        {"address": "h:1", "port": 1},
        {"host": ""} | {"port": "x"},
        {"uri": 3},
        {"hots": "h"},
        {"timeout": 0},
        {"timeout": "10"},
        {"client_pem_path": "c.pem"},
        {"uri": "./x.db", "secure": True},
        {"db_name": "книги"},
        {"db_name": "a\nb"},
    ],
)
def test_bad_configs_are_refused(config: ConnectionConfig) -> None:
    with pytest.raises(ConnectionConfigException):
        resolve(config)


def test_unknown_key_is_named_with_the_known_ones() -> None:
    with pytest.raises(ConnectionConfigException, match="passwrod") as caught:
        resolve(cast("ConnectionConfig", {"passwrod": CANARY}))
    assert "password" in str(caught.value)
    assert CANARY not in str(caught.value)


def test_user_and_password() -> None:
    assert authorization(resolve({"user": "root", "password": "Milvus"})) == "root:Milvus"
    assert authorization(resolve({"uri": "http://root:Mil%40vus@h"})) == "root:Mil@vus"


def test_token() -> None:
    assert authorization(resolve({"token": "root:Milvus"})) == "root:Milvus"
    assert authorization(resolve({"user": "u", "password": "p", "token": "t"})) == "u:p"
    assert authorization(resolve({"user": "u", "token": "t"})) == "t"


def test_no_credentials_no_header() -> None:
    assert resolve({}).headers() == ()


def test_database_of_keyword_wins_over_uri() -> None:
    assert resolve({"uri": "http://h/a"}).database == "a"
    assert resolve({"uri": "http://h/a", "db_name": "b"}).database == "b"
    assert dict(resolve({"db_name": "b"}).headers()) == {"dbname": "b"}


def test_tls_options() -> None:
    mutual = resolve({"host": "h", "secure": True, "ca_pem_path": "ca", "client_pem_path": "c", "client_key_path": "k"})
    assert mutual.address.tls == TlsOptions(root_path="ca", client_pem_path="c", client_key_path="k")
    named = resolve({"uri": "https://h", "server_name": "n"})
    assert named.address.tls == TlsOptions(server_name="n")
    assert named.address.port == 443
    assert resolve({"host": "h", "server_pem_path": "s"}).address.tls == TlsOptions(root_path="s")
    assert resolve({"host": "h", "server_name": "n"}).address.tls is None


def test_secrets_do_not_show() -> None:
    settings = resolve({"host": "h", "user": "u", "password": CANARY, "token": CANARY})

    assert settings.password == Secret(CANARY)
    assert CANARY not in repr(settings)


def test_overlay_changes_what_is_given() -> None:
    base = resolve({"uri": "http://root:pw@h:1/db", "timeout": 3})

    assert overlay(base, {}) == base
    assert overlay(base, {"db_name": "other"}).database == "other"
    assert overlay(base, {"timeout": 5}).connect_timeout == 5
    assert authorization(overlay(base, {"token": "t"})) == "t"
    assert authorization(overlay(base, {"user": "u", "password": "p"})) == "u:p"
    assert overlay(base, {"secure": True}).address == Address(host="h", port=1, tls=TlsOptions())


def test_names_of_collections_belong_to_the_connection() -> None:
    base = resolve({"uri": "http://h:1", "collection_prefix": "dev_", "collection_suffix": "_v2"})
    assert base.naming.collection("docs") == "dev_docs_v2"
    assert base.with_database("other").naming == base.with_user("u", "p").naming == base.naming
    assert overlay(base, {"collection_prefix": "prod_"}).naming == Naming("prod_", "_v2")
    assert overlay(base, {"timeout": 5}).naming == base.naming
    assert resolve({"host": "h"}).naming.collection("docs") == "docs"


@pytest.mark.parametrize("text", ["dev-", "dev.", "ä", "a b"])
def test_names_of_collections_are_those_that_milvus_takes(text: str) -> None:
    with pytest.raises(ConnectionConfigException, match="cannot stand in the name of a collection"):
        resolve({"host": "h", "collection_suffix": text})
    with pytest.raises(ConnectionConfigException, match="begins with a digit"):
        resolve({"host": "h", "collection_prefix": "1_"})
