"""Create a collection ready for use."""

from collections.abc import Sequence

from vectorm.ops import collection, index, load
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.index import IndexSpec


def create_loaded(ctx: Context, spec: CollectionSpec, indexes: Sequence[IndexSpec]) -> Op[None]:
    """Create a collection, its indexes, and load it.

    Raises:
        AlreadyExists: A collection of that name has another schema.
    """
    yield from collection.create(ctx, spec)
    yield from create_indexes(ctx, spec.name, indexes)
    yield from load.load(ctx, spec.name)


def create_indexes(ctx: Context, name: str, indexes: Sequence[IndexSpec], *, wait: bool = True) -> Op[None]:
    """Create several indexes of a collection, one after the other."""
    for each in indexes:
        yield from index.create(ctx, name, each, wait=wait)
