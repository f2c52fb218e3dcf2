"""Aliases, partitions and databases, as both APIs have them."""

import sys

from vectorm import (
    Collection,
    CollectionSchema,
    DataType,
    FieldSchema,
    MilvusClient,
    Partition,
    connections,
    db,
    utility,
)

URI = sys.argv[1]
NAME = "congruence_admin"


def mine(names: list[str]) -> list[str]:
    return sorted(name for name in names if name.startswith(("congruence", "default")))


client = MilvusClient(uri=URI)
connections.connect(uri=URI)
client.create_collection(NAME, dimension=2, consistency_level="Strong")
client.create_collection(NAME + "_b", dimension=2, consistency_level="Strong")

print("1. aliases")
client.create_alias(NAME, "congruence_alias")
print(client.describe_alias("congruence_alias")["collection_name"], client.list_aliases(NAME)["aliases"])
client.insert("congruence_alias", {"id": 1, "vector": [0.0, 1.0]})
print(client.query(NAME, filter="id == 1", output_fields=["id"]))
client.alter_alias(NAME + "_b", "congruence_alias")
print(client.describe_alias("congruence_alias")["collection_name"])
print(client.query("congruence_alias", filter="id == 1", output_fields=["id"]))
client.drop_alias("congruence_alias")
print(client.list_aliases(NAME)["aliases"])
utility.create_alias(NAME, "congruence_alias_2")
print(utility.list_aliases(NAME), Collection("congruence_alias_2").name)
utility.alter_alias(NAME + "_b", "congruence_alias_2")
print(utility.list_aliases(NAME + "_b"))
utility.drop_alias("congruence_alias_2")

print("2. partitions")
client.create_partition(NAME, "one")
print(client.list_partitions(NAME), client.has_partition(NAME, "one"), client.has_partition(NAME, "two"))
client.insert(NAME, [{"id": 10, "vector": [1.0, 0.0]}], partition_name="one")
print(client.query(NAME, filter="id >= 0", output_fields=["id"], partition_names=["one"]))
found = client.search(NAME, [[1.0, 0.0]], limit=5, partition_names=["_default"])
print([hit["id"] for hit in found[0]])
collection = Collection(NAME)
partition = Partition(collection, "two")
print(partition.name, partition.is_empty, sorted(each.name for each in collection.partitions))
print(partition.insert([{"id": 20, "vector": [0.5, 0.5]}]).insert_count, collection.has_partition("two"))
partition.flush()
print(partition.num_entities, collection.has_partition("two"))
client.release_collection(NAME)
client.drop_partition(NAME, "one")
collection.drop_partition("two")
print(client.list_partitions(NAME))

print("3. databases")
client.create_database("congruence_db")
print(mine(client.list_databases()), mine(db.list_database()))
other = MilvusClient(uri=URI, db_name="congruence_db")
print(other.list_collections())
other.create_collection("inside", dimension=2)
print(other.list_collections(), "inside" in client.list_collections())
connections.connect("in_db", uri=URI, db_name="congruence_db")
print(utility.list_collections(using="in_db"), "inside" in utility.list_collections())
db.using_database("congruence_db")
print(utility.list_collections())
fields = [FieldSchema("k", DataType.INT64, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=2)]
print(Collection("second", CollectionSchema(fields)).name, sorted(other.list_collections()))
db.using_database("default")
for name in other.list_collections():
    other.drop_collection(name)
client.drop_database("congruence_db")
print(mine(client.list_databases()))

for name in (NAME, NAME + "_b"):
    client.drop_collection(name)
