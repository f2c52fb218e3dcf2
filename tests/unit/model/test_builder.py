"""Objects of rows share the names of their fields, and nobody can tell."""

import copy
import pickle
from collections.abc import Callable

import pytest

from tests.unit.session.models import Doc
from vectorm.model.builder import build
from vectorm.model.mapper import batch_from_models, models_from_batch

NAMES = {"id", "title"}


def pair() -> tuple[Doc, Doc]:
    one, two = build(Doc, {"id": [1, 2], "title": ["a", "b"]})
    return one, two


def test_objects_have_the_values_of_their_rows() -> None:
    assert [vars(obj) for obj in pair()] == [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]
    assert build(Doc, {}) == []
    assert [obj.id for obj in build(Doc, {"id": [7]})] == [7]


def test_an_assignment_gives_its_name_to_one_object_only() -> None:
    one, two = pair()
    one.tags = ["x"]
    assert one.model_fields_set == {*NAMES, "tags"}
    assert two.model_fields_set == pair()[0].model_fields_set == NAMES


def test_names_that_were_asked_for_may_be_changed() -> None:
    one, two = pair()
    one.model_fields_set.add("tags")
    assert "tags" in one.model_fields_set
    assert two.model_fields_set == NAMES


def pickled(obj: Doc) -> Doc:
    twin: Doc = pickle.loads(pickle.dumps(obj))
    return twin


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, pickled])
def test_copies_have_names_of_their_own(twin: Callable[[Doc], Doc]) -> None:
    one, _ = pair()
    copied = twin(one)
    assert type(copied.__pydantic_fields_set__) is set
    assert copied.model_copy(update={"tags": ["x"]}).model_fields_set == {*NAMES, "tags"}
    assert one.model_copy(update={"tags": ["x"]}).model_fields_set == {*NAMES, "tags"}
    assert one.model_fields_set == NAMES
    assert one.model_dump(exclude_unset=True) == {"id": 1, "title": "a"}


def test_a_vector_that_is_changed_leaves_the_columns_alone() -> None:
    batch = batch_from_models(Doc, [Doc(id=1, title="a", v=[1.0, 2.0])])
    (obj,) = models_from_batch(Doc, batch)
    obj.v[0] = 9.0
    assert batch["v"].to_list()[0].tolist() == [1.0, 2.0]
