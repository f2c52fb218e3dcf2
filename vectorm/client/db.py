"""`db`: databases of the connection `using`."""

from collections.abc import Mapping
from typing import Any

from vectorm.client.bound import run
from vectorm.client.keywords import checked
from vectorm.connection.registry import connections
from vectorm.ops import database


@checked
def using_database(db_name: str, using: str = "default") -> None:
    """Go on in another database. `Collection` objects made before follow."""
    connections.use_database(using, db_name)


@checked
def create_database(
    db_name: str, using: str = "default", timeout: float | None = None, *, properties: Mapping[str, Any] | None = None
) -> None:
    """Create a database."""
    run(using, lambda ctx: database.create(ctx, db_name, properties), timeout)


@checked
def drop_database(db_name: str, using: str = "default", timeout: float | None = None) -> None:
    """Drop an empty database."""
    run(using, lambda ctx: database.drop(ctx, db_name), timeout)


@checked
def list_database(using: str = "default", timeout: float | None = None) -> list[str]:
    """Names of all databases."""
    return run(using, database.list_names, timeout)


@checked
def set_properties(
    db_name: str, properties: Mapping[str, Any], using: str = "default", timeout: float | None = None
) -> None:
    """Set properties of a database."""
    run(using, lambda ctx: database.alter(ctx, db_name, properties), timeout)


@checked
def describe_database(db_name: str, using: str = "default", timeout: float | None = None) -> dict[str, Any]:
    """Name and properties of a database."""
    return {"name": db_name, **run(using, lambda ctx: database.describe(ctx, db_name), timeout)}
