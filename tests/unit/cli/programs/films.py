"""A program that was written for PyMilvus: what `vectorm audit` says of it is in films.txt."""

import pymilvus
from pymilvus import Collection, DataType, Milvus, MilvusClient, Prepare, connections, utility
from pymilvus import CollectionSchema as Schema
from pymilvus.client.types import LoadState
from pymilvus.exceptions import MilvusException
from pymilvus.grpc_gen import schema_pb2

connections.connect(uri="./films.db")
films = Collection("films")
hybrid = pymilvus.FieldSchema("v", DataType.FLOAT_VECTOR, dim=2)

for hits in films.search([[0.1, 0.9]], "v", {}, limit=2):
    for hit in hits:
        print(hit.id, hit.entity.get("title"))


class Store:
    def __init__(self, fallback: "Collection | None" = None) -> None:
        self.client = MilvusClient("./films.db")
        self.fallback = fallback

    def fill(self) -> None:
        schema = self.client.create_schema(auto_id=True)
        schema.add_field("id", DataType.INT64, is_primary=True)
        if self.client.get_load_state("films")["state"] is LoadState.Loaded:
            self.fallback.flush()
        self.client.teleport("films")
        self.client.query("films", filters="id < 0")


try:
    utility.drop_collection("films")
except MilvusException:
    print(Schema, Milvus, Prepare, schema_pb2)
