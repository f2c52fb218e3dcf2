"""Sessions, events, bulk, scope. A line marked `# error` is one in both checkers; no other line is."""

from collections.abc import Iterator

import numpy as np
from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Child, Doc
from vectorm import (
    BulkReport,
    CommitReport,
    FlushError,
    Resolution,
    Session,
    connections,
    inspect,
    listen,
    listens_for,
    scoped_session,
    select,
    sessionmaker,
)
from vectorm.session import Explanation, ObjectState

doc = Doc(id=1, title="x", dense=[1.0])


def rows() -> Iterator[dict[str, object]]:
    yield {"id": 1, "title": "x"}


# What sessions do.
with Session() as session:
    assert_type(session, Session)
session = Session("prod", binds={Auto: "archive"}, timeout=3, autoflush=False, token="")
session = Session(bind=connections.get(), scope=Doc.title == "acme")
session = Session(scope=[Doc.title == "acme", Child.name == "acme"])
session.add(doc)
session.add_all([doc, Auto(v=[1.0])])
session.add_all(each for each in [doc])
session.delete(doc)
session.expunge(doc)
session.expire(doc)
session.rollback()
session.close()
assert_type(session.flush(), CommitReport)
assert_type(session.commit(), CommitReport)
assert_type(session.commit().upserted, int)
assert_type(session.get(Auto, 1), Auto | None)
assert_type(session.get_one(Child, 1, vectors=True), Child)
assert_type(session.merge(doc), Doc)
assert_type(session.refresh(doc), bool)
assert_type(doc in session, bool)
assert_type(session.state(doc), ObjectState | None)
assert_type(session.token, str)
assert_type(inspect(doc).pending, bool)
assert_type(inspect(doc).state, ObjectState)
assert_type(session.resolve("verify"), Resolution)
assert_type(session.resolve("forget", [doc]), Resolution)
assert_type(session.rollback(), CommitReport)
assert_type(session.explain(), Explanation)
assert_type(session.explain(select(Doc), embed=True).size, int)
assert_type(session.bulk_insert(Doc, {"id": [1], "dense": np.zeros((1, 4))}), BulkReport)
assert_type(session.bulk_insert(Doc, [{"id": 1, "title": "x"}]), BulkReport)
assert_type(session.bulk_insert(Doc, rows()).rows, int)

# Makers and scopes.
Local = sessionmaker(bind="prod", timeout=5)
assert_type(Local(), Session)
assert_type(Local(scope=Doc.title == "acme", token="t"), Session)
current = scoped_session(Local)
assert_type(current(), Session)
current.remove()


# Events.
@listens_for(Doc, "before_update")
def count(changed: Doc) -> None:
    changed.stars += 1


@listens_for(Session, "after_flush")
def log(_: Session, report: CommitReport) -> None:
    print(report.requests)


assert_type(count(doc), None)
listen(session, "before_flush", print)

# Errors.
try:
    session.commit()
except FlushError as error:
    assert_type([reason.message for _, reason in error.failed], list[str])
    assert_type(error.unknown, list[object])

# What sessions refuse.
session.add("doc")  # error: arg-type | reportArgumentType
session.add({"id": 1, "title": "x"})  # error: arg-type | reportArgumentType
session.add(Doc)  # error: arg-type | reportArgumentType
session.add(doc, doc)  # error: arg-type,call-arg | reportCallIssue
session.add_all(doc)  # error: arg-type | reportArgumentType
session.add_all([1])  # error: list-item | reportArgumentType
session.add_all(Doc)  # error: arg-type | reportArgumentType
session.delete(1)  # error: arg-type | reportArgumentType
session.delete(Doc, 1)  # error: arg-type,call-arg | reportCallIssue
session.merge({"id": 1})  # error: type-var | reportArgumentType
session.refresh(Doc)  # error: arg-type | reportArgumentType
session.expire("doc")  # error: arg-type | reportArgumentType
session.get(Doc)  # error: call-arg | reportCallIssue
session.get("docs", 1)  # error: arg-type | reportArgumentType
session.get(Doc, [1])  # error: arg-type | reportArgumentType
session.get(Doc, 1.5)  # error: arg-type | reportArgumentType
session.get(Doc, None)  # error: arg-type | reportArgumentType
session.get(Doc, (1, 2))  # error: arg-type | reportArgumentType
session.get_many(Doc, [1.5])  # error: list-item | reportArgumentType
session.get(Doc, 1, vector=True)  # error: call-arg | reportCallIssue
session.get_many(Doc, 1)  # error: arg-type | reportArgumentType
session.get_one(doc, 1)  # error: arg-type | reportArgumentType
session.commit(timeout=3)  # error: call-arg | reportCallIssue
session.query(Doc)  # error: attr-defined | reportAttributeAccessIssue
session.stream(select(Doc), page_size="10")  # error: call-overload | reportArgumentType,reportCallIssue
session.bulk_insert("docs", [])  # error: arg-type | reportArgumentType
session.bulk_insert(Doc, 3)  # error: arg-type | reportArgumentType
session.bulk_insert(Doc)  # error: call-arg | reportCallIssue
session.bulk_insert(Doc, ["row"])  # error: list-item | reportArgumentType
Session(3)  # error: arg-type | reportArgumentType
Session(bind=None)  # error: arg-type | reportArgumentType
Session(scope="tenant == 1")  # error: arg-type | reportArgumentType
Session(scope=Doc.title)  # error: arg-type | reportArgumentType
Session(scope=True)  # error: arg-type | reportArgumentType
Session(timeout="3")  # error: arg-type | reportArgumentType
Session(binds={"docs": "prod"})  # error: dict-item | reportArgumentType
Session(autocommit=True)  # error: call-arg | reportCallIssue
sessionmaker("prod")  # error: call-arg | reportCallIssue
sessionmaker(bnd="prod")  # error: call-arg | reportCallIssue
sessionmaker(class_=Doc)  # error: arg-type | reportArgumentType
Local(timeout=3)  # error: call-arg | reportCallIssue
scoped_session(Session())  # error: arg-type | reportArgumentType
scoped_session(Doc)  # error: arg-type,type-var | reportArgumentType
listen(Doc, "before_change", count)  # error: arg-type | reportArgumentType
listen(Doc, "before_update")  # error: call-arg | reportCallIssue
listen(Doc, "before_update", "count")  # error: arg-type | reportArgumentType
listens_for(Doc)  # error: call-arg | reportCallIssue
_ = session.commit().rows  # error: attr-defined | reportAttributeAccessIssue
_ = session.bulk_insert(Doc, []).inserted  # error: attr-defined | reportAttributeAccessIssue
_ = session.get_one(Doc, 1).titel  # error: attr-defined | reportAttributeAccessIssue
inspect(Doc)  # error: arg-type | reportArgumentType
_ = inspect(doc).changed  # error: attr-defined | reportAttributeAccessIssue
session.resolve("ask")  # error: arg-type | reportArgumentType
session.resolve()  # error: call-arg | reportCallIssue
session.resolve("forget", doc)  # error: arg-type | reportArgumentType
session.explain(select)  # error: arg-type | reportArgumentType
_ = session.explain().filter  # error: attr-defined | reportAttributeAccessIssue
_ = session.token + 1  # error: operator | reportOperatorIssue
