# Generated from vectorm/session/async_schema.py by tools/make_sync.py: do not edit.
"""Collections of models."""

from vectorm.connection.handle import LONG_TIMEOUT, Connection
from vectorm.connection.registry import connections
from vectorm.model import Model
from vectorm.session import ensure as ensuring


def ensure(*models: type[Model], bind: str | Connection = "default", timeout: float | None = None) -> None:
    """Create the collections of models, index and load them; a second run changes nothing.

    Args:
        models: Model classes.
        bind: Alias of a connection, name of an environment, or a connection.
        timeout: Seconds for all of it; 600 if None.

    Raises:
        SchemaNotReadyException: A collection exists with another schema; the message lists the differences.
        Unsupported: The engine cannot hold such a collection; nothing was created for it.
    """
    connection = connections.get(bind) if isinstance(bind, str) else bind
    seconds = LONG_TIMEOUT if timeout is None else timeout
    connection.run(lambda ctx: ensuring.ensure(ctx, models), timeout=seconds)


def create_all(bind: str | Connection = "default", timeout: float | None = None) -> None:
    """`ensure` every model that is declared so far."""
    ensure(*ensuring.declared_models(), bind=bind, timeout=timeout)


def drop_all(*models: type[Model], bind: str | Connection = "default", timeout: float | None = None) -> None:
    """Drop the collections of models with all their rows; missing ones are no error.

    Raises:
        ParamError: No model was given: every collection is dropped only when each is named.
    """
    connection = connections.get(bind) if isinstance(bind, str) else bind
    seconds = LONG_TIMEOUT if timeout is None else timeout
    connection.run(lambda ctx: ensuring.drop_all(ctx, models), timeout=seconds)
