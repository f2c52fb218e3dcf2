"""What `inspect` tells of an object."""

import gc

import numpy as np
import pytest

from tests.unit.session.models import Doc, Extra
from vectorm.errors import SessionError
from vectorm.session.base import SessionBase
from vectorm.session.inspection import NOT_KEPT, FieldChange, inspect
from vectorm.session.state import SessionState


def state_of(session: SessionBase) -> SessionState:
    return session._state  # pyright: ignore[reportPrivateUsage]


def doc(key: int = 1) -> Doc:
    return Doc(id=key, title="old", tags=["a"], meta={"n": 1}, v=[1.0, 2.0])


def test_states() -> None:
    session, obj = SessionBase(), doc()
    assert (inspect(obj).transient, inspect(obj).session, inspect(obj).identity) == (True, None, 1)
    session.add(obj)
    assert (inspect(obj).pending, inspect(obj).session) == (True, session)
    session.expunge(obj)
    assert inspect(obj).transient
    state_of(session).unit.loaded([obj])
    assert (inspect(obj).persistent, inspect(obj).modified) == (True, False)
    session.delete(obj)
    assert inspect(obj).deleted
    state_of(session).unit.lost(obj)
    assert inspect(obj).unknown
    session.expunge(obj)
    assert (inspect(obj).detached, inspect(obj).session) == (True, None)


def test_an_object_is_detached_when_its_session_is_gone() -> None:
    session, obj = SessionBase(), doc()
    state_of(session).unit.loaded([obj])
    del session
    gc.collect()
    assert inspect(obj).detached


def test_changes_with_old_and_new_values() -> None:
    session, obj = SessionBase(), doc()
    state_of(session).unit.loaded([obj])
    obj.title = "new"
    obj.tags.append("b")
    obj.meta["n"] = 2
    obj.v[0] = 9
    told = inspect(obj).changes
    assert list(told) == ["title", "tags", "meta", "v"]
    assert told["title"] == FieldChange("old", "new")
    assert told["tags"] == FieldChange(["a"], ["a", "b"])
    assert told["meta"] == FieldChange({"n": 1}, {"n": 2})
    assert told["v"].old is NOT_KEPT
    assert told["v"].new is obj.v


def test_undeclared_keys_and_unread_fields() -> None:
    session, obj = SessionBase(), Extra(id=1, v=np.zeros(2, np.float32))
    obj.extras["a"] = 1
    del vars(obj)["v"]
    state_of(session).unit.loaded([obj])
    obj.extras["a"] = 2
    assert inspect(obj).changes == {"$meta": FieldChange({"a": 1}, {"a": 2})}
    assert inspect(obj).unloaded == {"v"}


def test_something_else_is_refused() -> None:
    with pytest.raises(SessionError, match=r"inspect\(\) takes an object of a Model class, not int"):
        inspect(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
