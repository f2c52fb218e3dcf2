"""The unit of work: what is new, changed or deleted, and how work on one key folds."""

import copy
import functools
import pickle

import numpy as np
import pytest

from tests.unit.session.models import Auto, Doc, Embedded, doc, persistent
from vectorm.errors import SessionError
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.session import frozen
from vectorm.session.unit import ObjectState, UnitOfWork


def test_states_from_pending_to_gone() -> None:
    unit, obj = UnitOfWork(), doc()
    assert unit.state(obj) is None
    unit.add([obj])
    assert unit.state(obj) is ObjectState.PENDING
    unit.stored([obj], frozen.take_all([obj]))
    assert unit.state(obj) is ObjectState.PERSISTENT
    unit.delete(obj)
    assert unit.state(obj) is ObjectState.DELETED
    unit.removed(obj)
    assert unit.state(obj) is None


@pytest.mark.parametrize("change", ["title", "tags", "meta", "v"])
def test_changes_are_seen_also_in_place(change: str) -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    assert unit.changed_fields(obj) == set()
    if change == "title":
        obj.title = "b"
    elif change == "tags":
        obj.tags.append("x")
    elif change == "meta":
        obj.meta["deep"] = {"er": [1]}
    else:
        obj.v[0] = 9.0
    assert unit.changed_fields(obj) == {change}


def test_a_nested_change_in_json_is_seen() -> None:
    unit, obj = UnitOfWork(), doc()
    obj.meta = {"a": {"b": [1, 2]}}
    unit.loaded([obj])
    obj.meta["a"]["b"][1] = 3
    assert unit.changed_fields(obj) == {"meta"}


def test_an_object_can_be_copied_and_pickled_while_it_is_in_a_session() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    for twin in (copy.copy(obj), copy.deepcopy(obj), pickle.loads(pickle.dumps(obj))):
        assert unit.state(twin) is None
        twin.tags.append("x") if twin.tags is not obj.tags else None
    assert unit.changed_fields(obj) == set()


def test_an_object_may_be_in_two_sessions() -> None:
    one, two = UnitOfWork(), UnitOfWork()
    obj = persistent(one)
    two.loaded([obj])
    obj.title = "changed"
    assert one.changed_fields(obj) == two.changed_fields(obj) == {"title"}
    one.expunge(obj)
    assert (one.state(obj), two.state(obj)) == (None, ObjectState.PERSISTENT)


def test_after_the_unit_has_ended_a_read_renews_what_was_not_changed() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    assert unit.loaded([doc(title="ignored")]) == [obj]
    assert obj.title == "a"
    unit.end()
    assert unit.find(Doc, 1) is None
    obj.meta["mine"] = 1
    assert unit.loaded([doc(title="theirs")]) == [obj]
    assert (obj.title, obj.meta) == ("theirs", {"mine": 1})
    assert unit.changed_fields(obj) == {"meta"}
    assert unit.find(Doc, 1) is obj


def test_a_change_while_the_request_was_under_way_is_for_the_next_flush() -> None:
    unit, obj = UnitOfWork(), doc()
    unit.add([obj])
    sent = frozen.take_all([obj])
    obj.title = "later"
    unit.stored([obj], sent)
    assert unit.changed_fields(obj) == {"title"}


def test_one_object_per_key() -> None:
    unit = UnitOfWork()
    first = persistent(unit)
    first.title = "mine"
    assert unit.loaded([doc(title="theirs")]) == [first]
    assert first.title == "mine"


def test_a_row_that_is_found_twice_is_one_object() -> None:
    unit = UnitOfWork()
    first, second = unit.loaded([doc(1), doc(1)])
    assert first is second


def test_work_on_one_key_folds_into_the_last() -> None:
    unit = UnitOfWork()
    first, second, other = doc(1, "a"), doc(1, "b"), doc(2)
    for obj in (first, second, other):
        unit.add([obj])
    unit.delete(other)
    [work] = unit.plan()
    assert work.upserts == [second]
    assert work.deletes == [other]
    assert work.replaced == [first]


def test_an_object_that_is_added_again_comes_after_the_others_of_its_key() -> None:
    unit, first, second = UnitOfWork(), doc(1, "a"), doc(1, "b")
    unit.add([first, second, first])
    [work] = unit.plan()
    assert (work.upserts, work.replaced) == ([first], [second])


def test_delete_then_add_writes_and_add_then_delete_deletes() -> None:
    unit, obj = UnitOfWork(), doc()
    unit.loaded([obj])
    unit.delete(obj)
    unit.add([obj])
    [work] = unit.plan()
    assert (work.upserts, work.deletes) == ([obj], [])
    unit.delete(obj)
    [work] = unit.plan()
    assert (work.upserts, work.deletes) == ([], [obj])


def test_server_made_keys_are_inserts_and_a_deleted_one_is_forgotten() -> None:
    unit, first, second = UnitOfWork(), Auto(v=[1.0, 2.0]), Auto(v=[1.0, 2.0])
    unit.add([first])
    unit.add([second])
    unit.delete(second)
    [work] = unit.plan()
    assert work.inserts == [first]


def test_a_changed_key_of_a_stored_object_is_refused() -> None:
    unit = UnitOfWork()
    persistent(unit).id = 7
    with pytest.raises(SessionError, match="primary key of a stored Doc was changed from 1 to 7"):
        list(unit.changes())


def test_rollback_forgets_new_and_changed_objects_and_keeps_the_rest() -> None:
    unit = UnitOfWork()
    new, changed, same = doc(1), persistent(unit, 2), persistent(unit, 3)
    unit.add([new])
    changed.title = "x"
    unit.rollback()
    assert [unit.state(obj) for obj in (new, changed, same)] == [None, None, ObjectState.PERSISTENT]


def test_expunge_wants_an_object_of_the_session() -> None:
    with pytest.raises(SessionError, match="this Doc is not in the session"):
        UnitOfWork().expunge(doc())


def test_a_vector_that_is_read_later_is_made_anew_when_its_text_changes() -> None:
    unit = UnitOfWork()
    obj = Embedded(id=1, body="old")
    obj.v = np.ones(2, np.float32)
    row = models_from_batch(Embedded, batch_from_models(Embedded, [obj]))[0]
    partly = models_from_batch(Embedded, batch_from_models(Embedded, [obj]))[0]
    del vars(partly)["v"]
    unit.loaded([partly])
    unit.loaded([row])
    assert isinstance(partly, Embedded)
    assert partly.v.tolist() == [1.0, 1.0]
    partly.body = "new text"
    batch_from_models(Embedded, [partly])
    assert partly.v.tolist() == [8.0, 8.0]


def test_an_expired_change_is_never_written() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    obj.title = "forgotten"
    unit.expire(obj)
    assert list(unit.changes()) == []
    assert "title" not in vars(obj)
    assert unit.loaded([doc(title="stored")]) == [obj]
    assert obj.title == "stored"


def test_an_expired_object_that_is_written_is_read_again_all_the_same() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    obj.title = "forgotten"
    unit.expire(obj)
    obj.tags = ["new"]
    unit.stored([obj], frozen.take_all([obj]))
    assert unit.find(Doc, 1) is None
    unit.loaded([doc(title="stored")])
    assert (unit.find(Doc, 1), obj.title) == (obj, "stored")


def test_a_deleted_key_takes_the_stored_object_of_that_key_along() -> None:
    unit = UnitOfWork()
    obj, other = persistent(unit), doc()
    unit.delete(other)
    unit.removed(other)
    assert unit.state(obj) is None
    assert unit.find(Doc, 1) is None


def test_an_object_that_was_replaced_leaves_the_stored_one_until_the_write_is_done() -> None:
    unit = UnitOfWork()
    obj, replaced = persistent(unit), doc()
    unit.delete(replaced)
    unit.replaced(replaced)
    assert unit.state(obj) is ObjectState.PERSISTENT


def test_expire_gives_a_changed_key_back() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    obj.id = 2
    unit.expire(obj)
    assert obj.id == 1
    assert list(unit.changes()) == []


class Computed(Doc, collection="computed"):
    @functools.cached_property
    def upper(self) -> str:
        return self.title.upper()


def test_a_cached_property_is_no_change() -> None:
    unit = UnitOfWork()
    obj = unit.loaded([Computed(id=1, title="a", v=[1.0, 2.0])])[0]
    assert obj.upper == "A"
    assert unit.changed_fields(obj) == set()
    obj.title = "b"
    assert unit.changed_fields(obj) == {"title"}


def test_a_read_of_some_fields_does_not_renew_the_others() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    unit.end()
    row = Doc(id=1, title="newer", v=[9.0, 9.0])
    del vars(row)["v"]
    assert unit.loaded([row])[0] is obj
    assert obj.title == "newer"
    assert unit.find(Doc, 1) is None  # it is to be read again, for its vector is of an earlier unit
    assert unit.loaded([Doc(id=1, title="newer", v=[9.0, 9.0])])[0] is obj
    assert obj.v.tolist() == [9.0, 9.0]
    assert unit.find(Doc, 1) is obj


def test_a_lost_change_that_is_taken_back_is_sent_again() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    obj.title = "b"
    unit.lost(obj)
    obj.title = "a"
    unit.again(obj)
    assert unit.changed_fields(obj) == {"title"}  # "b" may be stored


def test_a_stored_object_that_was_added_again_and_lost_is_sent_again() -> None:
    unit = UnitOfWork()
    obj = persistent(unit)
    unit.delete(obj)
    unit.add([obj])
    unit.lost(obj)
    unit.again(obj)
    assert unit.state(obj) is ObjectState.PENDING


def test_a_delete_by_filter_leaves_changed_objects() -> None:
    unit = UnitOfWork()
    changed, other = persistent(unit, 1), persistent(unit, 2)
    changed.title = "b"
    unit.forget_model(Doc)
    assert [change.obj for change in unit.changes()] == [changed]
    assert unit.state(other) is None


def test_adding_again_keeps_the_partition() -> None:
    unit, obj = UnitOfWork(), doc()
    unit.add([obj], "a")
    unit.add([obj])
    assert unit.partition(obj) == "a"
