"""A session finds the same changes in the columns that it keeps as in the values of each object."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.session.frozen import difference, take_all
from vectorm.session.snapshot import take
from vectorm.wire.write import encode_upsert


class Row(Model, collection="rows", dynamic=True):
    """A row of what can change in place and what cannot."""

    id: Mapped[int] = field(primary_key=True)
    score: Mapped[float | None] = field(default=None)
    tags: Mapped[list[int] | None] = field(default=None, max_capacity=8)
    meta: Mapped[dict[str, Any] | None] = field(default=None)
    vec: Mapped[FloatVector] = vector(dim=2)


numbers = st.sampled_from([0, 1, -1, 2])
floats = st.sampled_from([0.0, -0.0, 1.0, 2.5])
json = st.recursive(st.none() | st.booleans() | numbers | floats | st.sampled_from(["", "ü"]), st.lists, max_leaves=4)
metas = st.none() | st.dictionaries(st.sampled_from("ab"), json, max_size=2)
rows: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "score": st.none() | floats,
        "tags": st.none() | st.lists(numbers, max_size=3),
        "meta": metas,
        "vec": st.lists(floats, min_size=2, max_size=2),
    }
)
edits = st.tuples(
    st.integers(0, 200), st.sampled_from(["score", "tags", "meta", "vec", "vec in place", "extra", "lose"])
)


def edit(obj: Row, how: str, data: st.DataObject) -> None:
    values = vars(obj)
    if how == "score":
        obj.score = data.draw(st.none() | floats)
    elif how == "tags" and values.get("tags"):
        values["tags"].append(data.draw(numbers))
    elif how == "tags":
        obj.tags = data.draw(st.sampled_from([None, [1]]))
    elif how == "meta" and values.get("meta"):
        values["meta"].update(data.draw(metas) or {})
    elif how == "meta":
        obj.meta = data.draw(metas)
    elif how == "vec":
        obj.vec = data.draw(st.lists(floats, min_size=2, max_size=2))
    elif how == "vec in place" and "vec" in values:
        obj.vec[data.draw(st.integers(0, 1))] = data.draw(floats)
    elif how == "extra":
        obj.extras["more"] = data.draw(json)
    else:
        values.pop(data.draw(st.sampled_from(["score", "tags", "meta", "vec"])), None)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(rows, min_size=1, max_size=3), st.booleans(), st.integers(1, 80), st.lists(edits, max_size=6), st.data()
)
def test_the_same_changes_are_found(
    given_rows: list[dict[str, Any]], is_read: bool, times: int, changes: list[tuple[int, str]], data: st.DataObject
) -> None:
    objects = [Row(id=key, **row) for key, row in enumerate(given_rows * times)]
    batch = batch_from_models(Row, objects)
    if is_read:
        objects = models_from_batch(Row, batch)
    snapshot, before = take(objects, batch), take_all(objects)
    encode_upsert("rows", batch)
    for place, how in changes:
        edit(objects[place % len(objects)], how, data)
    found = snapshot.changed(
        list(range(len(objects))), [vars(obj) for obj in objects], [obj.model_extra for obj in objects]
    )
    expected = [difference(now, old) for now, old in zip(take_all(objects), before, strict=True)]
    assert [found.get(place, set()) for place in range(len(objects))] == expected
    assert [snapshot.row(place) for place in range(len(objects))] == before
