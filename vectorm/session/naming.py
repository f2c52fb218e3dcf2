"""Which collection a model means on a connection. Everything in `session` that names one asks here."""

from dataclasses import replace

from vectorm.model import Model
from vectorm.ops.context import Context
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.naming import AS_DECLARED


def name_of(ctx: Context, model: type[Model]) -> str:
    """The name of a model's collection on a connection."""
    return ctx.naming.collection(model.__spec__.name)


def spec_of(ctx: Context, model: type[Model]) -> CollectionSpec:
    """The schema of a model, by the name that its collection has on a connection."""
    spec = model.__spec__
    return spec if ctx.naming == AS_DECLARED else replace(spec, name=name_of(ctx, model))
