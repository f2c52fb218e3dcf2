"""What `schema.ensure` changes in collections that are there, and what it refuses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.ops.support import context, lite
from vectorm.enums import ConsistencyLevel, LoadState
from vectorm.errors import SchemaNotReadyException
from vectorm.model import FLAT, INVERTED, Embed, FloatVector, Mapped, Model, field, register_embedder, vector
from vectorm.ops.context import Context
from vectorm.session import ensure as ensuring
from vectorm.session.embedding import embedder_properties
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.naming import Naming
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import (
    AlterCollectionFieldRequest,
    AlterCollectionRequest,
    BoolResponse,
    CreateCollectionRequest,
    DescribeCollectionResponse,
    DescribeIndexResponse,
    GetLoadingProgressResponse,
    GetLoadStateResponse,
    HasCollectionRequest,
    IndexDescription,
    KeyValuePair,
    Status,
)
from vectorm.wire.schema import schema_message

OK = Status().SerializeToString()


class Page(Model, collection="pages", ttl=60, shards=2, partitions=4, consistency="Strong"):
    id: Mapped[int] = field(primary_key=True)
    tenant: Mapped[str] = field(max_length=10, partition_key=True)
    title: Mapped[str] = field(max_length=100, mmap=True)
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(), embed=Embed("lengths of ensure", source="title"))


register_embedder("lengths of ensure", lambda texts: [[float(len(text))] * 2 for text in texts], version="1")


def described(spec: CollectionSpec) -> bytes:
    level = 0 if spec.consistency_level is None else spec.consistency_level.value
    reply = DescribeCollectionResponse(
        collection_name=spec.name,
        schema=schema_message(spec),
        shards_num=spec.num_shards or 1,
        num_partitions=spec.num_partitions or 0,
        consistency_level=level,
        properties=[KeyValuePair(key=key, value=value) for key, value in spec.properties.items()],
    )
    return reply.SerializeToString()


def live(title: int = 100, *, mmap: bool = True, **changes: object) -> CollectionSpec:
    """The collection as it is there, with another length of the titles, or other options."""
    made = [
        replace(each, max_length=title, params={"mmap.enabled": "true"} if mmap else {})
        if each.name == "title"
        else each
        for each in Page.__spec__.fields
    ]
    spec = replace(Page.__spec__, fields=tuple(made))
    spec = replace(spec, properties={**spec.properties, **embedder_properties(Page)})
    return replace(spec, **changes)  # type: ignore[arg-type]


def run(
    ctx: Context, spec: CollectionSpec, alters: Sequence[bytes] = (OK,) * 3, *, loaded: bool = False
) -> tuple[Recorded, list[str]]:
    state = LoadState.Loaded if loaded else LoadState.NotLoad
    recorded = Recorded({
        "HasCollection": [BoolResponse(value=True).SerializeToString()],
        "DescribeCollection": [described(spec)],
        "AlterCollection": list(alters),
        "AlterCollectionField": list(alters),
        "GetLoadState": [GetLoadStateResponse(state=state.value).SerializeToString()],
    })  # fmt: skip
    return recorded, recorded.run(ensuring.create(ctx, Page))


def new_milvus() -> Context:
    return context("v2.6.4")


def test_a_new_collection_has_its_properties_and_its_embedder() -> None:
    ctx = replace(new_milvus(), naming=Naming("dev_", "_v2"))
    replies = {"HasCollection": [BoolResponse(value=False).SerializeToString()], "CreateCollection": [OK]}
    recorded = Recorded(replies)
    assert recorded.run(ensuring.create(ctx, Page)) == ["collection dev_pages_v2 created"]
    assert HasCollectionRequest.FromString(recorded.sent[0].request).collection_name == "dev_pages_v2"
    request = CreateCollectionRequest.FromString(recorded.sent[1].request)
    assert request.collection_name == "dev_pages_v2"
    assert {item.key: item.value for item in request.properties} == {
        "collection.ttl.seconds": "60",
        "vectorm.embed.dense": '{"dim": 2, "embedder": "lengths of ensure", "version": "1"}',
    }


def test_a_collection_that_fits_is_left_alone() -> None:
    recorded, done = run(new_milvus(), live())
    assert done == []
    assert recorded.methods == ["HasCollection", "DescribeCollection"]


def test_properties_are_altered() -> None:
    properties = {**live().properties, "collection.ttl.seconds": "5", "somebody's": "own"}
    recorded, done = run(context(), live(properties=properties))
    assert done == ["collection pages: collection.ttl.seconds from 5 to 60"]
    request = AlterCollectionRequest.FromString(recorded.sent[-1].request)
    assert {item.key: item.value for item in request.properties} == {"collection.ttl.seconds": "60"}


def test_the_embedder_of_an_older_collection_is_noted() -> None:
    _, done = run(lite(), live(properties={"collection.ttl.seconds": "60"}, num_shards=1, num_partitions=17))
    told = '{"dim": 2, "embedder": "lengths of ensure", "version": "1"}'
    assert done == [f"collection pages: vectorm.embed.dense from nothing to {told}"]


def test_fields_get_more_room_where_the_server_can() -> None:
    recorded, done = run(new_milvus(), live(title=50, mmap=False))
    assert done == ["collection pages: field title: mmap.enabled from nothing to true, max_length from 50 to 100"]
    request = AlterCollectionFieldRequest.FromString(recorded.sent[-1].request)
    assert request.field_name == "title"
    assert {item.key: item.value for item in request.properties} == {"mmap.enabled": "true", "max_length": "100"}
    with pytest.raises(SchemaNotReadyException, match="max_length is 100 in the model and 50 in the collection"):
        run(context(), live(title=50))
    with pytest.raises(SchemaNotReadyException, match="max_length is 100 in the model and 200 in the collection"):
        run(new_milvus(), live(title=200))


def test_storage_of_a_loaded_collection_is_not_changed() -> None:
    with pytest.raises(SchemaNotReadyException, match=r"mmap\.enabled .* cannot be changed while") as caught:
        run(new_milvus(), live(mmap=False), loaded=True)
    assert "release it" in caught.value.message


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"num_shards": 1}, "the number of shards is 2 in the model and 1 in the collection"),
        ({"num_partitions": 16}, "the number of partitions is 4 in the model and 16 in the collection"),
        (
            {"consistency_level": ConsistencyLevel.BOUNDED},
            "the consistency level is STRONG in the model and BOUNDED in the collection",
        ),
    ],
)
def test_what_is_fixed_at_creation_is_refused_before_anything_is_altered(changes: dict[str, Any], told: str) -> None:
    spec = live(title=50, **changes)
    with pytest.raises(SchemaNotReadyException, match=told):
        run(new_milvus(), replace(spec, properties={}), alters=())


def test_vectors_of_another_embedder_are_refused() -> None:
    other = '{"dim": 2, "embedder": "other", "version": ""}'
    spec = live(properties={**live().properties, "vectorm.embed.dense": other})
    with pytest.raises(SchemaNotReadyException) as caught:
        run(new_milvus(), spec, alters=())
    assert caught.value.message == (
        "the vectors of pages.dense are by embedder 'other' (dim 2); "
        "model Page has embedder 'lengths of ensure' (dim 2, version '1')"
    )
    assert "collection_suffix=" in caught.value.hint


def test_an_index_on_a_scalar_has_no_metric_whatever_the_engine_says() -> None:
    class Marked(Model, collection="marked"):
        id: Mapped[int] = field(primary_key=True)
        kind: Mapped[str] = field(max_length=9, index=INVERTED())
        dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))

    found = [("kind", "INVERTED", "NONE"), ("dense", "FLAT", "L2")]
    recorded = Recorded({
        "HasCollection": [BoolResponse(value=True).SerializeToString()],
        "DescribeCollection": [described(Marked.__spec__)],
        "DescribeIndex": [indexed(*each) for each in found],
        "LoadCollection": [OK],
        "GetLoadingProgress": [GetLoadingProgressResponse(progress=100).SerializeToString()],
    })  # fmt: skip
    assert recorded.run(ensuring.ensure(lite(), [Marked])) == []


def indexed(name: str, kind: str, metric: str) -> bytes:
    params = [KeyValuePair(key="index_type", value=kind), KeyValuePair(key="metric_type", value=metric)]
    index = IndexDescription(index_name=name, field_name=name, params=params)
    return DescribeIndexResponse(index_descriptions=[index]).SerializeToString()
