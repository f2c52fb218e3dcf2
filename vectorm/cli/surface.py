"""What is known of each public name of PyMilvus. The data is in a file: no PyMilvus is needed."""

import importlib
import inspect
import json
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from vectorm.client.keywords import known_keywords
from vectorm.records import dataclass

OPEN = frozenset({"Hit"})
"""Classes whose objects have more attributes than the class: `hit.title` is a field of the collection."""

NOT_TAKEN = {"grpc_options": "vectorm sets gRPC's options itself: messages of any size, and a dead peer is noticed"}
"""Keywords that mean something in PyMilvus, and why vectorm takes none of that name."""


class Status(str, Enum):
    """What becomes of a name when the word pymilvus is replaced by vectorm."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_OFFERED = "not offered"
    UNKNOWN = "unknown"
    """Neither PyMilvus nor vectorm has it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a name.

    Attributes:
        status: Whether it is the same in vectorm.
        why: How it differs, or why it is not offered ("" if it is the same).
        replacement: What PyMilvus says to use instead; "" if PyMilvus 3.1 keeps the name.
    """

    status: Status
    why: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Surface:
    """The public names of PyMilvus. Paths are without `pymilvus.`: `Collection.insert`, `client.types.LoadState`.

    Attributes:
        version: The version of PyMilvus that was compared.
        modules: Paths of its modules.
        classes: Classes by each of their paths: `orm.collection.Collection` is `Collection`.
        aliases: Names of modules and objects: `utility` is `orm.utility`, `connections` a `Connections`.
        returns: The class of what a method returns.
        holds: The class of what a property holds.
    """

    version: str
    modules: frozenset[str]
    classes: Mapping[str, str]
    aliases: Mapping[str, str]
    returns: Mapping[str, str]
    holds: Mapping[str, str]
    same: frozenset[str]
    different: Mapping[str, str]
    not_offered: Mapping[str, str]
    removed: Mapping[str, str]
    private: Mapping[str, str]

    def listed(self, path: str) -> str:
        """The path that a name is listed under."""
        owner, _, member = path.rpartition(".")
        known = self.classes.get(owner) or self.aliases.get(owner)
        return f"{known}.{member}" if known else self.classes.get(path, path)

    def names_of(self, module: str) -> frozenset[str]:
        """The names right in a module: what `from ... import *` brings."""
        prefix = f"{module}." if module else ""
        known = self.same | self.different.keys() | self.not_offered.keys()
        rest = (path.removeprefix(prefix) for path in known if path.startswith(prefix))
        return frozenset(name for name in rest if "." not in name)

    def verdict(self, path: str) -> Verdict:
        """What becomes of a name."""
        listed, replacement = self.listed(path), self.removed.get(path) or self.removed.get(self.listed(path), "")
        for known in (path, listed):
            if known in self.not_offered:
                return Verdict(Status.NOT_OFFERED, self.not_offered[known], replacement)
            if known in self.different:
                return Verdict(Status.DIFFERENT, self.different[known], replacement)
            if known in self.same or known in self.modules:
                return Verdict(Status.SAME, "", replacement)
        why = next((why for module, why in self.private.items() if _is_under(path, module)), "")
        if why:
            return Verdict(Status.NOT_OFFERED, why)
        if _find(listed) is not None or _owner(listed) in OPEN:
            return Verdict(Status.SAME)
        return Verdict(Status.UNKNOWN, f"PyMilvus {self.version} has no such name either")

    def keyword_verdict(self, path: str, keyword: str) -> Verdict:
        """What becomes of a keyword of a call."""
        known = _keywords(_find(self.listed(path)))
        if known is None or keyword in known:
            return Verdict(Status.SAME)
        why = self.different.get(self.listed(path), "")
        if f"`{keyword}`" in why:
            return Verdict(Status.DIFFERENT, why)
        if keyword in NOT_TAKEN:
            return Verdict(Status.NOT_OFFERED, NOT_TAKEN[keyword])
        close = get_close_matches(keyword, known, n=1)
        hint = f": did you mean `{close[0]}`?" if close else ""
        return Verdict(Status.UNKNOWN, f"PyMilvus drops unknown keywords, vectorm raises TypeError{hint}")


@cache
def load() -> Surface:
    """The packaged data."""
    data: dict[str, Any] = json.loads((files("vectorm.cli") / "pymilvus.json").read_text("utf-8"))
    return Surface(
        version=data["pymilvus"],
        modules=frozenset(data["modules"]),
        classes=data["classes"],
        aliases=data["aliases"],
        returns=data["returns"],
        holds=data["holds"],
        same=frozenset(data["same"]),
        different=data["different"],
        not_offered=data["not_offered"],
        removed=data["removed"],
        private=data["private"],
    )


def _owner(path: str) -> str:
    return path.rpartition(".")[0]


def _is_under(path: str, module: str) -> bool:
    return path == module or path.startswith(f"{module}.") or ("*" in module and fnmatchcase(path, module))


def _find(path: str) -> object:
    """What vectorm has: a name, a member of a class, or a module; None if nothing."""
    parts = path.split(".")
    for length in range(len(parts), -1, -1):
        try:
            found: object = importlib.import_module(".".join(["vectorm", *parts[:length]]))
        except ImportError:
            continue
        for name in parts[length:]:
            found = getattr(found, name, None)
        return found
    return None


def _keywords(found: object) -> frozenset[str] | None:
    """The keywords that a function, or the constructor of a class, takes; None if it takes any, or is neither."""
    function = found.__init__ if isinstance(found, type) else found  # type: ignore[misc]  # looked at, not called
    try:
        return known_keywords(function) if inspect.isroutine(function) else None
    except (AssertionError, ValueError):
        return None
