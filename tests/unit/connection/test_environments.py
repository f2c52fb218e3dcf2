import os
from pathlib import Path

import pytest

from vectorm.connection.environments import environment, environment_names, find_file
from vectorm.connection.open import settings_for
from vectorm.errors import ConnectionConfigException

CANARY = "s3cr3t-c4nary"

FILE = """
[env.dev]
uri = "./dev.db"

[env.prod]
uri = "https://milvus.example.com:19530"
db_name = "app"
token_env = "PROD_TOKEN"
timeout = 5
"""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in [name for name in os.environ if name.startswith(("VECTORM_", "MILVUS_"))]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


def write(folder: Path, text: str) -> Path:
    path = folder / "vectorm.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_none_of_that_name(tmp_path: Path) -> None:
    assert environment("prod") is None
    write(tmp_path, FILE)
    assert environment("test") is None
    assert environment("default") is None


def test_variables_of_the_default_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORM_URI", "http://h:1")
    monkeypatch.setenv("VECTORM_TOKEN", "t")
    monkeypatch.setenv("VECTORM_DB_NAME", "d")
    monkeypatch.setenv("VECTORM_SECURE", "true")
    monkeypatch.setenv("VECTORM_TIMEOUT", "2.5")

    assert environment("default") == {"uri": "http://h:1", "token": "t", "db_name": "d", "secure": True, "timeout": 2.5}
    assert environment("prod") is None


def test_variables_of_a_named_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORM_PROD_EU_URI", "http://h:1")
    monkeypatch.setenv("VECTORM_PROD_EU_USER", "u")

    assert environment("prod-eu") == {"uri": "http://h:1", "user": "u"}
    assert environment("default") is None
    assert environment_names() == ["prod_eu"]


@pytest.mark.parametrize(("variable", "text"), [("VECTORM_SECURE", "maybe"), ("VECTORM_TIMEOUT", "soon")])
def test_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, text: str) -> None:
    monkeypatch.setenv(variable, text)

    with pytest.raises(ConnectionConfigException, match=variable):
        environment("default")


def test_file_is_found_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, FILE)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)

    assert find_file() == file
    config = environment("dev")
    assert config is not None
    assert settings_for(config).address.path == os.path.realpath(tmp_path / "dev.db")


def test_secret_comes_from_the_named_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILE)
    monkeypatch.setenv("PROD_TOKEN", CANARY)

    assert environment("prod") == {
        "uri": "https://milvus.example.com:19530",
        "db_name": "app",
        "token": CANARY,
        "timeout": 5,
    }
    assert environment_names() == ["dev", "prod"]


def test_missing_secret_is_named(tmp_path: Path) -> None:
    write(tmp_path, FILE)

    with pytest.raises(ConnectionConfigException, match="PROD_TOKEN is not set"):
        environment("prod")


def test_variable_wins_over_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILE)
    monkeypatch.setenv("VECTORM_DEV_HOST", "h")
    monkeypatch.setenv("VECTORM_DEV_DB_NAME", "d")

    assert environment("dev") == {"host": "h", "db_name": "d"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (f'[env.x]\nuri = "./x.db"\npassword = "{CANARY}"', "password_env"),
        (f'[env.x]\ntoken = "{CANARY}"', "token_env"),
        (f'[env.x]\nuri = "http://root:{CANARY}@h"', "password in its uri"),
        ('[env.x]\nuir = "./x.db"', "unknown key 'uir'"),
        ('[env]\nx = "./x.db"', "must be tables"),
        ("[env.x", "cannot be read"),
        ("[env.x]\ntoken_env = 3", "name of an environment variable"),
    ],
)
def test_wrong_file_is_told(tmp_path: Path, text: str, word: str) -> None:
    file = write(tmp_path, text)

    with pytest.raises(ConnectionConfigException, match=word) as caught:
        environment("x")
    assert str(file) in str(caught.value)
    assert CANARY not in str(caught.value)


def test_settings_without_address_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORM_URI", "http://h:1")

    assert settings_for({"db_name": "d"}).address.target == "h:1"
    assert settings_for({"db_name": "d"}).database == "d"
    assert settings_for({"host": "other"}).address.target == "other:19530"


def test_the_variable_of_pymilvus_is_the_default_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MILVUS_URI", "http://old:1")
    assert environment("default") == {"uri": "http://old:1"}
    assert environment("prod") is None
    assert environment_names() == ["default"]
    monkeypatch.setenv("VECTORM_DB_NAME", "films")
    assert environment("default") == {"uri": "http://old:1", "db_name": "films"}
    monkeypatch.setenv("VECTORM_URI", "http://new:1")
    assert environment("default") == {"uri": "http://new:1", "db_name": "films"}
    monkeypatch.delenv("VECTORM_URI")
    write(tmp_path, '[env.default]\nuri = "http://file:1"')
    assert environment("default") == {"uri": "http://file:1", "db_name": "films"}
