"""Which names of PyMilvus a program uses, read from its source: nothing of it is run.

Followed are imports with their aliases, attributes of modules and classes, and methods of objects whose class is
plain to see: made by a constructor or by a method that returns one, bound by `=`, `with`, `for` or an annotation, also
on `self`. What comes out of a dict, of a function of the program without an annotation, or of another file is not.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from typing_extensions import override

from vectorm.cli.surface import Surface

ITEMS = {"SearchResult": "Hits", "Hits": "Hit"}
"""What iterating over an object gives."""


class Kind(Enum):
    """What an expression stands for."""

    MODULE = auto()
    NAME = auto()
    OBJECT = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """Something of PyMilvus: a module, a name, or an object of the class `path`."""

    kind: Kind
    path: str


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A name of PyMilvus and where it stands.

    Attributes:
        path: The name without `pymilvus.`; that of a class stands for its constructor too.
        line: Line number, from 1.
        keyword: A keyword of a call of it; "" for the name itself.
    """

    path: str
    line: int
    keyword: str = ""


def read(source: str, surface: Surface) -> list[Use]:
    """The names of PyMilvus that a program uses, each with its lines, sorted.

    Raises:
        SyntaxError: It is no Python.
    """
    tree = ast.parse(source)
    reader = _Reader(surface)
    reader.visit(tree)  # what is bound on `self`, and in functions below
    reader.uses.clear()
    reader.visit(tree)
    return sorted(reader.uses)


class _Reader(ast.NodeVisitor):
    def __init__(self, surface: Surface) -> None:
        self.uses: set[Use] = set()
        self._surface = surface
        self._scopes: list[dict[str, Value]] = [{}]
        self._attributes: dict[str, Value] = {}
        self._returned: dict[str, Value] = {}

    # --- what brings a name in ---

    @override
    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            package, _, rest = alias.name.partition(".")
            if package == "pymilvus":
                self._use(rest, node.lineno)
                self._bind(alias.asname or package, Value(Kind.MODULE, rest if alias.asname else ""))

    @override
    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        package, _, module = (node.module or "").partition(".")
        if node.level or package != "pymilvus":
            return
        for alias in node.names:
            if alias.name == "*":
                for name in self._surface.names_of(module):
                    self._bind(name, self._value(_join(module, name)))
                continue
            path = _join(module, alias.name)
            self._use(path, node.lineno)
            self._bind(alias.asname or alias.name, self._value(path))

    @override
    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._bind_target(target, self._resolve(node.value))

    @override
    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.generic_visit(node)
        self._bind_target(node.target, self._resolve(node.value))

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        found = self._annotated(node.annotation) or (self._resolve(node.value) if node.value else None)
        self._bind_target(node.target, found)

    @override
    def visit_withitem(self, node: ast.withitem) -> None:
        self.generic_visit(node)
        if node.optional_vars is not None:
            self._bind_target(node.optional_vars, self._resolve(node.context_expr))

    @override
    def visit_For(self, node: ast.For) -> None:
        self._loop(node)

    @override
    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self._loop(node)

    @override
    def generic_visit(self, node: ast.AST) -> None:
        """Visit the loops of a comprehension before what they bind is used."""
        for loop in getattr(node, "generators", ()):
            self._bind_target(loop.target, self._item(loop.iter))
        super().generic_visit(node)

    def _loop(self, node: ast.For | ast.AsyncFor) -> None:
        self._bind_target(node.target, self._item(node.iter))
        self.generic_visit(node)

    # --- scopes ---

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._scopes.append({})
        self.generic_visit(node)
        self._scopes.pop()

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        returned = self._annotated(node.returns) if node.returns else None
        if returned:
            self._returned[node.name] = returned
        self._scopes.append({})
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            found = self._annotated(argument.annotation) if argument.annotation else None
            self._bind_target(ast.Name(argument.arg), found)
        self.generic_visit(node)
        self._scopes.pop()

    # --- what uses one ---

    @override
    def visit_Name(self, node: ast.Name) -> None:
        found = self._resolve(node)
        if isinstance(node.ctx, ast.Load) and found and found.kind is Kind.NAME:
            self._use(found.path, node.lineno)

    @override
    def visit_Attribute(self, node: ast.Attribute) -> None:
        path = self._member(node)
        if path is not None:
            self._use(path, node.end_lineno or node.lineno)
        self.generic_visit(node)

    @override
    def visit_Call(self, node: ast.Call) -> None:
        found = self._resolve(node.func)
        if found and found.kind is Kind.NAME:
            self.uses |= {Use(found.path, each.value.lineno, each.arg) for each in node.keywords if each.arg}
            if found.path in self._surface.classes:
                self._use(f"{self._surface.listed(found.path)}.__init__", node.lineno)
        self.generic_visit(node)

    # --- what an expression stands for ---

    def _resolve(self, node: ast.expr) -> Value | None:
        match node:
            case ast.Name(id=name):
                return next((scope[name] for scope in reversed(self._scopes) if name in scope), None)
            case ast.Attribute():
                path = self._member(node)
                return self._value(path) if path is not None else self._attributes.get(ast.unparse(node))
            case ast.Await(value=value) | ast.IfExp(body=value):
                return self._resolve(value)
            case ast.Subscript(value=value):
                return self._item(value)
            case ast.Call():
                return self._called(node)
            case _:
                return None

    def _member(self, node: ast.Attribute) -> str | None:
        """The path of an attribute of something of PyMilvus."""
        owner = self._resolve(node.value)
        if owner is None or (owner.kind is Kind.NAME and owner.path not in self._surface.classes):
            return None
        return _join(owner.path, node.attr)

    def _called(self, node: ast.Call) -> Value | None:
        found = self._resolve(node.func)
        if found is None:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            return self._returned.get(name)
        listed = self._surface.listed(found.path)
        if found.kind is Kind.NAME and found.path in self._surface.classes:
            return Value(Kind.OBJECT, listed)
        returned = self._surface.returns.get(listed)
        return Value(Kind.OBJECT, returned) if returned else None

    def _item(self, node: ast.expr) -> Value | None:
        found = self._resolve(node)
        item = ITEMS.get(found.path) if found and found.kind is Kind.OBJECT else None
        return Value(Kind.OBJECT, item) if item else None

    def _annotated(self, node: ast.expr) -> Value | None:
        """An object of the first class of PyMilvus in an annotation."""
        for part in _parts(node):
            found = self._resolve(part)
            if found and found.kind is Kind.NAME and found.path in self._surface.classes:
                return Value(Kind.OBJECT, self._surface.listed(found.path))
        return None

    def _value(self, path: str) -> Value:
        """What a name stands for."""
        alias = self._surface.aliases.get(path)
        if path in self._surface.modules or alias in self._surface.modules:
            return Value(Kind.MODULE, path)
        if alias:
            return Value(Kind.OBJECT, path)
        held = self._surface.holds.get(self._surface.listed(path))
        return Value(Kind.OBJECT, held) if held else Value(Kind.NAME, path)

    # --- notes ---

    def _use(self, path: str, line: int) -> None:
        if path:
            self.uses.add(Use(path, line))

    def _bind(self, name: str, value: Value) -> None:
        self._scopes[-1][name] = value

    def _bind_target(self, target: ast.expr, value: Value | None) -> None:
        if isinstance(target, ast.Attribute) and value:
            self._attributes[ast.unparse(target)] = value
        elif isinstance(target, ast.Name):
            if value:
                self._bind(target.id, value)
            elif self._resolve(target):
                self._scopes[-1].pop(target.id, None)


def _join(owner: str, name: str) -> str:
    return f"{owner}.{name}" if owner else name


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The names in an annotation, those in a text included."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            try:
                yield from _parts(ast.parse(part.value, mode="eval").body)
            except SyntaxError:
                continue
        elif isinstance(part, ast.Name | ast.Attribute):
            yield part
