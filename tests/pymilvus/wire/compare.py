"""Requests as plain trees, and the differences of two lists of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any, cast

from tests.pymilvus.wire.recording_server import Call
from tests.pymilvus.wire.theirs import common_pb2, request_class, schema_pb2

ABSENT = "(absent)"

NESTED: dict[str, Any] = {
    "CreateCollectionRequest.schema": schema_pb2.CollectionSchema,
    "AddCollectionFieldRequest.schema": schema_pb2.FieldSchema,
    "SearchRequest.placeholder_group": common_pb2.PlaceholderGroup,
    "SubSearchRequest.placeholder_group": common_pb2.PlaceholderGroup,
}
"""Messages that travel as bytes inside another."""

LOOKS = {"DescribeCollection", "HasCollection", "ListDatabases", "DescribeDatabase"}
"""Methods that one library may call where the other need not: their order is not compared."""

HEADERS = {"dbname", "authorization", "client-request-id", "client-request-unixmsec", "identifier", "cluster-id"}
"""Headers that are compared; gRPC's own are not."""

LABELS = ("name", "field_name", "key", "tag")
"""What tells the items of a list apart, where they have it."""


class Pairs(dict[str, Any]):
    """Key-value pairs; none at all is the same as an empty list."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two requests differ.

    Attributes:
        method: Name of the method.
        path: The field, `schema.fields.title.nullable`; `@dbname` for a header; "" for the whole request.
        theirs: What pymilvus sends, `ABSENT` if nothing.
        ours: What vectorm sends.
    """

    method: str
    path: str
    theirs: Any
    ours: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path or '(request)'}\n    pymilvus: {self.theirs!r}\n    vectorm:  {self.ours!r}"


def differences(theirs: Sequence[Call], ours: Sequence[Call]) -> Iterator[Difference]:
    """All differences, method by method, then of the order; a call that is repeated unchanged (a poll) counts once."""
    methods = dict.fromkeys(call.method for call in (*theirs, *ours))
    for method in methods:
        for a, b in paired(trees(method, theirs), trees(method, ours)):
            for path, x, y in walk(a, b, ""):
                yield Difference(method, path, x, y)
    first, second = order(theirs), order(ours)
    if first != second:
        yield Difference("(order)", "", first, second)


def order(calls: Sequence[Call]) -> list[str]:
    """The methods in their order, without those that only look."""
    return [method for method, _ in groupby(call.method for call in calls if call.method not in LOOKS)]


def paired(theirs: Sequence[Any], ours: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Each request with the one that it is compared with: equal ones first, then the others in their order."""
    left, right = list(theirs), list(ours)
    if len(left) != len(right):
        for a in theirs:
            equal = next((b for b in right if without_headers(a) == without_headers(b)), None)
            if equal is not None:
                left.remove(a)
                right.remove(equal)
                yield a, equal
    yield from zip_longest(left, right, fillvalue=ABSENT)


def trees(method: str, calls: Sequence[Call]) -> list[Any]:
    """The requests of one method as trees."""
    found: list[Any] = []
    for call in calls:
        if call.method == method:
            headers = {f"@{key}": value for key, value in call.headers.items() if key in HEADERS and value}
            item = tree(request_class(method).FromString(call.request)) | headers
            if not found or without_headers(found[-1]) != without_headers(item):
                found.append(item)
    return found


def without_headers(request: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in request.items() if not key.startswith("@")}


def tree(message: Any) -> dict[str, Any]:
    """A message as a dict of the fields that are set; a list of key-value pairs is a dict."""
    found: dict[str, Any] = {}
    for descriptor, value in message.ListFields():
        nested = NESTED.get(f"{message.DESCRIPTOR.name}.{descriptor.name}")
        found[descriptor.name] = tree(nested.FromString(value)) if nested else plain(descriptor, value)
    return found


def plain(descriptor: Any, value: Any) -> Any:
    kind = descriptor.message_type
    if kind is None:
        return list(value) if descriptor.is_repeated else value
    if kind.GetOptions().map_entry:
        return {str(key): tree(item) if hasattr(item, "ListFields") else item for key, item in value.items()}
    if not descriptor.is_repeated:
        return tree(value)
    if kind.name in {"KeyValuePair", "KeyDataPair"}:
        return pairs(value)
    return [tree(item) for item in value]


def pairs(items: Any) -> Any:
    """Key-value pairs; their order says nothing, a key that is given twice would."""
    found = {item.key: getattr(item, "value", None) or getattr(item, "data", "") for item in items}
    return Pairs(found) if len(found) == len(items) else [(item.key, item.value) for item in items]


def walk(a: Any, b: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The places where two trees differ."""
    a, b = (Pairs() if isinstance(y, Pairs) and x == ABSENT else x for x, y in ((a, b), (b, a)))
    if a == b:
        return
    if is_mapping(a) and is_mapping(b):
        left, right = cast("dict[str, Any]", a), cast("dict[str, Any]", b)
        for key in dict.fromkeys((*left, *right)):
            yield from walk(left.get(key, ABSENT), right.get(key, ABSENT), f"{path}.{key}".lstrip("."))
    elif is_messages(a) and is_messages(b):
        left, right = labelled(cast("list[dict[str, Any]]", a)), labelled(cast("list[dict[str, Any]]", b))
        yield from walk(left, right, path)
        if left == right:
            yield f"{path}.(order)", list(left), list(right)
    else:
        yield path, a, b


def is_mapping(value: object) -> bool:
    return isinstance(value, dict)


def is_messages(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in cast("list[object]", value))


def labelled(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A list of messages by their names, or by their positions."""
    for label in LABELS:
        names = [item.get(label) for item in items]
        if all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
            return dict(zip(cast("list[str]", names), items, strict=True))
    return {str(i): item for i, item in enumerate(items)}
