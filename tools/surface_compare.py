"""What of PyMilvus's public names is the same in vectorm: found out name by name, from the installed PyMilvus."""

import ast
import enum
import importlib
import importlib.metadata
import inspect
import pkgutil
import sys
import textwrap
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

from vectorm.client.keywords import known_keywords

NOTES = Path(__file__).resolve().with_suffix("").with_name("pymilvus_surface.toml")

SAME, DIFFERENT, NOT_OFFERED = "same", "different", "not offered"
SPECIAL = (
    "__len__",
    "__iter__",
    "__next__",
    "__getitem__",
    "__enter__",
    "__exit__",
    "__aenter__",
    "__aexit__",
    "__await__",
)
VARIABLE = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
PLAIN = (bool, int, float, str, tuple)
MISSING: Any = object()


@dataclass(frozen=True)
class Row:
    """One public name of PyMilvus.

    Attributes:
        path: The name without `pymilvus.`: `Collection`, `Collection.insert`, `client.types.LoadState`.
        section: The module or class that it is listed under.
        status: SAME, DIFFERENT or NOT_OFFERED.
        problems: What the comparison found, each with the name of the parameter or "".
        why: The explanation ("" if it is the same).
        replacement: What PyMilvus says to use instead of it, if PyMilvus 3.1 removes it.
        is_internal: Whether it is no name for programs, though no underscore says so. It is not counted.
    """

    path: str
    section: str
    status: str
    problems: tuple[tuple[str, str], ...] = ()
    why: str = ""
    replacement: str = ""
    is_internal: bool = False


@dataclass(frozen=True)
class Notes:
    """The explanations, by name or pattern, and the modules, by whether they are public."""

    modules: Mapping[str, str]
    private: Mapping[str, str]
    internal: Mapping[str, str]
    not_offered: Mapping[str, str]
    different: Mapping[str, str]

    def find(self, notes: Mapping[str, str], path: str) -> tuple[str, str]:
        """The key and the text of the explanation of a name; two empty texts if there is none."""
        if path in notes:
            return path, notes[path]
        return next(((key, text) for key, text in notes.items() if fnmatchcase(path, key)), ("", ""))


def read_notes() -> Notes:
    """The explanations."""
    toml: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    return Notes(**toml.loads(NOTES.read_text("utf-8")))


# --- what PyMilvus has -------------------------------------------------------------------------------------------


def module_names(module: ModuleType) -> list[str]:
    """The public names that a module defines: its `__all__`, or what its source defines or assigns."""
    if hasattr(module, "__all__"):
        return sorted(module.__all__)
    found: set[str] = set()
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return sorted(name for name in found if not name.startswith("_") and name not in {"logger", "log", "LOGGER"})


def members(cls: type, listed: Container[type]) -> dict[str, Any]:
    """Public methods, properties and enum members of a class of PyMilvus, and the attributes its methods set.

    What it has from a base class that is `listed` itself is left out.
    """
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("pymilvus") and (base is cls or base not in listed):
            own = {name: value for name, value in vars(base).items() if is_public_member(base, name)}
            found |= dict.fromkeys(sorted(attributes(base)), MISSING) | own
    return found


def is_public_member(cls: type, name: str) -> bool:
    is_made = name == "__init__" and not issubclass(cls, enum.Enum | Exception)
    return name in SPECIAL or is_made or not name.startswith("_")


def attributes(cls: type) -> set[str]:
    """Public names that the methods of a class assign on `self`, or that it declares."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError):
        return set()
    stores = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    found = {node.attr for node in stores if isinstance(node.value, ast.Name) and node.value.id == "self"}
    found |= set(vars(cls).get("__annotations__", {})) | set(vars(cls).get("__slots__", ()))
    return {name for name in found if not name.startswith("_")}


def removal(value: Any) -> str:
    """What PyMilvus's deprecation warning says to use instead; "" if it does not warn."""
    function = getattr(value, "__func__", value)
    names: tuple[str, ...] = getattr(getattr(function, "__code__", None), "co_freevars", ())
    cells: dict[str, Any] = dict(zip(names, getattr(function, "__closure__", None) or (), strict=True))
    return str(cells["replacement"].cell_contents) if "replacement" in cells and "reason" in cells else ""


# --- the comparison ----------------------------------------------------------------------------------------------


def signature_problems(ours: Callable[..., Any], theirs: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """What a call written for `theirs` may stumble over: the parameter, and what is wrong with it."""
    wanted, given = parameters(theirs), parameters(ours)
    known = known_names(ours)
    missing = [name for name in wanted if name not in known]
    for name in missing:
        yield name, "is missing"
    by_position = [name for name in positional(theirs) if name not in missing]
    at = positional(ours)
    for place, name in enumerate(by_position):
        if not has_variable(ours, inspect.Parameter.VAR_POSITIONAL) and at[place : place + 1] != [name]:
            yield name, "stands at another place"
            break
    for name, default in wanted.items():
        if name in given and not is_same_value(given[name], default):
            yield name, f"is {given[name]!r} by default, not {default!r}"
    if inspect.iscoroutinefunction(inspect.unwrap(ours)) != inspect.iscoroutinefunction(theirs):
        yield "", "one is a coroutine, the other is not"


def has_signature(value: Any) -> bool:
    try:
        return not callable(value) or bool(inspect.signature(value))
    except ValueError:
        return False  # built in


def known_names(function: Callable[..., Any]) -> frozenset[str]:
    try:
        return known_keywords(function)
    except (AssertionError, ValueError):
        return frozenset(parameters(function))


def parameters(function: Callable[..., Any]) -> dict[str, Any]:
    found = inspect.signature(function).parameters.values()
    return {each.name: each.default for each in found if each.kind not in VARIABLE and each.name not in {"self", "cls"}}


def positional(function: Callable[..., Any]) -> list[str]:
    found = inspect.signature(function).parameters.values()
    wanted = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    return [each.name for each in found if each.kind in wanted and each.name not in {"self", "cls"}]


def has_variable(function: Callable[..., Any], kind: object) -> bool:
    return any(each.kind is kind for each in inspect.signature(function).parameters.values())


def is_same_value(ours: Any, theirs: Any) -> bool:
    return (ours in (None, "", ()) and theirs in (None, "", ())) or ours == theirs if is_plain(theirs) else True


def is_plain(value: Any) -> bool:
    return value is None or value is inspect.Parameter.empty or isinstance(value, PLAIN)


def problems_of(ours: Any, theirs: Any) -> tuple[tuple[str, str], ...]:
    """What is not the same of two things of one name."""
    theirs, ours = getattr(theirs, "__func__", theirs), getattr(ours, "__func__", ours)
    if inspect.isfunction(theirs):
        if not has_signature(ours):
            return ()
        return tuple(signature_problems(ours, theirs)) if callable(ours) else (("", "is no function"),)
    if inspect.isclass(theirs):
        return () if inspect.isclass(ours) or callable(ours) else (("", "is no class"),)
    is_attribute = isinstance(ours, property) or inspect.ismemberdescriptor(ours) or ours is MISSING
    if isinstance(theirs, PLAIN) and not is_attribute:
        return () if ours == theirs else (("", f"is {ours!r}, not {theirs!r}"),)
    return ()


def ours_of(module: str, name: str) -> Any:
    """What vectorm has under a module path of PyMilvus; MISSING if nothing."""
    try:
        found = importlib.import_module(module.replace("pymilvus", "vectorm", 1))
    except ImportError:
        return MISSING
    return getattr(found, name, MISSING)


def our_member(cls: type, name: str) -> tuple[bool, Any]:
    """Whether a class of ours has a member or attribute, and the member."""
    if name == "__init__" and any("__init__" in vars(base) for base in cls.__mro__[:-1]):
        return True, cls.__init__  # type: ignore[misc]  # compared, not called
    found = inspect.getattr_static(cls, name, MISSING)
    return found is not MISSING or any(name in attributes(base) for base in cls.__mro__), found


class Surface:
    """All public names of the installed PyMilvus, compared."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.version = importlib.metadata.version("pymilvus")
        self.classes: dict[str, str] = {}
        """Class by every path it has: `orm.collection.Collection` is listed as `Collection`."""
        self.returns: dict[str, str] = {}
        """What a method returns, where it is one of those classes."""
        self.holds: dict[str, str] = {}
        """What a property holds, where it is one of those classes."""
        self.aliases: dict[str, str] = {}
        """Modules and objects by other names: `utility` is `orm.utility`, `connections` a `Connections`."""
        self.used: set[str] = set()
        self._names: dict[type, str] = {}
        self._found: list[tuple[str, type, Any]] = []
        self.all = [row for module in notes.modules for row in self._module_rows(module)]
        self.all += [row for path, theirs, ours in self._found for row in self._class_rows(path, theirs, ours)]
        self.rows = [row for row in self.all if not row.is_internal]
        by_class = {ours: path for path, _, ours in self._found if ours is not MISSING}
        for path, _, ours in self._found:
            for name, value in inspect.getmembers(ours) if inspect.isclass(ours) else ():
                returned = "" if name.startswith("_") else by_class.get(returned_class(value), "")
                if returned:
                    (self.holds if isinstance(value, property) else self.returns)[f"{path}.{name}"] = returned

    def listed_under(self, module: str) -> list[str]:
        """The classes whose members are listed below a module."""
        prefix = f"{module}.".removeprefix("pymilvus.")
        return [path for path, _, _ in self._found if path.rpartition(".")[0] == prefix.rstrip(".")]

    def extras(self) -> Iterator[str]:
        """Names that vectorm has under paths of modules that are not public."""
        for module in self.notes.private:
            try:
                ours = importlib.import_module(module.replace("pymilvus", "vectorm", 1))
            except ImportError:
                continue
            for name in getattr(ours, "__all__", ()):
                yield f"{module}.{name}".removeprefix("pymilvus.")

    def _module_rows(self, path: str) -> Iterator[Row]:
        module = importlib.import_module(path)
        for name in module_names(module):
            theirs, ours = getattr(module, name), ours_of(path, name)
            full = f"{path}.{name}".removeprefix("pymilvus.")
            yield self._row(full, path, ours is not MISSING, ours, theirs, removed_name(theirs))
            if inspect.ismodule(theirs):
                self.aliases[full] = theirs.__name__.removeprefix("pymilvus.")
            elif type(theirs) in self._names:
                self.aliases[full] = self._names[type(theirs)]
            if inspect.isclass(theirs) and theirs.__module__.startswith("pymilvus"):
                if theirs not in self._names:
                    self._names[theirs] = full
                    self._found.append((full, theirs, ours))
                self.classes[full] = self._names[theirs]

    def _class_rows(self, path: str, theirs: type, ours: Any) -> Iterator[Row]:
        class_removed = removal(vars(theirs).get("__init__"))
        if not inspect.isclass(ours):
            return  # the row of the class says it all
        for name, value in members(theirs, self._names).items():
            there, found = our_member(ours, name)
            full = path if name == "__init__" else f"{path}.{name}"
            shown = f"{path}.__init__" if name == "__init__" else full
            compared = MISSING if name in SPECIAL else value
            yield self._row(shown, path, there, found, compared, removal(value) or class_removed)

    def _row(self, path: str, section: str, there: bool, ours: Any, theirs: Any, replacement: str) -> Row:
        problems = problems_of(ours, theirs) if there else ()
        key, why = self.notes.find(self.notes.internal, path)
        if key and (problems or not there):
            self.used.add(f"internal {key}")
            return Row(path, section, DIFFERENT if there else NOT_OFFERED, (), why, replacement, is_internal=True)
        if not there:
            key, why = self.notes.find(self.notes.not_offered, path)
            self.used.add(f"not_offered {key}")
            return Row(path, section, NOT_OFFERED, (), why, replacement)
        key, why = self.notes.find(self.notes.different, path)
        if problems or key == path:
            self.used.add(f"different {key}")
            return Row(path, section, DIFFERENT, problems, why, replacement)
        return Row(path, section, SAME, (), "", replacement)


def removed_name(value: Any) -> str:
    """`removal` of a function, of a class that warns when it is made, of a module or object full of such functions."""
    if inspect.isclass(value):
        return removal(vars(value).get("__init__"))
    if inspect.ismodule(value):
        return next((text for each in vars(value).values() if (text := removal(each))), "")
    if type(value).__name__ == "Connections":
        return removal(value.connect)
    return removal(value)


def returned_class(value: Any) -> Any:
    """The class that a method of ours returns, or a property holds, by its annotation."""
    function: Any = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    try:
        return get_type_hints(inspect.unwrap(function)).get("return")
    except (AttributeError, NameError, TypeError):
        return None


# --- what is wrong -----------------------------------------------------------------------------------------------


def find_problems(surface: Surface) -> Iterator[str]:
    """Names without an explanation, explanations that fit no name, modules that nobody decided about."""
    for row in surface.rows:
        if row.status != SAME and not row.why:
            told = "; ".join(f"{name} {what}".strip() for name, what in row.problems)
            yield f"{row.path} is {row.status} and not explained{': ' if told else ''}{told}"
        for name, what in row.problems:
            if row.path in surface.notes.different and name and f"`{name}`" not in row.why:
                yield f"{row.path}: the explanation does not name `{name}`, which {what}"
    for kind in ("internal", "not_offered", "different"):
        for key in getattr(surface.notes, kind):
            if f"{kind} {key}" not in surface.used:
                yield f"{key} is explained as {kind}, but there is no such name"
    for module in modules_of("pymilvus"):
        is_public, is_private = module in surface.notes.modules, surface.notes.find(surface.notes.private, module)[0]
        if bool(is_public) == bool(is_private):
            yield f"the module {module} must be either public or private"


def modules_of(package: str) -> list[str]:
    """A package and all modules in it."""
    path = importlib.import_module(package).__path__
    return [package, *(each.name for each in pkgutil.walk_packages(path, f"{package}."))]
