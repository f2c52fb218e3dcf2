"""The embedders of models: what they make before a flush and a search, and whose vectors a collection holds."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from vectorm.errors import CollectionNotExistException, SchemaNotReadyException
from vectorm.model import Model
from vectorm.model.embed import embedding, provenance
from vectorm.ops import collection
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query.search import Searching
from vectorm.session.naming import name_of

S = TypeVar("S", bound="Searching[Any]")

PROPERTY = "vectorm.embed."
"""Properties of a collection begin with it that tell who made the vectors of a field."""


def embedded(ctx: Context, statement: S) -> Op[S]:
    """A search whose texts are vectors already, where the field has an embedder.

    Raises:
        SchemaNotReadyException: Another embedder has made the vectors of the collection.
    """
    plan, target = statement.plan, statement.target
    embed = plan.declared.embed
    if embed is None or not target.texts or len(target.texts) < len(target.queries):
        return statement
    yield from check_embedders(ctx, statement.model)
    vectors = yield from embedding(embed, target.texts, dim=plan.spec.dim or 0, field=plan.name)
    return statement.aimed(replace(target, vectors=vectors))


def check_embedders(ctx: Context, model: type[Model]) -> Op[None]:
    """Refuse to mix vectors of different embedders. A connection asks for the properties of a collection once.

    Raises:
        SchemaNotReadyException: Another embedder has made the vectors of the collection.
    """
    if not embedder_properties(model):
        return
    try:
        info = yield from collection.cached(ctx, name_of(ctx, model))
    except CollectionNotExistException:
        return  # what comes next will tell
    missing_properties(ctx, model, info.spec.properties)


def embedder_properties(model: type[Model]) -> dict[str, str]:
    """What is kept with a collection of the embedders of a model: for those that have a name and are registered."""
    told = {
        f"{PROPERTY}{plan.name}": provenance(plan.declared.embed, plan.spec.dim or 0)
        for plan in model.__plans__.values()
        if plan.declared.embed is not None
    }
    return {name: text for name, text in told.items() if text is not None}


def missing_properties(ctx: Context, model: type[Model], live: Mapping[str, str]) -> dict[str, str]:
    """What the properties of a collection do not tell yet of the embedders of a model.

    Raises:
        SchemaNotReadyException: They tell of another embedder.
    """
    missing: dict[str, str] = {}
    for name, wanted in embedder_properties(model).items():
        found = live.get(name)
        if found is None:
            missing[name] = wanted
        elif found != wanted:
            where = f"{name_of(ctx, model)}.{name.removeprefix(PROPERTY)}"
            raise SchemaNotReadyException(
                message=f"the vectors of {where} are by {_told(found)}; model {model.__name__} has {_told(wanted)}",
                hint="embed anew into another collection: a connection with collection_suffix=, schema.ensure, "
                "bulk_insert of the rows that stream() reads here; see howto/embedding",
            )
    return missing


def _told(text: str) -> str:
    try:
        told = cast("dict[str, object]", json.loads(text))
        version = f", version {told['version']!r}" if told["version"] else ""
        return f"embedder {told['embedder']!r} (dim {told['dim']}{version})"
    except (ValueError, KeyError, TypeError):
        return repr(text)
