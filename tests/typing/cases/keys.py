"""Keys, options and functions of the server. A line marked `# error` is one in both checkers; no other line is."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from typing_extensions import assert_type

from vectorm import (
    BinaryVector,
    DataType,
    FloatVector,
    Mapped,
    MinHash,
    Model,
    Session,
    TextEmbedding,
    content_hash,
    field,
    register_adapter,
    search,
    snowflake,
    vector,
)


class ByContent(Model, ttl=60, mmap=True, index_names="{field}_ix"):
    id: Mapped[str] = field(primary_key=True, default_factory=content_hash("body"))
    body: Mapped[str] = field(max_length=10, mmap=True, warmup="sync")
    dense: Mapped[FloatVector] = vector(dim=4, function=TextEmbedding("body", "openai", "small"), mmap=True)
    twins: Mapped[BinaryVector] = vector(dim=64, function=MinHash("body", seed=3))


class ByTime(Model):
    id: Mapped[int] = field(primary_key=True, default_factory=snowflake(worker=1))
    v: Mapped[FloatVector] = vector(dim=2)


@dataclass(frozen=True)
class Isbn:
    digits: str


register_adapter(Isbn, DataType.VARCHAR, store=lambda isbn: isbn.digits, load=Isbn)


class ByUuid(Model):
    id: Mapped[UUID] = field(primary_key=True, default_factory=uuid4)
    v: Mapped[FloatVector] = vector(dim=2)


class ByIsbn(Model):
    id: Mapped[Isbn] = field(primary_key=True)
    v: Mapped[FloatVector] = vector(dim=2)


session = Session()
assert_type(session.get(ByUuid, uuid4()), ByUuid | None)
assert_type(session.get_one(ByIsbn, Isbn("3")), ByIsbn)
assert_type(session.get_many(ByTime, [1, 2]), list[ByTime])
search(ByUuid.v).near_key(uuid4())
search(ByUuid.v).near_keys([uuid4()])
search(ByUuid.v).near_key(None)  # error: arg-type | reportArgumentType
session.get(ByUuid, [uuid4()])  # error: arg-type | reportArgumentType

assert_type(ByContent(body="what the key is made of").id, str)
assert_type(ByTime(v=[1.0, 2.0]).id, int)
ByContent(body="b", dense=[1.0])  # error: call-arg | reportCallIssue


class Bad(Model, collection="bad"):
    a: Mapped[int] = field(default_factory=content_hash("b"))  # error: arg-type | reportAssignmentType
    b: Mapped[str] = field(default_factory=snowflake(1))  # error: arg-type | reportAssignmentType
    c: Mapped[FloatVector] = vector(dim=2, function=TextEmbedding("b"))  # error: call-arg | reportCallIssue
    d: Mapped[str] = field(warmup="async")  # error: call-overload | reportArgumentType
    e: Mapped[BinaryVector] = vector(dim=32, function=MinHash("b", seed="x"))  # error: arg-type | reportArgumentType
    f: Mapped[int] = field(default_factory=snowflake("3"))  # error: arg-type | reportArgumentType
    g: Mapped[str] = field(default_factory=content_hash(3))  # error: arg-type | reportArgumentType
