"""A model, a session, and the life of an object: write, read, change, delete. On Milvus Lite.

python examples/orm_quickstart.py
"""

from vectorm import FloatVector, Mapped, Model, Session, connections, field, schema, select, uuid7, vector


class Film(Model, collection="example_films"):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)
    title: Mapped[str] = field(max_length=200)
    year: Mapped[int | None] = field(default=None)
    genres: Mapped[list[str]] = field(default_factory=list, max_capacity=8, max_length=32)
    colours: Mapped[FloatVector] = vector(dim=3)  # mean red, green and blue


connections.connect(uri="./example.db")
schema.drop_all(Film)
schema.ensure(Film)

with Session() as session:
    metropolis = Film(title="Metropolis", year=1927, genres=["science fiction"], colours=[0.3, 0.3, 0.3])
    stalker = Film(title="Stalker", year=1979, genres=["science fiction", "drama"], colours=[0.4, 0.4, 0.2])
    session.add_all([metropolis, stalker, Film(title="Playtime", genres=["comedy"], colours=[0.5, 0.6, 0.7])])
    print("stored:", session.commit())

with Session() as session:
    dramas = select(Film).where(Film.genres.contains("drama") & (Film.year > 1950))
    print("dramas:", [film.title for film in session.scalars(dramas)])

    playtime = session.scalars(select(Film).where(Film.title == "Playtime")).one()
    playtime.year = 1967  # tracked: the commit sends this object and no other
    playtime.genres.append("satire")
    print("changed:", session.dirty)

with Session() as session:
    print("again:", session.get(Film, playtime.id))
    session.delete(playtime)
    session.commit()
    print("left:", session.count(select(Film)))
