"""Meet a collection by name, or create it by a schema: what the constructor of `Collection` does."""

from vectorm.client.consistency import consistency_level, level_name
from vectorm.client.options import CollectionOptions
from vectorm.client.schema import CollectionSchema
from vectorm.client.specs import collection_spec, schema_of
from vectorm.errors import Asked, SchemaNotReadyException
from vectorm.ops import collection
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.capabilities import Engine
from vectorm.spec.diff import differences


def open_collection(
    ctx: Context, name: str, schema: CollectionSchema | None, options: CollectionOptions
) -> Op[CollectionSchema]:
    """The schema of a collection, which is created if there is none.

    Raises:
        SchemaNotReadyException: There is no such collection and no schema to create it by, or it has another one.
    """
    if not (yield from collection.has(ctx, name)):
        if schema is None:
            error = SchemaNotReadyException(
                message=f"there is no collection {name}", hint="give a schema to create it, or check name and database"
            )
            error.asked = Asked(collections=(name,))
            raise error
        yield from collection.create(ctx, collection_spec(name, schema, options))
        return schema
    info = yield from collection.describe(ctx, name)
    if schema is None:
        return schema_of(info.spec)
    found = differences(collection_spec(name, schema, options), info.spec)
    level, live = consistency_level(options.get("consistency_level")), info.spec.consistency_level
    # Milvus Lite says Strong of every collection, and every level is served by it.
    if level is not None and live is not None and level is not live and ctx.capabilities.engine is not Engine.LITE:
        found.append(f"its consistency level is {level_name(live)}, not {level_name(level)}")
    if found:
        raise SchemaNotReadyException(
            message=f"collection {name} exists with another schema: {'; '.join(found)}",
            hint="leave the schema out to take the collection as it is, or drop it",
        )
    return schema
