# Generated from vectorm/session/async_schema.py by tools/make_sync.py: do not edit.
"""Collections of models."""

from vectorm.connection.handle import LONG_TIMEOUT, Connection
from vectorm.connection.registry import connections
from vectorm.model import Model
from vectorm.session import ensure as ensuring


def ensure(*models: type[Model], bind: str | Connection = "default", timeout: float | None = None) -> list[str]:
    """Create the collections of models, index and load them; a second run changes nothing.

    What can be changed in a collection that is there is changed: its properties, such as the time to live, and from
    Milvus 2.5 on the room for texts and lists (to more), mmap and warm-up of fields. The names of its embedders are
    kept with it.

    Args:
        models: Model classes.
        bind: Alias of a connection, name of an environment, or a connection.
        timeout: Seconds for all of it; 600 if None.

    Returns:
        What was done, one sentence for each change; empty when there was nothing to do.

    Raises:
        SchemaNotReadyException: A collection exists with another schema, other options or vectors of another embedder;
            the message lists the differences, and nothing was changed in it.
        Unsupported: The engine cannot hold such a collection; nothing was created for it.
    """
    connection = connections.get(bind) if isinstance(bind, str) else bind
    seconds = LONG_TIMEOUT if timeout is None else timeout
    return connection.run(lambda ctx: ensuring.ensure(ctx, models), timeout=seconds)


def create_all(bind: str | Connection = "default", timeout: float | None = None) -> list[str]:
    """`ensure` every model that is declared so far."""
    return ensure(*ensuring.declared_models(), bind=bind, timeout=timeout)


def drop_all(*models: type[Model], bind: str | Connection = "default", timeout: float | None = None) -> None:
    """Drop the collections of models with all their rows; missing ones are no error.

    Raises:
        ParamError: No model was given: every collection is dropped only when each is named.
    """
    connection = connections.get(bind) if isinstance(bind, str) else bind
    seconds = LONG_TIMEOUT if timeout is None else timeout
    connection.run(lambda ctx: ensuring.drop_all(ctx, models), timeout=seconds)
