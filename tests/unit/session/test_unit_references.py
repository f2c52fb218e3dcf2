"""What a unit of work does with objects whose last reference has gone."""

import gc
import threading
import tracemalloc
from weakref import ref

import pytest

from tests.unit.session.models import Doc, Embedded, Extra, doc, persistent
from vectorm.errors import SessionError
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.session import frozen
from vectorm.session.unit import ObjectState, UnitOfWork


def test_unchanged_objects_go_with_their_last_reference() -> None:
    unit = UnitOfWork()
    for key in range(1_000):
        died = ref(persistent(unit, key))
        assert died() is None
    assert unit.find(Doc, 999) is None
    assert len(unit.objects(ObjectState.PERSISTENT)) == 0


def test_memory_is_flat_while_objects_are_read_one_by_one() -> None:
    unit = UnitOfWork()
    tracemalloc.start()
    for key in range(500):
        persistent(unit, key)
    before = tracemalloc.get_traced_memory()[0]
    for key in range(500, 1_500):
        persistent(unit, key)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 50_000  # of objects of some 1,000 bytes each


@pytest.mark.parametrize("change", ["title", "tags", "meta", "v"])
def test_changes_survive_the_last_reference(change: str) -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    if change == "title":
        obj.title = "changed"
    elif change == "tags":
        obj.tags.append("changed")
    elif change == "meta":
        obj.meta["changed"] = True
    else:
        obj.v[0] = 9.0
    values = dict(vars(obj))
    died = ref(obj)
    del obj
    assert died() is None
    again = unit.find(Doc, 1)
    assert again is not None
    assert vars(again) == values
    assert again.model_fields_set == values.keys()
    del again
    [found] = unit.changes()
    assert (vars(found.obj), found.fields) == (values, frozenset({change}))
    assert unit.find(Doc, 1) is found.obj


def test_a_written_object_that_has_no_reference_leaves() -> None:
    unit = UnitOfWork()
    persistent(unit).title = "changed"
    [change] = unit.changes()
    unit.stored([change.obj], frozen.take_all([change.obj]))
    del change
    assert unit.find(Doc, 1) is None


def test_pending_deleted_and_unknown_objects_are_held() -> None:
    unit = UnitOfWork()
    unit.add([doc(1)])
    unit.delete(doc(2))
    lost = doc(3)
    unit.add([lost])
    unit.lost(lost)
    del lost
    gc.collect()
    states = (ObjectState.PENDING, ObjectState.DELETED, ObjectState.UNKNOWN)
    assert [[obj.id for obj in unit.objects(state)] for state in states] == [[1], [2], [3]]  # type: ignore[attr-defined]


def test_a_new_object_at_the_address_of_a_dead_one_is_not_that_one() -> None:
    unit = UnitOfWork()
    for key in range(200):
        persistent(unit, key)
        assert unit.state(doc(key)) is None


def test_objects_that_die_in_other_threads_are_let_go_of() -> None:
    unit = UnitOfWork()
    held = [persistent(unit, key) for key in range(100)]
    held[7].meta["changed"] = 1
    thread = threading.Thread(target=held.clear)
    thread.start()
    for _ in range(20):
        list(unit.changes())
    thread.join()
    assert [change.obj.id for change in unit.changes()] == [7]  # type: ignore[attr-defined]
    assert [obj.id for obj in unit.objects(ObjectState.PERSISTENT)] == [7]  # type: ignore[attr-defined]


def test_what_an_object_is_beside_its_fields_survives_too() -> None:
    unit = UnitOfWork()
    obj = Extra(id=1, v=[1.0, 2.0])
    obj.extras["old"] = 1
    obj._seen = 5  # pyright: ignore[reportPrivateUsage]
    unit.loaded([obj])
    obj.extras["new"] = 2
    del obj
    again = unit.find(Extra, 1)
    assert isinstance(again, Extra)
    assert (again.extras, again._seen) == ({"old": 1, "new": 2}, 5)  # pyright: ignore[reportPrivateUsage]
    assert unit.changed_fields(again) == {"$meta"}


def test_a_rebuilt_object_makes_the_vector_of_its_changed_text_anew() -> None:
    unit = UnitOfWork()
    made = Embedded(id=1, body="old")
    [obj] = unit.loaded(models_from_batch(Embedded, batch_from_models(Embedded, [made])))
    obj.body = "new text"
    del obj
    again = unit.find(Embedded, 1)
    assert isinstance(again, Embedded)
    batch_from_models(Embedded, [again])
    assert again.v.tolist() == [8.0, 8.0]


def test_a_change_after_the_unit_has_ended_is_not_lost_with_the_last_reference() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    unit.end()
    obj.title = "changed"
    del obj
    assert unit.find(Doc, 1) is None  # to be read again
    assert [change.fields for change in unit.changes()] == [frozenset({"title"})]


def test_changes_of_objects_that_die_in_any_order_are_found() -> None:
    unit = UnitOfWork()
    held = [unit.loaded([doc(key) for key in range(start, start + 200)]) for start in (0, 200)]
    objects = {obj.id: obj for page in held for obj in page}
    del held
    for key in (3, 150, 151, 399):
        objects[key].meta["changed"] = key
        objects[key].v[0] = 9.0
    for key in [*range(0, 400, 3), *reversed(range(1, 400, 3)), *range(398, 0, -3)]:
        del objects[key]
    changes = {change.obj.id: change.fields for change in unit.changes()}  # type: ignore[attr-defined]
    assert changes == dict.fromkeys((3, 150, 151, 399), frozenset({"meta", "v"}))


def test_an_object_that_died_with_another_ones_key_does_not_take_its_place() -> None:
    unit = UnitOfWork()
    gone, live = unit.loaded([doc(1), doc(2)])
    vars(gone)["id"] = 2
    del gone
    with pytest.raises(SessionError):
        unit.plan()
    assert unit.state(live) is ObjectState.PERSISTENT
    assert unit.find(Doc, 2) is live
