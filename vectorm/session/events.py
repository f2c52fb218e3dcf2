"""Functions that are called when a session works: `@listens_for(Doc, "before_update")`.

| event | of | called with | when |
|---|---|---|---|
| `before_flush` | session | session | something is to be sent; may add, change and delete objects |
| `after_flush` | session | session, `CommitReport` | all of it was stored |
| `after_commit` | session | session | a commit is done |
| `after_rollback` | session | session | what was not flushed was forgotten |
| `before_insert`, `before_update`, `before_delete` | model | object | it is about to be sent; may change it |
| `after_insert`, `after_update`, `after_delete` | model | object | the server has acknowledged it |
| `after_load` | model | object | it was made of a row that was read; what is changed here is not written |

An insert is the write of an object that was added, an update that of a stored object that was changed. An exception in
a `before_...` function ends the flush before anything is sent. The functions are plain ones, also those of an
`AsyncSession`, and those of a model cannot use the session.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeAlias, TypeVar, get_args
from weakref import WeakKeyDictionary

from vectorm.errors import ParamError
from vectorm.model import Model
from vectorm.session.plan import Change
from vectorm.session.report import Outcome

SessionEvent: TypeAlias = Literal["before_flush", "after_flush", "after_commit", "after_rollback"]
ModelEvent: TypeAlias = Literal[
    "before_insert",
    "before_update",
    "before_delete",
    "after_insert",
    "after_update",
    "after_delete",
    "after_load",
]
Listener: TypeAlias = Callable[..., object]

F = TypeVar("F", bound=Listener)

_listeners: WeakKeyDictionary[Any, dict[str, list[Listener]]] = WeakKeyDictionary()
"""By class or session: the functions by the name of their event, in the order they were registered."""


def listen(target: object, name: SessionEvent | ModelEvent, function: Listener) -> None:
    """Call a function at an event.

    Args:
        target: A model or a base of models; `Session`, `AsyncSession` or a subclass of them; or one session.
        name: The event.
        function: It is called with what the table of this module says.

    Raises:
        ParamError: The target has no such event.
    """
    if name not in (known := _events_of(target)):
        raise ParamError(message=f"{_name(target)} has no event {name!r}", hint=f"its events: {', '.join(known)}")
    _listeners.setdefault(target, {}).setdefault(name, []).append(function)


def listens_for(target: object, name: SessionEvent | ModelEvent) -> Callable[[F], F]:
    """Register the decorated function: see `listen`."""

    def register(function: F) -> F:
        listen(target, name, function)
        return function

    return register


def remove(target: object, name: SessionEvent | ModelEvent, function: Listener) -> None:
    """Call a function no more.

    Raises:
        ParamError: It was not registered.
    """
    functions = _listeners.get(target, {}).get(name, [])
    if function not in functions:
        raise ParamError(message=f"the function does not listen to {name!r} of {_name(target)}")
    functions.remove(function)
    if not any(_listeners[target].values()):
        del _listeners[target]


def listeners(target: object, name: SessionEvent | ModelEvent) -> Sequence[Listener]:
    """The functions to call: those of base classes first, those of the session itself last."""
    if not _listeners:
        return ()
    lineage = target.__mro__ if isinstance(target, type) else (target, *type(target).__mro__)
    return [function for each in reversed(lineage) for function in _listeners.get(each, {}).get(name, ())]


def any_listener() -> bool:
    """Whether any function listens to anything."""
    return bool(_listeners)


def announce(changes: Iterable[Change]) -> bool:
    """Call the `before_...` functions of objects that are to be sent; whether there was any."""
    called = False
    for change in changes:
        for function in listeners(type(change.obj), _event("before", change)):
            function(change.obj)
            called = True
    return called


def report(changes: Sequence[Change], outcome: Outcome) -> None:
    """Call the `after_...` functions of objects that the server has acknowledged."""
    if not changes:
        return
    stored = {id(obj) for objects, *_ in outcome.stored for obj in objects}
    removed = {id(obj) for obj in outcome.removed}
    for change in changes:
        if id(change.obj) in (removed if change.delete else stored):
            for function in listeners(type(change.obj), _event("after", change)):
                function(change.obj)


def _event(when: Literal["before", "after"], change: Change) -> ModelEvent:
    if change.delete:
        return "before_delete" if when == "before" else "after_delete"
    if change.fields is None:
        return "before_insert" if when == "before" else "after_insert"
    return "before_update" if when == "before" else "after_update"


def _events_of(target: object) -> tuple[str, ...]:
    is_model = isinstance(target, type) and issubclass(target, Model)
    return get_args(ModelEvent if is_model else SessionEvent)


def _name(target: object) -> str:
    return str(getattr(target, "__name__", f"a {type(target).__name__}"))
