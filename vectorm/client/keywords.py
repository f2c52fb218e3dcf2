"""Unknown keyword arguments: a `TypeError` that names the closest known keyword.

PyMilvus takes `**kwargs` nearly everywhere and drops what it does not know, so that `search(filters=...)` searches
without a filter. Here every keyword is declared, by name or in a `TypedDict` of `options.py`.
"""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast, get_args

from typing_extensions import ParamSpec, is_typeddict

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

DROPPED = {
    "insert": frozenset({"embeddings", "metadatas", "replica_number", "batch_size", "progress_bar"}),
    "upsert": frozenset({"batch_size", "progress_bar"}),
    "CollectionRows.__init__": frozenset({"data"}),
}
"""Keywords of a method that are taken and ignored, as PyMilvus does it with all that it does not know.

langchain-milvus 0.4.0 hands to `insert` what it made the collection with; the last two were of PyMilvus 2.3, and its
examples still have them, and `data=None` of `Collection`. None can be a slip for another keyword.
"""

_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """A function that answers an unknown keyword with the closest known one.

    Raises:
        TypeError: When called with an unknown keyword.
    """
    known = known_keywords(function)
    dropped = DROPPED.get(function.__name__) or DROPPED.get(function.__qualname__, frozenset())

    @functools.wraps(function)
    def call(*args: P.args, **keywords: P.kwargs) -> R:
        if not known.issuperset(keywords):
            for name in dropped.intersection(keywords):
                if name != "data" or keywords[name] is None:  # rows are never dropped
                    del keywords[name]
        if not known.issuperset(keywords):
            raise TypeError(_told(_name(function, args), known, cast("Iterable[str]", keywords)))
        return function(*args, **keywords)

    return call


def checked_methods(cls: C) -> C:
    """Apply `checked` to `__init__` and to the public methods that a class itself defines."""
    for name, value in list(vars(cls).items()):
        if name != "__init__" and name.startswith("_"):
            continue
        if isinstance(value, classmethod):
            wrapped = cast("classmethod[Any, ..., Any]", value).__func__
            setattr(cls, name, classmethod(checked(wrapped)))
        elif inspect.isfunction(value):
            setattr(cls, name, checked(value))
    return cls


def known_keywords(function: Callable[..., object]) -> frozenset[str]:
    """Names that a function takes as keywords, those of an `**options: Unpack[...]` included."""
    known: set[str] = set()
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind in _NAMED:
            known.add(parameter.name)
        elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
            (options,) = get_args(parameter.annotation)
            assert is_typeddict(options), f"{function.__qualname__}: annotate **{parameter.name} with Unpack[...]"
            known |= options.__required_keys__ | options.__optional_keys__
    return frozenset(known - {"self", "cls"})


def _name(function: Callable[..., object], args: tuple[object, ...]) -> str:
    """The name of a call as the user wrote it: `MilvusClient.search`, `Collection`, `has_collection`."""
    first = next(iter(inspect.signature(function).parameters), "")
    if first not in {"self", "cls"} or not args:
        return function.__name__
    owner = (args[0] if isinstance(args[0], type) else type(args[0])).__name__
    return owner if function.__name__ == "__init__" else f"{owner}.{function.__name__}"


def _told(name: str, known: frozenset[str], given: Iterable[str]) -> str:
    unknown = [keyword for keyword in given if keyword not in known]
    from difflib import get_close_matches  # takes milliseconds to load, and is for errors only

    close = get_close_matches(unknown[0], known, n=1)
    hint = f": did you mean `{close[0]}`?" if close else f". It takes: {', '.join(sorted(known))}"
    return f"{name}() has no keyword `{unknown[0]}`{hint}"
