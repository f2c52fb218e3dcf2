"""Search with vectors of your own: filters, ranges, several queries, arrays. On Milvus Lite.

python examples/orm_search.py
"""

import numpy as np
from pydantic import BaseModel

from vectorm import HNSW, FloatVector, Mapped, Model, Session, connections, field, schema, search, vector


class Camera(BaseModel):
    maker: str
    iso: int


class Photo(Model, collection="example_photos"):
    id: Mapped[int] = field(primary_key=True)
    album: Mapped[str] = field(max_length=40)
    camera: Mapped[Camera]  # a pydantic model, stored as JSON
    look: Mapped[FloatVector] = vector(dim=64, index=HNSW(metric="COSINE", m=16, ef_construction=100))


connections.connect(uri="./example.db")
schema.drop_all(Photo)
schema.ensure(Photo)
random = np.random.default_rng(3)
centres = random.normal(size=(4, 64))
albums = ("sea", "forest", "town", "night")

with Session() as session:
    for number in range(400):
        kind = number % 4
        camera = Camera(maker="Zeiss" if number % 5 else "Leica", iso=100 * 2 ** (number % 6))
        look = centres[kind] + random.normal(scale=0.5, size=64)
        session.add(Photo(id=number, album=albums[kind], camera=camera, look=look))
    session.commit()

    nearest = search(Photo.look).near(centres[0])
    for hit in session.search(nearest.limit(3)):
        print(f"{hit.score:.3f}  {hit.obj.album}  {hit.obj.camera}")

    grainy = nearest.where((Photo.camera["iso"] >= 1600) & (Photo.camera["maker"] == "Leica"))
    print("grainy:", session.search(grainy.limit(3)).ids)
    print("closer than 0.9:", len(session.search(nearest.within(radius=0.9).limit(400))))

    several = session.search(search(Photo.look).near_all(centres).limit(100).only(Photo.album))
    for centre, hits in zip(albums, several, strict=True):
        right = hits.numpy("album").tolist().count(centre)  # columns: no object is made
        print(f"{centre}: {right} of 100, scores {hits.scores[0]:.3f} to {hits.scores[-1]:.3f}")
