"""Query and search iterators of both APIs."""

import random
import sys

from vectorm import Collection, MilvusClient, connections

URI = sys.argv[1]
NAME = "congruence_iterators"
generator = random.Random(11)
client = MilvusClient(uri=URI)
connections.connect(uri=URI)
client.create_collection(NAME, dimension=4, metric_type="L2", consistency_level="Strong")
rows = [{"id": i, "vector": [generator.random() for _ in range(4)], "group": i % 4} for i in range(120)]
client.insert(NAME, rows)

print("1. query iterator")
iterator = client.query_iterator(NAME, filter="group in [0, 1]", batch_size=25, output_fields=["id", "group"])
sizes: list[int] = []
keys: list[int] = []
while page := iterator.next():
    sizes.append(len(page))
    keys += [row["id"] for row in page]
iterator.close()
print(sizes, keys == sorted(keys), len(set(keys)), keys[:5])
iterator = client.query_iterator(NAME, batch_size=50, limit=70, output_fields=["id"])
sizes = []
while page := iterator.next():
    sizes.append(len(page))
iterator.close()
print(sizes)

print("2. search iterator")
hits = client.search_iterator(NAME, data=[[0.5, 0.5, 0.5, 0.5]], batch_size=20, limit=60, output_fields=["group"])
keys = []
distances: list[float] = []
while found := hits.next():
    keys += [hit["id"] for hit in found]
    distances += [hit["distance"] for hit in found]
hits.close()
print(len(keys), len(set(keys)), distances == sorted(distances))
nearest = client.search(NAME, [[0.5, 0.5, 0.5, 0.5]], limit=60)
print(keys == [hit["id"] for hit in nearest[0]])

print("3. iterators of a Collection")
collection = Collection(NAME)
iterator = collection.query_iterator(expr="id < 30", batch_size=12, output_fields=["id"])
sizes = []
while page := iterator.next():
    sizes.append(len(page))
iterator.close()
print(sizes)
hits_of_collection = collection.search_iterator(
    [[0.5] * 4], "vector", {"metric_type": "L2", "params": {}}, batch_size=10, limit=25
)
keys = []
while found := hits_of_collection.next():
    keys += [hit.id for hit in found]
hits_of_collection.close()
print(len(keys), len(set(keys)))
client.drop_collection(NAME)
