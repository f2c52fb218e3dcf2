"""Frozen dataclasses that are cheap to define, and cheap to make objects of.

`dataclasses` writes and compiles six methods of each frozen class when it is defined, a millisecond for each of the
200 classes that an import of vectorm defines. Here a method is written when it is first called, and most never are.
Apart from that the classes are those of `dataclasses`: its `fields`, `replace` and `asdict` take them, and type
checkers see its decorator.
"""

import dataclasses
import reprlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import RLock
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar, cast

T = TypeVar("T")

_lock = RLock()


class _Factory:
    """The default of an argument whose value is made anew for each object."""

    def __repr__(self) -> str:
        return "<factory>"


class _Late:
    """A method of a class that is written when it is first looked up."""

    def __init__(self, cls: type, name: str, write: Callable[[type], Callable[..., Any]]) -> None:
        self._cls, self._name, self._write = cls, name, write

    def __get__(self, instance: object | None, owner: type) -> Any:
        method = self._write(self._cls)
        method.__qualname__ = f"{self._cls.__qualname__}.{self._name}"
        setattr(self._cls, self._name, method)
        return method if instance is None else method.__get__(instance, owner)


def _dataclass(
    *,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
    repr: bool = True,  # noqa: A002  # the name of `dataclasses`
    eq: bool = True,
    unsafe_hash: bool = False,
) -> Callable[[type[T]], type[T]]:
    """`dataclasses.dataclass`; a frozen class has no `InitVar` and no field with `init=False`."""
    if not frozen:
        return dataclasses.dataclass(slots=slots, kw_only=kw_only, repr=repr, eq=eq, unsafe_hash=unsafe_hash)

    def decorate(cls: type[T]) -> type[T]:
        with _thawed(cls):
            made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
        made.__dict__["__dataclass_params__"].frozen = True
        own: dict[str, Any] = {
            "__init__": _Late(made, "__init__", _write_init),
            "__setattr__": _refuse_set,
            "__delattr__": _refuse_delete,
        }
        if slots:
            own |= {"__getstate__": _get_state, "__setstate__": _set_state}
        if repr:
            own["__repr__"] = _told
        if eq:
            own |= {"__eq__": _Late(made, "__eq__", _write_eq), "__hash__": _Late(made, "__hash__", _write_hash)}
        for name, method in own.items():
            if cls.__dict__.get(name) is None:  # a class that defines __eq__ alone has None for __hash__
                setattr(made, name, method)
        return made

    return decorate


@contextmanager
def _thawed(cls: type) -> Generator[None]:
    """Let `dataclasses` take the bases of a class for ones that are not frozen: else it would compile two methods."""
    params = [base.__dict__["__dataclass_params__"] for base in cls.__mro__ if "__dataclass_params__" in base.__dict__]
    frozen = [each for each in params if each.frozen]
    with _lock:
        for each in frozen:
            each.frozen = False
        try:
            yield
        finally:
            for each in frozen:
                each.frozen = True


def _refuse_set(self: object, name: str, value: object) -> None:
    if _is_field(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse_delete(self: object, name: str) -> None:
    if _is_field(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_field(self: Any, name: str) -> bool:
    """A subclass that is no dataclass may have other attributes, which may change."""
    return "__dataclass_fields__" in type(self).__dict__ or name in self.__dataclass_fields__


def _get_state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


@reprlib.recursive_repr()
def _told(self: Any) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _write_init(cls: Any) -> Callable[..., Any]:
    """The values go into the slots by the slots' own setters: `object.__setattr__` takes twice the time."""
    missing, fields = dataclasses.MISSING, dataclasses.fields(cls)
    known: dict[str, Any] = {"_factory": _Factory(), "_put": object.__setattr__}
    places, keywords, body = ["self"], ["*"], [""]
    for field in fields:
        name, argument, value = field.name, field.name, field.name
        if field.default is not missing:
            known[f"_default_{name}"] = field.default
            argument = f"{name}=_default_{name}"
        elif field.default_factory is not missing:
            known[f"_make_{name}"] = field.default_factory
            argument, value = f"{name}=_factory", f"_make_{name}() if {name} is _factory else {name}"
        (keywords if field.kw_only else places).append(argument)
        slot = getattr(cls, name, None)
        if isinstance(slot, MemberDescriptorType):
            known[f"_put_{name}"] = slot.__set__
            body.append(f"_put_{name}(self, {value})")
        else:
            body.append(f"_put(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = ", ".join(places + (keywords if keywords[1:] else []))
    method = _written(f"def __init__({arguments}):" + "\n ".join(body if body[1:] else ["", "pass"]), known)
    method.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return method


def _write_eq(cls: Any) -> Callable[..., Any]:
    ours, theirs = _compared(cls, "self"), _compared(cls, "other")
    same = f"{ours} == {theirs} if other.__class__ is self.__class__ else NotImplemented"
    return _written(f"def __eq__(self, other): return {same}", {})


def _write_hash(cls: Any) -> Callable[..., Any]:
    return _written(f"def __hash__(self): return hash({_compared(cls, 'self')})", {})


def _compared(cls: Any, name: str) -> str:
    return f"({''.join(f'{name}.{field.name},' for field in dataclasses.fields(cls) if field.compare)})"


def _written(text: str, known: dict[str, Any]) -> Callable[..., Any]:
    """The function of that text."""
    found: dict[str, Any] = {}
    exec(text, known, found)  # noqa: S102  # names of fields only, as `dataclasses` does
    (function,) = found.values()
    return cast("Callable[..., Any]", function)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  # exported
else:
    dataclass = _dataclass
