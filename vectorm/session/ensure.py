"""Create, index and load the collections of models."""

from collections.abc import Sequence
from dataclasses import replace

from vectorm.enums import LoadState
from vectorm.errors import ParamError, SchemaNotReadyException
from vectorm.model import Model
from vectorm.model.meta import registry
from vectorm.ops import collection, index, load, schema_change
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.session.embedding import embedder_properties, missing_properties
from vectorm.session.naming import name_of, spec_of
from vectorm.spec.capabilities import Engine
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.diff import (
    Alteration,
    alteration,
    altered,
    differences,
    field_alterations,
    option_differences,
)
from vectorm.spec.feature import Feature
from vectorm.spec.index import IndexSpec


def ensure(ctx: Context, models: Sequence[type[Model]]) -> Op[list[str]]:
    """Create what is missing, alter what can be altered in place, index and load; a second run changes nothing.

    Returns:
        What was done, one sentence for each change.

    Raises:
        SchemaNotReadyException: A collection exists with another schema; the message lists the differences.
        Unsupported: The engine cannot hold such a collection.
    """
    done: list[str] = []
    for model in models:
        done += yield from create(ctx, model)
        for wanted in model.__indexes__:
            done += yield from _ensure_index(ctx, model, wanted)
        yield from load.load(ctx, name_of(ctx, model))
    return done


def _ensure_index(ctx: Context, model: type[Model], wanted: IndexSpec) -> Op[list[str]]:
    name = name_of(ctx, model)
    found = yield from index.describe(ctx, name, field=wanted.field)
    if not found:
        yield from index.create(ctx, name, wanted)
        return [f"index on {name}.{wanted.field} created"]
    live = found[0].spec
    differs = wanted.index_type not in ("", "AUTOINDEX") and live.index_type != wanted.index_type
    # Milvus Lite says NONE for indexes on scalars.
    if differs or (wanted.metric_type and live.metric_type != wanted.metric_type):
        theirs, ours = (f"{each.index_type} by {each.metric_type or 'no metric'}" for each in (live, wanted))
        raise SchemaNotReadyException(
            message=f"the index on {name}.{wanted.field} is {theirs}; model {model.__name__} wants {ours}",
            hint="release the collection, drop the index and run schema.ensure again",
        )
    return []


def declared_models() -> list[type[Model]]:
    """Every model with a collection that is declared so far, by the names of their collections."""
    return sorted(registry, key=lambda model: model.__spec__.name)


def create(ctx: Context, model: type[Model]) -> Op[list[str]]:
    """Create the collection of a model, or make the one there serve it."""
    spec = spec_of(ctx, model)
    if not (yield from collection.has(ctx, spec.name)):
        spec = replace(spec, properties={**spec.properties, **embedder_properties(model)})
        yield from collection.create(ctx, spec)
        return [f"collection {spec.name} created"]
    live = (yield from collection.describe(ctx, spec.name)).spec
    made = missing_properties(ctx, model, live.properties)
    return (yield from _adapt(ctx, model, replace(spec, properties={**spec.properties, **made}), live))


def _adapt(ctx: Context, model: type[Model], spec: CollectionSpec, live: CollectionSpec) -> Op[list[str]]:
    """Alter what can be altered in place, and refuse all other differences before anything is altered."""
    of_fields = field_alterations(spec, live) if ctx.capabilities.can(Feature.ALTER_FIELD) else []
    found = differences(spec, altered(live, of_fields))
    if ctx.capabilities.engine is not Engine.LITE:  # which has one shard, 16 partitions and one level for all
        found += option_differences(spec, live)
    of_collection = alteration(spec, live)
    changes = [*of_fields, of_collection] if of_collection is not None else of_fields
    if any(change.needs_release for change in changes) and not found:
        found = yield from _not_while_loaded(ctx, spec.name, changes)
    if found:
        raise SchemaNotReadyException(
            message=f"collection {spec.name} does not fit model {model.__name__}: {'; '.join(found)}",
            hint="migrate the collection, or drop it with schema.drop_all(Model) if its rows may go",
        )
    for change in of_fields:
        yield from schema_change.alter_field(ctx, spec.name, change.field, change.properties)
    if of_collection is not None:
        yield from collection.alter(ctx, spec.name, of_collection.properties)
    return [f"collection {spec.name}: {change.text}" for change in changes]


def _not_while_loaded(ctx: Context, name: str, changes: Sequence[Alteration]) -> Op[list[str]]:
    if ctx.capabilities.engine is Engine.LITE or (yield from load.state(ctx, name)) is not LoadState.Loaded:
        return []
    told = "cannot be changed while the collection is loaded: release it, and run schema.ensure again"
    return [f"{change.text} {told}" for change in changes if change.needs_release]


def drop_all(ctx: Context, models: Sequence[type[Model]]) -> Op[None]:
    """Drop the collections of models with all their rows; missing ones are no error.

    Raises:
        ParamError: No model was given.
    """
    if not models:
        raise ParamError(message="drop_all() drops the collections of the models it is given; none was given")
    for model in models:
        yield from collection.drop(ctx, name_of(ctx, model))
