"""Create, index and load the collections of models."""

from collections.abc import Sequence

from vectorm.errors import ParamError, SchemaNotReadyException
from vectorm.model import Model
from vectorm.model.meta import registry
from vectorm.ops import collection, index, load
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.session.naming import name_of, spec_of
from vectorm.spec.diff import differences
from vectorm.spec.index import IndexSpec


def ensure(ctx: Context, models: Sequence[type[Model]]) -> Op[None]:
    """Create what is missing, index it and load it; a second run changes nothing.

    Raises:
        SchemaNotReadyException: A collection exists with another schema; the message lists the differences.
        Unsupported: The engine cannot hold such a collection.
    """
    for model in models:
        yield from create(ctx, model)
        for wanted in model.__indexes__:
            yield from _ensure_index(ctx, model, wanted)
        yield from load.load(ctx, name_of(ctx, model))


def _ensure_index(ctx: Context, model: type[Model], wanted: IndexSpec) -> Op[None]:
    name = name_of(ctx, model)
    found = yield from index.describe(ctx, name, field=wanted.field)
    if not found:
        yield from index.create(ctx, name, wanted)
        return
    live = found[0].spec
    differs = wanted.index_type not in ("", "AUTOINDEX") and live.index_type != wanted.index_type
    if differs or live.metric_type != wanted.metric_type:
        theirs, ours = (f"{each.index_type} by {each.metric_type or 'no metric'}" for each in (live, wanted))
        raise SchemaNotReadyException(
            message=f"the index on {name}.{wanted.field} is {theirs}; model {model.__name__} wants {ours}",
            hint="release the collection, drop the index and run schema.ensure again",
        )


def declared_models() -> list[type[Model]]:
    """Every model with a collection that is declared so far, by the names of their collections."""
    return sorted(registry, key=lambda model: model.__spec__.name)


def create(ctx: Context, model: type[Model]) -> Op[None]:
    """Create the collection of a model, or check that the one there has its schema."""
    spec = spec_of(ctx, model)
    if not (yield from collection.has(ctx, spec.name)):
        yield from collection.create(ctx, spec)
        return
    live = yield from collection.describe(ctx, spec.name)
    found = differences(spec, live.spec)
    if found:
        raise SchemaNotReadyException(
            message=f"collection {spec.name} does not fit model {model.__name__}: {'; '.join(found)}",
            hint="migrate the collection, or drop it with schema.drop_all(Model) if its rows may go",
        )


def drop_all(ctx: Context, models: Sequence[type[Model]]) -> Op[None]:
    """Drop the collections of models with all their rows; missing ones are no error.

    Raises:
        ParamError: No model was given.
    """
    if not models:
        raise ParamError(message="drop_all() drops the collections of the models it is given; none was given")
    for model in models:
        yield from collection.drop(ctx, name_of(ctx, model))
