"""Classes and objects of models."""

import copy
import gc
import pickle
import weakref
from datetime import date, datetime, timezone
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError

from tests.unit.model.library import Color, Doc, Grade, Point, Source
from vectorm.errors import FilterError, ParamError
from vectorm.expr.columns import Array, Boolean, Column, Json, Number, Ordered, Text, Vector
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.model.meta import registry


def test_objects_are_validated_when_they_are_made() -> None:
    doc = Doc(title="x", year=2020, tags=["a"], source=Source(url="u"))
    assert (doc.title, doc.year, doc.tags, doc.color) == ("x", 2020, ["a"], Color.RED)
    assert len(doc.id) == 36
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": 3}, "title"),
        ({}, "title"),
        ({"title": "x", "titel": "y"}, "titel"),
        ({"title": "x", "stars": 200}, "stars"),
    ]
    for values, told in wrong:
        with pytest.raises(ValidationError, match=told):
            Doc(**values)


def test_objects_are_validated_when_they_are_changed() -> None:
    doc = Doc(title="x")
    doc.title = "y"
    with pytest.raises(ValidationError, match="title"):
        doc.title = 3  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValidationError, match="titel"):
        doc.titel = "z"  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    assert doc.title == "y"


def test_vectors_become_arrays() -> None:
    point = Point(place=[1, 2])
    assert point.place.dtype == np.float32
    given = np.ones(2, np.float32)
    point.place = given
    assert point.place is given
    with pytest.raises(ValidationError, match="has 3 dimensions; the field has 2"):
        point.place = [1, 2, 3]
    with pytest.raises(ValidationError, match="not str"):
        Point(place="ab")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_columns_have_the_operators_of_their_type() -> None:
    columns: list[tuple[object, type]] = [
        (Doc.title, Text),
        (Doc.year, Number),
        (Doc.stars, Number),
        (Doc.tags, Array),
        (Doc.color, Column),
        (Doc.grade, Ordered),
        (Doc.at, Ordered),
        (Doc.source, Json),
        (Doc.meta, Json),
        (Doc.dense, Vector),
        (Doc.sparse, Vector),
        (Point.flag, Boolean),
        (Point.score, Number),
    ]
    assert [type(column) for column, _ in columns] == [kind for _, kind in columns]
    assert Doc.dense.owner is Doc


def test_columns_know_stored_values() -> None:
    moment = datetime(2020, 1, 1, tzinfo=timezone.utc)
    assert str(Doc.at > moment) == "(at > 1577836800000000)"
    assert str(Doc.color == Color.BLUE) == '(color == "blue")'
    assert str(Doc.grade == Grade.HIGH) == "(grade == 2)"
    assert str(Doc.day <= date(2020, 1, 2)) == '(day <= "2020-01-02")'
    assert str(Doc.refs.contains(UUID(int=1))) == '(array_contains(refs, "00000000-0000-0000-0000-000000000001"))'
    with pytest.raises(FilterError, match="time zone"):
        _ = Doc.at > datetime(2020, 1, 1)


def test_json_paths_are_checked_against_the_nested_model() -> None:
    assert str(Doc.source["author"]["name"] == "x") == '(source["author"]["name"] == "x")'
    assert str(Doc.meta["anything"]["goes"] == 1) == '(meta["anything"]["goes"] == 1)'
    with pytest.raises(FilterError, match=r"has no key 'nam'.*name, born"):
        _ = Doc.source["author"]["nam"]


def test_what_has_no_value_says_why() -> None:
    with pytest.raises(AttributeError, match=r"Doc.dense has no value: the embedder makes it"):
        _ = Doc(title="x").dense
    with pytest.raises(AttributeError, match=r"Point.id has no value: the server makes it"):
        _ = Point(place=[0, 0]).id
    with pytest.raises(AttributeError, match="nothing"):
        _ = Doc(title="x").nothing  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    with pytest.raises(AttributeError, match="nothing"):
        _ = Doc.nothing  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def test_undeclared_keys_of_a_dynamic_model() -> None:
    point = Point.model_validate({"place": [0, 0], "note": "n"})
    assert point.extras == {"note": "n"}
    point.extras["more"] = 1
    assert (Point.extras["more"] == 1).matches(point)
    assert str(Point.extras["note"] == "n") == '($meta["note"] == "n")'
    with pytest.raises(ParamError, match="dynamic=True"):
        _ = Doc.extras


def test_conditions_match_objects() -> None:
    doc = Doc(title="x", color=Color.BLUE, source=Source(url="u"), at=datetime(2020, 1, 1, tzinfo=timezone.utc))
    assert ((Doc.color == Color.BLUE) & (Doc.source["url"] == "u") & Doc.year.is_(None)).matches(doc)
    assert (Doc.at == doc.at).matches(doc)
    assert not (Doc.title != "x").matches(doc)


def test_objects_are_equal_only_to_themselves() -> None:
    one, other = Doc(id="1", title="x"), Doc(id="1", title="x")
    assert one != other
    assert len({one, other, one}) == 2


def test_objects_can_be_referenced_weakly_copied_and_pickled() -> None:
    point = Point(place=[1, 2])
    assert copy.deepcopy(point).place.tolist() == [1, 2]
    back = pickle.loads(pickle.dumps(point))
    assert back.place.tolist() == [1, 2]
    gone = weakref.ref(point)
    del point
    gc.collect()
    assert gone() is None


def test_json() -> None:
    doc = Doc(id="1", title="x", color=Color.BLUE)
    doc.dense = [1, 2, 3, 4]
    dumped = doc.model_dump(mode="json")
    assert dumped["dense"] == [1, 2, 3, 4]
    assert "sparse" not in dumped
    again = Doc.model_validate_json(doc.model_dump_json())
    assert again.dense.tolist() == [1, 2, 3, 4]
    schema = Doc.model_json_schema()
    dense = {"items": {"type": "number"}, "title": "Dense", "type": "array", "minItems": 4, "maxItems": 4}
    assert schema["properties"]["dense"] == {**dense, "readOnly": True}
    assert schema["required"] == ["title"]


def test_repr_is_short() -> None:
    class Wide(Model):
        id: Mapped[int] = field(primary_key=True)
        v: Mapped[FloatVector] = vector(dim=100)

    assert repr(Wide(id=1, v=np.zeros(100))) == "Wide(id=1, v=<float32[100]>)"


def test_inheritance() -> None:
    class Base(Model, abstract=True):
        id: Mapped[int] = field(primary_key=True)
        v: Mapped[FloatVector] = vector(dim=2)

    class One(Base):
        name: Mapped[str] = field(default="one")

    class TwoParts(One, collection="two"):
        more: Mapped[int] = field(default=2)

    assert (One.__spec__.name, TwoParts.__spec__.name) == ("one", "two")
    assert [each.name for each in TwoParts.__spec__.fields] == ["id", "v", "name", "more"]
    two = TwoParts(id=1, v=[0, 0])
    assert (two.name, two.more) == ("one", 2)
    assert str((One.id == 1) & (TwoParts.more > 1)) == "((id == 1) and (more > 1))"
    assert Base not in registry
    assert {One, TwoParts} <= set(registry)
    with pytest.raises(AttributeError, match="Base is abstract"):
        _ = Base.id


def test_columns_are_those_of_one_class() -> None:
    class First(Model):
        id: Mapped[int] = field(primary_key=True)
        v: Mapped[FloatVector] = vector(dim=2)

    class Second(First, collection="second"):
        pass

    class Later(Second, abstract=True):
        pass

    assert [model.id.ref.fields[0].owner for model in (First, Second)] == ["First", "Second"]
    with pytest.raises(AttributeError, match="Later is abstract"):
        _ = Later.id
    row = First(id=1, v=[0, 0])
    del row.id
    with pytest.raises(AttributeError, match=r"First\.id has no value"):
        _ = row.id


def test_a_subclass_declares_a_field_anew() -> None:
    class Strict(Model):
        id: Mapped[int] = field(primary_key=True)
        name: Mapped[str] = field(max_length=8)
        v: Mapped[FloatVector] = vector(dim=2)

    class Loose(Strict, collection="loose"):
        name: Mapped[str] = field(default="none", max_length=64)

    assert Loose(id=1, v=[0, 0]).name == "none"
    assert Loose.__plans__["name"].spec.max_length == 64
    assert Strict.__plans__["name"].spec.max_length == 8
    assert str(Loose.name == "a") == '(name == "a")'


def test_a_model_may_use_a_class_of_the_same_function() -> None:
    class Inner(BaseModel):
        a: int

    class Outer(Model):
        id: Mapped[int] = field(primary_key=True)
        inner: Mapped["Inner | None"] = field(default=None)
        v: Mapped[FloatVector] = vector(dim=2)

    assert Outer(id=1, inner=Inner(a=2), v=[0, 0]).inner == Inner(a=2)
    assert str(Outer.inner["a"] == 2) == '(inner["a"] == 2)'
