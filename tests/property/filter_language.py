"""A reader of the filter language of its own: what the engines' common grammar says, without vectorm's help.

`evaluate(text, row)` gives the truth of a filter for a row (a dict): True, False, or None where a value is missing.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"\\\n\r\t]|\\["\\nrt])*")
  | (?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)
  | (?P<name>\$?[A-Za-z_]\w*)
  | (?P<mark>==|!=|<=|>=|[-+*/%<>()\[\],])
    )""",
    re.VERBOSE | re.ASCII,
)
ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
CALCULATE: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}

Row = Mapping[str, Any]
Node = Callable[[Row], Any]


class Refused(Exception):
    """The engines would not read this."""


def tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text.rstrip()):
        match = TOKEN.match(text, place)
        if match is None:
            raise Refused(f"at {place}: {text[place : place + 20]!r}")
        place = match.end()
        assert match.lastgroup
        found.append((match.lastgroup, match[match.lastgroup]))
    return [*found, ("end", "")]


def unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: ESCAPES[match[1]], text[1:-1])


def number(text: str) -> int | float:
    if re.fullmatch(r"-?\d+", text):
        value = int(text)
        if not -(2**63) < value < 2**63:
            raise Refused(f"{text} cannot be read")
        return value
    return float(text)


class Reader:
    """Recursive descent; each method makes a function from a row to a value."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.place = 0

    def read(self) -> Node:
        node = self.either()
        if self.tokens[self.place][0] != "end":
            raise Refused(f"rest: {self.tokens[self.place :]}")
        return node

    def peek(self, *words: str) -> bool:
        kind, text = self.tokens[self.place]
        return kind != "text" and text in words

    def take(self, *words: str) -> str:
        if not self.peek(*words):
            raise Refused(f"expected {words}, found {self.tokens[self.place]}")
        self.place += 1
        return self.tokens[self.place - 1][1]

    def either(self) -> Node:
        parts = [self.both()]
        while self.peek("or"):
            self.take("or")
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda row: any_of([part(row) for part in parts])

    def both(self) -> Node:
        parts = [self.opposite()]
        while self.peek("and"):
            self.take("and")
            parts.append(self.opposite())
        return parts[0] if len(parts) == 1 else lambda row: opposite(any_of([opposite(part(row)) for part in parts]))

    def opposite(self) -> Node:
        if not self.peek("not"):
            return self.comparison()
        self.take("not")
        inner = self.opposite()
        return lambda row: opposite(inner(row))

    def comparison(self) -> Node:
        if self.peek("exists"):
            self.take("exists")
            path = self.primary()
            return lambda row: path(row) is not None
        left = self.sum()
        if self.peek("==", "!=", "<", "<=", ">", ">="):
            sign = self.take("==", "!=", "<", "<=", ">", ">=")
            right = self.sum()
            return lambda row: compare(left(row), sign, right(row))
        if self.peek("is"):
            return self.null_test(left)
        if self.peek("like"):
            self.take("like")
            pattern = self.primary()
            return lambda row: like(left(row), pattern(row))
        if self.peek("in", "not"):
            return self.membership(left)
        return left

    def null_test(self, left: Node) -> Node:
        self.take("is")
        negated = self.peek("not") and bool(self.take("not"))
        self.take("null")
        return lambda row: (left(row) is None) is not negated

    def membership(self, left: Node) -> Node:
        negated = self.peek("not") and bool(self.take("not"))
        self.take("in")
        values = self.primary()

        def node(row: Row) -> Any:
            found = left(row)
            if found is None:
                return True if negated else None  # as Milvus Lite does it
            return any(compare(found, "==", each) for each in values(row)) is not negated

        return node

    def sum(self) -> Node:
        node = self.product()
        while self.peek("+", "-") or self.is_negative_number():
            sign = "+" if self.is_negative_number() else self.take("+", "-")
            node = calculate(node, sign, self.product())
        return node

    def is_negative_number(self) -> bool:
        """`x -1` is cut into `x` and `-1`."""
        kind, text = self.tokens[self.place]
        return kind == "number" and text.startswith("-")

    def product(self) -> Node:
        node = self.primary()
        while self.peek("*", "/", "%"):
            sign = self.take("*", "/", "%")
            node = calculate(node, sign, self.primary())
        return node

    def primary(self) -> Node:
        kind, text = self.tokens[self.place]
        self.place += 1
        if kind == "text":
            value = unescape(text)
            return lambda _: value
        if kind == "number":
            amount = number(text)
            return lambda _: amount
        if text == "(":
            inner = self.either()
            self.take(")")
            return inner
        if text == "[":
            return self.list()
        if kind == "name":
            return self.name(text)
        raise Refused(f"unexpected {text!r}")

    def list(self) -> Node:
        parts: list[Node] = []
        while not self.peek("]"):
            parts.append(self.primary())
            if not self.peek("]"):
                self.take(",")
        self.take("]")
        return lambda row: [part(row) for part in parts]

    def name(self, name: str) -> Node:
        if name in {"true", "false"}:
            return lambda _: name == "true"
        if self.peek("("):
            self.take("(")
            left = self.primary()
            right = self.primary() if self.peek(",") and self.take(",") else None
            self.take(")")
            return call(name, left, right)
        keys: list[Node] = []
        while self.peek("["):
            self.take("[")
            keys.append(self.primary())
            self.take("]")

        def node(row: Row) -> Any:
            value: Any = row if name == "$meta" else row.get(name)
            for key in keys:
                value = step(value, key(row))
            return value

        return node


def call(name: str, left: Node, right: Node | None) -> Node:
    if name == "array_length":
        return lambda row: None if left(row) is None else len(left(row))
    match = re.fullmatch(r"(json|array)_contains(_any|_all)?", name)
    if match is None or right is None:
        raise Refused(f"unknown function {name}")
    mode = match[2] or ""

    def node(row: Row) -> Any:
        found = as_list(left(row))
        if found is None:
            return False if match[1] == "json" else None
        wanted = right(row) if mode else [right(row)]
        holds = [any(compare(item, "==", value) for item in found) for value in wanted]
        return all(holds) if mode == "_all" else any(holds)

    return node


def calculate(left: Node, sign: str, right: Node) -> Node:
    def node(row: Row) -> Any:
        a, b = left(row), right(row)
        if a is None:
            return None
        if sign == "/":
            return a / b
        if sign == "%":
            return abs(a) % abs(b) * (-1 if a < 0 else 1)
        return CALCULATE[sign](a, b)

    return node


def step(value: Any, key: str | int) -> Any:
    if isinstance(key, str):
        return cast("dict[str, Any]", value).get(key) if isinstance(value, Mapping) else None
    items = as_list(value)
    return items[key] if items is not None and key < len(items) else None


def as_list(value: Any) -> list[Any] | None:
    return cast("list[object]", value) if isinstance(value, list) else None


def kind_of(value: object) -> type[object]:
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


def compare(a: Any, sign: str, b: Any) -> bool | None:
    if a is None or b is None:
        return None
    if sign == "==":
        return kind_of(a) is kind_of(b) and bool(a == b)
    if sign == "!=":
        return kind_of(a) is not kind_of(b) or bool(a != b)
    return ORDERS[sign](a, b) if kind_of(a) is kind_of(b) else None


def like(value: Any, pattern: str) -> bool | None:
    if not isinstance(value, str):
        return None
    regex = ""
    escaped = False
    for character in pattern:
        if escaped or character not in "%_\\":
            regex, escaped = regex + re.escape(character), False
        elif character == "\\":
            escaped = True
        else:
            regex += ".*" if character == "%" else "."
    return re.fullmatch(regex, value, re.DOTALL) is not None


def opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def any_of(truths: list[bool | None]) -> bool | None:
    return True if True in truths else None if None in truths else False


def evaluate(text: str, row: Row) -> bool | None:
    """The truth of a filter for a row.

    Raises:
        Refused: If the engines would not read it.
    """
    if not text:
        return True
    truth = Reader(text).read()(row)
    if not isinstance(truth, bool | None):
        raise Refused(f"{text} is no condition but {truth!r}")
    return truth
