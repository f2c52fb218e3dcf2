"""Environments: where dev, test and prod are, outside the code.

`Session(bind="prod")`, `using="prod"` and `connections.connect("prod")` find an environment by its name, in

- variables: `VECTORM_PROD_URI`, `VECTORM_PROD_TOKEN`, ...; without a name for the environment "default": `VECTORM_URI`,
  `VECTORM_TOKEN`, `VECTORM_USER`, `VECTORM_PASSWORD`, `VECTORM_DB_NAME`, ... (every key of `ConnectionConfig`);
- `vectorm.toml` in the current folder or the nearest one above it, one table per environment:

      [env.dev]
      uri = "./dev.db"                 # relative to the file

      [env.prod]
      uri = "https://milvus.example.com:19530"
      db_name = "app"
      token_env = "PROD_TOKEN"         # the name of the variable that holds the token; so for password_env

A variable wins over the file. PyMilvus's variable `MILVUS_URI` is the address of the environment "default" when neither
names one. Passwords and tokens stand in variables only.
"""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias, cast

from vectorm.connection.settings import ADDRESS_KEYS, KEYS, ConnectionConfig
from vectorm.errors import ConnectionConfigException
from vectorm.transport.address import parse_uri

FILE_NAME = "vectorm.toml"
DEFAULT = "default"
PREFIX = "VECTORM_"
MILVUS_URI = "MILVUS_URI"
"""PyMilvus's variable for the address of its default connection."""

_SECRETS = ("password", "token")
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})

_Table: TypeAlias = Mapping[str, Any]


def environment(name: str) -> ConnectionConfig | None:
    """The settings of an environment; None if there is none of that name.

    Raises:
        ConnectionConfigException: The file or a variable is wrong; the message names it.
    """
    from_file = _from_file(name)
    from_variables = _from_variables(name)
    milvus_uri = os.environ.get(MILVUS_URI)
    if name == DEFAULT and milvus_uri and not (from_file.keys() | from_variables.keys()) & ADDRESS_KEYS:
        from_variables["uri"] = milvus_uri
    if not from_file and not from_variables:
        return None
    if from_variables.keys() & ADDRESS_KEYS:
        from_file = {key: value for key, value in from_file.items() if key not in ADDRESS_KEYS}
    return cast("ConnectionConfig", {**from_file, **from_variables})


def environment_names() -> list[str]:
    """The names of all environments, sorted."""
    names = set(_tables(find_file()))
    if os.environ.get(MILVUS_URI):
        names.add(DEFAULT)
    for variable in os.environ:
        name, found = _split(variable)
        if found:
            names.add(name)
    return sorted(names)


def find_file() -> Path | None:
    """The `vectorm.toml` of the current folder, or of the nearest folder above that has one."""
    here = Path.cwd()
    return next((path for folder in (here, *here.parents) if (path := folder / FILE_NAME).is_file()), None)


def _from_variables(name: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in sorted(KEYS):
        variable = _variable(name, key)
        text = os.environ.get(variable)
        if text:
            found[key] = _convert(key, text, variable)
    return found


def _variable(name: str, key: str) -> str:
    middle = "" if name == DEFAULT else f"{name.upper().replace('-', '_').replace('.', '_')}_"
    return f"{PREFIX}{middle}{key.upper()}"


def _split(variable: str) -> tuple[str, bool]:
    """The environment that a variable is for, and whether it is for one at all."""
    if not variable.startswith(PREFIX):
        return "", False
    rest = variable.removeprefix(PREFIX).lower()
    if rest in KEYS:
        return DEFAULT, True
    key = next((key for key in sorted(KEYS, key=len, reverse=True) if rest.endswith(f"_{key}")), "")
    return rest.removesuffix(f"_{key}"), bool(key)


def _convert(key: str, text: str, variable: str) -> object:
    if key in {"secure", "echo"}:
        if text.lower() not in _TRUE | _FALSE:
            raise _refuse(f"{variable} must be true or false, not {text!r}")
        return text.lower() in _TRUE
    if key == "timeout":
        try:
            return float(text)
        except ValueError:
            raise _refuse(f"{variable} must be a number of seconds, not {text!r}") from None
    return text


def _from_file(name: str) -> dict[str, object]:
    file = find_file()
    table = _tables(file).get(name)
    if file is None or table is None:
        return {}
    where = f"[env.{name}] of {file}"
    settings: dict[str, object] = {}
    for key, value in table.items():
        secret = key.removesuffix("_env")
        if secret in _SECRETS and key != secret:
            settings[secret] = _secret(value, key, where)
        elif key in _SECRETS:
            raise _refuse(f"{where} holds a {key}", f'name a variable instead: {key}_env = "PROD_{key.upper()}"')
        elif key in KEYS:
            settings[key] = value
        else:
            known = sorted(KEYS - set(_SECRETS)) + [f"{secret}_env" for secret in _SECRETS]
            raise _refuse(f"{where} has an unknown key {key!r}", f"keys are {', '.join(known)}")
    if isinstance(settings.get("uri"), str):
        settings["uri"] = _uri(str(settings["uri"]), file, where)
    return settings


def _uri(uri: str, file: Path, where: str) -> str:
    """The URI of a file: a relative path counts from the file's folder, and no password stands in it."""
    parsed = parse_uri(uri)
    if parsed.password:
        raise _refuse(f"{where} holds a password in its uri", 'name a variable instead: password_env = "PROD_PASSWORD"')
    if not parsed.address.path:
        return uri
    path = Path(uri.strip().removeprefix("lite:")).expanduser()
    return f"lite:{file.parent / path}"


def _secret(name: object, key: str, where: str) -> str:
    if not isinstance(name, str) or not name:
        raise _refuse(f"{key} in {where} must be the name of an environment variable")
    value = os.environ.get(name)
    if not value:
        raise _refuse(f"the variable {name} is not set, and {key} in {where} names it", f"export {name}=...")
    return value


def _tables(file: Path | None) -> dict[str, _Table]:
    if file is None:
        return {}
    content = _parse(file)
    tables: Any = content.get("env", {})
    if not _is_tables(tables):
        raise _refuse(f"env in {file} must be tables", 'write [env.dev] and below it uri = "..."')
    return cast("dict[str, _Table]", tables)


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(table, dict) for table in cast("dict[str, Any]", value).values())


def _parse(file: Path) -> dict[str, Any]:
    toml: Any = _toml_module(file)
    try:
        return cast("dict[str, Any]", toml.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise _refuse(f"{file} cannot be read: {error}") from None


def _toml_module(file: Path) -> object:
    if sys.version_info >= (3, 11):
        return import_module("tomllib")
    try:
        return import_module("tomli")
    except ImportError:
        raise _refuse(f"Python 3.10 cannot read {file} by itself", "pip install tomli, or use Python 3.11") from None


def _refuse(message: str, hint: str = "") -> ConnectionConfigException:
    return ConnectionConfigException(message=message, hint=hint)
